"""The parts of a progress report about the period itself, each read from the record in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from assessments.measures import MEASURES
from assessments.models import MeasureResult, plain_number
from careplans import attainment
from careplans.models import Goal, GoalRating, PlanAgreement
from clients.models import Client, Risk
from records.models import ContactKind, ContactRecord
from reports import contents
from reports.contents import Kind, Statement, Status, Tone
from reports.sources import Sources
from ui import dates

Numbers = dict[Any, int]
CONTACT_WORDS = {
    ContactKind.VISIT: ("visit", "visits"),
    ContactKind.CALL: ("call", "calls"),
    ContactKind.EMAIL: ("e-mail", "e-mails"),
    ContactKind.MEETING: ("meeting", "meetings"),
    ContactKind.ADVOCACY: ("piece of advocacy", "pieces of advocacy"),
}


def contacts(client: Client, period: contents.Period) -> tuple[contents.ContactCount, ...]:
    first, last = _moments(period)
    made = ContactRecord.objects.filter(client=client, happened_at__gte=first, happened_at__lt=last)
    counts = Counter(made.exclude(kind=ContactKind.NOTE).values_list("kind", flat=True))
    return tuple(
        contents.ContactCount(one if counts[kind] == 1 else many, counts[kind])
        for kind, (one, many) in CONTACT_WORDS.items()
        if counts[kind]
    )


def goals(client: Client, period: contents.Period, sources: Sources) -> tuple[contents.Goals | None, Numbers]:
    """The goals of the period with their newest rating in or before it, and the number of each goal."""
    ratings = GoalRating.objects.filter(rated_on__lte=period.ends_on).order_by("rated_on", "pk")
    ratings = ratings.select_related("source__author", "by", "reviewed__review")
    found = list(
        Goal.objects.filter(client=client, set_on__lte=period.ends_on)
        .filter(Q(closed_on=None) | Q(closed_on__gte=period.starts_on))
        .order_by("number")
        .prefetch_related(Prefetch("ratings", ratings, to_attr="until_then"))
    )
    numbers = {goal.pk: goal.number for goal in found}
    if not found:
        return None, numbers
    latest = [goal.until_then[-1] if goal.until_then else None for goal in found]
    sums = attainment.summarise(
        [
            attainment.GoalRating(baseline=goal.baseline, now=rating.score if rating else None, weight=goal.importance)
            for goal, rating in zip(found, latest, strict=True)
        ]
    )
    weights = {goal.importance for goal in found}
    return (
        contents.Goals(
            lines=tuple(_goal_line(goal, rating, sources) for goal, rating in zip(found, latest, strict=True)),
            at_or_above=sums.at_or_above,
            rated=sums.rated,
            agreed=_agreed(client, period),
            baseline_t=sums.baseline_t,
            achieved_t=sums.achieved_t,
            change_t=sums.change,
            weighted=len(weights) > 1,
        ),
        numbers,
    )


def numbers_of(found: Iterable[Goal], numbers: Numbers) -> tuple[int, ...]:
    return tuple(sorted(numbers[goal.pk] for goal in found if goal.pk in numbers))


def _goal_line(goal: Goal, rating: GoalRating | None, sources: Sources) -> contents.GoalLine:
    score = rating.score if rating else None
    return contents.GoalLine(
        number=goal.number,
        title=goal.title,
        measure=goal.measured_by,
        target_on=goal.target_on,
        baseline=Decimal(goal.baseline),
        now=score,
        change=attainment.change_words(goal.baseline, score),
        evidence=_evidence(rating, sources) if rating else None,
        next_step=rating.next_step if rating else "",
    )


def _evidence(rating: GoalRating, sources: Sources) -> Statement:
    if rating.source:
        record, kind = rating.source, rating.source.get_kind_display()
        on = timezone.localdate(record.happened_at)
        reference = sources.cite(
            record.pk,
            short=kind,
            label=f"{kind}, {record.author.name}",
            on=on,
            recorded_on=timezone.localdate(record.signed_at),
            late=record.is_late,
        )
    else:
        reviewed = getattr(rating, "reviewed", None)
        what, key = ("Review", reviewed.review_id) if reviewed else ("Goal update", rating.pk)
        reference = sources.cite(
            key,
            short=what,
            label=f"{what}, {rating.by.name}",
            on=rating.rated_on,
            recorded_on=timezone.localdate(rating.entered_at),
        )
    return Statement(rating.evidence, Kind(rating.evidence_kind), reference)


def _agreed(client: Client, period: contents.Period) -> str:
    agreements = PlanAgreement.objects.filter(client=client, agreed_on__lte=period.ends_on)
    agreement = agreements.order_by("-agreed_on", "-pk").first()
    return (
        f"The plan was agreed with {agreement.agreed_with} on {dates.long_day(agreement.agreed_on)}."
        if agreement
        else ""
    )


def measures(client: Client, period: contents.Period) -> tuple[contents.MeasureLine, ...]:
    """The newest result of each measure in or before the period, beside the first one by the same rater."""
    results = MeasureResult.objects.filter(client=client, taken_on__lte=period.ends_on).order_by("taken_on", "pk")
    series: dict[tuple[str, str], list[MeasureResult]] = {}
    for result in results:
        series.setdefault((result.measure, result.rater), []).append(result)
    return tuple(_measure_line(taken) for taken in series.values())


def _measure_line(taken: list[MeasureResult]) -> contents.MeasureLine:
    newest, measure = taken[-1], MEASURES[taken[-1].measure]
    first = next((result for result in taken[:-1] if result.total is not None), None)
    return contents.MeasureLine(
        name=measure.name,
        on=newest.taken_on,
        rater=newest.get_rater_display().lower(),
        total=_plain(newest.total),
        highest=measure.highest,
        band=newest.band,
        earlier=_plain(first.total) if first else None,
        earlier_on=first.taken_on if first else None,
        note=newest.note,
    )


def _plain(total: Decimal | None) -> Decimal | None:
    """21, not 21.00."""
    return None if total is None else Decimal(plain_number(total))


def open_risks(client: Client, period: contents.Period) -> list[Risk]:
    """Every risk that was open at the end of the period, those that no reader may see included."""
    raised = Risk.objects.filter(client=client, raised_on__lte=period.ends_on)
    still_open = raised.filter(Q(closed_on=None) | Q(closed_on__gt=period.ends_on))
    return list(still_open.select_related("raised_by").order_by("raised_on", "pk"))


def risks(found: Sequence[Risk], period: contents.Period, sources: Sources) -> contents.Risks | None:
    lines = tuple(_risk_line(risk, period, sources) for risk in found if risk.for_readers)
    return contents.Risks(lines, withheld=are_withheld(found)) if lines else None


def are_withheld(found: Sequence[Risk]) -> bool:
    return any(not risk.for_readers for risk in found)


def _risk_line(risk: Risk, period: contents.Period, sources: Sources) -> contents.RiskLine:
    label = f"Risk noted by {risk.raised_by.name}"
    reference = sources.cite(risk.pk, short="Risk note", label=label, on=risk.raised_on)
    new = risk.raised_on >= period.starts_on
    return contents.RiskLine(
        title=risk.hazard,
        in_place=Statement(risk.in_place or "Nothing recorded yet.", Kind.FACT, reference),
        change=Status("New", Tone.ACT) if new else Status("Open"),
        change_note=f"since {dates.long_day(risk.raised_on)}",
    )


def _moments(period: contents.Period) -> tuple[datetime, datetime]:
    """The period as half-open moments in the practice's zone."""
    zone = timezone.get_default_timezone()
    first = datetime.combine(period.starts_on, datetime.min.time(), zone)
    after = datetime.combine(period.ends_on + timedelta(days=1), datetime.min.time(), zone)
    return first, after
