"""What the nets share: people of the shared practice who ask for pages, and nothing that stays afterwards."""

from django.db import transaction
from django.test import Client as Browser

from accounts.roles import Role
from tests.access.routes import every_route
from tests.access.table import door_of

# Doors behind which a lead meets a page of their own practice.
FOR_A_LEAD = {
    "reads the file",
    "given drafts",
    "works on the file",
    "reads a concern",
    "works on a concern",
    "confirms a handover note",
    "add a client",
    "reads an enquiry",
    "sets up a file",
    "lists of files",
    "see providers",
    "change providers",
    "own account",
    "between the two",
    "supervised themselves",
    "own or admin's",
    "own alone",
}
FOR_A_SUPERVISOR = {"supervision", "supervises the person"}
FOR_AN_ADMIN = {"allocation", "staff", "sent the table", "lists of the practice", "reviews openings", "caseloads"}


def pages_for(doors):
    return [route for route in every_route() if door_of(route.name, "GET") in doors]


def staff_pages():
    """Each GET route, with who of the shared practice is asked to open it."""
    asked = ((FOR_A_LEAD, "lead"), (FOR_A_SUPERVISOR, "own supervisor"), (FOR_AN_ADMIN, "admin"))
    return [(route, person) for doors, person in asked for route in pages_for(doors)]


def signed_in(person):
    browser = Browser()
    browser.force_login(person)
    return browser


def ask(browser, method, where, body=b""):
    """The response to one request, as it would be if nothing had happened before: its traces are taken back."""
    cookies = browser.cookies.copy()
    with transaction.atomic():
        response = browser.generic(method, where, body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response


def everything():
    """The roles of somebody who does everything in a small practice."""
    return [Role.CASE_MANAGER, Role.SUPERVISOR, Role.PRACTICE_ADMIN]
