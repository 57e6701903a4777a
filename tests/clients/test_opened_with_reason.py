import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import PracticeSettings
from accounts.roles import Role
from audit.models import AuditEvent
from clients import opening_actions as actions
from clients.models import Assignment, Client, Opening, OpeningNotice
from tests.accounts.ground import just_signed_in
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory, OpeningFactory

NOW = timezone.now()
OPEN, WEEK = "/clients/open-with-a-reason/", "/practice/walls/"
WHY = "Seizure at the day centre"


@pytest.fixture
def browser(outsider, signed_in):
    """A colleague with no part in the file, who has just shown who they are."""
    browser = signed_in(outsider)
    just_signed_in(browser, outsider)
    return browser


def open_it(browser, reference, reason=WHY):
    return browser.post(OPEN, {"reference": reference, "reason": reason})


def opened(client, by, at=None):
    return actions.open_with_reason(client.reference, reason=WHY, by=by, now=at or NOW)


def test_it_gives_reading_for_the_minutes_of_the_practice_and_no_more(client_file, outsider):
    PracticeSettings.current()
    PracticeSettings.objects.update(opening_minutes=45)

    opened(client_file, outsider)

    end = NOW + timedelta(minutes=45)
    for moment, reads in ((NOW, True), (end - timedelta(seconds=1), True), (end, False)):
        assert Client.objects.visible_to(outsider, now=moment).contains(client_file) == reads
        assert not Client.objects.workable_by(outsider, now=moment).exists()
    spell = Assignment.objects.get(staff=outsider)
    assert (spell.kind, spell.reason) == ("opened", "")


def test_the_lead_and_the_supervisor_are_told_and_tick_it_seen(
    client_file, case_manager, supervisor, outsider, signed_in
):
    opening = opened(client_file, outsider)

    assert {notice.person for notice in opening.notices.all()} == {case_manager, supervisor}
    for person in (case_manager, supervisor):
        browser = signed_in(person)
        assert WHY in browser.get("/").content.decode()
        assert browser.post(reverse("clients:see_opening", args=[opening.pk])).status_code == 303
        assert WHY not in browser.get("/").content.decode()
    assert AuditEvent.objects.filter(verb="opening.seen").count() == 2
    assert not OpeningNotice.objects.filter(seen_at=None).exists()


def test_seen_is_noted_once_and_only_by_who_was_told(client_file, case_manager, outsider, signed_in):
    opening = opened(client_file, outsider)
    cover = AssignmentFactory(client=client_file, kind="cover").staff
    where = reverse("clients:see_opening", args=[opening.pk])
    assert signed_in(cover).post(where).status_code == 403
    browser = signed_in(case_manager)
    for key in ("one", "two"):
        browser.post(where, {"once_key": key})
    assert AuditEvent.objects.filter(verb="opening.seen").count() == 1


def test_who_no_longer_reads_the_file_is_not_shown_the_reason(client_file, case_manager, outsider, signed_in):
    opened(client_file, outsider)
    Assignment.objects.filter(staff=case_manager).update(ends_at=NOW)
    assert WHY not in signed_in(case_manager).get("/").content.decode()


def test_an_admin_meets_who_when_and_which_client_but_not_the_reason(client_file, admin, outsider, signed_in):
    opening = opened(client_file, outsider)
    browser = signed_in(admin)
    assert "nobody has reviewed: 1." in browser.get("/").content.decode()
    for where in (
        WEEK,
        reverse("clients:review_opening", args=[opening.pk]),
        f"/clients/{client_file.reference}/allocation/",
    ):
        page = browser.get(where).content.decode()
        assert outsider.name in page
        assert client_file.reference in page
        assert WHY not in page


def test_the_reason_stands_in_the_access_log_and_nowhere_in_the_audit_events(
    client_file, case_manager, outsider, signed_in
):
    opened(client_file, outsider)
    page = signed_in(case_manager).get(f"/clients/{client_file.reference}/access/").content.decode()
    assert "Opened the file with a reason" in page
    assert WHY in page
    assert not AuditEvent.objects.filter(text__contains="Seizure").exists()


def test_a_colleague_opens_a_file_on_the_page_and_lands_in_it(client_file, supervisor, browser):
    answer = open_it(browser, f" {client_file.reference.lower()} ")
    assert (answer.status_code, answer["Location"]) == (303, client_file.get_absolute_url())
    page = browser.get(answer["Location"]).content.decode()
    assert "Open to you for reading until" in page
    assert "Helen Reid and Priya Kaur can see that, and why." in page
    assert browser.get(f"/clients/{client_file.reference}/details/").status_code == 403
    assert AuditEvent.objects.filter(verb="opening.made", client=client_file.reference).count() == 1


def test_it_asks_to_sign_in_again_and_keeps_what_was_typed(client_file, outsider, signed_in):
    browser = signed_in(outsider)
    page = browser.get(OPEN)
    typed = {"reference": client_file.reference, "reason": WHY, "form_token": page.context["form"].token.signed()}

    answer = browser.post(OPEN, typed)

    assert answer["Location"] == f"/account/reauthenticate/?next={OPEN}"
    assert not Opening.objects.exists()
    assert browser.get(OPEN).context["form"].initial["reason"] == WHY


@pytest.fixture
def shut(client_file, outsider):
    """References that open nothing: of no client, of one behind a wall, of a closed file."""
    walled, closed = ClientFactory(reference="CM-7001"), ClientFactory(reference="CM-7002", status="closed")
    ConflictWallFactory(client=walled, staff=outsider)
    return {"unknown": "CM-7000", "walled": walled.reference, "closed": closed.reference}


