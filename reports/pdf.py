"""The one module that makes PDFs. The work is done by a short-lived child process under limits (reports.pdf_child)."""

import logging
import tempfile
import uuid
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # comes with WeasyPrint, without types

from reports.pdf_child import FONTS, UNAVAILABLE
from ui.child import ROOT, bare_environment, run

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    memory_bytes: int = 1024**3
    cpu_seconds: int = 60
    seconds: float = 60
    html_bytes: int = 5_000_000
    pdf_bytes: int = 50_000_000


class PdfUnavailable(Exception):
    """Pango, which draws the text of PDFs, is not installed on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "PDFs cannot be made here yet: Pango is not installed. The report can be read and printed as a page."
        )


class PdfFailed(Exception):
    def __init__(self, step: str, reference: str) -> None:
        super().__init__(f"The PDF could not be made at step “{step}”. Nothing is lost. Reference {reference}.")
        self.step = step
        self.reference = reference


def to_pdf(html: str, *, limits: Limits | None = None) -> bytes:
    """The whole PDF or an exception, never a part of one. The same HTML gives the same bytes."""
    limits = limits or Limits()
    source = html.encode()
    if len(source) > limits.html_bytes:
        raise _failure("Reading the report", f"{len(source)} bytes of HTML")
    code, pdf, said = _run([str(limits.memory_bytes), str(limits.cpu_seconds)], source, limits.seconds)
    if code == UNAVAILABLE:
        raise PdfUnavailable
    if code != 0:
        raise _failure(_last_step(said), "too slow" if code is None else f"exit {code} {_last(said, 'failed')}")
    if not pdf.startswith(b"%PDF-") or not pdf.rstrip().endswith(b"%%EOF") or len(pdf) > limits.pdf_bytes:
        raise _failure("Handing over the PDF", f"{len(pdf)} bytes that are no PDF or too many")
    return pdf


def pdf_available() -> bool:
    """Asks a child process, so that a machine which gains Pango needs no restart."""
    return _run(["check"], b"", 30)[0] == 0


def unprintable(text: str) -> str:
    """The characters, each once, that the bundled fonts cannot draw: in the PDF an empty box would stand for them."""
    printable = _printable()
    return "".join(dict.fromkeys(letter for letter in text if letter.isprintable() and ord(letter) not in printable))


@cache
def _printable() -> frozenset[int]:
    return frozenset(code for path in FONTS.glob("*.woff2") for code in TTFont(path).getBestCmap())


def _run(arguments: list[str], source: bytes, seconds: float) -> tuple[int | None, bytes, str]:
    with tempfile.TemporaryDirectory(prefix="pdf-") as scratch:
        command = ["reports.pdf_child", *arguments]
        ended = run(command, given=source, seconds=seconds, environment=_environment(scratch))
    return ended.code, ended.out, ended.said.decode(errors="replace")


def _environment(scratch: str) -> dict[str, str]:
    """Nothing of ours, and no fonts but the bundled ones."""
    return bare_environment(scratch) | {
        "FONTCONFIG_FILE": str(ROOT / "reports" / "fonts.conf"),
        "XDG_CACHE_HOME": scratch,
    }


def _last_step(said: str) -> str:
    return _last(said, "step") or "Starting"


def _last(said: str, what: str) -> str:
    found = [line.removeprefix(f"{what}: ") for line in said.splitlines() if line.startswith(f"{what}: ")]
    return found[-1] if found else ""


def _failure(step: str, detail: str) -> PdfFailed:
    reference = uuid.uuid4().hex[:8]
    logger.error("PDF %s failed at step %s: %s", reference, step, detail)
    return PdfFailed(step, reference)
