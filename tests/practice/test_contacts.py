from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careplans.models import RecordGoal
from clients.models import TimelineEntry
from records.models import ContactKind, ContactRecord
from tests.factories.careplans import GoalFactory
from ui.models import Draft


@pytest.fixture
def page(client_file):
    return reverse("practice:add_contact", args=[client_file.reference])


@pytest.fixture
def author(signed_in, case_manager):
    return signed_in(case_manager)


def filled(form, **changed):
    given = {
        "once_key": form.once_key,
        "form_token": form.token.signed(),
        "kind": "visit",
        "on": "today",
        "at": "",
        "minutes": "55",
        "with_whom": "Carol Ashby (mother)",
        "text": "Walked to the shop.\r\nPaid by card.",
        "late_reason": "",
    }
    return given | changed


def test_a_visit_is_signed_with_its_goals_and_shown(author, page, client_file, case_manager):
    goal = GoalFactory(client=client_file, title="Walk to the shop")
    GoalFactory(client=client_file, title="Cook a meal")
    form = author.get(page).context["form"]

    response = author.post(page, filled(form, goals=[str(goal.pk)]), follow=True)

    record = ContactRecord.objects.get()
    assert response.redirect_chain == [(record.get_absolute_url(), 303)]
    assert (record.kind, record.minutes, record.with_client, record.author) == ("visit", 55, True, case_manager)
    assert record.text == "Walked to the shop.\nPaid by card."
    assert [link.goal for link in RecordGoal.objects.all()] == [goal]
    assert "Visit saved to J. Ashby&#x27;s file." in response.text
    assert "Walk to the shop" in response.text
    assert "Cook a meal" not in response.text


def test_the_address_chooses_the_type(author, page):
    assert author.get(page, {"kind": "call"}).context["form"]["kind"].value() == "call"
    assert author.get(page).context["form"]["kind"].value() == "visit"
    assert author.get(page, {"kind": "nonsense"}).status_code == 200


def test_only_open_goals_of_this_client_are_offered(author, page, client_file):
    GoalFactory(client=client_file, number=1, title="Walk to the shop")
    GoalFactory(client=client_file, number=2, title="Closed one", closed_on=timezone.localdate())
    GoalFactory(title="Somebody else's")

    offered = [str(label) for _, label in author.get(page).context["form"].fields["goals"].choices]

    assert offered == ["1. Walk to the shop"]


def test_a_goal_of_another_client_is_refused(author, page):
    goal = GoalFactory()
    form = author.get(page).context["form"]

    response = author.post(page, filled(form, goals=[str(goal.pk)]))

    assert response.status_code == 422
    assert response.context["form"].errors["goals"]
    assert not ContactRecord.objects.exists()


def test_a_late_record_asks_for_its_reason_and_keeps_what_was_typed(author, page):
    form = author.get(page).context["form"]
    posted = filled(form, on=f"{timezone.localdate() - timedelta(days=5):%d/%m/%Y}")

    refused = author.post(page, posted)
    saved = author.post(page, posted | {"late_reason": "Off sick"})

    assert refused.status_code == 422
    assert refused.context["form"].errors["late_reason"] == [
        "Enter why it is entered more than 24 hours after the event."
    ]
    assert "Walked to the shop." in refused.text
    assert 'href="#id_late_reason"' in refused.text
    assert saved.status_code == 303
    assert ContactRecord.objects.get().is_late


def test_a_time_later_today_is_refused_beside_the_field(author, page, time_machine):
    time_machine.move_to(timezone.localtime().replace(hour=9), tick=False)
    form = author.get(page).context["form"]

    response = author.post(page, filled(form, at="6pm"))

    assert response.status_code == 422
    assert response.context["form"].errors["at"] == ["This has not happened yet. Enter when it took place."]


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("text", "", "Enter what happened"),
        ("text", "\u200b \n", "Enter what happened"),
        ("kind", "fax", "Select a valid choice. fax is not one of the available choices."),
        ("on", "tomorrow", "Enter a date that is today or in the past."),
        ("on", "", "Enter the date"),
        ("at", "25:00", "Enter a time such as 2:30pm or 14:30."),
        ("minutes", "1441", "Enter a whole number from 1 to 1440."),
        ("with_whom", "a\nb", "Enter this on one line."),
        ("goals", "nonsense", "“nonsense” is not a valid UUID."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(author, page, name, given, words):
    form = author.get(page).context["form"]

    response = author.post(page, filled(form, **{name: given}))

    assert response.status_code == 422
    assert response.context["form"].errors[name] == [words]
    assert not ContactRecord.objects.exists()


def test_a_call_without_the_client_is_no_contact_with_them(author, page, client_file):
    form = author.get(page).context["form"]

    author.post(page, filled(form, kind="call", without_client="on", minutes="", at="0:00"))

    record = ContactRecord.objects.get()
    assert (record.kind, record.with_client, record.minutes) == (ContactKind.CALL, False, None)
    assert timezone.localtime(record.happened_at).time() == time(0)
    client_file.refresh_from_db()
    assert client_file.last_contact_on is None


def test_a_draft_comes_back_as_it_was_left(author, page, client_file):
    goal = GoalFactory(client=client_file)
    form = author.get(page).context["form"]
    posted = filled(form, text="Half a sen", without_client="on", minutes="abc", goals=[str(goal.pk)])

    assert author.post(reverse("ui:save_draft_now"), posted).status_code == 200
    again = author.get(page)

    values = {name: again.context["form"][name].value() for name in ("text", "without_client", "minutes", "goals")}
    assert values == {"text": "Half a sen", "without_client": "on", "minutes": "abc", "goals": str(goal.pk)}
    assert again.text.count(" checked>") == 3  # the type, the client's absence, the goal
    assert "Discard this draft" in again.text


def test_saving_ends_the_draft_and_the_same_post_again_makes_no_second_record(author, page):
    posted = filled(author.get(page).context["form"])
    author.post(reverse("ui:save_draft_now"), posted)

    first, second = (author.post(page, posted) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert ContactRecord.objects.count() == 1
    assert TimelineEntry.objects.filter(kind="contact").count() == 1
    assert not Draft.objects.exists()


def test_who_may_not_write_on_the_file_gets_no_editor(signed_in, page, supervisor, outsider, admin):
    assert [signed_in(person).get(page).status_code for person in (supervisor, outsider, admin)] == [403, 404, 403]
