from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from careplans.actions import close_goal
from clients.caseload_actions import assign_lead
from clients.models import Status
from reviews.models import Review, ReviewRhythm
from tests.factories.careplans import GoalFactory
from tests.factories.clients import AssignmentFactory, ClientFactory
from tests.factories.reviews import ReviewedGoalFactory, ReviewFactory, ServiceEffectFactory
from ui.models import Draft


@pytest.fixture
def browser(signed_in, case_manager):
    return signed_in(case_manager)


def page(browser, route, *args, **query):
    return browser.get(reverse(f"reviews:{route}", args=args), query)


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def typed(planned, goal, service):
    return {
        "review": str(planned.pk),
        "held_on": "today",
        "present": "Jon and his mother",
        f"goal_{goal.pk}_score": "-0.5",
        f"goal_{goal.pk}_evidence": "Went there once with her.",
        f"goal_{goal.pk}_kind": "fact",
        f"service_{service.pk}_effect": "helping",
        f"service_{service.pk}_outlook": "continue",
        "changed": "Walks further.",
        "next_steps": "Go on.",
        "next_due_on": f"{timezone.localdate() + timedelta(weeks=12):%d/%m/%Y}",
    }


@pytest.fixture
def start(client_file):
    return reverse("reviews:start_review", args=[client_file.reference])


def test_a_review_is_finished_on_one_page(browser, start, typed, planned):
    answer = browser.post(start, typed)

    assert answer.status_code == 303
    assert answer["Location"] == planned.get_absolute_url()
    found = text_of(browser.get(answer["Location"]))
    assert "Partially achieved" in found
    assert "Went there once with her." in found
    assert "Helping" in found


def test_a_goal_without_a_rating_is_refused_and_everything_typed_stays(browser, start, typed, goal):
    answer = browser.post(start, typed | {f"goal_{goal.pk}_score": "", "changed": "Ünique <words>"})

    assert answer.status_code == 422
    assert "Choose how goal 1 is going" in text_of(answer)
    assert "Ünique &lt;words&gt;" in text_of(answer)
    assert "Went there once with her." in text_of(answer)
    assert not Review.objects.finished().exists()


def test_half_a_level_is_offered_only_from_a_start_at_less(browser, start, client_file, planned):
    GoalFactory(client=client_file, baseline=-2)

    assert "Partially achieved" not in text_of(browser.get(start))


def test_somebody_else_finished_first_and_the_text_stays(browser, start, typed, planned):
    assert browser.post(start, typed).status_code == 303

    answer = browser.post(start, typed | {"changed": "My own view of it"})

    assert answer.status_code == 422
    assert "Somebody has finished this review already" in text_of(answer)
    assert "My own view of it" in text_of(answer)
    assert Review.objects.finished().count() == 1


def test_text_about_a_goal_closed_meanwhile_is_given_back(browser, start, typed, goal, case_manager):
    close_goal(goal, closed_on=timezone.localdate(), reason="Met", by=case_manager, now=timezone.now())

    answer = browser.post(start, typed)

    assert answer.status_code == 422
    assert "Went there once with her." in text_of(answer)


def test_the_next_review_starts_empty_though_the_last_one_left_a_draft(browser, start, typed, planned, case_manager):
    token = browser.get(start).context["form"].token
    Draft.objects.create(
        author=case_manager,
        form=token.form,
        subject=token.subject,
        path=start,
        label="Review",
        values={"changed": ["Half a sentence"], "review": [str(planned.pk)]},
        started_at=timezone.now(),
        saved_at=timezone.now(),
    )
    assert "Half a sentence" in text_of(browser.get(start))

    browser.post(start, typed)

    assert "Half a sentence" not in text_of(browser.get(start))


def test_the_form_shows_where_each_goal_stood_and_what_was_planned(browser, start, client_file, planned, goal):
    ReviewFactory(finished=True, client=client_file, next_steps="Try the bus.")

    found = text_of(browser.get(start))

    assert "At the start: less than expected" in found
    assert "Try the bus." in found


def test_without_a_planned_review_the_page_asks_for_a_rhythm(browser, start, client_file):
    assert "Agree first how often" in text_of(browser.get(start))
    assert browser.post(start, {}).status_code == 422


