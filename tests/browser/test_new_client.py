"""From a solicitor's instruction to a file, on a phone: nothing is typed twice and nothing is lost on the way."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from clients.match_actions import index_matches
from clients.models import Assignment, Client
from practice.models import Enquiry
from reviews.models import Review
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory
from ui.models import Draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390
FIRM, CONTACT, REFERENCE = "Pike & Rowe Solicitors", "Alison Rowe", "AR/KET/0612"
INJURY = "Fell from a scaffold. Head injury, broken pelvis."


class Teller:
    """Somebody with a phone who never types the same words twice."""

    typed = set()

    def __init__(self, page):
        self.page = page

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.page.locator(f"main [name='{name}']")
            kind = field.first.get_attribute("type") or field.first.evaluate("one => one.tagName.toLowerCase()")
            if kind == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "checkbox":
                field.check()
            elif kind == "select":
                field.select_option(value)
            else:
                assert value not in self.typed or value == "today", f"{value} was typed before"
                self.typed.add(value)
                field.fill(value)

    def holds(self, **fields):
        for name, value in fields.items():
            expect(self.page.locator(f"main [name='{name}']")).to_have_value(value)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def follow(self, name):
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def step(self, name, **fields):
        self.follow(name)
        self.fill(**fields)
        self.press("Save and go back to the list")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("New client")


@pytest.fixture
def people(transactional_db):
    """An admin, a case manager, and a client of somebody else who is called alike."""
    known = ClientFactory(given_name="Jonah", family_name="Ketteridge")
    AssignmentFactory(client=known, staff=UserFactory(name="Daniel Moss"))
    index_matches(known)
    return UserFactory(name="Amara Okafor", roles=[Role.PRACTICE_ADMIN]), UserFactory(name="Priya Kaur"), known


def at_the_desk(desk, worker):
    """The instruction comes in, is acknowledged, looked up and accepted."""
    desk.page.goto("/enquiries/")
    desk.follow("New enquiry")
    desk.fill(source="solicitor", firm=FIRM, contact_name=CONTACT, email="a.rowe@pikerowe.example")
    desk.fill(their_reference=REFERENCE, given_name="Jonah", family_name="Ketteridge", born_on="14 Mar 1989")
    desk.fill(received_on="yesterday", received_clock="16:40", area="Marlow Bay", injury=INJURY)
    desk.press("Log enquiry")
    expect(desk.page.get_by_text("Does the practice know this person?")).to_be_visible()
    expect(desk.page.get_by_text("scaffold")).to_have_count(0)
    desk.follow("Acknowledge")
    desk.fill(how="email")
    desk.press("Note acknowledgement")
    desk.follow("Decide")
    desk.fill(answer="accepted", worker=str(worker.pk))
    desk.press("Save decision")


def loses_the_connection(phone, worker):
    """What was typed before the ward's signal went is there again."""
    phone.follow("Contact and communication needs")
    phone.holds(address="Marlow Bay")
    phone.fill(telephone="01632 960777", communication="Short sentences, and after eleven.")
    phone.page.get_by_text("Draft saved").wait_for()
    phone.page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone.page.reload()
    phone.page.context.set_offline(False)
    phone.page.go_back()
    phone.page.goto(Draft.objects.get(author=worker).path)
    phone.holds(telephone="01632 960777", communication="Short sentences, and after eleven.")
    phone.press("Save and go back to the list")


def test_an_instruction_becomes_a_file_on_the_phone(signed_in_page, people):
    admin, worker, known = people
    at_the_desk(Teller(signed_in_page(admin, width=PHONE)), worker)

    phone = Teller(signed_in_page(worker, width=PHONE))
    phone.page.goto("/")
    phone.follow("Go on")
    expect(phone.page.get_by_text("A possible match exists. An admin will decide.")).to_be_visible()
    assert known.reference not in phone.page.content()
    phone.follow("Person")
    phone.holds(given_name="Jonah", family_name="Ketteridge", born_on="14 Mar 1989")
    phone.fill(preferred_name="Joe")
    phone.press("Save and go back to the list")
    loses_the_connection(phone, worker)
    phone.follow("Injury and circumstances")
    phone.holds(injury=INJURY)
    phone.fill(injury_kind="brain", medication="Levetiracetam")
    phone.press("Save and go back to the list")
    expect(phone.page.get_by_text("Cannot start yet")).to_have_count(1)
    phone.follow("Instructing party and funder")
    phone.holds(party_firm=FIRM, party_contact=CONTACT, party_reference=REFERENCE, instruction_kind="single")
    phone.fill(party_pays=True)
    phone.press("Save and go back to the list")
    phone.step("Consent", consent_party=True, consent_by="Jonah Ketteridge", consent_on="today")
    phone.step("Risks", none_known=True)
    phone.step("Instructing party", terms_signed_on="today", fees_agreed_on="today", terms_signed_by="A. Rowe")
    phone.step("Allocation")
    phone.step("First review", agreed_with="Joe and Alison", first_due_on="tomorrow")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    phone.follow("Open the file")
    phone.fill(somebody_else=True)
    phone.press("Open the file")

    enquiry, client = Enquiry.objects.get(), Client.objects.exclude(pk=known.pk).get()
    assert (client.preferred_name, client.injury, client.telephone) == ("Joe", INJURY, "01632 960777")
    assert client.instructions.get().terms_hold(timezone.localdate())
    assert Assignment.objects.leads().get(client=client).staff == worker
    assert Review.objects.get(client=client).due_on == client.next_review_on
    assert enquiry.client == client
    assert not Draft.objects.exists()
    expect(phone.page.get_by_text(f"{client.short_name} added as {client.reference}")).to_be_visible()
    phone.page.goto("/")
    expect(phone.page.get_by_text("Due ").first).to_be_visible()
