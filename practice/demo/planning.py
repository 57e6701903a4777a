"""The chain in a file, told in days: goals, recommendations and answers, referrals and services, reviews, reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from careplans import actions as planning
from careplans.models import Answer
from practice.demo.file import File
from providers import actions as referring
from providers.models import Effect
from reports import actions as reporting
from reviews import actions as reviewing
from reviews.actions import NewEffect, NewRating
from reviews.models import Outlook, Review

LEVELS = ("much_less", "less", "as_expected", "better", "much_better")
Judged = tuple[str, str, str, str]  # score, evidence, kind of evidence, next step


@dataclass(frozen=True)
class GoalSet:
    """`need` counts the needs of the file from 1; `levels` go from the lowest up; `target` is in days ahead."""

    ago: int
    need: int
    title: str
    measured_by: str
    levels: tuple[str, str, str, str, str]
    baseline: int
    target: int
    own_words: str = ""
    importance: int = 1

    def happen(self, file: File) -> None:
        goal = planning.set_goal(
            file.needs[self.need - 1],
            set_on=file.days.on(self.ago),
            by=file.lead,
            now=file.now(self.ago),
            title=self.title,
            own_words=self.own_words,
            measured_by=self.measured_by,
            target_on=file.days.on(-self.target),
            baseline=self.baseline,
            importance=self.importance,
            **dict(zip(LEVELS, self.levels, strict=True)),
        )
        file.goals[goal.number] = goal


@dataclass(frozen=True)
class Agreed:
    """The plan is agreed, and with it how often it is reviewed."""

    ago: int
    agreed_with: str
    note: str
    weeks: int
    first_review: int

    def happen(self, file: File) -> None:
        on, now = file.days.on(self.ago), file.now(self.ago)
        planning.record_agreement(
            file.client, agreed_on=on, agreed_with=self.agreed_with, note=self.note, by=file.lead, now=now
        )
        reviewing.agree_rhythm(
            file.client,
            weeks=self.weeks,
            agreed_with=self.agreed_with,
            agreed_on=on,
            first_due_on=file.days.on(self.first_review),
            by=file.lead,
            now=now,
        )


@dataclass(frozen=True)
class Rated:
    """A goal rated between reviews; `source` names the contact that shows it."""

    ago: int
    goal: int
    judged: Judged
    source: str

    def happen(self, file: File) -> None:
        score, evidence, kind, next_step = self.judged
        planning.rate_goal(
            file.goals[self.goal],
            rated_on=file.days.on(self.ago),
            score=Decimal(score),
            evidence=evidence,
            evidence_kind=kind,
            source=file.records[self.source],
            next_step=next_step,
            by=file.lead,
            now=file.now(self.ago),
        )


@dataclass(frozen=True)
class Recommended:
    ago: int
    goals: tuple[int, ...]
    asked: str
    action: str
    why: str
    options: str
    expected: str
    category: str
    pounds: int
    basis: str

    def happen(self, file: File) -> None:
        made = planning.recommend(
            file.client,
            goals=[file.goals[number] for number in self.goals],
            asked=file.party(self.asked),
            recommended_on=file.days.on(self.ago),
            by=file.lead,
            now=file.now(self.ago),
            action=self.action,
            why=self.why,
            options_considered=self.options,
            expected_outcome=self.expected,
            category=self.category,
            cost_pence=self.pounds * 100,
            cost_basis=self.basis,
        )
        file.recommendations[made.number] = made


@dataclass(frozen=True)
class Decided:
    ago: int
    recommendation: int
    answer: Answer
    pounds: int
    by: str
    reason: str = ""

    def happen(self, file: File) -> None:
        planning.record_decision(
            file.recommendations[self.recommendation],
            answer=self.answer,
            amount_pence=self.pounds * 100,
            decided_on=file.days.on(self.ago),
            decided_by=self.by,
            reason=self.reason,
            by=file.lead,
            now=file.now(self.ago),
        )


@dataclass(frozen=True)
class Referred:
    """`name` is how the story speaks of the referral, and of the service that comes of it."""

    ago: int
    name: str
    provider: str
    recommendation: int
    goals: tuple[int, ...]
    reason: str
    shared: str
    sent: bool = True

    def happen(self, file: File) -> None:
        now = file.now(self.ago)
        referral = referring.write_referral(
            file.client,
            provider=file.practice.providers[self.provider],
            recommendation=file.recommendations[self.recommendation],
            goals=[file.goals[number] for number in self.goals],
            reason=self.reason,
            shared=self.shared,
            by=file.lead,
            now=now,
        )
        if self.sent:
            referring.send_referral(referral, version=referral.version, by=file.lead, now=now)
        file.referrals[self.name] = referral


@dataclass(frozen=True)
class Replied:
    """`declined` is the reason the provider gave for declining."""

    ago: int
    name: str
    declined: str = ""

    def happen(self, file: File) -> None:
        referring.record_reply(
            file.referrals[self.name],
            accepted=not self.declined,
            answered_on=file.days.on(self.ago),
            answer_reason=self.declined,
            by=file.lead,
            now=file.now(self.ago),
        )


@dataclass(frozen=True)
class Started:
    ago: int
    name: str
    title: str
    ends: int
    pounds: int
    sessions: int | None = None

    def happen(self, file: File) -> None:
        file.services[self.name] = referring.start_service(
            file.referrals[self.name],
            title=self.title,
            starts_on=file.days.on(self.ago),
            ends_on=file.days.on(self.ends),
            sessions_agreed=self.sessions,
            cost_agreed_pence=self.pounds * 100,
            by=file.lead,
            now=file.now(self.ago),
        )


@dataclass(frozen=True)
class Ended:
    ago: int
    name: str
    reason: str

    def happen(self, file: File) -> None:
        referring.end_service(
            file.services[self.name],
            ended_on=file.days.on(self.ago),
            end_reason=self.reason,
            by=file.lead,
            now=file.now(self.ago),
        )


@dataclass(frozen=True)
class Reviewed:
    """`effects` are by the name of the service: effect, outlook, comment. `next_due` is in days ago like the rest."""

    ago: int
    present: str
    changed: str
    unchanged: str
    next_steps: str
    next_due: int
    ratings: Mapping[int, Judged]
    effects: Mapping[str, tuple[Effect, Outlook, str]] = field(default_factory=dict)

    def happen(self, file: File) -> None:
        reviewing.finish_review(
            Review.objects.planned().select_related("client").get(client=file.client),
            held_on=file.days.on(self.ago),
            present=self.present,
            changed=self.changed,
            unchanged=self.unchanged,
            next_steps=self.next_steps,
            next_due_on=file.days.on(self.next_due),
            ratings=[_rating(file, goal, judged) for goal, judged in self.ratings.items()],
            effects=[NewEffect(file.services[name], *judged) for name, judged in self.effects.items()],
            by=file.lead,
            now=file.now(self.ago),
        )


def _rating(file: File, goal: int, judged: Judged) -> NewRating:
    score, evidence, kind, next_step = judged
    return NewRating(file.goals[goal], Decimal(score), evidence, kind, next_step)


@dataclass(frozen=True)
class Reported:
    """A progress report to a party, from the day after `after`. An issued one is frozen on the day `ago`; its PDF is
    made when the story is told."""

    ago: int
    reader: str
    after: int
    ends: int
    wording: Mapping[str, Any]
    issued: bool = False

    def happen(self, file: File) -> None:
        now = file.now(self.ago)
        report = reporting.start_report(
            file.client,
            reader=file.party(self.reader),
            starts_on=file.days.on(self.after) + timedelta(days=1),
            ends_on=file.days.on(self.ends),
            by=file.lead,
            now=now,
            **self.wording,
        )
        if self.issued:
            reporting.ask_to_issue(report, by=file.lead, now=now)
