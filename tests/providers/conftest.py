import pytest

from tests.factories.careplans import FundingDecisionFactory, GoalFactory, RecommendationFactory
from tests.factories.providers import ProviderFactory, ReferralFactory


@pytest.fixture
def provider(db):
    return ProviderFactory(name="Cedar Physio")


@pytest.fixture
def goal(client_file):
    return GoalFactory(client=client_file, number=1, title="Walk to the corner shop")


@pytest.fixture
def recommendation(client_file, goal):
    """Approved in full."""
    made = RecommendationFactory(client=client_file, number=1, goals=[goal])
    FundingDecisionFactory(recommendation=made)
    return made


@pytest.fixture
def letter(client_file, provider, recommendation, goal, case_manager):
    """A referral that is ready to leave: funded, consented, the provider in date."""
    return ReferralFactory(
        client=client_file, provider=provider, recommendation=recommendation, goals=[goal], by=case_manager
    )
