"""The whole job, once, told as its people do it in a browser: from an empty practice to a report an insurer opens."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

PASSWORD = "a plain but long password"


@dataclass
class Person:
    """Somebody at their own browser."""

    page: Page
    site: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def click(self, name: str) -> None:
        """Follows the first link or presses the first button of this name."""
        role = self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name))
        role.first.click()

    def press(self, name: str) -> None:
        """Presses a button of a form and waits for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def fill(self, **fields: object) -> None:
        """Fills each field by its name: text is typed, a choice chosen, a box ticked."""
        for name, value in fields.items():
            given = self.page.locator(f"main [name='{name}']")
            kind = given.first.get_attribute("type") or given.first.evaluate("field => field.tagName.toLowerCase()")
            if kind == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "checkbox" and value is True:
                given.first.check()
            elif kind == "checkbox":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "select":
                given.first.select_option(str(value))
            else:
                given.first.fill(str(value))

    def choose(self, name: str, words: str) -> None:
        """Chooses the option of a list that holds the words."""
        choice = self.page.locator(f"main [name='{name}']")
        choice.select_option(choice.locator("option", has_text=words).first.get_attribute("value"))

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.open("/account/login/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile("My day|Clients"))


@dataclass
class Told:
    """What the story leaves behind, for the test to look at."""

    reference: str
    pdf: bytes
    report_text: str


def whole_job(browser: Browser, site: str, *, admin: str, admin_password: str, downloads: Path) -> Told:
    boss = Person(new_page(browser), site)
    boss.sign_in(admin, admin_password)
    priya = invited(browser, boss, "Priya Kaur", "priya@alderwren.example", "case_manager")
    invited(browser, boss, "Helen Brandt", "helen@alderwren.example", "supervisor")
    reference = adds_client(priya)
    file = f"/clients/{reference}"
    admin_sees_no_clinical_text(boss, file)
    writes_contact(priya, file)
    assesses(priya, file)
    plans(priya, file)
    gets_funding(priya, file)
    refers(priya, file)
    reviews(priya, file)
    link, passcode = issues_and_shares(priya, file)
    reader = Person(new_page(browser), site)
    return opens_report(reader, link, passcode, reference, downloads)


def new_page(browser: Browser) -> Page:
    """A page of a browser that knows nobody."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(15_000)
    return page


def invited(browser: Browser, boss: Person, name: str, email: str, role: str) -> Person:
    boss.open("/practice/staff/invite/")
    boss.fill(name=name, email=email, registration="HCPC OT123456", roles=role)
    boss.press("Send invitation")
    link = re.search(r"http\S+/invitations/\S+", boss.page.get_by_role("status").inner_text())
    assert link, "the admin is told the link"
    person = Person(new_page(browser), boss.site)
    person.page.goto(link[0])
    person.page.get_by_label("Password").fill(PASSWORD)
    person.press("Set password")
    person.sign_in(email)
    return person


def adds_client(priya: Person) -> str:
    priya.open("/clients/")
    priya.click("New client")
    priya.click("all on one page")
    priya.fill(
        given_name="Jordan Michael",
        family_name="Ashby",
        preferred_name="Jordan",
        born_on="14 Mar 1989",
        what_matters="I want to get to the allotment on my own.",
        injury_kind="brain",
        injured_on=day(-380),
        injury="Road collision",
        instruction_kind="single",
        instructed_on=day(-60),
        party_role="claimant_solicitor",
        party_firm="Pike & Rowe Solicitors",
        party_contact="A. Rowe",
        party_reference="PR/2291",
        funder_role="insurer",
        funder_firm="Harlow Insurance",
        funder_reference="HI-77310",
        funder_reads=True,
        consent_party=True,
        consent_funder=True,
        consent_providers=True,
        consent_on=day(-58),
        consent_by="Jordan Ashby",
    )
    priya.press("Add client")
    priya.sees("What matters to Jordan")
    found = re.search(r"/clients/(CM-\d+)/", priya.page.url)
    assert found, "the new file is open"
    return found[1]


def admin_sees_no_clinical_text(boss: Person, file: str) -> None:
    answer = boss.page.goto(f"{boss.site}{file}/summary/")
    assert answer is not None
    assert answer.status == 403
    boss.open(f"{file}/allocation/")
    boss.sees("Priya Kaur")


def writes_contact(priya: Person, file: str) -> None:
    priya.open(f"{file}/timeline/add/")
    priya.fill(kind="visit", on="yesterday", minutes="55", text="Walked to the corner shop and back with one prompt.")
    priya.fill(late_reason="No signal at the house")
    priya.press("Sign and save")
    priya.sees("Walked to the corner shop and back with one prompt.")
    priya.open(f"{file}/timeline/")
    priya.sees("Visit")


def assesses(priya: Person, file: str) -> None:
    priya.open(f"{file}/assessments/add/")
    priya.fill(assessed_on=day(-30), summary="Independent indoors, not yet outdoors.")
    priya.fill(
        independence_found="Goes out only with his mother.",
        independence_told_by="family",
        independence_strengths="Knows the way.",
        independence_needs="To walk to the shop alone",
    )
    priya.press("Sign")
    priya.sees("To walk to the shop alone")
    priya.open(f"{file}/assessments/measures/wsas/add/")
    priya.fill(taken_on=day(-30), rater="client")
    for item in priya.page.locator("main input[inputmode=numeric]").all():
        item.fill("4")
    priya.press("Save")
    priya.sees("20")


def plans(priya: Person, file: str) -> None:
    priya.open(f"{file}/plan/")
    priya.click("Set a goal")
    priya.fill(
        title="Walk to the corner shop and back",
        own_words="I want to get my own milk.",
        measured_by="Prompts needed, counted at visits",
        target_on=day(120),
        much_less="Goes only with somebody beside him",
        less="Goes with two prompts",
        as_expected="Goes alone, one prompt at most",
        better="Goes alone without a prompt",
        much_better="Goes alone to the allotment",
        baseline="-1",
        importance="3",
    )
    priya.press("Save")
    priya.sees("Walk to the corner shop and back")
    priya.open(f"{file}/plan/agreement/")
    priya.fill(agreed_on=day(-20), agreed_with="Jordan Ashby")
    priya.press("Save")


def gets_funding(priya: Person, file: str) -> None:
    recommends(priya, file, "Twelve sessions of physiotherapy", "1,080")
    priya.click("Record the answer")
    priya.fill(answer="approved", amount_pence="1,080", decided_on="today", decided_by="Harlow Insurance claims team")
    priya.press("Save")
    recommends(priya, file, "Four sessions of occupational therapy", "380")


def recommends(priya: Person, file: str, action: str, pounds: str) -> None:
    priya.open(f"{file}/plan/recommend/")
    priya.page.locator("main [name='goals']").first.check()
    priya.page.locator("main [name='asked']").last.check()
    priya.fill(
        action=action,
        why="Balance outdoors holds the goal back.",
        options_considered="NHS therapy: eleven weeks to wait.",
        expected_outcome="Walks to the shop alone.",
        category="therapy",
        cost_pence=pounds,
        recommended_on=day(-15),
    )
    priya.press("Save")
    priya.sees(action)


def refers(priya: Person, file: str) -> None:
    priya.open("/providers/add/")
    priya.fill(
        name="Cedar Physio",
        discipline="physio",
        registration_body="HCPC",
        registration_number="PH123456",
        registration_ends_on=day(200),
        indemnity_insurer="Balens",
        indemnity_ends_on=day(200),
    )
    priya.press("Add provider")
    priya.open(f"{file}/referrals/new/")
    priya.choose("provider", "Cedar Physio")
    priya.choose("recommendation", "physiotherapy")
    priya.page.locator("main [name='goals']").first.check()
    priya.fill(reason="Balance outdoors.", shared="Goal, injury and telephone number.")
    priya.press("Save")
    priya.page.get_by_role("link", name="Send", exact=True).click()
    priya.press("Mark as sent")
    priya.click("Record reply")
    priya.fill(answer="accepted", answered_on="today")
    priya.press("Save")
    priya.click("Start service")
    priya.fill(title="Physiotherapy, weekly", starts_on="today", sessions_agreed="12", cost_agreed_pence="1,080")
    priya.press("Start service")
    priya.sees("Physiotherapy, weekly")


def reviews(priya: Person, file: str) -> None:
    priya.open(f"{file}/reviews/rhythm/")
    priya.fill(weeks="12", agreed_with="Jordan Ashby", agreed_on="today", first_due_on="today")
    priya.press("Save")
    priya.open(f"{file}/reviews/start/")
    priya.fill(
        held_on="today",
        present="Jordan and his mother",
        changed="Jordan walks to the corner shop with one prompt.",
        unchanged="He does not yet go alone.",
        next_steps="Practise the crossing with the physiotherapist.",
        next_due_on=day(84),
    )
    page = priya.page
    page.locator("main [name^='goal_'][name$='_score'][value='0']").check()
    page.locator("main [name^='goal_'][name$='_evidence']").fill("Went with one prompt yesterday.")
    page.locator("main [name^='goal_'][name$='_kind'][value='fact']").check()
    page.locator("main [name^='service_'][name$='_effect'][value='helping']").check()
    page.locator("main [name^='service_'][name$='_outlook'][value='continue']").check()
    page.locator("main [name^='service_'][name$='_comment']").fill("Practises what the goal needs.")
    priya.press("Finish")
    priya.sees("Went with one prompt yesterday.")
    priya.open("/")
    priya.sees("My day")


def issues_and_shares(priya: Person, file: str) -> tuple[str, str]:
    priya.open(f"{file}/reports/new/")
    priya.choose("reader", "Harlow Insurance")
    priya.fill(starts_on=day(-60))
    priya.press("Start report")
    priya.fill(summary="Jordan is on course.")
    priya.press("Save wording")
    priya.click("Preview")
    priya.sees("Decisions requested")
    priya.page.go_back()
    priya.page.get_by_role("link", name="Issue", exact=True).click()
    priya.press("Issue")
    share = priya.page.get_by_role("link", name="Share by link")
    expect(share).to_be_visible(timeout=90_000)  # a real worker renders the PDF
    share.click()
    priya.press("Make the link")
    priya.sees("Passcode")
    words = priya.page.get_by_role("main").inner_text()
    link, passcode = re.search(r"http\S+/r/\S+/", words), re.search(r"Passcode\s+(\d{4} \d{4})", words)
    assert link, "the sender is shown the link"
    assert passcode, "and the passcode, this once"
    return link[0], passcode[1]


def opens_report(reader: Person, link: str, passcode: str, reference: str, downloads: Path) -> Told:
    reader.page.goto(link)
    reader.sees("A report has been shared with you")
    reader.page.get_by_label("Passcode").fill(passcode)
    reader.press("View report")
    reader.sees("Jordan is on course.")
    text = reader.page.locator("#main").inner_text()
    with reader.page.expect_download() as arriving:
        reader.click("Download PDF")
    file = downloads / "report.pdf"
    arriving.value.save_as(file)
    return Told(reference, file.read_bytes(), text)


def day(shift: int) -> str:
    """A day from today as somebody types it."""
    on = date.today() + timedelta(days=shift)  # noqa: DTZ011 the browser's own day
    return f"{on.day} {on:%b %Y}"
