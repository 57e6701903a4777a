import http.server
import io
import itertools
import re
import threading
import time
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest

from reports import pdf
from reports.pdf import Limits, PdfFailed, PdfUnavailable, pdf_available, to_pdf, unprintable
from reports.render import render
from tests.reports.contents_example import bare_report, full_report

pytestmark = pytest.mark.one_leg

MINUTE = timedelta(minutes=1)
BUNDLED = {"Source-Sans-3", "Source-Sans-3-Semi-Bold"}


def page(body, head="<title>Report</title>"):
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head>{head}</head><body><main class="report">{body}</main></body></html>'
    )


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def elements(document):
    """The structure tree in reading order, as (kind, element)."""
    queue = [document.Root.StructTreeRoot.K]
    while queue:
        node = queue.pop(0)
        if isinstance(node, pikepdf.Array):
            queue = [*node, *queue]
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S).removeprefix("/"), node
            queue = [node.get("/K", pikepdf.Array()), *queue]


def fonts_of(document):
    names = {str(entry.BaseFont) for entry in document.objects if is_font(entry)}
    return {name.removeprefix("/").split("+")[-1].rstrip(",") for name in names}


def is_font(entry):
    return isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/Font"


@pytest.fixture(scope="module")
def html():
    return render(full_report(), draft=False)


@pytest.fixture(scope="module")
def report_pdf(html):
    return to_pdf(html)


@pytest.fixture
def document(report_pdf):
    with opened(report_pdf) as document:
        yield document


@pytest.fixture
def listener():
    """A web server on loopback that counts who comes."""
    hits = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    thread.join()
    server.server_close()


def test_pango_is_here():
    assert pdf_available()


def test_pdf_says_its_language_and_title(document):
    assert str(document.Root.Lang) == "en-GB"
    assert str(document.docinfo.Title) == "Progress report – CM-0142 – 24 August to 22 November 2026"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert document.Root.MarkInfo.Marked
    assert str(document.open_metadata()["pdfuaid:part"]) == "1"


