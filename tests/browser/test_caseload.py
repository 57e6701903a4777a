"""The caseload board in a browser: both views, an open row, on a phone, by keyboard alone and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import faults_on
from tests.factories.accounts import UserFactory, WorkingTermsFactory
from tests.factories.clients import AssignmentFactory, ClientFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def board(transactional_db):
    """Priya over her limit with two clients, Daniel with room, one client unassigned."""
    admin = UserFactory(name="Amara Okafor", roles=[Role.PRACTICE_ADMIN])
    late = timezone.localdate() - timedelta(days=9)
    for name, fte in (("Priya Kaur", "0.1"), ("Daniel Moss", "1")):
        person = UserFactory(name=name, email=f"{name.split()[0].lower()}@practice.example")
        WorkingTermsFactory(person=person, fte=fte)
        for _ in range(2):
            client = ClientFactory(created_at=timezone.now() - timedelta(days=300), next_review_on=late)
            AssignmentFactory(client=client, staff=person)
    ClientFactory(given_name="Nadia", preferred_name="", family_name="Bashir")
    return admin


@pytest.mark.parametrize("query", ["?open=priya@practice.example&only=over", "?view=board"])
def test_both_views_are_accessible_and_fit(board, signed_in_page, query):
    assert not faults_on(signed_in_page(board, bypass_csp=True), f"/practice/{query}")


def test_a_client_is_moved_by_keyboard_alone_on_a_phone(board, new_context):
    context = new_context(360, java_script_enabled=False)
    sign_in(context, board)
    page = context.new_page()
    page.goto("/practice/")

    tab_to(page, page.get_by_role("link", name="Priya Kaur"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox", name="Select").first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Move selected clients"))
    page.keyboard.press("Enter")

    page.wait_for_url("**/practice/handovers/new/?clients=*")
    assert page.get_by_role("checkbox", checked=True).count() == 1


def tab_to(page, target):
    target.wait_for()
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {target}")
