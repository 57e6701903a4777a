from django.urls import reverse

from tests.factories.careplans import FundingDecisionFactory, GoalFactory
from tests.factories.providers import ServiceFactory


def test_the_ledger_walks_from_the_need_to_the_start_of_the_service(signed_in, case_manager, client_file):
    decision = FundingDecisionFactory(client=client_file)
    made = decision.recommendation
    goal = GoalFactory(client=client_file)
    made.goals.add(goal)
    need = goal.need
    service = ServiceFactory(client=client_file, referral__client=client_file, referral__recommendation=made)

    page = signed_in(case_manager).get(reverse("practice:need_ledger", args=[client_file.reference]))

    [row] = [row for row in page.context["rows"] if row.recommendation == made]
    assert row.need == need
    assert row.started_on == service.starts_on
    assert row.days == (service.starts_on - need.identified_on).days
    assert need.text in page.content.decode()


def test_a_colleague_does_not_find_it(signed_in, outsider, client_file):
    page = signed_in(outsider).get(reverse("practice:need_ledger", args=[client_file.reference]))

    assert page.status_code == 404
