"""What a page would do in a browser that it should not: found by reading it as a browser would, not by its text."""

import re
from html.parser import HTMLParser

LEADS_SOMEWHERE = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset"}
NEVER = {"base", "iframe", "object", "embed", "frame", "applet", "marquee", "math", "template"}
RUNS = re.compile(r"(javascript|vbscript|data):", re.IGNORECASE)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.forms = [], 0

    def handle_starttag(self, tag, attributes):
        self.found += wrong_in(tag, dict(attributes))
        if tag == "form":
            self.forms += 1
            if self.forms > 1:
                self.found.append("a form in a form")

    def handle_startendtag(self, tag, attributes):
        self.found += wrong_in(tag, dict(attributes))

    def handle_endtag(self, tag):
        self.forms -= tag == "form"


def wrong_in(tag, attributes):
    if tag in NEVER or (tag == "meta" and "http-equiv" in attributes):
        yield f"<{tag}>"
    if tag == "script" and not (attributes.get("src") or "").startswith("/static/"):
        yield "<script> of its own"
    if tag == "link" and attributes.get("rel") not in ("icon", "preload", "stylesheet"):
        yield f"<link rel={attributes.get('rel')}>"
    for name, value in attributes.items():
        if name.startswith("on"):
            yield f"<{tag} {name}>"
        if name in LEADS_SOMEWHERE and leads_away(value or ""):
            yield f"<{tag} {name}={value!r}>"


def leads_away(address):
    plain = re.sub(r"[\x00-\x20]", "", address)
    return bool(RUNS.match(plain)) or plain.startswith("//")


def dangerous(page):
    """What would run, load or lead away. An empty list is a harmless page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.found
