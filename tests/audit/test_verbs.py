"""Each change leaves its one event: who, what, whose file, which fields."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import add_staff, invite
from accounts.roles import Role
from audit.models import AuditEvent
from clients.actions import change_status, withdraw_consent
from providers import actions as providers
from reviews.actions import agree_rhythm
from tests.access.practice import file_of
from tests.factories.accounts import UserFactory
from tests.factories.careplans import FundingDecisionFactory, GoalFactory, RecommendationFactory
from tests.factories.clients import ConsentFactory
from tests.factories.providers import ProviderFactory

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def verbs(client=None):
    found = AuditEvent.objects.order_by("number")
    return list((found.filter(client=client.reference) if client else found).values_list("verb", flat=True))


def test_staff(admin):
    add_staff(email="new@practice.example", name="New Person", roles=[Role.SUPERVISOR], password=None, by=admin)
    invite(email="next@practice.example", name="Next Person", roles=[Role.SUPERVISOR], by=admin, now=NOW)
    assert verbs() == ["staff.added", "invitation.sent"]
    assert "new@practice.example" not in AuditEvent.objects.first().text


def test_a_file(client_file, case_manager):
    before = len(verbs(client_file))
    change_status(client_file, status="paused", on=TODAY, reason="In hospital", by=case_manager, now=NOW)
    withdraw_consent(client_file.consents.first(), on=TODAY, reason="Asked to", by=case_manager)
    assert verbs(client_file)[before:] == ["client.status_changed", "consent.withdrawn"]
    assert "hospital" not in AuditEvent.objects.get(verb="client.status_changed").text


def test_the_provider_directory(case_manager):
    provider = providers.add_provider(by=case_manager, now=NOW, name="Hand Clinic", discipline="physio")
    providers.change_provider(provider, version=1, by=case_manager, now=NOW, area="Bristol")
    assert verbs() == ["provider.added", "provider.changed"]
    assert AuditEvent.objects.get(verb="provider.changed").fields == ["area"]


@pytest.fixture
def funded(client_file, case_manager):
    """A recommendation with its money, and consent to share with those who treat."""
    goal = GoalFactory(client=client_file)
    recommendation = RecommendationFactory(client=client_file, asked=client_file.parties.first())
    recommendation.goals.add(goal)
    FundingDecisionFactory(client=client_file, recommendation=recommendation, answer="approved")
    ConsentFactory(client=client_file)
    return recommendation, goal


def test_from_a_referral_to_the_end_of_a_service(client_file, case_manager, funded):
    recommendation, goal = funded
    provider = ProviderFactory(
        indemnity_ends_on=TODAY + timedelta(days=90), registration_ends_on=TODAY + timedelta(days=90)
    )
    by = {"by": case_manager, "now": NOW}
    chosen = {
        "provider": provider,
        "recommendation": recommendation,
        "reason": "Weak grip",
        "shared": "The assessment",
        "lapsed_reason": "",
    }
    referral = providers.write_referral(client_file, goals=[goal], **chosen, **by)
    providers.change_referral(
        referral, version=referral.version, goals=[goal], **chosen | {"reason": "Weak left grip"}, **by
    )
    referral.refresh_from_db()
    providers.send_referral(referral, version=referral.version, **by)
    referral.refresh_from_db()
    providers.record_reply(referral, accepted=True, answered_on=TODAY, **by)
    referral.refresh_from_db()
    service = providers.start_service(referral, title="Hand therapy weekly", starts_on=TODAY, **by)
    providers.end_service(service, ended_on=TODAY, end_reason="Reached", **by)
    assert [verb for verb in verbs(client_file) if verb.startswith(("referral.", "service."))] == [
        "referral.written",
        "referral.changed",
        "referral.sent",
        "referral.answered",
        "service.started",
        "service.ended",
    ]
    texts = " ".join(AuditEvent.objects.values_list("text", flat=True))
    assert "grip" not in texts


def test_the_rhythm_of_reviews(client_file, case_manager):
    due, by = TODAY + timedelta(weeks=12), {"by": case_manager, "now": NOW}
    agree_rhythm(client_file, weeks=12, agreed_with="Jon", agreed_on=TODAY, first_due_on=due, **by)
    assert set(verbs(client_file)) >= {"review.rhythm_agreed", "review.planned"}


def test_one_of_everything_can_be_built_for_any_lead(db):
    """What the nets stand on: the shared file is whole."""
    file = file_of(UserFactory())
    assert {label.split(".")[0] for label in file.rows} >= {
        "records",
        "assessments",
        "careplans",
        "providers",
        "reviews",
    }
