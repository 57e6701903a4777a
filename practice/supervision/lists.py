"""Rows of sessions, actions and audits, as the pages of supervision show them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from practice.models import AuditAnswer, RecordAudit, SupervisionAction, SupervisionSession
from practice.supervision.results import Tally, change_words, tally
from ui import status
from ui.status import Status

NOT_AGREED = status.worded(status.AWAITING, "Not yet agreed")
FINISHED = status.worded(status.DONE, "Finished")
JUDGING = status.worded(status.IN_PROGRESS, "Not finished")


@dataclass(frozen=True)
class SessionRow:
    session: SupervisionSession
    with_whom: str
    state: Status


@dataclass(frozen=True)
class ActionRow:
    action: SupervisionAction
    mine: bool
    tag: Status | None


@dataclass(frozen=True)
class AuditRow:
    audit: RecordAudit
    result: Tally
    change: str
    state: Status


def session_rows(sessions: QuerySet[SupervisionSession], *, reader: User) -> list[SessionRow]:
    found = sessions.select_related("supervisor", "supervisee", "agreement").order_by("-on", "-pk")
    return [
        SessionRow(
            session,
            (session.supervisee if session.supervisor_id == reader.pk else session.supervisor).name,
            status.AGREED if hasattr(session, "agreement") else NOT_AGREED,
        )
        for session in found
    ]


def action_rows(actions: QuerySet[SupervisionAction], *, reader: User, today: date) -> list[ActionRow]:
    found = actions.select_related("who", "session", "done_by").order_by("due_on", "session__on", "position")
    return [ActionRow(action, action.who_id == reader.pk, action_tag(action, today=today)) for action in found]


def action_tag(action: SupervisionAction, *, today: date) -> Status | None:
    if action.done_on:
        return status.DONE
    return status.due_on(action.due_on, today=today) if action.due_on else None


def audit_rows(audits: Iterable[RecordAudit]) -> list[AuditRow]:
    """Newest first, each with its result and how it stands to the finished one before it. One query for the answers."""
    in_order = sorted(audits, key=lambda audit: audit.drawn_at)
    verdicts: dict[UUID, list[str]] = defaultdict(list)
    given = AuditAnswer.objects.filter(audited__audit__in=[audit.pk for audit in in_order])
    for audit_id, verdict in given.values_list("audited__audit_id", "verdict"):
        verdicts[audit_id].append(verdict)
    rows, before = [], None
    for audit in in_order:
        result = tally(verdicts[audit.pk])
        done = audit.is_finished
        change = change_words(result, before) if done else ""
        rows.append(AuditRow(audit, result, change, FINISHED if done else JUDGING))
        before = result if done else before
    return rows[::-1]
