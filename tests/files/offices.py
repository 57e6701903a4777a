"""Word documents and Excel sheets, good and hostile."""

import io
import stat
import struct
import zipfile
from functools import cache

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/{{part}}" ContentType="{{kind}}"/></Types>'
RELATIONS = f'<Relationships xmlns="{PACKAGE}/relationships">{{one}}</Relationships>'
OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def archive(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return out.getvalue()


def docx(body="", *more, kind=WORD, head=""):
    text = f"{head}<w:document {W}><w:body>{body}</w:body></w:document>"
    types = TYPES.format(part="word/document.xml", kind=kind)
    return archive([("[Content_Types].xml", types), ("word/document.xml", text), *more])


def xlsx(formula="1+1", *more):
    types = TYPES.format(part="xl/workbook.xml", kind=EXCEL)
    sheet = f'<worksheet {X}><sheetData><row r="1"><c r="A1"><f>{formula}</f></c></row></sheetData></worksheet>'
    entries = [
        ("[Content_Types].xml", types),
        ("xl/workbook.xml", f"<workbook {X}/>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ]
    return archive([*entries, *more])


def related(kind, target, *, mode="External", part="word/_rels/document.xml.rels"):
    one = f'<Relationship Id="r1" Type="{OF}{kind}" Target="{target}" TargetMode="{mode}"/>'
    return docx("", (part, RELATIONS.format(one=one)))


def field(*parts):
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in parts)
    return docx(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>')


def entity(doctype):
    return docx("&a;", head=f'<?xml version="1.0"?>{doctype}')


LAUGHS = "<!DOCTYPE a [{}]>".format(
    '<!ENTITY b "ha">'
    + "".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 10}">' for n in range(8))
    + '<!ENTITY a "&j;">'
)


@cache
def zeros(megabytes):
    return docx("", ("word/media/image1.png", bytes(megabytes * 1_000_000)))


def with_entry(change):
    """A document with one more entry, after `change(info)`."""
    info = zipfile.ZipInfo("word/media/image1.png")
    change(info)
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(info, b"/etc/passwd")
    return out.getvalue()


def named(name):
    return with_entry(lambda info: setattr(info, "filename", name))


def link_to_a_file():
    return with_entry(lambda info: setattr(info, "external_attr", (stat.S_IFLNK | 0o777) << 16))


def same_name_twice():
    made = docx("", ("word/documenT.xml", f"<w:document {W}/>"))
    return made.replace(b"word/documenT.xml", b"word/document.xml")


def locked_entry():
    """The flag of an encrypted entry, in the local header and in the directory."""
    made = bytearray(docx("", ("word/header1.xml", f"<w:hdr {W}/>")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.rindex(signature)
        made[place + at] |= 1
    return bytes(made)


def overlapping():
    """Every entry of the directory names the bytes of the same one."""
    made = docx("", *((f"word/media/image{n}.png", bytes(1000)) for n in range(10)))
    end = made.rindex(b"PK\x05\x06")
    start = struct.unpack("<L", made[end + 16 : end + 20])[0]
    directory, place, first = bytearray(made[start:end]), 0, None
    while place < len(directory):
        lengths = struct.unpack("<3H", directory[place + 28 : place + 34])
        name = directory[place + 46 : place + 46 + lengths[0]]
        if name.startswith(b"word/media/"):
            first = first or bytes(directory[place + 42 : place + 46])
            directory[place + 42 : place + 46] = first
        place += 46 + sum(lengths)
    return made[:start] + bytes(directory) + made[end:]


def smaller_by_its_own_account():
    """The directory says ten bytes; there are fifty million."""
    made = bytearray(zeros(50))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = made.rindex(signature)
        made[place + at : place + at + 4] = struct.pack("<L", 10)
    return bytes(made)
