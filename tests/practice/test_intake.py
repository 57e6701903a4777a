"""A new client step by step: nothing typed twice, nothing lost, and one moment in which it becomes a file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from clients.models import Alert, Assignment, Circumstances, Client, Consent, Party, Risk, TimelineEntry
from practice.enquiries.actions import decide_enquiry
from practice.intake import actions, opening_actions
from practice.intake.actions import NotInHand
from practice.intake.gathered import NotReady
from practice.models import Intake, IntakeStep, Step
from reviews.models import Review
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import EnquiryFactory, IntakeFactory, IntakeStepFactory
from ui.versions import Stale

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
PERSON = {"given_name": "Jonah", "family_name": "Ketteridge", "nation": "ENG"}
SECRET = "seizures at night and a fall from a scaffold"


def accepted(worker, **values):
    enquiry = EnquiryFactory(given_name="Jonah", family_name="Ketteridge", **values)
    return decide_enquiry(
        enquiry, answer="accepted", reason="", look_again_on=None, worker=worker, by=enquiry.logged_by, now=NOW
    )


def url(intake, step=""):
    return intake.get_absolute_url() + (f"{step}/" if step else "")


def shown(browser, where):
    """What the page's form would send if nobody touched it."""
    form = browser.get(where).context["form"]
    values = {name: form[name].value() for name in form.fields}
    hidden = {"version": form.current_version or ""}
    return hidden | {name: _typed(form, name, value) for name, value in values.items() if value not in (None, False)}


def _typed(form, name, value):
    field = form.fields[name]
    return field.prepare_value(value) if hasattr(field, "prepare_value") else value


def save(browser, intake, step, **more):
    where = url(intake, step)
    answer = browser.post(where, shown(browser, where) | more)
    assert answer.status_code == 303, answer.context["form"].errors
    return answer


def states(browser, intake):
    return {row.label: row.state.word for row in browser.get(url(intake)).context["rows"]}


def test_accepting_an_enquiry_fills_the_steps_and_says_so(signed_in, case_manager):
    intake = accepted(case_manager, born_on=TODAY.replace(year=1989), their_reference="AR/1")
    browser = signed_in(case_manager)

    found = states(browser, intake)

    assert found["Person"] == "To confirm"
    assert found["Consent"] == "Not started"
    assert found["Allocation"] == "Cannot start yet"
    person, party = shown(browser, url(intake, "person")), shown(browser, url(intake, "party"))
    assert (person["given_name"], person["family_name"]) == ("Jonah", "Ketteridge")
    assert "1989" in person["born_on"]
    assert (party["party_firm"], party["party_reference"]) == ("Pike & Rowe Solicitors", "AR/1")
    assert (party["instruction_kind"], party["party_role"]) == ("single", "claimant_solicitor")
    assert "scaffold" in shown(browser, url(intake, "injury"))["injury"]


def test_the_steps_are_saved_in_any_order_and_make_one_whole_file(signed_in, case_manager):
    intake = accepted(case_manager)
    browser, soon = signed_in(case_manager), TODAY + timedelta(days=30)
    first = {"agreed_with": "Jonah", "first_due_on": f"{soon:%d/%m/%Y}"}

    save(browser, intake, "review", **first)
    save(
        browser,
        intake,
        "risks",
        hazard_1="Seizures",
        in_place_1="Rescue plan",
        alert_kind="lone_worker",
        alert_words="Two go",
    )
    save(browser, intake, "injury", injury_kind="brain", medication="Levetiracetam")
    save(browser, intake, "contact", telephone="01632 960777", language="Welsh", communication="Short sentences")
    save(
        browser,
        intake,
        "party",
        party_pays="on",
        terms_signed_on="today",
        fees_agreed_on="today",
        terms_signed_by="A. Rowe",
    )
    save(browser, intake, "consent", consent_party="on", consent_on="today", consent_by="Jonah", consent_how="spoken")
    save(browser, intake, "person", preferred_name="Joe")
    save(browser, intake, "allocation")
    assert set(states(browser, intake).values()) == {"Done"}
    assert not Client.objects.exists()

    answer = browser.post(url(intake, "open"), {})

    client = Client.objects.get()
    assert answer["Location"] == client.get_absolute_url()
    assert (client.preferred_name, client.telephone, client.injury_kind) == ("Joe", "01632 960777", "brain")
    assert "scaffold" in client.injury
    told = Circumstances.objects.get(client=client)
    assert (told.language, told.medication) == ("Welsh", "Levetiracetam")
    instruction = client.instructions.get()
    assert instruction.terms_hold(TODAY)
    assert Party.objects.get(client=client).contact_name == "Alison Rowe"
    assert Consent.objects.get(client=client).how == "spoken"
    assert Risk.objects.get(client=client).hazard == "Seizures"
    assert Alert.objects.get(client=client).words == "Two go"
    assert Review.objects.get(client=client).due_on == soon
    assert Assignment.objects.get(client=client).staff == case_manager
    assert TimelineEntry.objects.filter(client=client, title="Enquiry received: Solicitor").count() == 1
    intake.refresh_from_db()
    assert intake.client == intake.enquiry.client == client
    assert not IntakeStep.objects.exists()
    verbs = set(AuditEvent.objects.filter(client=client.reference).values_list("verb", flat=True))
    assert {"client.added", "intake.file_opened", "enquiry.file_opened", "risk.raised"} <= verbs
    assert browser.get(url(intake, "injury"))["Location"] == client.get_absolute_url()


