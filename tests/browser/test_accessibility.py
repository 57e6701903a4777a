"""axe (WCAG 2.2 AA) over every page, wide and narrow; and no page scrolls sideways on a phone."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db.transaction import atomic
from django.http import HttpResponse
from django.urls import include, path

from accounts.roles import Role
from tests.access.pages import pages_for, staff_pages
from tests.access.practice import build
from tests.browser.conftest import sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)
LOOK = """
async () => {
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
    return [found.violations, document.documentElement.scrollWidth];
}
"""
SIGNED_OUT = {"account_login", "account_reset_password", "account_reset_password_done", "accounts:accept_invitation"}
SHARES = 3  # of the pages of the staff, for as many processes


def faults_on(page, where):
    """What is wrong with one page, wide and narrow, each as a line; None where the route shows no page."""
    looked = page.request.get(where)
    if looked.status == 405 or "text/html" not in looked.headers["content-type"]:
        return None
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    response = page.goto(where)
    page.evaluate(AXE_SCRIPT)
    answered = [f"{where} answered {response.status}"] if response.status >= 400 else []
    return answered + [f"{where} at {width}: {fault}" for width in WIDTHS for fault in faults_at(page, width)]


def faults_at(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    # As tall as its content: a field half under the bar at the window's edge is a scroll away, not too small.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height + 200})
    found, wide = page.evaluate(LOOK)
    faults = [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
    return faults + ([f"scrolls sideways: {wide} px wide"] if wide > width else [])


def stand_up():
    with atomic():
        return build()


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_fits(transactional_db, new_context, share):
    practice, faults, seen = stand_up(), [], 0
    pages = {}
    for name in ("lead", "own supervisor", "admin"):
        context = new_context(bypass_csp=True)
        sign_in(context, practice.people[name])
        pages[name] = context.new_page()
    for route, person in staff_pages()[share::SHARES]:
        found = faults_on(pages[person], route.path(practice.values("own") | practice.particulars("own", route.name)))
        seen += found is not None
        faults += [f"{route}: {fault}" for fault in found or []]
    assert not faults, "\n".join(faults)
    assert seen > 50 / SHARES


def test_pages_without_a_session_are_accessible_and_fit(transactional_db, new_context):
    practice, faults = stand_up(), []
    page = new_context(bypass_csp=True).new_page()
    doors = {"public", "outside link", "steps of signing in"}
    for route in pages_for(doors):
        if route.name in SIGNED_OUT or route.name.startswith("reports:"):
            where = route.path(practice.values("own") | practice.particulars("own", route.name))
            faults += [f"{route}: {fault}" for fault in faults_on(page, where) or []]
    assert not faults, "\n".join(faults)


def test_an_empty_practice_is_accessible_and_fits(transactional_db, signed_in_page):
    roles = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.PRACTICE_ADMIN]
    page, faults = signed_in_page(UserFactory(roles=roles), bypass_csp=True), []
    for where in ("/", "/clients/", "/reviews/", "/providers/", "/reports/", "/practice/team/", "/reminders/"):
        faults += faults_on(page, where)
    faults += [fault for fault in faults_on(page, "/nowhere/") if not fault.endswith("answered 404")]
    assert not faults, "\n".join(faults)


def careless(request):
    return HttpResponse("<html><body><img src='x'><input><p style='width:2000px'>wide</p></body></html>")


urlpatterns = [path("careless/", careless), path("", include("casemgmt.urls"))]


@pytest.mark.urls(__name__)
def test_a_careless_page_is_caught(case_manager, signed_in_page):
    """The negative control of this net."""
    faults = faults_on(signed_in_page(case_manager, bypass_csp=True), "/careless/")
    wide, narrow = ({fault.split(":")[1].strip() for fault in faults if f" at {width}:" in fault} for width in WIDTHS)
    assert wide >= {"image-alt", "label", "html-has-lang", "document-title", "scrolls sideways"}
    assert narrow >= wide
