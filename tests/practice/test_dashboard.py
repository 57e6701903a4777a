from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from clients.models import Client
from providers.models import ReferralState
from tests.factories.accounts import AbsenceFactory, StaffCheckFactory, SupervisionFactory, UserFactory
from tests.factories.careplans import RecommendationFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConsentFactory, OpeningFactory
from tests.factories.matching import PossibleMatchFactory
from tests.factories.providers import ReferralFactory
from tests.factories.ui import DraftFactory

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
BOARD = "/practice/dashboard/"


def troubled(staff):
    """A client with one of everything that the dashboard counts."""
    client = ClientFactory(
        created_at=NOW - timedelta(days=200),
        next_review_on=TODAY - timedelta(days=1),
        last_contact_on=TODAY - timedelta(days=40),
    )
    AssignmentFactory(client=client, staff=staff)
    DraftFactory(author=staff, client=client.reference, label="Contact record", saved_at=NOW - timedelta(days=4))
    DraftFactory(author=staff, client=client.reference, saved_at=NOW - timedelta(days=2))
    recommendation = RecommendationFactory(client=client, answer_due_on=TODAY - timedelta(days=5))
    ReferralFactory(
        client=client,
        recommendation=recommendation,
        state=ReferralState.SENT,
        sent_on=TODAY - timedelta(days=30),
        consent=ConsentFactory(client=client),
    )
    return client


@pytest.fixture
def practice(supervisor, case_manager, outsider):
    """One troubled client of Priya, whom Helen supervises, one of Daniel, and one whom nobody carries."""
    ClientFactory()
    AbsenceFactory(person=outsider)
    StaffCheckFactory(person=case_manager, ends_on=TODAY + timedelta(days=20))
    files = troubled(case_manager), troubled(outsider)
    for client in files:
        OpeningFactory(client=client)
    PossibleMatchFactory(client=files[0])
    return files


def counts(page):
    return {figure["title"]: figure["count"] for figure in page.context["figures"]}


def test_an_admin_meets_the_counts_of_the_whole_practice(practice, admin, signed_in):
    assert counts(signed_in(admin).get(BOARD)) == {
        "Unassigned clients": 1,
        "Overdue reviews": 2,
        "Silent clients": 3,  # the unassigned one too: added 60 days ago, and nobody has spoken to them
        "Old drafts": 2,
        "Referrals without answer": 2,
        "Decisions overdue": 2,
        "Away, and nobody covers": 1,
        "Late enquiries": 0,
        "Possible matches": 1,
        "Checks lapsed or missing": User.objects.active().count(),  # of nobody is everything recorded
        "Checks ending soon": 1,
        "Openings to review": 2,
        "Reminders not delivered": 0,
    }


def test_a_supervisor_meets_those_of_the_people_they_supervise(practice, supervisor, signed_in):
    assert counts(signed_in(supervisor).get(BOARD)) == {
        "Overdue reviews": 1,
        "Silent clients": 1,
        "Old drafts": 1,
        "Referrals without answer": 1,
        "Decisions overdue": 1,
        "Openings to review": 1,
    }


@pytest.mark.parametrize("who", ["admin", "supervisor"])
def test_each_count_is_the_length_of_its_list(practice, who, signed_in, request):
    browser = signed_in(request.getfixturevalue(who))

    for figure in browser.get(BOARD).context["figures"]:
        shown = browser.get(figure["url"]).context
        assert length_of(figure["title"], shown) == figure["count"], figure["title"]


def length_of(title, shown):
    """How many the list behind a figure shows."""
    if title == "Openings to review":
        return len([row for row in [*shown["rows"], *shown["waiting"]] if row.state.word == "To review"])
    if title == "Away, and nobody covers":
        return shown["uncovered"]
    return shown["page"].paginator.count if "page" in shown else len(shown["found"])


def test_a_list_names_whose_and_since_when_and_nothing_else(practice, admin, case_manager, signed_in):
    page = signed_in(admin).get(f"{BOARD}drafts/").content.decode()

    assert "Contact record" in page
    assert "4 days old" in page
    assert case_manager.name in page
    assert "Half a sentence" not in page


def test_closed_files_wait_for_nothing(practice, admin, signed_in):
    Client.objects.update(status="closed")

    found = counts(signed_in(admin).get(BOARD))
    of_people = {"Checks lapsed or missing", "Checks ending soon", "Openings to review", "Possible matches"}
    assert not any(count for title, count in found.items() if title not in of_people)


def test_a_list_that_does_not_exist_is_not_found(admin, signed_in):
    assert signed_in(admin).get(f"{BOARD}nothing/").status_code == 404


def test_nobody_supervised_means_nought(practice, signed_in):
    lone = UserFactory(roles=[Role.SUPERVISOR])
    SupervisionFactory(supervisor=lone, starts_on=TODAY + timedelta(days=1))

    assert not any(counts(signed_in(lone).get(BOARD)).values())
