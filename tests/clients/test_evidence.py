"""The files that show what an instruction or an authority rests on: terms, fees, the order of a court."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.instruction_actions import change_instruction
from clients.models import Evidence, Instruction, PersonAround
from files.models import StoredFile
from tests.factories.clients import PersonAroundFactory
from tests.factories.evidence import EvidenceFactory
from tests.factories.files import StoredFileFactory
from tests.files.pdfs import pdf
from tests.files.test_over_http import upload
from tests.hostile.ground import hidden_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(case_manager, signed_in):
    return signed_in(case_manager)


@pytest.fixture
def instruction(client_file):
    return client_file.instructions.get()


def send(browser, where, **typed):
    return browser.post(where, hidden_in(browser.get(where).content.decode()) | typed)


def terms(browser, instruction, **typed):
    given = {"terms_signed_on": "today", "fees_agreed_on": "today", "terms_signed_by": "A. Rowe"}
    return send(browser, reverse("clients:record_terms", args=[instruction.pk]), **given | typed)


def test_terms_and_fees_are_kept_shown_and_downloaded(browser, client_file, instruction):
    files = {"terms_files": [upload("page 1.pdf", pdf()), upload("page 2.pdf", pdf())]}
    assert terms(browser, instruction, fees_files=upload("fees.pdf", pdf()), **files).status_code == 303

    kept = Evidence.objects.filter(instruction=instruction).order_by("pk")
    assert [(each.shows, each.file.name) for each in kept] == [
        ("terms", "page 1.pdf"),
        ("terms", "page 2.pdf"),
        ("fees", "fees.pdf"),
    ]
    shown = browser.get(reverse("clients:people", args=[client_file.reference])).content.decode()
    for each in kept:
        assert each.file.name in shown
        assert reverse("clients:evidence", args=[each.pk]) in shown
    answer = browser.get(reverse("clients:evidence", args=[kept[0].pk]))
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.filter(verb="evidence.downloaded", client=client_file.reference).count() == 1


def test_an_authority_shows_its_order(browser, client_file):
    person = PersonAroundFactory(client=client_file, authority="welfare_deputy")
    where = reverse("clients:change_person", args=[person.pk])
    typed = {"name": "Ruth", "role": "deputy", "authority": "welfare_deputy", "may_be_told": "progress"}
    assert send(browser, where, authority_files=upload("order.pdf", pdf()), **typed).status_code == 303

    page = reverse("clients:people_around", args=[client_file.reference])
    assert "order.pdf" in browser.get(page).content.decode()
    PersonAround.objects.update(no_contact=True, no_contact_reason="He asked")
    assert "order.pdf" in browser.get(page).content.decode()
    PersonAround.objects.update(ended_on=timezone.localdate(), ended_reason="Moved")
    assert "order.pdf" in browser.get(page).content.decode()


def test_terms_of_an_earlier_instruction_stay(browser, client_file, instruction):
    EvidenceFactory(client=client_file, instruction=instruction)
    Instruction.objects.update(ends_on=timezone.localdate(), end_reason="Settled")

    assert "Signed terms.txt" in browser.get(reverse("clients:people", args=[client_file.reference])).content.decode()


def test_when_somebody_was_first_the_files_are_asked_for_anew(browser, instruction, case_manager):
    where = reverse("clients:record_terms", args=[instruction.pk])
    page = hidden_in(browser.get(where).content.decode())
    change_instruction(
        Instruction.objects.select_related("client").get(),
        version=1,
        track="lower",
        by=case_manager,
        now=timezone.now(),
    )
    typed = {"terms_signed_on": "today", "terms_signed_by": "A. Rowe", "terms_files": upload("terms.pdf", pdf())}

    answer = browser.post(where, page | typed)

    assert answer.status_code == 409
    assert "terms.pdf is in order. Choose it anew" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_another_client_s_terms_are_unknown(outsider, client_file, signed_in):
    where = reverse("clients:evidence", args=[EvidenceFactory(client=client_file).pk])
    assert signed_in(outsider).get(where).status_code == 404


def test_evidence_hangs_on_what_it_shows(client_file, instruction):
    kept = {"client": client_file, "file": StoredFileFactory()}
    for wrong in ({"shows": "authority"}, {"shows": "terms", "instruction": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EvidenceFactory(**kept | {"instruction": instruction} | wrong)
