"""The people and the file that most tests start from, and the browser of those that need one."""

import gc
import os
import shutil
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone
from playwright.sync_api import sync_playwright

from accounts.roles import Role
from audit import triggers
from clients.actions import NewParty, add_client
from clients.models import InstructionKind, PartyRole
from tests.emptying import quick_flush
from tests.factories.accounts import SupervisionFactory, UserFactory

SLOW = ("long", "weekly")


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also the tests marked long and weekly")


DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)  # before -m is asked
def pytest_collection_modifyitems(config, items):
    """What asks for no database needs one leg only. What takes long runs with --long only, also by hand."""
    for item in items:
        if not item.get_closest_marker("django_db") and not DATABASE & set(item.fixturenames):
            item.add_marker(pytest.mark.one_leg)
    if not config.getoption("--long"):
        left_out = [item for item in items if any(item.get_closest_marker(name) for name in SLOW)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish(session):
    """All that was collected stays until the end: it need not be looked through for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(autouse=True, scope="session")
def emptied_quickly():
    with quick_flush():
        yield


@pytest.fixture(autouse=True, scope="session")
def media_of_this_run():
    """Files that tests store stand in a folder of this process, which goes with it."""
    yield
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests that need one. Playwright's loop runs in the tests' thread, hence the switch."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "Chromium is missing. Type: apt-get install chromium"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def without_triggers(db):
    """For tampering as somebody with the owner's database password would."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


@pytest.fixture
def case_manager(db):
    return UserFactory(name="Priya Kaur", email="priya@practice.example")


@pytest.fixture
def outsider(db):
    """Another case manager, with no part in the file."""
    return UserFactory(name="Daniel Owens", email="daniel@practice.example")


@pytest.fixture
def supervisor(case_manager):
    """Supervises the case manager."""
    person = UserFactory(name="Helen Reid", email="helen@practice.example", roles=[Role.SUPERVISOR])
    SupervisionFactory(supervisor=person, supervisee=case_manager)
    return person


@pytest.fixture
def admin(db):
    return UserFactory(name="Amara Okafor", email="amara@practice.example", roles=[Role.PRACTICE_ADMIN])


@pytest.fixture
def sole_practitioner(db):
    roles = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.PRACTICE_ADMIN]
    return UserFactory(name="Sam Price", email="sam@practice.example", roles=roles)


@pytest.fixture
def client_file(case_manager):
    """Jonathan Ashby's file: led by the case manager, instructed by a solicitor, paid by an insurer, with consents."""
    now = timezone.now() - timedelta(days=60)
    given = {"given_on": timezone.localdate(now), "given_by": "The client"}
    return add_client(
        by=case_manager,
        now=now,
        person={
            "given_name": "Jonathan",
            "preferred_name": "Jon",
            "family_name": "Ashby",
            "born_on": timezone.localdate().replace(year=1984, month=3, day=14),
            "injury_kind": "brain",
            "status": "active",
        },
        instruction={"kind": InstructionKind.JOINT, "starts_on": timezone.localdate(now)},
        parties=[
            NewParty(
                role=PartyRole.CLAIMANT_SOLICITOR,
                firm="Pike & Rowe Solicitors",
                contact_name="A. Rowe",
                email="a.rowe@pikerowe.example",
                their_reference="PR/2214",
                instructs=True,
                may_read_reports=True,
                consent=given,
            ),
            NewParty(
                role=PartyRole.INSURER,
                firm="Northgate Insurance",
                contact_name="T. Bell",
                email="t.bell@northgate.example",
                their_reference="NG-88120",
                pays=True,
                may_read_reports=True,
                consent=given,
            ),
        ],
        provider_consent=given,
    )


@pytest.fixture
def signed_in():
    """`signed_in(person)` is a browser in which that person has signed in."""

    def sign_in(person):
        browser = Browser()
        browser.force_login(person)
        return browser

    return sign_in
