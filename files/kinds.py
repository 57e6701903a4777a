"""The kinds of file that are taken in. Everything else is refused."""

from enum import StrEnum


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    TXT = "txt"


LABELS = {
    Kind.PDF: "PDF",
    Kind.JPEG: "Picture",
    Kind.PNG: "Picture",
    Kind.DOCX: "Word document",
    Kind.XLSX: "Excel sheet",
    Kind.TXT: "Text",
}
ENDING = {kind: kind.value for kind in Kind} | {Kind.JPEG: "jpg"}
KIND_OF_ENDING = {ending: kind for kind, ending in ENDING.items()} | {"jpeg": Kind.JPEG}
CONTENT_TYPE = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.TXT: "text/plain; charset=utf-8",
}
# For the browser's file chooser. With pictures among them, a phone offers its camera as well.
ACCEPT = ",".join([*(f".{ending}" for ending in KIND_OF_ENDING), "image/jpeg", "image/png", "application/pdf"])
