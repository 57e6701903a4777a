"""What a report says is what the record holds: no more, no less, and each sentence of evidence with its source."""

from dataclasses import fields, is_dataclass
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import PracticeSettings
from careplans.models import Goal, Recommendation
from clients.models import Risk
from providers.models import Service
from reports import actions
from reports.collect import collect
from reports.contents import Kind, ProgressReport, Statement
from reports.models import Report
from tests.factories.careplans import FundingDecisionFactory, GoalRatingFactory, RecommendationFactory
from tests.factories.clients import ClientFactory, ConsentFactory, PartyFactory, RiskFactory
from tests.factories.providers import ProviderFactory
from tests.factories.records import ContactRecordFactory
from tests.factories.reports import ReportFactory
from tests.factories.reviews import ServiceEffectFactory
from tests.reports.conftest import SECRET_RISK, ago, noon


def content_of(report, **given):
    report = Report.objects.with_story().get(pk=report.pk)
    return collect(report, practice=PracticeSettings.current().name, now=timezone.now(), number="1.0", **given)


@pytest.fixture
def content(story):
    return content_of(story.report)


def statements(value):
    if isinstance(value, Statement):
        yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from statements(getattr(value, field.name))
    if isinstance(value, tuple):
        for entry in value:
            yield from statements(entry)


def test_every_statement_names_a_source_of_the_list(content):
    listed = {source.number: source for source in content.sources}

    found = list(statements(content))

    assert len(found) == 4  # two goals, a service, a risk
    assert all(listed[statement.source.number].event_on == statement.source.on for statement in found)
    assert [source.number for source in content.sources] == [1, 2, 3]


def test_a_source_is_listed_once_however_often_it_is_used(content):
    half, effect = content.goals.lines[1].evidence, content.services[0].effect

    assert half.source == effect.source
    assert content.sources[half.source.number - 1].label == "Review, Priya Kaur"


def test_evidence_keeps_its_kind_and_its_record(content, story):
    first, second = (line.evidence for line in content.goals.lines[:2])

    assert (first.text, first.kind) == ("Walked there and back.", Kind.FACT)
    assert content.sources[0].label == "Visit, Priya Kaur"
    assert content.sources[0].event_on == timezone.localdate(story.visit.happened_at)
    assert second.kind == Kind.REPORTED


def test_goals_are_those_on_record_with_their_newest_rating(content):
    assert [(line.number, line.baseline, line.now) for line in content.goals.lines] == [
        (1, Decimal(-1), Decimal(0)),
        (2, Decimal(-1), Decimal("-0.5")),
        (3, Decimal(-2), None),
    ]
    assert (content.goals.at_or_above, content.goals.rated, content.goals.total) == (1, 2, 3)


def test_partly_achieved_is_shown_as_it_is_and_counts_as_minus_one(content):
    """Both rated goals began at -1: T 37.6 (two goals); now one at 0, one counted as -1: half way to 50."""
    assert content.goals.lines[1].now == Decimal("-0.5")
    assert content.goals.baseline_t == Decimal("37.6")
    assert content.goals.achieved_t == Decimal("43.8")


def test_an_unrated_goal_has_no_evidence_and_no_change(content):
    line = content.goals.lines[2]

    assert (line.now, line.evidence) == (None, None)


def test_money_is_what_was_recommended_and_agreed(content):
    assert [(line.category, line.asked_pence, line.agreed_pence) for line in content.costs.lines] == [
        ("Therapy and treatment", 138_000, 90_000),
        ("Care and support", 38_000, None),
    ]
    assert all(line.spent_pence is None and line.committed_pence is None for line in content.costs.lines)


def test_decisions_requested_carry_the_number_price_and_date_on_record(content, story):
    decision = content.decisions[0]

    assert len(content.decisions) == len(content.recommendations) == 1
    assert (decision.number, decision.text, decision.cost_pence) == (3, "Cooking sessions at home", 38_000)
    assert decision.answer_by == story.kitchen.answer_due_on
    assert content.recommendations[0].goals == (2,)


def test_ledger_runs_from_need_to_start(content):
    physio, gym = content.ledger

    assert (physio.title, physio.status.word) == ("Physiotherapy at home", "Started")
    assert (physio.identified_on, physio.recommended_on, physio.decided_on) == (ago(150), ago(120), ago(100))
    assert (physio.started_on, physio.days) == (ago(80), 70)
    assert (gym.status.word, gym.started_on, gym.days) == ("Refused", None, None)


def test_an_old_recommendation_without_answer_stands_in_the_ledger_too(story):
    Recommendation.objects.filter(pk=story.kitchen.pk).update(recommended_on=ago(91))

    line = content_of(story.report).ledger[-1]

    assert (line.title, line.status.word, line.decided_on) == ("Cooking sessions at home", "No answer yet", None)


def test_an_answer_after_the_period_is_not_asked_for_again(story):
    FundingDecisionFactory(recommendation=story.kitchen, decided_on=timezone.localdate())

    content = content_of(story.report)

    assert content.decisions == content.recommendations == ()
    assert content.ledger[-1].status.word == "Agreed, not started"


def test_services_in_place_and_referrals_without_reply(content):
    physio, waiting = content.services

    assert (physio.provider, physio.in_place, physio.status.word) == ("Cedar Physio", True, "In place")
    assert (physio.agreed_pence, physio.spent_pence, physio.goals) == (90_000, None, (1,))
    assert physio.effect.text == "Helping: Walks to the corner with one stick."
    assert (waiting.provider, waiting.in_place, waiting.status.word) == ("Fern Gym", False, "No reply yet")


