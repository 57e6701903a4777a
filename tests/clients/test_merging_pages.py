"""From the page of a client to the merge and back, and what everybody meets at the old address."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.models import Assignment, Client, Merge
from records.models import ContactRecord
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory, InstructionFactory
from ui.models import Draft


@pytest.fixture
def twin(client_file):
    """Another file of the same person, spelt otherwise, with another lead."""
    client = ClientFactory(given_name="Jonathan", family_name="Ashbie", born_on=client_file.born_on, injury="Hurt arm")
    AssignmentFactory(client=client, staff=UserFactory(name="Olu Lead"))
    InstructionFactory(client=client)
    return client


def page_of(client, twin):
    return reverse("clients:merge_files", args=[client.reference, twin.reference])


def body(browser, client, twin, **more):
    form = browser.get(page_of(client, twin)).context["form"]
    values = {name: field.initial for name, field in form.fields.items() if field.initial}
    return values | {"version": form.current_version, "once_key": form.once_key, "reason": "One person"} | more


def merge(browser, client, twin, **more):
    return browser.post(page_of(client, twin), body(browser, client, twin, **more))


def test_from_the_reference_to_the_comparison(signed_in, admin, client_file, twin):
    browser = signed_in(admin)
    ask = reverse("clients:merge", args=[client_file.reference])

    answer = browser.post(ask, {"other": twin.reference.lower(), "once_key": "a"})

    assert (answer.status_code, answer["Location"]) == (303, page_of(client_file, twin))
    assert browser.get(f"{ask}?with={twin.reference}")["Location"] == page_of(client_file, twin)
    assert ask in browser.get(reverse("clients:allocation", args=[client_file.reference])).content.decode()
    page = browser.get(page_of(client_file, twin)).content.decode()
    assert "Ashbie" in page
    assert "Hurt arm" not in page
    assert "Olu Lead" in page
    assert AuditEvent.objects.filter(verb="merge.opened", client=twin.reference).exists()


def test_unknown_walled_and_the_file_itself_are_one_sentence(signed_in, admin, client_file, twin):
    ConflictWallFactory(client=twin, staff=admin)
    browser, ask = signed_in(admin), reverse("clients:merge", args=[client_file.reference])
    answers = {
        re.search(r"No other client[^<]*", browser.post(ask, {"other": other, "once_key": other}).content.decode())[0]
        for other in ("CM-0000", twin.reference, client_file.reference)
    }
    assert answers == {"No other client known to you has this reference."}
    assert browser.get(page_of(client_file, twin)).status_code == 404
    assert browser.get(page_of(twin, client_file)).status_code == 404
    assert browser.get(f"{ask}?with={twin.reference}").status_code == 200


def test_the_merge_the_old_address_and_the_way_back(signed_in, admin, case_manager, outsider, client_file, twin):
    browser = signed_in(admin)

    done = merge(browser, client_file, twin, keep_family_name="there")

    assert done.status_code == 303
    assert Client.objects.get(pk=client_file.pk).family_name == "Ashbie"
    old, new = (reverse("records:timeline", args=[file.reference]) for file in (twin, client_file))
    assert signed_in(case_manager).get(old)["Location"] == new
    assert signed_in(outsider).get(old).status_code == 404
    assert signed_in(Assignment.objects.get(client=twin).staff).get(old).status_code == 404
    found = signed_in(case_manager).get(reverse("clients:client_list"), {"q": twin.reference}).content.decode()
    assert client_file.reference in found
    story = reverse("clients:earlier_file", args=[Merge.objects.get().pk])
    timeline = signed_in(case_manager).get(new).content.decode()
    assert story in timeline
    merged = Merge.objects.get()
    undone = browser.post(reverse("clients:undo_merge", args=[merged.pk]), {"reason": "Twins", "once_key": "u"})
    assert undone["Location"] == reverse("clients:allocation", args=[twin.reference])
    assert signed_in(case_manager).get(old).status_code == 404
    assert "undid it" in signed_in(case_manager).get(story).content.decode()


def test_who_reads_the_file_sees_what_the_other_one_said(signed_in, admin, case_manager, client_file, twin):
    Client.objects.filter(pk=client_file.pk).update(injury="A fall")
    merge(signed_in(admin), client_file, twin)
    story = reverse("clients:earlier_file", args=[Merge.objects.get().pk])
    page = signed_in(case_manager).get(story).content.decode()
    assert "Hurt arm" in page
    assert "A fall" in page
    assert signed_in(admin).get(story).status_code == 403


def test_what_was_being_typed_at_the_old_address_is_kept_as_a_draft(signed_in, admin, client_file, twin):
    lead = Assignment.objects.get(client=twin).staff
    browser, old = signed_in(lead), reverse("practice:add_contact", args=[twin.reference])
    form = browser.get(old).context["form"]
    typed = {"text": "Rang today", "form_token": form.token.signed(), "once_key": form.once_key}

    merge(signed_in(admin), client_file, twin, team=[lead.pk])
    answer = browser.post(old, typed)

    new = reverse("practice:add_contact", args=[client_file.reference])
    assert (answer.status_code, answer["Location"]) == (303, new)
    assert not ContactRecord.objects.exists()
    assert Draft.objects.get().path == new
    assert "Rang today" in browser.get(new).content.decode()


def test_a_file_changed_meanwhile_answers_409_and_keeps_what_was_typed(signed_in, admin, client_file, twin):
    browser = signed_in(admin)
    sent = body(browser, client_file, twin)
    Client.objects.filter(pk=twin.pk).update(version=7)

    answer = browser.post(page_of(client_file, twin), sent)

    assert answer.status_code == 409
    assert "changed in the meantime" in answer.content.decode()
    assert "One person" in answer.content.decode()
    assert not Merge.objects.exists()


def test_my_day_tells_those_who_work_on_the_file(signed_in, admin, case_manager, client_file, twin):
    merge(signed_in(admin), client_file, twin)
    assert f"{twin.reference} merged into this file" in signed_in(case_manager).get("/").content.decode()
    Merge.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert f"{twin.reference} merged into this file" not in signed_in(case_manager).get("/").content.decode()