def told(answer, reference):
    """The answer without what was typed, and without what each page has of its own."""
    page = answer.content.decode().replace(reference, "…")
    return answer.status_code, re.sub(r'name="(csrfmiddlewaretoken|once_key|form_token)" value="[^"]*"', "", page)


def test_unknown_walled_and_closed_give_one_refusal_after_the_same_work(browser, shut):
    browser.get("/")
    answers, work = set(), set()
    for reference in shut.values():
        with CaptureQueriesContext(connection) as queries:
            answer = open_it(browser, reference)
        answers.add(told(answer, reference))
        work.add(tuple(re.sub(r"'[^']*'|[0-9a-f]{32}|\d+", "?", query["sql"]) for query in queries.captured_queries))
    assert len(answers) == 1
    assert len(work) == 1
    assert "No file can be opened by this reference." in answers.pop()[1]
    assert not Opening.objects.exists()


def test_a_file_that_opens_answers_otherwise(browser, shut, client_file):
    """The negative control of the comparison above."""
    one = open_it(browser, shut["unknown"])
    assert told(open_it(browser, client_file.reference), client_file.reference) != told(one, shut["unknown"])


def test_a_try_that_opened_nothing_leaves_a_trace_without_the_reference(browser, shut, outsider):
    for reference in shut.values():
        open_it(browser, reference)
    events = AuditEvent.objects.filter(verb="opening.refused", actor_id=str(outsider.pk))
    assert events.count() == 3
    assert not [event for event in events if "CM-7" in event.text or event.client]


def test_a_name_or_part_of_a_reference_opens_nothing(browser, client_file):
    for reference in (client_file.family_name, client_file.reference[:-1], "%", "CM-____"):
        assert open_it(browser, reference).status_code == 422


def test_a_file_that_is_open_already_needs_no_reason(case_manager, client_file, signed_in):
    browser = signed_in(case_manager)
    just_signed_in(browser, case_manager)
    assert "You can read this file already." in open_it(browser, client_file.reference).content.decode()
    assert not Opening.objects.exists()


def test_somebody_else_reviews_it_once(client_file, outsider, admin, supervisor, signed_in):
    opening = opened(client_file, outsider)
    browser = signed_in(admin)

    browser.post(reverse("clients:review_opening", args=[opening.pk]), {"remark": "Spoke with Daniel"})

    opening.refresh_from_db()
    assert (opening.reviewed_by, opening.remark) == (admin, "Spoke with Daniel")
    assert AuditEvent.objects.filter(verb="opening.reviewed").count() == 1
    assert "nobody has reviewed" not in browser.get("/").content.decode()
    with pytest.raises(actions.AlreadyReviewed):
        actions.review_opening(opening, remark="", by=supervisor, now=NOW)


def test_the_review_shows_what_was_opened_meanwhile(client_file, browser, supervisor, signed_in):
    open_it(browser, client_file.reference)
    browser.get(f"/clients/{client_file.reference}/timeline/")
    opening = Opening.objects.get()
    page = signed_in(supervisor).get(reverse("clients:review_opening", args=[opening.pk])).content.decode()
    assert "Opened the timeline" in page
    assert WHY in page


def test_nobody_reviews_what_they_opened_themselves(client_file, case_manager, supervisor, admin):
    colleague = UserFactory(roles=[Role.SUPERVISOR])
    opening = opened(client_file, colleague)
    with pytest.raises(actions.OwnOpening):
        actions.review_opening(opening, remark="", by=colleague, now=NOW + timedelta(days=2))


def test_who_is_alone_waits_a_day_and_signs_in_again(sole_practitioner, signed_in):
    opening = OpeningFactory(at=timezone.now() - timedelta(hours=2), spell__staff=sole_practitioner)
    browser, where = signed_in(sole_practitioner), reverse("clients:review_opening", args=[opening.pk])
    type(opening.client.created_by).objects.exclude(pk=sole_practitioner.pk).update(is_active=False)
    assert browser.post(where, {"remark": ""})["Location"] == f"/account/reauthenticate/?next={where}"
    just_signed_in(browser, sole_practitioner)
    assert "a day after you opened it" in browser.post(where, {"remark": ""}).content.decode()
    Opening.objects.update(at=timezone.now() - timedelta(hours=25))
    assert browser.post(where, {"remark": ""}).status_code == 303


def test_the_week_pages_and_what_waits_from_other_weeks(client_file, admin, signed_in):
    old = OpeningFactory(client=client_file, at=NOW - timedelta(days=21))
    browser = signed_in(admin)
    this, then = browser.get(WEEK), browser.get(f"{WEEK}?week={timezone.localtime(old.at).date()}")
    assert ([row.pk for row in this.context["waiting"]], this.context["rows"]) == ([old.pk], [])
    assert ([row.pk for row in then.context["rows"]], then.context["waiting"]) == ([old.pk], [])
    assert this.context["later"] is None
    assert then.context["later"] is not None
    for asked in ("nonsense", "9999-12-31", "0001-01-01", "%00"):
        assert browser.get(f"{WEEK}?week={asked}").status_code == 200


def test_a_supervisor_reviews_only_what_they_may_read(client_file, supervisor, signed_in):
    foreign, own = OpeningFactory(), OpeningFactory(client=client_file)
    page = signed_in(supervisor).get(WEEK)
    assert [row.pk for row in page.context["rows"]] == [own.pk]
    assert signed_in(supervisor).get(reverse("clients:review_opening", args=[foreign.pk])).status_code == 404


def test_the_way_there_stands_where_a_client_is_not_found(client_file, outsider, admin, signed_in):
    for where in ("/clients/", "/clients/?q=nobody", f"/clients/{client_file.reference}/summary/"):
        assert OPEN in signed_in(outsider).get(where).content.decode()
        assert OPEN not in signed_in(admin).get(where).content.decode()
