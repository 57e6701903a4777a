"""Turns HTML on stdin into a PDF on stdout, in a process of its own that is thrown away afterwards.

Started by `reports.pdf` only. It sees no settings, no database and no secrets, fetches nothing that the HTML names,
and prints nothing to stdout until the PDF is whole. Its step stands on stderr, for the person who must be told.
"""

import hashlib
import os
import resource
import sys
from pathlib import Path
from typing import Any, NoReturn

from ui.child import limit

UNAVAILABLE = 3
STATIC = Path(__file__).resolve().parent.parent / "static"
STYLE = STATIC / "css" / "report.css"
FONTS = STATIC / "vendor" / "source-sans-3"


def main(arguments: list[str]) -> int:
    out = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not end up inside the PDF
    if arguments == ["check"]:
        _load()
        return 0
    memory_bytes, cpu_seconds = (int(argument) for argument in arguments)
    if not limit(resource.RLIMIT_AS, memory_bytes):
        _say("limit", "not set")  # the time limit still holds
    limit(resource.RLIMIT_CPU, cpu_seconds)
    try:
        pdf = _pdf(sys.stdin.buffer.read())
    except (Exception, RecursionError) as problem:
        _say("failed", type(problem).__name__)  # never its text: it may quote the report
        return 1
    _say("step", "Handing over the PDF")
    with os.fdopen(out, "wb") as stdout:
        stdout.write(pdf)
    return 0


def _pdf(html: bytes) -> bytes:
    _say("step", "Starting")
    weasyprint, fetchers, fonts = _load()
    _say("step", "Reading the report")
    document = weasyprint.HTML(string=html.decode(), url_fetcher=fetchers.Nothing(), base_url="about:blank")
    style = weasyprint.CSS(filename=str(STYLE), font_config=fonts, url_fetcher=fetchers.OurFonts())
    _say("step", "Laying out pages")
    pages = document.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    _say("step", "Writing the PDF")
    written = pages.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=hashlib.sha256(html).digest()[:16])
    return bytes(written)


def _load() -> tuple[Any, Any, Any]:
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        from reports import pdf_fetchers
    except (ImportError, OSError):  # Pango is not installed: an OSError, not an ImportError
        _leave(UNAVAILABLE)
    return weasyprint, pdf_fetchers, FontConfiguration()


def _say(what: str, words: str) -> None:
    sys.stderr.write(f"{what}: {words}\n")
    sys.stderr.flush()


def _leave(code: int) -> NoReturn:
    sys.exit(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
