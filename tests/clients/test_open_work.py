"""Nothing open in a file is forgotten: every model of a file is open work for a time, or says why it never is."""

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from clients.models import Concern, Consent, HospitalDocument
from clients.withdrawal import touched_by
from tests.access.practice import file_of
from tests.factories.capacity import CapacityAssessmentFactory
from tests.factories.careplans import RecommendationFactory
from tests.factories.clients import OutsideLinkFactory, RiskFactory
from tests.factories.providers import ReferralFactory
from tests.factories.reports import ReportFactory
from tests.factories.ui import DraftFactory
from ui.open_work import open_work_of_clients

# The kind of open work that tells of a model's rows while they are not finished.
IS_WORK = {
    "ui.Draft": "draft",
    "clients.CapacityAssessment": "capacity",
    "clients.Complaint": "complaint",
    "clients.Concern": "concern",
    "clients.HospitalDocument": "hospital_paper",
    "clients.OutsideLink": "link",
    "clients.Promise": "promise",
    "clients.Risk": "risk_review",
    "assessments.MeasureResult": "alert",
    "careplans.Recommendation": "recommendation",
    "providers.Referral": "referral",
    "providers.Service": "service",
    "reports.Report": "report",
    "reviews.Review": "review",
}
SIGNED = "signed or noted once; nothing is left to do with it"
STANDS = "stands in the file until somebody changes it"
IS_NONE = {
    "audit.AuditEvent": SIGNED,
    "reminders.Reminder": "tells staff of work that is listed itself",
    "clients.StatusChange": SIGNED,
    "clients.SearchWord": "an index",
    "clients.Assignment": "who works on it: of a person, not of the file",
    "clients.ConflictWall": STANDS,
    "clients.DecisionForClient": SIGNED + "; its assessment falls due again",
    "clients.CapacityAddendum": SIGNED,
    "clients.Instruction": STANDS,
    "clients.Party": STANDS,
    "clients.Consent": "what the list is asked for",
    "clients.PersonAround": STANDS,
    "clients.Evidence": SIGNED,
    "clients.HandoverLine": "a change of hands: of a person, not of the file",
    "clients.HandoverNote": "a change of hands: of a person, not of the file",
    "clients.Opening": "somebody else reviews it, whatever becomes of the file",
    "clients.Circumstances": STANDS,
    "clients.EqualityRecord": STANDS,
    "clients.ConcernStep": SIGNED,
    "clients.Alert": STANDS,
    "clients.WayIn": STANDS,
    "clients.TimelineEntry": SIGNED,
    "clients.WeightOverride": STANDS,
    "clients.CaseManagerChoice": SIGNED,
    "records.ContactRecord": SIGNED,
    "records.Addendum": SIGNED,
    "assessments.Assessment": SIGNED,
    "assessments.Finding": SIGNED,
    "assessments.Need": STANDS,
    "careplans.PlanAgreement": SIGNED,
    "careplans.Goal": "a direction; what is done for it is listed",
    "careplans.GoalRating": SIGNED,
    "careplans.RecordGoal": SIGNED,
    "careplans.FundingDecision": SIGNED,
    "reviews.ReviewRhythm": STANDS,
    "reviews.ReviewedGoal": SIGNED,
    "reviews.ServiceEffect": SIGNED,
    "reports.IssuedReport": "has left; its links are listed",
    "practice.AuditedRecord": "between a supervisor and somebody they supervise",
}


def models_of_a_file():
    ours = [model for model in apps.get_models() if model._meta.app_label in settings.OUR_PACKAGES]
    return {model._meta.label for model in ours if {"client", "client_id"} & {f.name for f in model._meta.fields}}


def test_every_model_of_a_file_is_open_work_or_says_why_not():
    assert models_of_a_file() == set(IS_WORK) | set(IS_NONE)


@pytest.fixture
def unfinished(case_manager):
    """A file with something open of every kind."""
    client = file_of(case_manager).client
    today = timezone.localdate()
    RiskFactory(client=client, review_on=today)
    CapacityAssessmentFactory(client=client, review_on=today)
    HospitalDocument.objects.filter(client=client).update(state="requested")
    client.measure_results.update(alert="Item 9", alert_seen_at=None, alert_seen_by=None)
    client.services.update(ended_on=None)
    client.reviews.update(finished_at=None, held_on=None, by=None)
    RecommendationFactory(client=client, number=99, asked=client.parties.first())
    OutsideLinkFactory(client=client, party=client.parties.first())
    ReportFactory(client=client, reader=client.parties.first())
    DraftFactory(author=case_manager, client=client.reference, label="Report wording")
    return client


def listed(client, reader):
    touched = touched_by(Consent.objects.as_page().filter(client=client)[0], reader=reader, now=timezone.now())
    return {row.kind: row for row in touched.stops + touched.other}


def test_a_withdrawal_lists_something_of_every_kind(unfinished, case_manager):
    rows = listed(unfinished, case_manager)
    assert set(rows) == set(IS_WORK.values())
    assert all(row.url for row in rows.values() if row.kind != "link")


def test_a_concern_and_the_drafts_of_others_are_not_shown(unfinished, outsider):
    assert Concern.objects.filter(client=unfinished).open().exists()
    assert {"concern", "draft"} == set(IS_WORK.values()) - set(listed(unfinished, outsider))
    assert "concern" not in {row.kind for row in open_work_of_clients([unfinished.pk], now=timezone.now())}


def test_a_provider_who_accepted_and_has_not_begun_is_open(unfinished):
    ReferralFactory(client=unfinished, accepted=True)
    words = [row.words for row in open_work_of_clients([unfinished.pk], now=timezone.now()) if row.kind == "referral"]
    assert "Referral accepted, no service yet" in words
