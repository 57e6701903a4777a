"""The XML in Word documents and Excel sheets, read as a stream: no entities, and nothing that acts or fetches."""

import re
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from files.refusals import Reason, Refused

MAY_LEAD_OUT = re.compile(r"(https?|mailto|tel|ftp):|#|(?![a-z][\w+.-]*:)(?![/\\]{2}).", re.IGNORECASE)
# Words that make Word or Excel run or fetch something: in a field of a document, and in a formula of a sheet.
FIELD_ACTS = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|DATABASE)\b|\bQUOTE\s+\d+\s+\d+", re.IGNORECASE)
FIELD_FETCHES = re.compile(r"\b(INCLUDEPICTURE|IMPORT|LINK)\b[^\w]*(https?:|ftp:|file:|\\\\)", re.IGNORECASE)
FORMULA_ACTS = re.compile(r"\||\b(WEBSERVICE|RTD|CALL|REGISTER(\.ID)?|EXEC|FOPEN|IMAGE)\s*\(", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')
FORMULAS = {"f", "definedName", "formula1", "formula2", "formula"}
LONGEST_TEXT = 100_000


class Reader:
    """Reads one part after another; remembers the content types that the document names."""

    def __init__(self) -> None:
        self.content_types: list[str] = []

    def read(self, name: str, blocks: Iterable[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        part = _Part(self.content_types)
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler = part.start
        parser.EndElementHandler = part.end
        parser.CharacterDataHandler = part.text
        try:
            for block in blocks:
                parser.Parse(block, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise Refused(Reason.BROKEN) from None


def _no_doctype(*_: Any) -> None:
    """Documents have none; entities need one."""
    raise Refused(Reason.FETCHES)


class _Part:
    def __init__(self, content_types: list[str]) -> None:
        self.content_types = content_types
        self.inside = ""
        self.words: list[str] = []
        self.field = ""

    def start(self, element: str, attributes: dict[str, str]) -> None:
        space, _, element = element.rpartition(" ")
        if element in ("Override", "Default"):
            self.content_types.append(attributes.get("ContentType", ""))
        elif element == "Relationship" and attributes.get("TargetMode", "").lower() == "external":
            _check_way_out(attributes)
        elif element in ("ddeLink", "oleLink"):
            raise Refused(Reason.ACTS)
        elif element == "fldSimple":
            _check_field(_value(attributes, "instr"))
        elif element == "fldChar" and _value(attributes, "fldCharType") == "begin":
            self.field = ""
        if element == "instrText" or (element in FORMULAS and "spreadsheetml" in space):
            self.inside, self.words = element, []

    def text(self, words: str) -> None:
        if self.inside:
            self.words.append(words)

    def end(self, element: str) -> None:
        element = element.rpartition(" ")[2]
        if element != self.inside:
            return
        self.inside, words = "", "".join(self.words)[:LONGEST_TEXT]
        if element == "instrText":  # a field's words may be spread over several of these
            self.field = (self.field + words)[-LONGEST_TEXT:]
            _check_field(self.field)
        elif FORMULA_ACTS.search(QUOTED.sub("", words)):
            raise Refused(Reason.ACTS)


def _check_way_out(attributes: dict[str, str]) -> None:
    """Only links that somebody must click, and only to places that a link may lead to."""
    kind = attributes.get("Type", "").rpartition("/")[2]
    if kind != "hyperlink" or not MAY_LEAD_OUT.match(attributes.get("Target", "")):
        raise Refused(Reason.FETCHES)


def _check_field(words: str) -> None:
    if FIELD_ACTS.search(words):
        raise Refused(Reason.ACTS)
    if FIELD_FETCHES.search(words.replace('"', " ")):
        raise Refused(Reason.FETCHES)


def _value(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")
