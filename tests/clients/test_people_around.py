import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients import people_actions as actions
from clients.models import PersonAround, TimelineEntry
from tests.factories.clients import ConsentFactory, PersonAroundFactory
from ui.versions import Stale


@pytest.fixture
def given(case_manager):
    return {"by": case_manager, "now": timezone.now()}


def page_of(client, browser):
    return browser.get(reverse("clients:people_around", args=[client.reference])).content.decode()


def summary_of(client, browser):
    return browser.get(reverse("practice:client_summary", args=[client.reference])).content.decode()


def test_a_person_is_added_changed_and_ended(client_file, given):
    person = actions.add_person(client_file, name="Ruth", role="next_of_kin", **given)
    actions.change_person(person, version=1, relation="sister", **given)
    with pytest.raises(Stale):
        actions.change_person(person, version=1, relation="aunt", **given)
    actions.end_person(person, on=timezone.localdate(), reason="Moved away", **given)
    with pytest.raises(actions.AlreadyEnded):
        actions.end_person(person, on=timezone.localdate(), reason="Moved away", **given)

    assert not PersonAround.objects.current().exists()
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs >= {"person.added", "person.changed", "person.ended"}


def test_telephone_and_mail_are_links_on_the_page_and_on_the_summary(client_file, case_manager, signed_in):
    PersonAroundFactory(client=client_file, name="Ruth", telephone="0117 496 0143", email="ruth@example.org")
    browser = signed_in(case_manager)

    assert 'href="tel:0117 496 0143"' in page_of(client_file, browser)
    assert 'href="mailto:ruth@example.org"' in page_of(client_file, browser)
    assert 'href="tel:0117 496 0143"' in summary_of(client_file, browser)


def test_whom_nobody_is_to_contact_is_marked_and_has_no_number_to_press(client_file, given, case_manager, signed_in):
    barred = {"no_contact": True, "no_contact_reason": "He asked for it", "telephone": "0117 496 0199"}
    actions.add_person(client_file, name="Kyle", role="family", **barred, **given)
    browser = signed_in(case_manager)

    brief = browser.get(reverse("practice:brief", args=[client_file.reference])).content.decode()
    for page in (page_of(client_file, browser), summary_of(client_file, browser), brief):
        assert "<strong>No contact with</strong> Kyle" in page, "in the banner of every page"
        assert "0117 496 0199" not in page
    assert TimelineEntry.objects.get(client=client_file, title="No contact with Kyle").excerpt == "He asked for it"


def test_no_contact_says_why(client_file, case_manager, signed_in):
    with pytest.raises(IntegrityError):
        PersonAroundFactory(client=client_file, no_contact=True, no_contact_reason="")


def test_the_form_asks_why_nobody_is_to_contact_them(client_file, case_manager, signed_in):
    url = reverse("clients:add_person", args=[client_file.reference])
    sent = {"name": "Kyle", "role": "family", "authority": "none", "may_be_told": "nothing", "no_contact": "on"}

    refused = signed_in(case_manager).post(url, sent)

    assert refused.status_code == 422
    assert "Enter why nobody is to contact them" in refused.content.decode()
    assert signed_in(case_manager).post(url, sent | {"no_contact_reason": "He asked for it"}).status_code == 303


def test_what_somebody_is_told_needs_a_ground(client_file, case_manager, signed_in):
    person, browser = PersonAroundFactory(client=client_file, may_be_told="progress"), signed_in(case_manager)
    assert "No consent recorded" in page_of(client_file, browser)

    ConsentFactory(client=client_file, person=person, scope="updates")
    assert "Consent recorded" in page_of(client_file, browser)


def test_authority_is_shown_with_what_was_seen_of_it(client_file, case_manager, signed_in):
    seen = {"authority": "welfare_deputy", "authority_seen": "Order of 3 May 2026", "may_be_told": "everything"}
    PersonAroundFactory(client=client_file, **seen)

    page = page_of(client_file, signed_in(case_manager))

    assert "Deputy for health and welfare" in page
    assert "Order of 3 May 2026" in page
    assert "Authority in force" in page
