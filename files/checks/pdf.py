"""PDFs are kept to the byte, for a signature may hang on it. What acts, hides files or swells is refused instead."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from files.checks.facts import Facts
from files.checks.marks import Watch
from files.limits import Limits
from files.refusals import Reason, Refused

MOST_INSIDE = 300_000_000  # bytes, all streams unpacked
BLOCK = 1 << 20
PICTURE_TIMES = 4  # a scanned page may have this many times the pixels of a picture
ACTING = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute", "/Movie"}
ACTING_ANNOTATIONS = {"/RichMedia", "/3D", "/Movie", "/Screen"}
ONLY_MOVES = {"/GoTo", "/Named"}
TELLING = re.compile(
    rb"/(JS|JavaScript|Launch|ImportData|SubmitForm|GoToE|Rendition|RichMedia|RichMediaExecute|Movie|3D|Screen|XFA"
    rb"|EF|EmbeddedFile|FileAttachment|AA|OpenAction|Image|F)(?![A-Za-z0-9])"
)
PACKED = {"/FlateDecode", "/Fl"}
OPAQUE = {
    "/DCTDecode",
    "/JPXDecode",
    "/JBIG2Decode",
    "/CCITTFaxDecode",
    "/DCT",
    "/CCF",
}  # pictures: their size is asked


def check(content: bytes, limits: Limits) -> Facts:
    if not content.startswith(b"%PDF-"):
        raise Refused(Reason.WRONG_KIND)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            return _facts(pdf, limits)
    except pikepdf.PasswordError:
        raise Refused(Reason.ENCRYPTED) from None


def _facts(pdf: Any, limits: Limits) -> Facts:
    if pdf.is_encrypted:
        raise Refused(Reason.ENCRYPTED)
    said = pdf.Root.Pages.get("/Count", 0)
    if isinstance(said, int) and said > limits.pages:
        raise Refused(Reason.TOO_MANY_PAGES)
    pages = len(pdf.pages)
    if pages > limits.pages:
        raise Refused(Reason.TOO_MANY_PAGES)
    if not pages:
        raise Refused(Reason.BROKEN)
    left = MOST_INSIDE
    for thing in pdf.objects:
        _look_at(thing, limits)
        if isinstance(thing, pikepdf.Stream):
            left = _unpack(thing, left)
    return Facts(pages=pages)


def _look_at(thing: Any, limits: Limits) -> None:
    held = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if not TELLING.search(held.unparse(resolved=True)):
        return
    if isinstance(thing, pikepdf.Stream) and "/F" in held:
        raise Refused(Reason.FETCHES)
    for entries in _dictionaries(held):
        _look_into(entries, limits)


def _dictionaries(held: Any) -> Iterator[Any]:
    """The dictionaries written out inside one object. What is only referred to is an object of its own."""
    waiting = [held]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Dictionary):
            yield found
            inside = [found.get(key) for key in found.keys()]  # noqa: SIM118 - pikepdf iterates over nothing else
        elif isinstance(found, pikepdf.Array):
            inside = list(found)
        else:
            continue
        waiting += [each for each in inside if isinstance(each, pikepdf.Object) and not each.is_indirect]


def _look_into(entries: Any, limits: Limits) -> None:
    if "/JS" in entries or "/JavaScript" in entries or "/XFA" in entries or _name(entries, "/S") in ACTING:
        raise Refused(Reason.ACTS)
    if _name(entries, "/Subtype") in ACTING_ANNOTATIONS or _acts_by_itself(entries):
        raise Refused(Reason.ACTS)
    if (
        "/EF" in entries
        or _name(entries, "/Type") == "/EmbeddedFile"
        or _name(entries, "/Subtype") == "/FileAttachment"
    ):
        raise Refused(Reason.HOLDS_FILES)
    if _name(entries, "/Subtype") == "/Image":
        width, height = entries.get("/Width", 0), entries.get("/Height", 0)
        if isinstance(width, int) and isinstance(height, int) and width * height > PICTURE_TIMES * limits.pixels:
            raise Refused(Reason.TOO_MANY_PIXELS)


def _acts_by_itself(entries: Any) -> bool:
    """Opening the document, or a page, leads somewhere else than to another page."""
    of_events = entries.get("/AA")
    actions = [entries.get("/OpenAction")]
    if isinstance(of_events, pikepdf.Dictionary):
        actions += [of_events.get(key) for key in of_events.keys()]  # noqa: SIM118 - as above
    return any(isinstance(each, pikepdf.Dictionary) and _name(each, "/S") not in ONLY_MOVES for each in actions)


def _name(entries: Any, key: str) -> str:
    value = entries.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _unpack(stream: Any, left: int) -> int:
    """Unpacks a stream block by block and throws it away; what is left of the whole document's allowance."""
    filters = _filters(stream)
    if any(each in OPAQUE for each in filters):
        return left
    watch = Watch()
    for block in _blocks(stream, filters):
        left -= len(block)
        if left < 0:
            raise Refused(Reason.SWELLS)
        watch.over(block)
    return left


def _filters(stream: Any) -> list[str]:
    named = stream.stream_dict.get("/Filter")
    return [str(each) for each in named] if isinstance(named, pikepdf.Array) else [str(named)] if named else []


def _blocks(stream: Any, filters: list[str]) -> Iterator[bytes]:
    raw = stream.read_raw_bytes()
    if not filters or not all(each in PACKED for each in filters):
        yield raw if not filters else _by_qpdf(stream, raw)
        return
    blocks: Iterator[bytes] = iter([raw])
    for _ in filters:
        blocks = _inflated(blocks)
    yield from blocks


def _by_qpdf(stream: Any, raw: bytes) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:  # a filter nobody knows: no viewer unpacks it either
        return raw


def _inflated(blocks: Iterator[bytes]) -> Iterator[bytes]:
    packed = zlib.decompressobj()
    for block in blocks:
        rest = block
        while rest and not packed.eof:
            try:
                out = packed.decompress(rest, BLOCK)
            except zlib.error:  # viewers show what came before the damage
                return
            rest = packed.unconsumed_tail
            yield out