def test_a_rhythm_is_agreed_and_shown(browser, client_file):
    url = reverse("reviews:agree_rhythm", args=[client_file.reference])
    typed = {"weeks": "6", "agreed_with": "Jon Ashby", "agreed_on": "today", "first_due_on": "tomorrow"}

    answer = browser.post(url, typed)

    assert answer.status_code == 303
    assert ReviewRhythm.objects.get().weeks == 6
    assert "6 weeks" in text_of(browser.get(answer["Location"]))


def test_a_rhythm_in_the_past_is_refused(browser, client_file):
    url = reverse("reviews:agree_rhythm", args=[client_file.reference])
    typed = {"weeks": "0", "agreed_with": "Jon Ashby", "agreed_on": "today", "first_due_on": "yesterday"}

    answer = browser.post(url, typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"weeks", "first_due_on"}


def test_the_list_groups_by_urgency_and_leaves_out_what_is_far_off(browser, case_manager):
    today = timezone.localdate()
    for days, name in ((-13, "Late"), (5, "Soon"), (31, "Faroff")):
        client = ClientFactory(given_name="Jo", preferred_name="", family_name=name)
        AssignmentFactory(client=client, staff=case_manager)
        ReviewFactory(client=client, due_on=today + timedelta(days=days))
        ReviewFactory(finished=True, client=client, held_on=today - timedelta(days=40))

    answer = page(browser, "review_list")

    shown = {group.key: [row.client for row in group.rows] for group in answer.context["groups"]}
    assert shown == {"overdue": ["J. Late"], "coming": ["J. Soon"]}
    assert "13 days late" in text_of(answer)


def test_the_list_shows_a_case_manager_their_own_and_others_nothing(browser, signed_in, outsider, supervisor, planned):
    assert planned.client.reference in text_of(page(browser, "review_list"))
    assert planned.client.reference not in text_of(page(signed_in(outsider), "review_list", whose="all"))
    seen = page(signed_in(supervisor), "review_list")
    assert [row.verb for group in seen.context["groups"] for row in group.rows] == ["See reviews"]


def test_a_closed_file_is_not_on_the_list(browser, planned):
    type(planned.client).objects.update(status=Status.CLOSED)

    assert planned.client.reference not in text_of(page(browser, "review_list"))


def queries_of(browser, route, *args):
    page(browser, route, *args)  # the first page of all also makes the practice settings
    with CaptureQueriesContext(connection) as found:
        page(browser, route, *args)
    return len(found)


def test_the_list_costs_the_same_with_three_and_thirty(browser, case_manager):
    def more(count):
        for client in ClientFactory.create_batch(count):
            assign_lead(client, staff=case_manager, by=case_manager, now=timezone.now(), reason="New")
            ReviewFactory(client=client)
            ReviewFactory(finished=True, client=client)

    more(3)
    few = queries_of(browser, "review_list")
    more(27)

    assert queries_of(browser, "review_list") == few <= 25


def test_a_review_costs_the_same_with_one_and_ten_goals(browser, client_file):
    review = ReviewFactory(finished=True, client=client_file)

    def more(count):
        for _ in range(count):
            ReviewedGoalFactory(review=review, rating__goal__client=client_file)
            ServiceEffectFactory(review=review, service__referral__client=client_file)

    more(1)
    few = queries_of(browser, "review", review.pk)
    more(9)

    assert queries_of(browser, "review", review.pk) == few <= 25


def test_opening_a_review_is_recorded_and_a_post_is_not_an_opening(browser, planned):
    page(browser, "review", planned.pk)

    assert AuditEvent.objects.filter(verb="reviews.opened").count() == 1
    assert browser.post(planned.get_absolute_url()).status_code == 405


def test_a_foreign_review_is_not_found(signed_in, outsider, planned):
    browser, reference = signed_in(outsider), planned.client.reference

    assert page(browser, "review", planned.pk).status_code == 404
    assert page(browser, "client_reviews", reference).status_code == 404
    assert page(browser, "start_review", reference).status_code == 404


def test_a_supervisor_reads_reviews_and_does_not_hold_them(signed_in, supervisor, planned):
    browser, reference = signed_in(supervisor), planned.client.reference

    assert page(browser, "review", planned.pk).status_code == 200
    assert page(browser, "client_reviews", reference).status_code == 200
    assert page(browser, "start_review", reference).status_code == 403
    assert page(browser, "agree_rhythm", reference).status_code == 403


def test_an_admin_reads_no_reviews(signed_in, admin, planned):
    browser = signed_in(admin)

    assert page(browser, "review_list").status_code == 403
    assert page(browser, "review", planned.pk).status_code == 403