def test_a_day_that_was_typed_as_today_stays_that_day(signed_in, case_manager):
    intake = accepted(case_manager)
    save(signed_in(case_manager), intake, "consent", consent_party="on", consent_on="today", consent_by="Jonah")
    assert str(TODAY.year) in intake.steps.get(step=Step.CONSENT).values["consent_on"]


def test_without_person_and_party_there_is_no_file(signed_in, case_manager):
    intake = accepted(case_manager)
    answer = signed_in(case_manager).post(url(intake, "open"), {})
    assert answer.status_code == 422
    assert "Save the step “Person” first" in answer.content.decode()
    assert not Client.objects.exists()


def test_what_no_longer_holds_sends_back_to_its_step(case_manager):
    intake = ready(case_manager)
    past = {"weeks": "12", "agreed_with": "Jonah", "agreed_on": "1 Jan 2026", "first_due_on": "2 Jan 2026"}
    actions.save_step(intake, Step.REVIEW, values=past, version=0, by=case_manager, now=NOW)
    with pytest.raises(NotReady, match="First review"):
        opening_actions.open_file(intake, by=case_manager, now=NOW)


def ready(worker):
    step = IntakeStepFactory(intake__worker=worker)
    IntakeStepFactory(intake=step.intake, step="person", values=PERSON)
    return step.intake


def test_a_failure_on_the_way_leaves_neither_a_file_nor_a_hole(case_manager, monkeypatch):
    intake = ready(case_manager)
    values = {"weeks": "12", "agreed_with": "Jonah", "agreed_on": "today", "first_due_on": "tomorrow"}
    actions.save_step(intake, Step.REVIEW, values=values, version=0, by=case_manager, now=NOW)

    def breaks(*args, **values):
        raise OSError("power cut")

    monkeypatch.setattr(opening_actions, "agree_rhythm", breaks)
    with pytest.raises(OSError, match="power cut"):
        opening_actions.open_file(intake, by=case_manager, now=NOW)

    assert not Client.objects.exists()
    assert Intake.objects.get().is_unfinished
    assert IntakeStep.objects.count() == 3


def test_a_file_is_opened_once(case_manager):
    intake = ready(case_manager)
    opening_actions.open_file(intake, by=case_manager, now=NOW)
    with pytest.raises(NotInHand):
        opening_actions.open_file(intake, by=case_manager, now=NOW)
    assert Client.objects.count() == 1


def test_two_people_on_one_step_see_both_texts(signed_in, case_manager, sole_practitioner):
    intake = ready(case_manager)
    first, second = signed_in(case_manager), signed_in(sole_practitioner)
    mine = shown(first, url(intake, "person"))
    save(second, intake, "person", preferred_name="Joe")

    answer = first.post(url(intake, "person"), mine | {"preferred_name": "Jo"})

    assert answer.status_code == 409
    assert {difference.label for difference in answer.context["differences"]} == {"Name they like to be called"}
    assert intake.steps.get(step=Step.PERSON).values["preferred_name"] == "Joe"


def test_a_step_that_two_begin_at_once_is_not_overwritten(case_manager, admin):
    intake = IntakeFactory(worker=case_manager)
    values = {"address": "12 Tannery Yard"}
    actions.save_step(intake, Step.CONTACT, values=values, version=0, by=case_manager, now=NOW)
    with pytest.raises(Stale):
        actions.save_step(intake, Step.CONTACT, values={}, version=0, by=admin, now=NOW)
    assert intake.steps.get().values == values
    assert AuditEvent.objects.filter(verb="intake.step_saved").count() == 1


def test_a_new_client_begins_with_the_person(signed_in, case_manager):
    answer = signed_in(case_manager).post("/intakes/new/", PERSON)
    intake = Intake.objects.get()
    assert answer["Location"] == intake.get_absolute_url()
    assert (intake.worker, intake.enquiry) == (case_manager, None)
    assert intake.steps.get().saved_by == case_manager
    assert AuditEvent.objects.filter(verb="intake.begun").count() == 1


