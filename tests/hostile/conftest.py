import pytest
from django.db import transaction

from tests.hostile import ground


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield ground.stand_up()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def opened(practice):
    """Each page of the staff, as its person was shown it."""
    return list(ground.opened_pages(practice))


@pytest.fixture(scope="module")
def pages(practice, opened):
    """Each form of the staff."""
    return list(ground.form_pages(practice, opened))
