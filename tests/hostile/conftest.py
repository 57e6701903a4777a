import pytest

from tests.hostile import ground


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), ground.stood_up() as practice:
        yield practice


@pytest.fixture(scope="module")
def opened(practice):
    """Each page of the staff, as its person was shown it."""
    return list(ground.opened_pages(practice))


@pytest.fixture(scope="module")
def pages(practice, opened):
    """Each form of the staff."""
    return list(ground.form_pages(practice, opened))
