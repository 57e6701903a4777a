"""PDFs, good and hostile, made here so that none lies about as a file."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.files.swelling import packed


def script():
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def pdf(change=None, *, pages=1, **save):
    """A PDF of blank pages, after `change(pdf)`."""
    save.setdefault("deterministic_id", "encryption" not in save)
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        if change:
            change(made)
        out = io.BytesIO()
        made.save(out, **{"object_stream_mode": pikepdf.ObjectStreamMode.disable} | save)
        return out.getvalue()


def opening(**action):
    def change(made):
        made.Root.OpenAction = made.make_indirect(Dictionary(**action))

    return pdf(change)


def script_in_names():
    def change(made):
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["start", made.make_indirect(script())])))

    return pdf(change)


def script_on_page():
    return pdf(lambda made: made.pages[0].obj.__setitem__("/AA", Dictionary(O=script())))


def script_by_another_spelling():
    return (
        opening(S=Name.JavaScript, JS="app.alert(1)")
        .replace(b"/JavaScript", b"/J#61vaScript")
        .replace(b"/JS", b"/#4aS")
    )


def embedded():
    def change(made):
        made.attachments["payload.exe"] = b"MZ" + bytes(100)

    return pdf(change)


def annotated(**annotation):
    def change(made):
        made.pages[0].Annots = Array([made.make_indirect(Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **annotation))])

    return pdf(change)


def encrypted(user):
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=user))


def form_of_xfa():
    return pdf(lambda made: made.Root.__setitem__("/AcroForm", Dictionary(XFA=made.make_stream(b"<xdp/>"))))


def million_pages_claimed():
    return pdf().replace(b"/Count 1", b"/Count 1000000")


def page_tree_in_a_circle():
    def change(made):
        made.Root.Pages.Kids.append(made.Root.Pages)

    return pdf(change)


def xref_in_a_circle():
    made = pdf()
    start = made.rindex(b"startxref")
    offset = made[start:].split()[1]
    return made[:start].replace(b"/Size", b"/Prev " + offset + b" /Size") + made[start:]


def streaming(packed, filters="/FlateDecode", **more):
    """Its page's content is what somebody else packed."""

    def change(made):
        stream = pikepdf.Stream(made, b"")
        stream.write(packed, filter=pikepdf.Object.parse(filters.encode()))
        for name, value in more.items():
            stream[f"/{name}"] = value
        made.pages[0].Contents = made.make_indirect(stream)

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def zeros_packed(gigabytes):
    return packed(bytes(1 << 20), gigabytes * 1000)


def object_stream_bomb(gigabytes=2):
    """What the structure itself needs is in a stream that unpacks to gigabytes of white space."""
    pages = b"2 0 <</Type/Pages/Kids[5 0 R]/Count 1>>"
    content = packed(b" " * (1 << 20), int(gigabytes * 1000), head=pages)
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    page = len(body)
    body += b"5 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    at = len(body)
    body += b"3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(content)
    body += content + b"\nendstream endobj\n"
    start = len(body)
    places = [(0, 0), (1, 9), (2, 3), (1, at), (1, start), (1, page)]
    entries = b"".join(bytes([kind]) + place.to_bytes(3, "big") + b"\0" for kind, place in places)
    body += b"4 0 obj<</Type/XRef/Size 6/W[1 3 1]/Root 1 0 R/Length %d>>stream\n" % len(entries)
    return body + entries + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start


def nested(depth=20_000):
    made = pdf(lambda made: made.Root.__setitem__("/Deep", Array([])))
    return made.replace(b"/Deep [ ]", b"/Deep " + b"[" * depth + b"]" * depth)


def huge_picture():
    def change(made):
        picture = made.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000)
        picture.BitsPerComponent, picture.ColorSpace = 1, Name.DeviceGray
        made.pages[0].Resources = Dictionary(XObject=Dictionary(I=picture))

    return pdf(change)
