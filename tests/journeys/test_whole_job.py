import pytest

from tests.journeys.site import ADMIN, ADMIN_PASSWORD, served
from tests.journeys.story import whole_job
from tests.postgres import postgres

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]  # both collect the same static files


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'practice.sqlite3'}"
    else:
        with postgres() as url:
            yield url


def test_from_an_empty_practice_to_a_report_that_an_insurer_opens(chromium, database_url, tmp_path):
    with served(database_url, tmp_path) as site:
        told = whole_job(chromium, site, admin=ADMIN, admin_password=ADMIN_PASSWORD, downloads=tmp_path)

    assert told.pdf.startswith(b"%PDF-")
    assert "Twelve sessions of physiotherapy" in told.report_text
    assert "£380" in told.report_text
