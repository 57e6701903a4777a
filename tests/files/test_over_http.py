"""Files over HTTP, through the first form that takes one: the evidence of a consent."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from accounts.models import PracticeSettings
from audit.models import AuditEvent
from clients.models import Consent
from files.models import State, StoredFile
from files.refusals import Reason
from files.uploads import OntoDisk
from tests.bad_input import NAMES
from tests.factories.clients import ConsentFactory
from tests.factories.files import StoredFileFactory
from tests.files.ground import files_in
from tests.files.hostile import ALL, INERT, LIMITS
from tests.files.pdfs import pdf
from tests.hostile.ground import hidden_in
from ui.models import Draft

pytestmark = pytest.mark.django_db

WORST = [
    "scan.pdf.exe", "drawing.svg", "page.png", "gifar.png", "late.pdf", "eicar.txt", "script.pdf", "attached.pdf",
    "locked.pdf", "xxe.docx", "macro.docx", "dde.docx", "bomb.docx", "flood.png", "turn.txt", "empty.pdf", "over.txt",
]  # fmt: skip


@pytest.fixture
def page(client_file, case_manager, signed_in):
    PracticeSettings.objects.update_or_create(pk=1, defaults={"file_megabytes": LIMITS.megabytes})
    return Page(signed_in(case_manager), f"/clients/{client_file.reference}/people/consent/")


class Page:
    """The form "Add consent", filled in."""

    def __init__(self, browser, where):
        self.browser, self.where = browser, where
        self.hidden = hidden_in(browser.get(where).content.decode())

    def send(self, name="form.pdf", content=None, **typed):
        given = {"with_whom": "providers", "scope": "everything", "how": "writing", "given_as": "client"}
        given |= {"given_on": "today", "given_by": "Jon, in person", "ends_on": ""}
        file = {} if name is None else {"evidence": upload(name, pdf() if content is None else content)}
        return self.browser.post(self.where, self.hidden | given | typed | file)


def upload(name, content):
    """As a browser sends it: the name letter by letter."""
    file = SimpleUploadedFile("upload", content)
    file._name = name
    return file


def newest():
    return Consent.objects.select_related("evidence").order_by("pk").last()


def download(browser, consent):
    response = browser.get(f"/consents/{consent.pk}/evidence/")
    return response, response.content


@pytest.mark.asvs("3.2.1", "5.4.1", "5.4.2", "5.3.2", "3.5.8", "16.2.1")
def test_evidence_is_added_shown_and_downloaded(page, client_file, media):
    assert page.send("Jon’s consent.pdf").status_code == 303

    shown = page.browser.get(f"/clients/{client_file.reference}/people/").content.decode()
    response, content = download(page.browser, newest())

    assert "Jon’s consent.pdf" in unescape(shown)
    assert "PDF, 1 page" in shown
    assert content == pdf()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Jon%E2%80%99s%20consent.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert response["Cache-Control"] == "no-store"
    assert [path.stat().st_mode & 0o777 for path in files_in(media)] == [0o600]
    assert "consent" not in str(files_in(media)[0].relative_to(media))


def test_adding_and_opening_leave_their_events(page, client_file):
    page.send()
    download(page.browser, newest())

    events = AuditEvent.objects.filter(client=client_file.reference).order_by("number")
    assert [verb for verb in events.values_list("verb", flat=True) if "file" in verb or "evidence" in verb] == [
        "file.stored",
        "consent.evidence_opened",
    ]
    assert not events.filter(text__contains="form.pdf").exists()


@pytest.mark.asvs("5.2.1", "5.2.2", "5.4.3")
@pytest.mark.parametrize("name", WORST)
def test_the_worst_are_refused_beside_the_field_and_nothing_typed_is_lost(page, name, media):
    file = next(each for each in ALL if each.name == name)
    before = Consent.objects.count()

    response = page.send(file.name, file.make(), given_by="Jon, typed with care")

    text = unescape(response.content.decode())
    beside = re.search(r'id="id_evidence_error".*?</div>', text, re.DOTALL)[0]
    assert response.status_code == 422
    assert f"{file.name} was not added:" in beside
    assert "Jon, typed with care" in text
    assert Consent.objects.count() == before
    assert not StoredFile.objects.exists()
    assert not files_in(media)


@pytest.mark.parametrize(
    "name", ["html.pdf", "page.txt", "<img src=x onerror=alert(1)>.txt", 'a"; filename="b.html.pdf']
)
def test_what_is_stored_inert_never_shows_as_a_page(page, name, client_file):
    file = next(each for each in ALL if each.name == name)
    assert file.outcome == INERT

    assert page.send(file.name, file.make()).status_code == 303
    response, content = download(page.browser, newest())
    shown = page.browser.get(f"/clients/{client_file.reference}/people/").content.decode()

    assert content == file.make()
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Type"] in ("application/pdf", "text/plain; charset=utf-8")
    assert "onerror=alert(1)>" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_kinds_come_back(page, name):
    assert page.send(f"{name}.pdf").status_code == 303
    assert newest().evidence.name == f"{name}.pdf"
    assert download(page.browser, newest())[0].status_code == 200


def test_a_file_beside_another_mistake_is_to_be_chosen_anew(page, media):
    response = page.send(given_by="")

    text = unescape(response.content.decode())
    assert response.status_code == 422
    assert "form.pdf is in order. Choose it anew" in re.search(r'id="id_evidence_error".*?</div>', text, re.DOTALL)[0]
    assert not files_in(media)


def test_the_page_says_what_is_taken_and_that_drafts_hold_no_files(page):
    text = page.browser.get(page.where).content.decode()
    assert "up to 5\u00a0MB" in text
    assert "Drafts keep what you type, not files." in text
    assert 'enctype="multipart/form-data"' in text
    assert "image/jpeg" in re.search(r'<input type="file"[^>]*>', text)[0]


def test_the_same_form_twice_keeps_one_file(page, media):
    first, second = page.send(), page.send()
    assert (first.status_code, second.status_code) == (303, 303)
    assert Consent.objects.filter(evidence__isnull=False).count() == StoredFile.objects.count() == 1
    assert len(files_in(media)) == 1


def test_another_file_under_the_same_key_is_not_passed_over_in_silence(page, media):
    page.send(content=pdf())
    response = page.send(content=pdf(pages=2))
    assert response.status_code == 409
    assert StoredFile.objects.count() == len(files_in(media)) == 1


def test_a_form_without_a_file_needs_none(page):
    assert page.send(None).status_code == 303
    assert newest().evidence is None
    assert page.browser.get(f"/consents/{newest().pk}/evidence/").status_code == 404


def test_whoever_is_signed_out_lays_nothing_down_and_keeps_their_words(page, media, case_manager):
    page.browser = Browser()
    response = page.send(given_by="Typed before the session ended")

    assert response.status_code == 302
    assert not files_in(media)
    assert "Typed before the session ended" in str(Draft.objects.get(author=case_manager).values)


def test_a_file_nobody_asked_for_is_read_past(client_file, case_manager, signed_in, media):
    browser, where = signed_in(case_manager), f"/clients/{client_file.reference}/safety/risk/"
    response = browser.post(where, {"hazard": SimpleUploadedFile("a.svg", b"<svg onload=alert(1)>")})
    assert response.status_code == 422
    assert not files_in(media)


@pytest.mark.asvs("5.2.1")
def test_what_is_far_too_large_is_told_in_words(page, settings):
    settings.UPLOAD_MOST_BYTES = 1_000_000
    response = page.send("big.txt", b"a" * 1_100_000)
    assert response.status_code == 413
    assert "larger than 1 MB, so nothing was saved" in response.content.decode()


def test_a_file_over_the_bound_is_not_written_to_the_end(settings):
    settings.UPLOAD_MOST_BYTES = 100_000
    handler = OntoDisk()
    handler.new_file("evidence", "big.txt", "text/plain", None)
    for start in range(0, 200_000, 50_000):
        handler.receive_data_chunk(b"a" * 50_000, start)
    sent = handler.file_complete(200_000)
    assert sent.unwritten == Reason.TOO_LARGE
    assert sent.file.seek(0, 2) <= 100_000
    sent.close()


def test_when_the_room_is_used_up_the_next_file_is_refused(page, media):
    StoredFileFactory(size=20_000_000_000)
    before = len(files_in(media))
    response = page.send()
    assert "room for files is used up" in response.content.decode()
    assert len(files_in(media)) == before


def test_a_file_of_a_refused_file_leaves_room():
    StoredFileFactory(size=20_000_000_000, state=State.REFUSED, refusal="a virus")
    assert StoredFile.objects.bytes_used() == 0


@pytest.mark.asvs("5.4.3")
@pytest.mark.parametrize(
    ("state", "words"), [(State.QUARANTINED, "Being checked for viruses"), (State.REFUSED, "a virus was found")]
)
def test_only_a_clean_file_is_served(client_file, case_manager, signed_in, state, words):
    refusal = "a virus was found" if state == State.REFUSED else ""
    consent = ConsentFactory(client=client_file, evidence=StoredFileFactory(state=state, refusal=refusal))
    browser = signed_in(case_manager)

    assert browser.get(f"/consents/{consent.pk}/evidence/").status_code == 404
    shown = browser.get(f"/clients/{client_file.reference}/people/").content.decode()
    assert words in shown
    assert f"/consents/{consent.pk}/evidence/" not in shown
    assert not AuditEvent.objects.filter(verb="consent.evidence_opened").exists()


def test_a_file_that_is_gone_from_the_disk_is_not_found(client_file, case_manager, signed_in, media, caplog):
    consent = ConsentFactory(client=client_file, evidence=StoredFileFactory())
    for path in files_in(media):
        path.unlink()
    assert signed_in(case_manager).get(f"/consents/{consent.pk}/evidence/").status_code == 404
    assert "is not in its place" in caplog.text
