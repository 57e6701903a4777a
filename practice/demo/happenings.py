"""What happens in a file, told in days: contacts, assessments, risks, drafts, status and who carries the client."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from assessments import actions as assessing
from assessments.actions import NewFinding
from assessments.measures import MEASURES
from assessments.models import MeasureResult, Need, Teller
from careplans.actions import link_record_to_goals
from clients import actions as filing
from clients import safety_actions as safety
from clients.caseload_actions import assign, assign_lead
from clients.models import AssignmentKind, Risk
from clients.weight_actions import set_weight
from practice.contacts import ContactForm
from practice.demo.file import File
from records.actions import add_addendum, sign_contact
from ui.actions import save_draft
from ui.tokens import FormToken

MINUTES_TO_WRITE = 20


@dataclass(frozen=True)
class Contact:
    """`late` is by how many days it was entered late, and why; `added` an addendum: when, and its text."""

    ago: int
    at: str
    kind: str
    minutes: int
    present: str
    text: str
    goals: tuple[int, ...] = ()
    name: str = ""
    by: str = ""
    with_client: bool = True
    late: tuple[int, str] = (0, "")

    def happen(self, file: File) -> None:
        days_late, why = self.late
        began, by = file.days.at(self.ago, self.at), file.who(self.by)
        written = began + timedelta(minutes=self.minutes + MINUTES_TO_WRITE)
        record = sign_contact(
            file.client,
            kind=self.kind,
            on=file.days.on(self.ago),
            at=time.fromisoformat(self.at),
            minutes=self.minutes or None,
            with_whom=self.present,
            with_client=self.with_client,
            text=self.text,
            late_reason=why,
            by=by,
            now=file.now(self.ago - days_late) if days_late else written,
        )
        link_record_to_goals(record, [file.goals[number] for number in self.goals], by=by)
        if self.name:
            file.records[self.name] = record


@dataclass(frozen=True)
class Added:
    """An addendum to a contact that the story has named."""

    ago: int
    to: str
    text: str

    def happen(self, file: File) -> None:
        add_addendum(file.records[self.to], text=self.text, by=file.lead, now=file.now(self.ago))


@dataclass(frozen=True)
class Assessed:
    ago: int
    visited: int
    present: str
    summary: str
    findings: tuple[NewFinding, ...]

    def happen(self, file: File) -> None:
        assessing.sign_assessment(
            file.client,
            assessed_on=file.days.on(self.visited),
            present=self.present,
            summary=self.summary,
            findings=self.findings,
            by=file.lead,
            now=file.now(self.ago),
        )
        file.needs = list(Need.objects.filter(client=file.client).order_by("pk"))


@dataclass(frozen=True)
class Measured:
    """`done` is what was done about an alert on the same day; without it the alert stays open."""

    ago: int
    measure: str
    answers: tuple[int | None, ...]
    done: str = ""

    def happen(self, file: File) -> None:
        result: MeasureResult = assessing.enter_measure(
            file.client,
            measure=MEASURES[self.measure],
            taken_on=file.days.on(self.ago),
            rater=Teller.CLIENT,
            answers=self.answers,
            by=file.lead,
            now=file.days.at(self.ago, "15:10"),
        )
        if self.done:
            assessing.answer_alert(result, what_was_done=self.done, by=file.lead, now=file.days.at(self.ago, "15:40"))


@dataclass(frozen=True)
class RiskRaised:
    ago: int
    hazard: str
    severity: str
    in_place: str
    for_readers: bool = True
    at_risk: str = ""
    likelihood: str = ""
    view: str = ""
    review_ago: int | None = None

    def happen(self, file: File) -> None:
        safety.raise_risk(
            file.client,
            by=file.lead,
            hazard=self.hazard,
            severity=self.severity,
            in_place=self.in_place,
            for_readers=self.for_readers,
            raised_on=file.days.on(self.ago),
            at_risk=self.at_risk,
            likelihood=self.likelihood,
            client_view=self.view,
            review_on=None if self.review_ago is None else file.days.on(self.review_ago),
        )


@dataclass(frozen=True)
class RiskClosed:
    ago: int
    hazard: str
    reason: str

    def happen(self, file: File) -> None:
        risk = Risk.objects.open().get(client=file.client, hazard=self.hazard)
        safety.close_risk(risk, on=file.days.on(self.ago), reason=self.reason, by=file.lead)


@dataclass(frozen=True)
class StatusChanged:
    ago: int
    status: str
    reason: str

    def happen(self, file: File) -> None:
        filing.change_status(
            file.client,
            status=self.status,
            on=file.days.on(self.ago),
            reason=self.reason,
            by=file.lead,
            now=file.now(self.ago),
        )


@dataclass(frozen=True)
class HandedOver:
    """The client goes to another case manager."""

    ago: int
    to: str
    reason: str

    def happen(self, file: File) -> None:
        to, by = file.who(self.to), file.who("amara")
        assign_lead(file.client, staff=to, by=by, now=file.now(self.ago), reason=self.reason)
        file.lead = to


@dataclass(frozen=True)
class Weighed:
    """An admin notes how far the client is and, with `points`, what counts in place of the sum."""

    ago: int
    travel: str
    reason: str
    points: int | None = None

    def happen(self, file: File) -> None:
        now, by = file.now(self.ago), file.who("amara")
        set_weight(file.client, travel=self.travel, points=self.points, reason=self.reason, by=by, now=now)


@dataclass(frozen=True)
class Covered:
    """A colleague covers for a while."""

    ago: int
    until: int
    who: str
    reason: str

    def happen(self, file: File) -> None:
        assign(
            file.client,
            staff=file.who(self.who),
            kind=AssignmentKind.COVER,
            by=file.who("amara"),
            starts_at=file.days.at(self.ago, "08:00"),
            ends_at=file.days.at(self.until, "18:00"),
            reason=self.reason,
        )


@dataclass(frozen=True)
class DraftLeft:
    """A contact record that was begun and not yet signed."""

    ago: int
    at: str
    kind: str
    began: str
    present: str
    text: str

    def happen(self, file: File) -> None:
        reference = file.client.reference
        token = FormToken(
            person=str(file.lead.pk),
            form=f"{ContactForm.__module__}.{ContactForm.__name__}",
            subject=reference,
            client=reference,
            path=reverse("practice:add_contact", args=[reference]),
            label=ContactForm.label,
        )
        on = file.days.on(self.ago)
        typed: dict[str, Any] = {"kind": self.kind, "on": f"{on:%d/%m/%Y}", "at": self.began}
        typed |= {"with_whom": self.present, "text": self.text}
        posted = QueryDict(mutable=True)
        posted.update(typed)
        save_draft(token, posted, now=file.days.at(self.ago, self.at))
