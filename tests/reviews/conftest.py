import pytest

from tests.factories.careplans import GoalFactory
from tests.factories.providers import ReferralFactory, ServiceFactory
from tests.factories.reviews import ReviewFactory


@pytest.fixture
def planned(client_file):
    return ReviewFactory(client=client_file)


@pytest.fixture
def goal(client_file):
    return GoalFactory(client=client_file, number=1, title="Walk to the corner shop")


@pytest.fixture
def service(client_file):
    return ServiceFactory(referral=ReferralFactory(accepted=True, client=client_file), title="Physiotherapy, weekly")