def test_nobody_else_knows_of_it_before_there_is_a_file(signed_in, case_manager, outsider, admin):
    intake = accepted(case_manager)
    assert signed_in(outsider).get(url(intake)).status_code == 404
    assert signed_in(outsider).post(url(intake, "person"), PERSON).status_code == 404
    assert signed_in(admin).get(url(intake)).status_code == 200
    assert AuditEvent.objects.filter(verb="intake.opened").count() == 1
    assert "File being set up" in signed_in(case_manager).get("/").content.decode()
    assert "File being set up" not in signed_in(outsider).get("/").content.decode()


CLINICAL = {
    "contact": {"communication": SECRET},
    "injury": {"injury_kind": "brain", "injury": SECRET},
    "risks": {"hazard_1": "Seizures", "in_place_1": SECRET},
}


@pytest.mark.parametrize("step", CLINICAL)
def test_an_admin_may_write_what_is_clinical_and_does_not_read_it_again(signed_in, admin, case_manager, step):
    intake, browser = ready(case_manager), signed_in(admin)
    save(browser, intake, step, **CLINICAL[step])

    again = browser.get(url(intake, step))

    assert again.status_code == 403
    pages = [again, *(browser.get(url(intake, where)) for where in ("", "open", "person", "party"))]
    assert not [page for page in pages if SECRET in page.content.decode()]
    assert browser.post(url(intake, step), CLINICAL[step]).status_code == 403
    assert SECRET in signed_in(case_manager).get(url(intake, step)).content.decode(), "the negative control"


def test_a_case_manager_carries_the_client_or_whom_an_admin_chose(signed_in, case_manager, admin):
    intake, other = ready(case_manager), UserFactory(name="Daniel Moss")
    offered = signed_in(case_manager).get(url(intake, "allocation")).context["form"].fields["lead"].queryset
    assert list(offered) == [case_manager]

    save(signed_in(admin), intake, "allocation", lead=other.pk)
    answer = signed_in(case_manager).post(url(intake, "open"), {})

    assert Assignment.objects.get().staff == other
    assert answer["Location"] == "/enquiries/"


def test_an_admin_may_leave_the_client_unassigned(signed_in, admin):
    intake = ready(admin)
    save(signed_in(admin), intake, "allocation", lead="")
    answer = signed_in(admin).post(url(intake, "open"), {})
    client = Client.objects.get()
    assert not Assignment.objects.exists()
    assert answer["Location"] == f"/clients/{client.reference}/allocation/"


def test_no_risk_is_a_thing_to_say_and_not_to_skip(signed_in, case_manager):
    intake, browser = ready(case_manager), signed_in(case_manager)
    assert browser.post(url(intake, "risks"), {}).status_code == 422
    save(browser, intake, "risks", none_known="on")
    assert states(browser, intake)["Risks"] == "Done"


def test_handing_on_gives_it_to_a_colleague(signed_in, case_manager, outsider):
    intake = ready(case_manager)
    signed_in(case_manager).post(url(intake, "hand-on"), {"worker": outsider.pk})
    assert signed_in(case_manager).get(url(intake)).status_code == 404
    assert signed_in(outsider).get(url(intake)).status_code == 200
    assert AuditEvent.objects.filter(verb="intake.handed_on").count() == 1


def test_giving_up_takes_what_was_typed_and_opens_the_enquiry_again(signed_in, case_manager):
    intake = accepted(case_manager)
    signed_in(case_manager).post(url(intake, "give-up"), {"reason": "Chose another practice"})
    intake.refresh_from_db()
    assert (intake.is_unfinished, intake.enquiry.answer) == (False, "")
    assert not IntakeStep.objects.exists()
    assert AuditEvent.objects.filter(verb="intake.given_up").count() == 1
    again = decide_enquiry(
        intake.enquiry, answer="accepted", reason="", look_again_on=None, worker=case_manager, by=case_manager, now=NOW
    )
    assert again.steps.exists()


def test_the_injury_is_not_before_the_birth_though_they_stand_on_two_pages(signed_in, case_manager):
    intake, browser = ready(case_manager), signed_in(case_manager)
    save(browser, intake, "person", born_on="14 Mar 1989")
    answer = browser.post(url(intake, "injury"), {"injury_kind": "brain", "injured_on": "1 Jan 1980"})
    assert "on or after the date of birth" in answer.content.decode()


def test_a_sole_practitioner_does_all_of_it_alone(signed_in, sole_practitioner):
    browser = signed_in(sole_practitioner)
    assert Role.PRACTICE_ADMIN in sole_practitioner.roles
    where = browser.post("/intakes/new/", PERSON)["Location"]
    intake = Intake.objects.get()
    save(
        browser,
        intake,
        "party",
        instruction_kind="private",
        party_role="client",
        party_firm="Self",
        party_pays="on",
    )
    browser.post(f"{where}open/", {})
    assert Assignment.objects.get().staff == sole_practitioner
