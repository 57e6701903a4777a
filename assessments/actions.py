from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from assessments.measures import Answers, Measure
from assessments.models import Assessment, Finding, MeasureResult, Need
from audit.actions import record
from clients.models import Client, EntryKind
from clients.timeline_actions import add_entry
from ui.dates import counted


class NothingFound(Exception): ...


class AlertAlreadyAnswered(Exception): ...


@dataclass(frozen=True)
class NewFinding:
    """One domain as it is entered: what was found, who said so, and the needs that follow from it."""

    domain: str
    found: str
    told_by: str
    told_by_detail: str = ""
    strengths: str = ""
    needs: tuple[str, ...] = ()


@transaction.atomic
def sign_assessment(
    client: Client,
    *,
    assessed_on: date,
    present: str,
    summary: str,
    findings: Sequence[NewFinding],
    by: User,
    now: datetime,
) -> Assessment:
    """Signs a needs assessment: from here on it can be read and never changed."""
    if not findings:
        raise NothingFound("Enter what you found in at least one domain.")
    assessment = Assessment.objects.create(
        client=client, assessed_on=assessed_on, present=present, summary=summary, author=by, signed_at=now
    )
    for new in findings:
        _add_finding(assessment, new)
    record("assessment.signed", assessment, by=by, client=client, now=now)
    needs = sum(len(new.needs) for new in findings)
    add_entry(
        client,
        at=assessed_on,
        now=now,
        kind=EntryKind.ASSESSMENT,
        icon="doc",
        title=f"Needs assessment, {counted(needs, 'need')} identified",
        excerpt=summary,
        by=by,
        route="assessments:assessment",
        target=assessment,
    )
    return assessment


def _add_finding(assessment: Assessment, new: NewFinding) -> None:
    finding = Finding.objects.create(
        client=assessment.client,
        assessment=assessment,
        domain=new.domain,
        found=new.found,
        told_by=new.told_by,
        told_by_detail=new.told_by_detail,
        strengths=new.strengths,
    )
    for text in new.needs:
        Need.objects.create(
            client=assessment.client,
            finding=finding,
            domain=new.domain,
            text=text,
            identified_on=assessment.assessed_on,
        )


@transaction.atomic
def enter_measure(
    client: Client, *, measure: Measure, taken_on: date, rater: str, answers: Answers, by: User, now: datetime
) -> MeasureResult:
    """Keeps the answers of one sitting and the score worked out from them. An alert stays open until it is answered."""
    score = measure.score(answers)
    given = [answers.get(item.key) for item in measure.items] if isinstance(answers, dict) else list(answers)
    result = MeasureResult.objects.create(
        client=client,
        measure=measure.key,
        taken_on=taken_on,
        rater=rater,
        answers=given,
        total=score.total,
        band=score.band or "",
        note=score.note,
        alert=score.alert or "",
        entered_by=by,
        entered_at=now,
    )
    record("measure.entered", result, by=by, client=client, now=now)
    add_entry(
        client,
        at=taken_on,
        now=now,
        kind=EntryKind.ASSESSMENT,
        icon="late" if result.alert else "doc",
        title=f"{measure.short_name} entered" + (", alert raised" if result.alert else ""),
        excerpt=f"{result.score_words}. {score.band}" if score.band else result.score_words,
        by=by,
        route="assessments:measure_result",
        target=result,
    )
    return result


@transaction.atomic
def answer_alert(result: MeasureResult, *, what_was_done: str, by: User, now: datetime) -> None:
    """Notes what was done about an alert, once."""
    waiting = MeasureResult.objects.alerts_open().filter(pk=result.pk)
    if not waiting.update(alert_seen_at=now, alert_seen_by=by, alert_action=what_was_done):
        raise AlertAlreadyAnswered("Somebody has already recorded what was done about this alert.")
    result.refresh_from_db(fields=["alert_seen_at", "alert_seen_by", "alert_action"])
    record("measure.alert_answered", result, by=by, client=result.client, fields=["alert_action"], now=now)
    add_entry(
        result.client,
        at=now,
        now=now,
        kind=EntryKind.ASSESSMENT,
        icon="check",
        title=f"{result.definition.short_name} alert answered",
        excerpt=what_was_done,
        by=by,
        route="assessments:measure_result",
        target=result,
    )
