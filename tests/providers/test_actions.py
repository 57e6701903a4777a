from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from careplans.models import Answer, FundingDecision
from clients.actions import withdraw_consent
from clients.models import Consent, TimelineEntry
from providers import actions
from providers.models import Effect, Referral, ReferralState, Service
from tests.factories.careplans import GoalFactory, RecommendationFactory
from tests.factories.clients import ConsentFactory
from tests.factories.providers import ProviderFactory, ReferralFactory, ServiceFactory
from ui.versions import Stale


def today():
    return timezone.localdate()


def send(letter, by, **given):
    return actions.send_referral(letter, version=letter.version, by=by, now=timezone.now(), **given)


def write(client_file, provider, recommendation, goal, by, **given):
    return actions.write_referral(
        client_file,
        provider=provider,
        recommendation=recommendation,
        goals=[goal],
        reason="To walk outdoors.",
        shared="The needs assessment.",
        by=by,
        now=timezone.now(),
        **given,
    )


def test_a_provider_with_everything_in_date_has_nothing_lapsed():
    assert ProviderFactory.build().lapsed(today()) == []


def test_an_unknown_indemnity_date_counts_as_lapsed():
    provider = ProviderFactory.build(indemnity_ends_on=None)

    assert provider.lapsed(today()) == ["indemnity insurance"]


def test_a_provider_without_a_registration_number_needs_no_registration_date():
    provider = ProviderFactory.build(registration_number="", registration_ends_on=None)

    assert provider.lapsed(today()) == []


def test_a_registration_holds_through_its_last_day():
    provider = ProviderFactory.build(registration_ends_on=today())

    assert provider.lapsed(today()) == []
    assert provider.lapsed(today() + timedelta(days=1)) == ["registration"]


def test_change_provider_refuses_a_save_over_somebody_elses(provider, case_manager):
    actions.change_provider(provider, version=1, by=case_manager, now=timezone.now(), area="Bath")

    with pytest.raises(Stale):
        actions.change_provider(provider, version=1, by=case_manager, now=timezone.now(), area="Bristol")


def test_a_written_referral_is_a_draft_that_names_its_goals(client_file, provider, recommendation, goal, case_manager):
    letter = write(client_file, provider, recommendation, goal, case_manager)

    assert letter.is_draft
    assert list(letter.goals.all()) == [goal]
    assert AuditEvent.objects.filter(verb="referral.written", client=client_file.reference).count() == 1


def test_write_referral_refuses_a_lapsed_provider_without_a_reason(client_file, recommendation, goal, case_manager):
    lapsed = ProviderFactory(lapsed=True)

    with pytest.raises(actions.ProviderLapsed, match="indemnity insurance"):
        write(client_file, lapsed, recommendation, goal, case_manager)


def test_a_lapsed_provider_may_be_chosen_with_a_reason(client_file, recommendation, goal, case_manager):
    letter = write(
        client_file,
        ProviderFactory(lapsed=True),
        recommendation,
        goal,
        case_manager,
        lapsed_reason="Renewal seen by phone",
    )

    assert letter.lapsed_reason == "Renewal seen by phone"


def test_write_referral_refuses_another_clients_goal(client_file, provider, recommendation, case_manager):
    with pytest.raises(actions.NotOfThisClient):
        write(client_file, provider, recommendation, GoalFactory(), case_manager)


def test_a_letter_that_has_left_cannot_be_changed(client_file, provider, recommendation, goal, case_manager):
    letter = ReferralFactory(
        sent=True, client=client_file, provider=provider, recommendation=recommendation, goals=[goal]
    )
    values = {"provider": provider, "recommendation": recommendation, "goals": [goal], "lapsed_reason": ""}

    with pytest.raises(actions.AlreadySent):
        actions.change_referral(
            letter, version=1, reason="Other", shared="Other", by=case_manager, now=timezone.now(), **values
        )

    letter.refresh_from_db()
    assert letter.reason != "Other"


def test_sending_names_the_day_and_the_consent_it_rests_on(letter, case_manager):
    send(letter, case_manager)

    letter.refresh_from_db()
    assert letter.state == ReferralState.SENT
    assert letter.sent_on == today()
    assert letter.consent == Consent.objects.get(client=letter.client, party=None)
    assert TimelineEntry.objects.get(target=str(letter.pk)).title == "Referral sent, Cedar Physio"


def test_send_refuses_when_consent_is_withdrawn_on_the_same_day(letter, case_manager):
    withdraw_consent(Consent.objects.get(party=None), on=today(), reason="Changed his mind", by=case_manager)

    with pytest.raises(actions.NoConsent):
        send(letter, case_manager)

    letter.refresh_from_db()
    assert letter.is_draft


def test_send_refuses_when_consent_has_ended(letter, case_manager):
    Consent.objects.filter(party=None).update(ends_on=today() - timedelta(days=1))

    with pytest.raises(actions.NoConsent):
        send(letter, case_manager)


def test_consent_to_share_with_a_party_is_not_consent_for_providers(letter, case_manager):
    Consent.objects.filter(party=None).delete()

    with pytest.raises(actions.NoConsent):
        send(letter, case_manager)


