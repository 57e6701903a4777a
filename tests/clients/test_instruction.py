"""Instructions over the years, their parties and shares, and the gate before chargeable work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import PracticeSettings, TermsGate
from audit.models import AuditEvent
from careplans.models import Recommendation
from clients import instruction_actions as actions
from clients.models import Client, Instruction, InstructionKind, Party, Receives, WorkingStyle
from clients.terms import TermsMissing
from providers.actions import TermsNotSigned, start_service
from records.actions import sign_contact
from tests.factories.careplans import GoalFactory
from tests.factories.providers import ReferralFactory
from ui.versions import Stale


def today():
    return timezone.localdate()


@pytest.fixture
def instruction(client_file):
    return client_file.instructions.select_related("client").get()


@pytest.fixture
def given(case_manager):
    return {"by": case_manager, "now": timezone.now()}


def start(client, given, **values):
    terms = {"kind": InstructionKind.DEPUTY, "starts_on": today(), "carry_parties": True} | values
    return actions.start_instruction(client, **terms, **given)


def sign(instruction, given, on):
    signed = {"terms_signed_on": on, "fees_agreed_on": on, "terms_signed_by": "A. Rowe"}
    actions.record_terms(instruction, version=instruction.version, **signed, **given)


def practice_stops():
    PracticeSettings.current()
    PracticeSettings.objects.update(terms_gate=TermsGate.STOP)


def verbs():
    return set(AuditEvent.objects.values_list("verb", flat=True))


def test_the_next_instruction_ends_the_one_before_and_takes_its_parties_over(client_file, instruction, given):
    begun = start(client_file, given, end_reason="A deputy was appointed")

    instruction.refresh_from_db()
    assert (instruction.ends_on, instruction.end_reason) == (today(), "A deputy was appointed")
    assert Instruction.objects.open().get(client=client_file) == begun
    assert sorted(begun.parties.values_list("firm", flat=True)) == ["Northgate Insurance", "Pike & Rowe Solicitors"]
    assert not begun.parties.exclude(consents=None).exists(), "consent is asked anew"
    assert verbs() >= {"instruction.started", "instruction.ended"}


def test_the_next_instruction_does_not_begin_before_the_last(client_file, instruction, given):
    with pytest.raises(actions.StartsBeforeTheLast):
        start(client_file, given, starts_on=instruction.starts_on - timedelta(days=1))


def test_an_instruction_ends_once_and_not_before_it_began(instruction, given):
    with pytest.raises(actions.EndsBeforeStart):
        actions.end_instruction(
            instruction, ends_on=instruction.starts_on - timedelta(days=1), reason="Settled", **given
        )
    actions.end_instruction(instruction, ends_on=today(), reason="Settled", **given)
    with pytest.raises(actions.AlreadyEnded):
        actions.end_instruction(instruction, ends_on=today(), reason="Settled", **given)


def test_of_two_who_change_an_instruction_the_second_is_told(instruction, given):
    actions.change_instruction(instruction, version=1, track="lower", **given)
    with pytest.raises(Stale):
        actions.change_instruction(instruction, version=1, track="full", **given)
    assert "instruction.changed" in verbs()


def test_under_a_joint_instruction_all_readers_receive_at_the_same_moment(instruction, given):
    assert set(instruction.parties.values_list("receives", flat=True)) == {Receives.TOGETHER}

    late = actions.add_party(
        instruction, role="deputy", firm="Hale", may_read_reports=True, receives=Receives.AT_ONCE, **given
    )
    late.refresh_from_db()
    assert late.receives == Receives.TOGETHER
    assert "party.added" in verbs()


def test_a_party_is_found_by_its_new_reference(client_file, instruction, given):
    party = instruction.parties.get(pays=True)
    actions.change_party(party, version=party.version, their_reference="ZX-555", **given)

    assert client_file in Client.objects.matching("ZX-555")
    assert "party.changed" in verbs()


def test_shares_of_the_cost_come_to_a_hundred(instruction, given):
    insurer = instruction.parties.get(pays=True)
    other = actions.add_party(instruction, role="insurer", firm="Second Mutual", pays=True, **given)

    with pytest.raises(actions.SharesDoNotAddUp, match="come to 90 per cent"):
        actions.share_costs(instruction, shares={insurer.pk: 60, other.pk: 30}, **given)
    with pytest.raises(actions.SharesDoNotAddUp, match="has changed"):
        actions.share_costs(instruction, shares={insurer.pk: 100}, **given)
    actions.share_costs(instruction, shares={insurer.pk: 60, other.pk: 40}, **given)

    assert sorted(instruction.parties.filter(pays=True).values_list("share_percent", flat=True)) == [40, 60]
    other.refresh_from_db()
    actions.change_party(other, version=other.version, pays=False, **given)
    assert Party.objects.get(pk=other.pk).share_percent is None
    assert "instruction.costs_shared" in verbs()


def test_the_shares_page_says_what_they_come_to(instruction, case_manager, signed_in):
    url = reverse("clients:share_costs", args=[instruction.pk])

    refused = signed_in(case_manager).post(url, {"share_0": "80"})

    assert refused.status_code == 422
    assert "The shares come to 80 per cent. They must come to 100." in refused.content.decode()
    assert signed_in(case_manager).post(url, {"share_0": "100"}).status_code == 303


# --- The gate before chargeable work ---


def call(client, given, minutes):
    return sign_contact(
        client,
        kind="call",
        on=today(),
        at=None,
        minutes=minutes,
        with_whom="",
        with_client=True,
        text="Spoke",
        late_reason="",
        **given,
    )


def test_a_practice_that_warns_records_the_minutes_and_says_what_is_missing(
    client_file, instruction, given, case_manager, signed_in
):
    page = signed_in(case_manager).get(reverse("practice:add_contact", args=[client_file.reference])).content.decode()

    assert "Terms and fee schedule are not signed" in page
    assert reverse("clients:record_terms", args=[instruction.pk]) in page
    assert call(client_file, given, 10).minutes == 10


def test_a_practice_that_stops_takes_the_record_but_no_minutes(client_file, given):
    practice_stops()

    with pytest.raises(TermsMissing):
        call(client_file, given, 10)
    assert call(client_file, given, None).pk


def test_the_refusal_stands_beside_the_minutes(client_file, case_manager, signed_in):
    practice_stops()
    url = reverse("practice:add_contact", args=[client_file.reference])

    sent = {"kind": "call", "on": "today", "minutes": "10", "text": "Spoke", "with_whom": ""}
    refused = signed_in(case_manager).post(url, sent)

    assert refused.status_code == 422
    assert "minutes" in refused.context["form"].errors


def test_signed_terms_open_the_gate(client_file, instruction, given, case_manager, signed_in):
    practice_stops()
    sign(instruction, given, today())

    assert call(client_file, given, 10).minutes == 10
    page = signed_in(case_manager).get(reverse("practice:add_contact", args=[client_file.reference])).content.decode()
    assert "nobody has agreed to pay" not in page
    assert "instruction.terms_recorded" in verbs()


def test_a_service_waits_for_the_terms_where_the_practice_stops(client_file, instruction, given, case_manager):
    referral = ReferralFactory(
        client=client_file, state="accepted", sent_on=today(), consent=client_file.consents.get(party=None)
    )
    practice_stops()

    with pytest.raises(TermsNotSigned, match="not signed"):
        start_service(referral, title="Physiotherapy", starts_on=today(), **given)
    sign(instruction, given, today())
    assert start_service(referral, title="Physiotherapy", starts_on=today(), **given).pk


# --- Costs and recommendations go to those alone who may know of them ---


def test_a_recommendation_is_not_put_to_a_party_without_consent(client_file, given, case_manager, signed_in):
    insurer = Party.objects.get(client=client_file, pays=True)
    goal, browser = GoalFactory(client=client_file), signed_in(case_manager)
    url = reverse("careplans:add_recommendation", args=[client_file.reference])
    typed = {"action": "Twelve sessions", "goals": str(goal.pk), "why": "Needs it", "options_considered": "None"}
    typed |= {"expected_outcome": "Cooks", "category": "therapy", "cost_pence": "1,080", "recommended_on": "today"}
    insurer.consents.update(withdrawn_on=today(), withdrawn_reason="No")

    refused = browser.post(url, typed | {"asked": str(insurer.pk)})

    assert refused.status_code == 422
    assert "was withdrawn on" in refused.context["form"].errors["asked"][0]
    assert not Recommendation.objects.exists()
    insurer.consents.update(withdrawn_on=None, withdrawn_reason="")
    Party.objects.filter(pk=insurer.pk).update(may_read_reports=False)
    assert browser.post(url, typed | {"asked": str(insurer.pk)}).status_code == 303, "the control, and no reader either"

    made = Recommendation.objects.get()
    assert "nothing more about this" not in browser.get(made.get_absolute_url()).content.decode()
    insurer.consents.update(withdrawn_on=today(), withdrawn_reason="No")
    assert "So nothing more about this may go to them" in browser.get(made.get_absolute_url()).content.decode()


# --- The style of the work ---


def test_the_style_of_the_work_sets_when_a_client_is_silent(client_file, instruction, given):
    practice = PracticeSettings.current()
    Client.objects.update(last_contact_on=today() - timedelta(days=10))
    assert not Client.objects.silent(today(), practice=practice).exists()

    actions.change_instruction(instruction, version=1, style=WorkingStyle.INTENSIVE, **given)

    (silent,) = Client.objects.silent(today(), practice=practice)
    assert silent.is_silent(today(), practice=practice)
    actions.end_instruction(instruction, ends_on=today(), reason="Settled", **given)
    assert not Client.objects.silent(today(), practice=practice).exists()


def test_every_style_has_its_days_in_the_settings():
    practice = PracticeSettings(silent_days=99)
    assert {style: practice.silent_after(style) for style in ("", *WorkingStyle.values)} == {
        "": 99,
        "brokerage": 42,
        "direct": 14,
        "strengths": 21,
        "intensive": 7,
    }


def test_the_page_shows_the_instruction_and_those_before(client_file, given, case_manager, signed_in):
    start(client_file, given, style=WorkingStyle.BROKERAGE, end_reason="A deputy was appointed")

    page = signed_in(case_manager).get(reverse("clients:people", args=[client_file.reference])).content.decode()

    assert "contact at least every 42 days" in page
    assert "A deputy was appointed" in page
