"""Jonathan Ashby's record with one link of each kind in the chain, and a report about its last ninety days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import Teller
from careplans.models import Answer
from clients.models import Party
from reports import actions
from reports.models import IssuedReport, Report
from tests.factories.assessments import MeasureResultFactory, NeedFactory
from tests.factories.careplans import (
    FundingDecisionFactory,
    GoalFactory,
    GoalRatingFactory,
    PlanAgreementFactory,
    RecommendationFactory,
)
from tests.factories.clients import RiskFactory
from tests.factories.providers import ProviderFactory, ReferralFactory, ServiceFactory
from tests.factories.records import ContactRecordFactory
from tests.factories.reviews import ReviewedGoalFactory, ReviewFactory, ServiceEffectFactory

SECRET_RISK = "Zylphia lives next door"


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def noon(on: date):
    return datetime.combine(on, time(12), timezone.get_default_timezone())


@dataclass
class Story:
    client: Any
    by: Any
    solicitor: Party
    insurer: Party
    starts_on: date
    ends_on: date
    visit: Any
    review: Any
    walking: Any
    cooking: Any
    physio: Any
    gym: Any
    kitchen: Any
    service: Any
    report: Report


def _goals(client, by):
    need = NeedFactory(client=client, text="To get to the shop without help", identified_on=ago(150))
    given = {"client": client, "set_by": by, "set_on": ago(140)}
    walking = GoalFactory(**given, need=need, number=1, title="Walk to the corner shop and back", baseline=-1)
    cooking = GoalFactory(**given, number=2, baseline=-1)
    GoalFactory(**given, number=3, title="Meet a friend once a week", baseline=-2)
    PlanAgreementFactory(client=client, agreed_on=ago(130), agreed_with="Jon Ashby", by=by)
    return walking, cooking


def _recommended(client, by, insurer, walking, cooking):
    given = {"client": client, "by": by, "asked": insurer}
    physio = RecommendationFactory(
        **given, number=1, action="Physiotherapy at home", cost_pence=108_000, recommended_on=ago(120), goals=[walking]
    )
    FundingDecisionFactory(recommendation=physio, amount_pence=90_000, answer=Answer.PART_APPROVED, decided_on=ago(100))
    gym = RecommendationFactory(
        **given, number=2, action="Private gym", cost_pence=30_000, recommended_on=ago(110), goals=[walking]
    )
    FundingDecisionFactory(recommendation=gym, amount_pence=0, answer=Answer.REFUSED, decided_on=ago(95))
    kitchen = RecommendationFactory(
        **given,
        number=3,
        action="Cooking sessions at home",
        category="support",
        cost_pence=38_000,
        recommended_on=ago(10),
        goals=[cooking],
    )
    return physio, gym, kitchen


@pytest.fixture
def story(client_file, case_manager):
    client, by = client_file, case_manager
    solicitor, insurer = Party.objects.filter(client=client).order_by("pays")
    walking, cooking = _goals(client, by)
    physio, gym, kitchen = _recommended(client, by, insurer, walking, cooking)

    visit = ContactRecordFactory(client=client, author=by, happened_at=noon(ago(20)))
    review = ReviewFactory(finished=True, client=client, by=by, held_on=ago(12))
    GoalRatingFactory(goal=walking, score=0, rated_on=ago(20), evidence="Walked there and back.", source=visit, by=by)
    half = GoalRatingFactory(goal=cooking, score=Decimal("-0.5"), rated_on=ago(12), evidence_kind="reported", by=by)
    ReviewedGoalFactory(rating=half, review=review)

    cedar = ProviderFactory(name="Cedar Physio")
    referral = ReferralFactory(accepted=True, client=client, provider=cedar, recommendation=physio, goals=[walking])
    service = ServiceFactory(referral=referral, starts_on=ago(80), sessions_agreed=12, cost_agreed_pence=90_000)
    ServiceEffectFactory(service=service, review=review, comment="Walks to the corner with one stick.")
    fern = ProviderFactory(name="Fern Gym")
    ReferralFactory(sent=True, client=client, provider=fern, recommendation=gym, goals=[walking], sent_on=ago(16))

    MeasureResultFactory(client=client, taken_on=ago(85), total=29, band="Moderately severe or worse")
    MeasureResultFactory(client=client, taken_on=ago(15), total=Decimal("21.25"), rater=Teller.CLIENT)
    RiskFactory(client=client, hazard="Seizures", in_place="Plan on the fridge", for_readers=True, raised_on=ago(40))
    RiskFactory(
        client=client, hazard=SECRET_RISK, in_place=SECRET_RISK, for_readers=False, raised_on=ago(40), raised_by=by
    )

    starts_on, ends_on = ago(90), ago(1)
    report = actions.start_report(
        client,
        reader=insurer,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        now=timezone.now(),
        changed="He walks alone.",
    )
    return Story(
        client,
        by,
        solicitor,
        insurer,
        starts_on,
        ends_on,
        visit,
        review,
        walking,
        cooking,
        physio,
        gym,
        kitchen,
        service,
        report,
    )


@pytest.fixture
def render_all():
    """What the worker does when its bell rings."""

    def render():
        while actions.render_next(now=timezone.now()):
            pass

    return render


@pytest.fixture
def issued(story, render_all):
    actions.ask_to_issue(story.report, by=story.by, now=timezone.now())
    render_all()
    return IssuedReport.objects.get(report=story.report)
