"""What a document may fetch while it becomes a PDF. Imported only where WeasyPrint can be (reports.pdf_child)."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher

from reports.pdf_child import FONTS


class Nothing(URLFetcher):
    """For the report's HTML: no address is ever opened, of whatever kind."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        raise ValueError("A report fetches nothing.")


class OurFonts(URLFetcher):
    """For our own style sheet: the bundled font files and nothing beside them."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or path.parent != FONTS or path.suffix != ".woff2":
            raise ValueError("The style sheet may only use the bundled fonts.")
        return super().fetch(url, headers)
