import pytest


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    """A MEDIA_ROOT of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