def test_headings_have_no_gaps_and_start_at_one(document):
    levels = [int(kind[1]) for kind, _ in elements(document) if re.fullmatch(r"H[1-6]", kind)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_every_figure_states_its_finding(document):
    texts = [str(element.get("/Alt", "")) for kind, element in elements(document) if kind == "Figure"]

    assert len(texts) == 1
    assert "5 of 7 rated goals are as expected or better" in texts[0]


def test_every_table_has_heading_cells(document):
    tables = [element for kind, element in elements(document) if kind == "Table"]

    assert len(tables) >= 15
    for table in tables:
        assert "TH" in {kind for kind, _ in elements_below(table)}


def elements_below(element):
    queue = [element.get("/K", pikepdf.Array())]
    while queue:
        node = queue.pop()
        if isinstance(node, pikepdf.Array):
            queue.extend(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S).removeprefix("/"), node
            queue.append(node.get("/K", pikepdf.Array()))


def test_a_table_without_heading_cells_would_be_noticed():
    with opened(to_pdf(page("<h1>One</h1><table><tr><td>No heading</td></tr></table>"))) as document:
        table = next(element for kind, element in elements(document) if kind == "Table")

        assert "TH" not in {kind for kind, _ in elements_below(table)}


def test_only_bundled_fonts_are_embedded_whatever_the_letters(document):
    report = bare_report()
    name = "Őrsi Gyöngyvér, Łukasz Żak, Zoë O’Neill, Иван, 田中 🙂"
    html = render(replace(report, practice=name, subject=replace(report.subject, name=name)), draft=False)

    assert fonts_of(document) == BUNDLED

    with opened(to_pdf(html)) as document:
        assert fonts_of(document) <= BUNDLED
        assert all("/FontFile2" in entry or "/FontFile3" in entry for entry in document.objects if is_descriptor(entry))


def is_descriptor(entry):
    return isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/FontDescriptor"


def test_letters_without_a_glyph_are_named_so_that_somebody_can_be_told(html):
    assert unprintable("Zoë Łukasz Őrsi, Иван и 田\n") == "Иван и田".replace(" ", "")
    assert unprintable(html) == ""


def test_bookmarks_lead_to_every_section(document, html):
    titles = [str(item.title) for item in document.open_outline().root[0].children]

    assert titles[0] == "Summary at a glance"
    assert len(titles) == 1 + len(re.findall(r"<h2 id=", html))


def test_same_report_gives_the_same_bytes_and_another_gives_others(html, report_pdf):
    report = bare_report()
    smallest, later = (render(replace(report, as_at=at), draft=False) for at in (report.as_at, report.as_at + MINUTE))

    assert to_pdf(html) == report_pdf
    assert to_pdf(smallest) != to_pdf(later)


def test_smallest_report_is_a_pdf_too():
    with opened(to_pdf(render(bare_report(), draft=True))) as document:
        assert len(document.pages) == 1


def test_hostile_document_fetches_nothing_and_attaches_nothing(listener, tmp_path):
    address, hits = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("a word nobody may see")
    hostile = page(
        f"""<h1>One</h1><script>fetch("{address}/script")</script><img src="{address}/img.png" alt="x">
        <img src="file://{secret}" alt="x"><object data="{address}/object"></object>
        <iframe src="{address}/frame"></iframe>
        <svg><image href="{address}/svg.png"/><use href="file://{secret}"/></svg>
        <p style="background:url({address}/background.png)">Still a page</p><a rel="attachment" href="file://{secret}">x</a>
        <embed src="{address}/embed">""",
        head=f"""<title>T</title><base href="{address}/"><link rel="stylesheet" href="{address}/link.css">
        <link rel="attachment" href="file://{secret}"><style>@import url({address}/import.css);
        @font-face{{font-family:Far;src:url({address}/font.woff2)}} h1{{font-family:Far}}</style>""",
    )

    content = to_pdf(hostile)

    assert hits == []
    with opened(content) as document:
        assert not document.attachments
        assert fonts_of(document) <= BUNDLED
    assert b"a word nobody may see" not in content


def test_the_listener_would_notice_a_visit(listener):
    address, hits = listener
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/visit", timeout=5)

    assert hits == ["/visit"]


def test_hostile_words_in_a_report_are_printed_as_words(listener):
    address, hits = listener
    report = full_report()
    words = f'<img src="{address}/x"><link rel=attachment href="file:///etc/passwd">'
    html = render(replace(report, summary=replace(report.summary, lead=words)), draft=False)

    content = to_pdf(html)

    assert hits == []
    assert content.startswith(b"%PDF-")


def test_huge_nesting_ends_in_a_plain_refusal():
    started = time.monotonic()

    with pytest.raises(PdfFailed) as refused:
        to_pdf(page("<div>" * 50_000), limits=Limits(seconds=2))

    assert time.monotonic() - started < 8
    assert "Nothing is lost" in str(refused.value)


def test_hanging_document_is_killed_in_time():
    rows = "<table>" + "<tr><td>word word word</td></tr>" * 30_000 + "</table>"
    started = time.monotonic()

    with pytest.raises(PdfFailed) as refused:
        to_pdf(page(rows), limits=Limits(seconds=2))

    assert time.monotonic() - started < 8
    assert refused.value.step in ("Starting", "Reading the report", "Laying out pages")  # as far as a busy machine came
    assert re.search(r"Reference [0-9a-f]{8}\.", str(refused.value))


def test_document_over_its_processor_time_is_killed():
    rows = "<table>" + "<tr><td>word word word</td></tr>" * 30_000 + "</table>"

    with pytest.raises(PdfFailed):
        to_pdf(page(rows), limits=Limits(cpu_seconds=2, seconds=30))


def test_document_over_its_memory_is_refused():
    with pytest.raises(PdfFailed):
        to_pdf(page("<p>word</p>" * 2_000), limits=Limits(memory_bytes=120 * 1024**2, seconds=30))


def test_document_too_long_to_read_is_refused_at_once():
    with pytest.raises(PdfFailed) as refused:
        to_pdf(page("x" * 2_000), limits=Limits(html_bytes=1_000))

    assert refused.value.step == "Reading the report"


def test_missing_pango_is_said_in_plain_words(tmp_path, monkeypatch):
    """A weasyprint package that cannot load its library stands in front of the real one."""
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library libpango-1.0-0")')
    real = pdf._environment
    monkeypatch.setattr(pdf, "_environment", lambda scratch: real(scratch) | {"PYTHONPATH": str(tmp_path)})

    assert not pdf_available()
    with pytest.raises(PdfUnavailable, match="Pango is not installed"):
        to_pdf(page("<h1>One</h1>"))


def test_child_sees_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert set(pdf._environment("/nowhere")) <= {
        "PATH",
        "LD_LIBRARY_PATH",
        "DYLD_FALLBACK_LIBRARY_PATH",
        "FONTCONFIG_FILE",
        "XDG_CACHE_HOME",
        "HOME",
        "TMPDIR",
        "LANG",
        "PYTHONDONTWRITEBYTECODE",
    }
