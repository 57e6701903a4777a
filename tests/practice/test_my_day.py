from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.models import MeasureResult
from audit.actions import record
from audit.models import Seal
from clients.caseload_actions import assign_lead
from practice import heads
from reminders.models import Reminder, State
from reminders.sources import Source, given
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.clients import ClientFactory, ConflictWallFactory
from tests.factories.reminders import ReminderFactory
from tests.factories.ui import DraftFactory
from tests.reminders.ground import review_due, supervisor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def my_day(signed_in):
    def read(person, query=""):
        return signed_in(person).get(f"/{query}")

    return read


def titles(answer):
    return [group.title for group in answer.context["groups"]]


def test_what_falls_due_is_grouped_by_urgency(case_manager, my_day):
    for days in (-8, -1, 0, 3, 20, 60):
        review_due(days, lead=case_manager)

    answer = my_day(case_manager)

    assert titles(answer) == ["Very overdue", "Overdue", "Today", "Next 7 days", "Later this month"]
    assert [len(group.items) for group in answer.context["groups"]] == [1, 1, 1, 1, 1]
    assert answer.content.decode().count("btn-row btn-primary") == 1


def test_a_row_names_the_client_the_reason_and_one_verb(case_manager, my_day):
    client = ClientFactory(family_name="Ashby", reference="CM-0142")
    review_due(-8, lead=case_manager, client=client)

    page = my_day(case_manager).content.decode()

    assert "J. Ashby" in page
    assert "Was due" in page
    assert "8 days late" in page
    assert "/clients/CM-0142/reviews/start/" in page


def test_rows_of_other_people_are_not_mine(case_manager, outsider, admin, my_day):
    review = review_due(0, lead=case_manager)
    walled = review_due(0, lead=case_manager)
    ConflictWallFactory(client=walled.client, staff=case_manager)

    assert review.client.reference not in my_day(outsider).content.decode()
    assert review.client.reference not in my_day(admin).content.decode()
    assert walled.client.reference not in my_day(case_manager).content.decode()


def test_the_chips_show_one_kind(case_manager, my_day, monkeypatch):
    review = review_due(0, lead=case_manager)
    row = next(iter(given.sources[0].due(review.due_on)))
    other = Source("referral", "Referrals", lambda until, clients: [row._replace(kind="referral")])
    monkeypatch.setattr(given, "sources", [given.sources[0], other])

    everything, referrals = my_day(case_manager), my_day(case_manager, "?show=referral")
    nonsense = my_day(case_manager, "?show=%00<script>")

    assert [chip["label"] for chip in everything.context["chips"]] == ["All", "Reviews", "Referrals"]
    assert [item.kind for group in referrals.context["groups"] for item in group.items] == ["referral"]
    assert nonsense.status_code == 200


def test_a_source_that_fails_leaves_the_rest(case_manager, my_day, monkeypatch):
    review = review_due(0, lead=case_manager)

    def broken(until, clients):
        raise RuntimeError("no table")

    monkeypatch.setattr(given, "sources", [Source("referral", "Referrals", broken), *given.sources])

    page = my_day(case_manager).content.decode()

    assert "Referrals could not be loaded." in page
    assert review.client.reference in page


def test_drafts_are_offered_while_the_client_is_still_theirs(case_manager, outsider, admin, my_day):
    client = review_due(60, lead=case_manager).client
    DraftFactory(author=case_manager, client=client.reference, label="Contact record", path="/finish-me/")
    DraftFactory(author=outsider, client=client.reference, label="Not mine", path="/not-mine/")
    before = my_day(case_manager).content.decode()

    assign_lead(client, staff=outsider, by=admin, now=timezone.now(), reason="Moved")
    after = my_day(case_manager).content.decode()

    assert "/finish-me/" in before
    assert "/not-mine/" not in before
    assert "/finish-me/" not in after
    assert client.reference not in after


def test_an_open_risk_alert_stands_on_top(case_manager, outsider, my_day):
    client = review_due(60, lead=case_manager).client
    alert = MeasureResult.objects.create(
        client=client,
        measure="phq9",
        taken_on=timezone.localdate(),
        rater="client",
        alert="Item 9 was answered above zero.",
        entered_by=case_manager,
        entered_at=timezone.now(),
    )

    assert alert.get_absolute_url() in my_day(case_manager).content.decode()
    assert alert.get_absolute_url() not in my_day(outsider).content.decode()


def test_a_supervisor_sees_what_is_overdue_with_their_people(case_manager, outsider, my_day):
    supervisor = supervisor_of(case_manager)
    late, soon, other = (
        review_due(-2, lead=case_manager),
        review_due(2, lead=case_manager),
        review_due(-2, lead=outsider),
    )

    page = my_day(supervisor).content.decode()

    assert late.client.reference in page
    assert case_manager.name in page
    assert "Open file" in page  # the work itself is not the supervisor's
    assert soon.client.reference not in page
    assert other.client.reference not in page


def test_an_admin_sees_clients_whom_nobody_carries(admin, case_manager, my_day):
    waiting = ClientFactory(family_name="Obi")
    carried = review_due(60, lead=case_manager).client
    closed = ClientFactory(status="closed")

    page = my_day(admin).content.decode()

    assert waiting.reference in page
    assert carried.reference not in page
    assert closed.reference not in page


def test_mail_of_unknown_fate_is_announced(case_manager, my_day):
    client = review_due(60, lead=case_manager).client
    ReminderFactory(person=case_manager, state=State.UNKNOWN, client_id=client.pk)

    assert "may not have arrived: 1" in my_day(case_manager).content.decode()
    assert Reminder.objects.count() == 1


def test_an_admin_is_told_of_everybody_s_mail_of_unknown_fate(admin, case_manager, outsider, my_day):
    client = review_due(60, lead=case_manager).client
    ReminderFactory(person=case_manager, state=State.UNKNOWN, client_id=client.pk)

    assert "may not have arrived: 1" in my_day(admin).content.decode()
    assert "may not have arrived" not in my_day(outsider).content.decode()


def test_an_empty_day_says_what_comes_next(case_manager, my_day):
    nothing = my_day(case_manager)
    client = review_due(60, lead=case_manager).client
    client.next_review_on = timezone.localdate() + timedelta(days=60)
    client.save()

    assert "Nothing needs you today." in nothing.content.decode()
    assert f"Next: review for {client.reference} on" in my_day(case_manager).content.decode()


def test_thirty_rows_cost_as_many_queries_as_three(signed_in, django_assert_max_num_queries):
    everything = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.PRACTICE_ADMIN]
    person, supervised = UserFactory(roles=everything), UserFactory()
    browser = signed_in(person)
    SupervisionFactory(supervisor=person, supervisee=supervised)
    counts = []
    for number in (3, 27):
        for _ in range(number):
            client = review_due(-1, lead=person).client
            review_due(-1, lead=supervised)
            DraftFactory(author=person, client=client.reference)
            ClientFactory()
        browser.get("/")
        with django_assert_max_num_queries(25) as queries:
            browser.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_each_seal_leaves_its_head_in_a_file(case_manager, settings, tmp_path):
    settings.AUDIT_HEADS = tmp_path / "var" / "heads.log"
    record("goal.set", case_manager, by=case_manager)

    first = heads.seal(now=timezone.now())
    nothing = heads.seal(now=timezone.now())

    assert nothing is None
    assert Seal.objects.get().digest == first.digest
    assert heads.heads_file().read_text().split()[1:] == ["1", first.digest]
    assert heads.heads_file().stat().st_mode & 0o777 == 0o600
