import pytest

from tests.backup.ground import back_up_a_practice


@pytest.fixture(scope="session")
def backups(django_db_setup, django_db_blocker, tmp_path_factory):
    """A practice's backups, made once; the database is empty again."""
    with django_db_blocker.unblock():
        return back_up_a_practice(tmp_path_factory.mktemp("practice"))


@pytest.fixture
def media(tmp_path, settings):
    """An empty MEDIA_ROOT."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
