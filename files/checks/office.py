"""Word documents and Excel sheets: archives of XML. Kept to the byte; what acts, fetches or swells is refused.

Nothing is unpacked to a disk. Every entry is read through once, block by block, against one allowance for them all.
"""

import io
import stat
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from files.checks.facts import Facts
from files.checks.marks import Watch
from files.checks.office_xml import Reader
from files.kinds import Kind
from files.refusals import Reason, Refused

MOST_ENTRIES = 4_000
MOST_INSIDE = 300_000_000  # bytes, all entries unpacked
BLOCK = 1 << 16
DEEPEST = 1  # a chart in a document brings the sheet it was made from
XML = {"xml", "rels", "vml", "psmdcp", "sigs"}
MEDIA = {
    "png",
    "jpg",
    "jpeg",
    "jfif",
    "gif",
    "bmp",
    "tif",
    "tiff",
    "emf",
    "wmf",
    "wdp",
    "svg",
    "odttf",
    "fntdata",
    "ttf",
}
NESTED = {"docx": Kind.DOCX, "xlsx": Kind.XLSX}
MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.XLSX,
}
PROGRAMS = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"#!")


class Allowance:
    def __init__(self) -> None:
        self.left, self.entries = MOST_INSIDE, MOST_ENTRIES

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Refused(Reason.SWELLS)

    def take_entries(self, count: int) -> None:
        self.entries -= count
        if self.entries < 0:
            raise Refused(Reason.SWELLS)


def check(content: bytes, kind: Kind) -> Facts:
    _look_through(content, kind, Allowance(), depth=0)
    return Facts()


def _look_through(content: bytes, kind: Kind, allowance: Allowance, *, depth: int) -> None:
    if not content.startswith(b"PK\x03\x04"):
        # An encrypted document is no archive but a compound file, as the documents of before 2007 are.
        raise Refused(Reason.ENCRYPTED if content.startswith(b"\xd0\xcf\x11\xe0") else Reason.WRONG_KIND)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive, content, allowance)
            reader = Reader()
            for entry in archive.infolist():
                _check_entry(archive, entry, reader, allowance, depth)
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        raise Refused(Reason.BROKEN) from None
    mains = {MAIN[named] for named in reader.content_types if named in MAIN}
    if any("macroenabled" in named.lower() for named in reader.content_types):
        raise Refused(Reason.MACROS)
    if mains != {kind}:
        raise Refused(Reason.WRONG_KIND)


def _check_directory(archive: zipfile.ZipFile, content: bytes, allowance: Allowance) -> None:
    entries = archive.infolist()
    allowance.take_entries(len(entries))
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or "[Content_Types].xml" not in names:
        raise Refused(Reason.BROKEN)
    # Nothing before the archive, nothing behind it, and no entry inside another.
    starts = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    overlap = any(start + size > next_start for (start, size), (next_start, _) in pairwise(starts))
    if starts[0][0] != 0 or overlap or archive.comment or content[-22:-18] != b"PK\x05\x06":
        raise Refused(Reason.BROKEN)


def _check_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, reader: Reader, allowance: Allowance, depth: int
) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise Refused(Reason.ENCRYPTED)
    if stat.S_ISLNK(entry.external_attr >> 16) or "\\" in name or name.startswith("/") or ".." in name.split("/"):
        raise Refused(Reason.BROKEN)
    if entry.is_dir():
        return
    ending = name.rpartition(".")[2].lower()
    _check_name(name.lower(), ending, depth)
    blocks = _blocks(archive, entry, allowance)
    if ending in NESTED:
        _look_through(b"".join(blocks), NESTED[ending], allowance, depth=depth + 1)
    elif ending in XML:
        reader.read(name, blocks)
    else:
        _check_media(blocks)


def _check_name(name: str, ending: str, depth: int) -> None:
    if "vbaproject" in name or "vbadata" in name or "/macrosheets/" in name or "activex" in name:
        raise Refused(Reason.MACROS)
    if "/externallinks/" in name or name.endswith("/connections.xml"):
        raise Refused(Reason.FETCHES)
    if ending in XML or ending in MEDIA or (ending == "bin" and "/printersettings/" in name):
        return
    if ending not in NESTED or "/embeddings/" not in name or depth >= DEEPEST:
        raise Refused(Reason.HOLDS_FILES)


def _check_media(blocks: Iterator[bytes]) -> None:
    first = True
    for block in blocks:
        if first and block.startswith(PROGRAMS):
            raise Refused(Reason.HOLDS_FILES)
        first = False


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance) -> Iterator[bytes]:
    """The entry's content; what the archive says about its size is not believed."""
    watch = Watch()
    with archive.open(entry) as file:
        while block := file.read(BLOCK):
            allowance.take(len(block))
            watch.over(block)
            yield block