def test_another_clients_consent_does_not_count(letter, case_manager):
    Consent.objects.filter(party=None).delete()
    ConsentFactory()

    with pytest.raises(actions.NoConsent):
        send(letter, case_manager)


def test_send_refuses_while_the_recommendation_has_no_answer(client_file, provider, case_manager):
    asked = RecommendationFactory(client=client_file)
    letter = ReferralFactory(client=client_file, provider=provider, recommendation=asked)

    with pytest.raises(actions.FundingNotAgreed):
        send(letter, case_manager)


@pytest.mark.parametrize(("answer", "leaves"), [(Answer.PART_APPROVED, True), (Answer.REFUSED, False)])
def test_part_approval_is_enough_and_refusal_is_not(letter, case_manager, answer, leaves):
    FundingDecision.objects.update(answer=answer)

    if leaves:
        send(letter, case_manager)
    else:
        with pytest.raises(actions.FundingNotAgreed):
            send(letter, case_manager)
    letter.refresh_from_db()
    assert letter.is_draft is not leaves


def test_send_refuses_when_the_checks_lapsed_after_the_letter_was_written(letter, provider, case_manager):
    provider.indemnity_ends_on = today() - timedelta(days=1)
    provider.save()

    with pytest.raises(actions.ProviderLapsed):
        send(letter, case_manager)
    send(letter, case_manager, lapsed_reason="New certificate is on its way")

    letter.refresh_from_db()
    assert letter.lapsed_reason == "New certificate is on its way"


def test_a_letter_is_sent_once(letter, case_manager):
    send(letter, case_manager)

    with pytest.raises(actions.AlreadySent):
        send(Referral.objects.get(pk=letter.pk), case_manager)


def test_send_refuses_a_letter_that_was_changed_after_it_was_read(letter, case_manager):
    Referral.objects.filter(pk=letter.pk).update(version=2)

    with pytest.raises(Stale):
        send(letter, case_manager)


def reply(referral, by, **given):
    given = {"accepted": True, "answered_on": today()} | given
    actions.record_reply(referral, by=by, now=timezone.now(), **given)


def test_an_acceptance_is_recorded_once(client_file, case_manager):
    referral = ReferralFactory(sent=True, client=client_file)

    reply(referral, case_manager)

    assert referral.is_accepted
    with pytest.raises(actions.AlreadyAnswered):
        reply(Referral.objects.get(pk=referral.pk), case_manager)


def test_a_refusal_by_the_provider_needs_a_reason(client_file, case_manager):
    with pytest.raises(actions.ReasonMissing):
        reply(ReferralFactory(sent=True, client=client_file), case_manager, accepted=False)


def test_a_reply_cannot_come_before_the_letter(client_file, case_manager):
    referral = ReferralFactory(sent=True, client=client_file, sent_on=today())

    with pytest.raises(actions.AnsweredBeforeSent):
        reply(referral, case_manager, answered_on=today() - timedelta(days=1))


def test_a_letter_that_has_not_left_has_no_reply(letter, case_manager):
    with pytest.raises(actions.AlreadyAnswered):
        reply(letter, case_manager)


def start(referral, by, **given):
    given = {"title": "Physiotherapy, weekly", "starts_on": today()} | given
    return actions.start_service(referral, by=by, now=timezone.now(), **given)


def test_a_service_starts_from_an_accepted_referral(client_file, case_manager):
    referral = ReferralFactory(accepted=True, client=client_file)

    service = start(referral, case_manager, cost_agreed_pence=108_000)

    assert (service.client, service.provider) == (client_file, referral.provider)
    assert list(Service.objects.in_place(today())) == [service]


@pytest.mark.parametrize("state", [{}, {"sent": True}])
def test_no_service_starts_before_the_provider_accepted(client_file, case_manager, state):
    with pytest.raises(actions.NotAccepted):
        start(ReferralFactory(client=client_file, **state), case_manager)


def test_a_service_cannot_end_before_it_starts(client_file, case_manager):
    with pytest.raises(actions.EndsBeforeStart):
        start(ReferralFactory(accepted=True, client=client_file), case_manager, ends_on=today() - timedelta(days=1))


def end(service, by, ended_on):
    actions.end_service(service, ended_on=ended_on, end_reason="Goal met", by=by, now=timezone.now())


def test_a_service_ends_once(case_manager):
    service = ServiceFactory()

    end(service, case_manager, today())

    assert not Service.objects.in_place(today()).exists()
    with pytest.raises(actions.AlreadyEnded):
        end(Service.objects.get(pk=service.pk), case_manager, today())


def test_the_last_day_is_not_before_the_first(case_manager):
    service = ServiceFactory(starts_on=today())

    with pytest.raises(actions.EndedBeforeStart):
        end(service, case_manager, today() - timedelta(days=1))


def test_the_effect_kept_beside_a_service_is_that_of_the_newest_review(db):
    service = ServiceFactory()
    actions.note_effect(service, effect=Effect.HELPING, on=today())

    actions.note_effect(service, effect=Effect.NOT_HELPING, on=today() - timedelta(days=40))

    service.refresh_from_db()
    assert (service.last_effect, service.last_effect_on) == (Effect.HELPING, today())