def test_a_check_that_is_unknown_is_not_said_to_be_in_date(story):
    plain = ProviderFactory(registration_number="", indemnity_ends_on=None)
    Service.objects.update(provider=plain)
    assert content_of(story.report).services[0].checks == "indemnity insurance not in date"

    plain.indemnity_ends_on = ago(-10)
    plain.save()
    assert content_of(story.report).services[0].checks == "insurance in date"


def test_measures_show_the_newest_beside_the_first(content):
    line = content.measures[0]

    assert (line.total, line.highest, line.earlier) == (Decimal("21.25"), 40, Decimal(29))
    assert str(line.earlier) == "29"
    assert (line.on, line.earlier_on) == (ago(15), ago(85))


def test_only_risks_for_readers_are_shown_and_the_rest_is_named_as_withheld(content):
    assert [line.title for line in content.risks.lines] == ["Seizures"]
    assert content.risks.withheld
    assert "not for this report’s readers" in content.basis.left_out
    assert SECRET_RISK not in content.to_json()


def test_nothing_withheld_is_said_only_when_it_is_so(story):
    Risk.objects.filter(for_readers=False).delete()

    content = content_of(story.report)

    assert not content.risks.withheld
    assert content.basis.left_out == "No recorded risk is withheld."


def test_contacts_are_counted_from_the_first_to_the_last_day(story):
    for on in (story.starts_on, story.ends_on):
        ContactRecordFactory(client=story.client, kind="call", happened_at=noon(on))
    for on in (ago(91), ago(0)):
        ContactRecordFactory(client=story.client, kind="call", happened_at=noon(on))
    ContactRecordFactory(client=story.client, kind="note", happened_at=noon(ago(5)))

    counts = content_of(story.report).basis.contacts

    assert [(entry.words, entry.count) for entry in counts] == [("visit", 1), ("calls", 2)]


def test_what_came_after_the_period_is_not_in_it(story):
    GoalRatingFactory(goal=story.walking, score=2, rated_on=ago(0), by=story.by)
    RiskFactory(client=story.client, hazard="Tomorrow", for_readers=True, raised_on=ago(0))
    ServiceEffectFactory(service=story.service, review__client=story.client, review__held_on=ago(0), comment="Later")

    content = content_of(story.report)

    assert content.goals.lines[0].now == Decimal(0)
    assert [line.title for line in content.risks.lines] == ["Seizures"]
    assert "Later" not in content.services[0].effect.text


def test_a_goal_closed_before_the_period_is_left_out(story):
    Goal.objects.filter(pk=story.cooking.pk).update(closed_on=ago(91))
    Goal.objects.filter(pk=story.walking.pk).update(closed_on=story.starts_on)

    content = content_of(story.report)

    assert [line.number for line in content.goals.lines] == [1, 3]
    assert content.recommendations[0].goals == ()


def test_what_is_not_known_is_absent_and_not_zero(db):
    reader = PartyFactory()
    report = ReportFactory(client=reader.client, reader=reader)

    content = content_of(report)

    assert (content.goals, content.costs, content.risks) == (None, None, None)
    assert (content.services, content.measures, content.recommendations, content.ledger) == ((), (), (), ())
    assert (content.decisions, content.sources, content.basis.contacts, content.basis.consent) == ((), (), (), "")


def test_another_clients_record_is_never_in_it(story):
    other = ClientFactory()
    RecommendationFactory(client=other, action="Foreign")
    RiskFactory(client=other, hazard="Foreign", for_readers=True)
    ContactRecordFactory(client=other, happened_at=noon(ago(5)))

    content = content_of(story.report)

    assert "Foreign" not in content.to_json()
    assert sum(entry.count for entry in content.basis.contacts) == 1


def test_parties_and_consent_are_those_of_today(content, story):
    assert content.parties.reader == "T. Bell, Northgate Insurance; A. Rowe, Pike & Rowe Solicitors"
    assert content.parties.instructed_by == "Pike & Rowe Solicitors, ref. PR/2214 (joint instruction)"
    assert content.parties.funder == "Northgate Insurance, ref. NG-88120"
    assert content.basis.consent.startswith("Northgate Insurance: given ")


def test_consent_with_an_end_says_so(story):
    ConsentFactory(client=story.client, party=story.insurer, given_on=ago(3), ends_on=ago(-9))

    assert ", ends " in content_of(story.report).basis.consent


def test_it_is_signed_by_who_issues_it(story, outsider):
    assert content_of(story.report).statement.signed is None

    signed = content_of(story.report, signed_by=outsider)

    assert signed.statement.signed.name == signed.author.name == "Daniel Owens"


def test_it_survives_the_way_through_json(content):
    assert ProgressReport.from_json(content.to_json()) == content


def test_it_takes_as_many_queries_for_many_rows(story, django_assert_max_num_queries):
    report = Report.objects.with_story().get(pk=story.report.pk)
    for number in range(4, 14):
        made = RecommendationFactory(
            client=story.client, number=number, asked=story.insurer, by=story.by, goals=[story.walking]
        )
        FundingDecisionFactory(recommendation=made)
        RiskFactory(client=story.client, for_readers=True)

    with django_assert_max_num_queries(25):
        collect(report, practice="Ours", now=timezone.now(), number=actions.next_number(report))
