"""The signed form of a made-up person, as a PDF of one page."""

import tempfile
from typing import IO

import pikepdf

LINE = 62  # letters


def signed_form(heading: str, by: str, words: str) -> IO[bytes]:
    """An open file; the caller closes it."""
    lines = [heading, "", *_lines(words), "", f"Signed: {by}", "", "Made up for the demo."]
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        page.obj.Contents = pdf.make_stream(f"BT /F 14 Tf 72 740 Td 22 TL {shown} ET".encode("latin-1"))
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        pdf.save(file, deterministic_id=True)
    return file


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _lines(words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
