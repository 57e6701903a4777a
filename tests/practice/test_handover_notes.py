"""The note that goes with a client: collected, confirmed, read, and never seen by who reads no clinical text."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.handover_actions import Move, hand_over
from clients.models import HandoverKind, HandoverNote
from practice.handover_notes import collect
from reviews.models import Review
from tests.factories.careplans import GoalFactory, RecommendationFactory
from tests.factories.clients import RiskFactory
from tests.factories.providers import ReferralFactory, ServiceFactory
from tests.factories.records import ContactRecordFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
PARTS = {
    "where_things_stand": "Walks to the corner",
    "next_contact": "His mother on Friday",
    "risks": "Seizures at night",
    "promises": "To ring about the ramp",
    "people_to_call": "His mother, 0117",
}


@pytest.fixture
def line(client_file, case_manager, outsider, admin):
    """The client goes to a colleague tomorrow."""
    return give(client_file, case_manager, outsider, admin, starts_at=NOW + DAY)


def give(client, giver, receiver, admin, **when):
    handover = hand_over(
        [Move(client, giver, receiver)], kind=HandoverKind.REASSIGN, by=admin, now=NOW, reason="Nearer", **when
    )
    return handover.lines.get()


def note_page(line):
    return reverse("practice:handover_note", args=[line.pk])


def read_page(line):
    return reverse("practice:read_handover", args=[line.pk])


def test_what_the_record_holds_is_collected(client_file, case_manager):
    ContactRecordFactory(client=client_file, text="He was in good spirits and " + "walked " * 200)
    GoalFactory(client=client_file, title="Cook a meal alone")
    RiskFactory(client=client_file, hazard="Seizures at night", in_place="Alarm by the bed")
    asked = RecommendationFactory(client=client_file, asked=client_file.parties.first())
    ReferralFactory(client=client_file, provider__name="Hand Clinic")
    ReferralFactory(client=client_file, provider__name="Late Clinic", sent=True)
    ServiceFactory(client=client_file, title="Physiotherapy weekly")
    Review.objects.create(
        client=client_file, due_on=TODAY, held_on=TODAY, finished_at=NOW, by=case_manager, next_steps="Ring the school"
    )

    note = collect(client_file, today=TODAY)

    assert "good spirits" in note.where_things_stand
    assert "walked…" in note.where_things_stand
    assert "Cook a meal alone: not rated yet" in note.where_things_stand
    assert note.risks == "Seizures at night (medium): Alarm by the bed"
    assert f"is to answer recommendation {asked.number}" in note.promises
    assert "Referral to Hand Clinic written" in note.promises
    assert "Late Clinic has not answered" in note.promises
    assert "Ring the school" in note.promises
    assert "Pike & Rowe" in note.people_to_call
    assert "(Physiotherapy weekly): 0117 496 0333" in note.people_to_call


def test_an_empty_record_gives_empty_parts(client_file):
    note = collect(client_file, today=TODAY)

    assert (note.where_things_stand, note.risks, note.promises) == ("", "", "")
    assert note.next_contact == "No contact recorded yet"


def test_the_giver_confirms_and_afterwards_it_stays(line, case_manager, signed_in):
    browser = signed_in(case_manager)
    assert "Pike &amp; Rowe" in browser.get(note_page(line)).content.decode()

    assert browser.post(note_page(line), PARTS).status_code == 303

    note = HandoverNote.objects.get(line=line)
    assert (note.confirmed_by, note.promises) == (case_manager, "To ring about the ramp")
    again = browser.post(note_page(line), PARTS | {"promises": "Something else"})
    assert again.status_code == 422
    assert AuditEvent.objects.filter(verb="handover.note_confirmed").count() == 1
    assert "ramp" not in " ".join(AuditEvent.objects.values_list("text", flat=True))


def test_the_supervisor_confirms_for_somebody_who_cannot(line, supervisor, signed_in):
    assert signed_in(supervisor).post(note_page(line), PARTS).status_code == 303

    assert HandoverNote.objects.get(line=line).confirmed_by == supervisor


def test_who_takes_over_reads_what_was_confirmed_and_says_so(client_file, case_manager, outsider, admin, signed_in):
    line = give(client_file, case_manager, outsider, admin, starts_at=NOW + DAY)
    signed_in(case_manager).post(note_page(line), PARTS)
    begin(line)
    browser = signed_in(outsider)
    page = browser.get(read_page(line)).content.decode()
    assert "To ring about the ramp" in page
    assert "Confirmed by Priya Kaur" in page
    assert "Read handover" in browser.get("/").content.decode()

    assert browser.post(read_page(line)).status_code == 303

    line.refresh_from_db()
    assert line.read_at
    assert "Read handover" not in browser.get("/").content.decode()
    assert AuditEvent.objects.filter(verb="handover.read").count() == 1


def begin(line):
    """As if the handover had been planned the day before yesterday."""
    back = 2 * DAY
    for spell in (line.started, line.ended):
        spell.starts_at -= back
        spell.ends_at = spell.ends_at and spell.ends_at - back
        spell.save()


def test_what_nobody_confirmed_says_so_and_is_kept_as_it_was_read(
    client_file, case_manager, outsider, admin, signed_in
):
    risk = RiskFactory(client=client_file, hazard="Seizures at night")
    line = give(client_file, case_manager, outsider, admin)
    browser = signed_in(outsider)
    page = browser.get(read_page(line)).content.decode()
    assert "nobody has confirmed it" in page
    assert "Seizures at night" in page

    browser.post(read_page(line))
    risk.hazard = "Changed since"
    risk.save()

    note = HandoverNote.objects.get(line=line)
    assert note.confirmed_by is None
    assert "Seizures at night" in note.risks
    assert "Seizures at night" in browser.get(read_page(line)).content.decode()


def test_nobody_else_ticks_it_and_not_before_it_begins(line, case_manager, outsider, supervisor, signed_in):
    assert signed_in(case_manager).post(read_page(line)).status_code == 403
    assert signed_in(supervisor).post(read_page(line)).status_code == 403
    assert signed_in(outsider).post(read_page(line)).status_code == 404
    line.refresh_from_db()
    assert line.read_at is None


def test_my_day_tells_both_before_it_begins(line, client_file, case_manager, outsider, signed_in):
    giver, receiver = (signed_in(person).get("/").content.decode() for person in (case_manager, outsider))

    assert "Goes to Daniel Owens" in giver
    assert note_page(line) in giver
    assert "Comes to you from Priya Kaur" in receiver
    assert client_file.reference in receiver
    assert "Ashby" not in receiver


def test_afterwards_who_gave_hears_of_numbers_only(client_file, case_manager, outsider, admin, signed_in):
    give(client_file, case_manager, outsider, admin)

    page = signed_in(case_manager).get("/").content.decode()

    assert "1 client went to Daniel Owens" in page
    assert client_file.reference not in page


def test_the_practices_pages_hold_no_word_of_a_note(line, case_manager, admin, signed_in):
    signed_in(case_manager).post(note_page(line), PARTS)
    browser = signed_in(admin)

    pages = [
        browser.get(reverse("practice:handovers")),
        browser.get(reverse("practice:handover", args=[line.handover_id])),
    ]
    pages += [browser.get("/"), browser.get(reverse("practice:absences"))]

    text = " ".join(page.content.decode() for page in pages)
    assert "Confirmed by Priya Kaur" in text
    assert not [words for words in PARTS.values() if words in text]
    assert browser.get(read_page(line)).status_code == 403
