"""The kinds of file that are taken in. Everything else is refused, and tables everywhere but where one is asked for."""

from enum import StrEnum


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    TXT = "txt"
    CSV = "csv"


LABELS = {
    Kind.PDF: "PDF",
    Kind.JPEG: "Picture",
    Kind.PNG: "Picture",
    Kind.DOCX: "Word document",
    Kind.XLSX: "Excel sheet",
    Kind.TXT: "Text",
    Kind.CSV: "Table (CSV)",
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
    Kind.CSV: "text/csv",
}
TABLES = frozenset({Kind.CSV})
DOCUMENTS = frozenset(Kind) - TABLES


def accept(kinds: frozenset[Kind]) -> str:
    """For the browser's file chooser. With pictures among them, a phone offers its camera as well."""
    endings = [f".{ending}" for ending, kind in KIND_OF_ENDING.items() if kind in kinds]
    pressed = ["image/jpeg", "image/png", "application/pdf"] if kinds == DOCUMENTS else []
    return ",".join([*endings, *pressed])
