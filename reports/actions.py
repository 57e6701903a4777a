"""From a report being written to one that was issued: wording, rendering as a job, freezing, correcting."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import PracticeSettings, User
from accounts.roles import Permission
from audit.actions import record
from clients.access import may_work_on
from clients.consent import ConsentMissing, ask_for_report, refusal_of_report
from clients.link_actions import NewLink, share_by_link
from clients.models import Client, EntryKind, OutsideLink, Party
from clients.timeline_actions import add_entry
from reports.collect import collect
from reports.contents import ProgressReport
from reports.models import BEING_MADE, IssuedReport, RenderState, Report
from reports.pdf import PdfFailed, PdfUnavailable, to_pdf
from reports.render import render
from ui.bell import ring
from ui.versions import swap

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
RENDER_TASK = "reports.render_queued"


class AlreadyIssued(Exception): ...


class AlreadyRendering(Exception): ...


class AlreadyCorrected(Exception): ...


@dataclass(frozen=True)
class Rendered:
    content: ProgressReport
    html: str
    pdf: bytes


@transaction.atomic
def start_report(
    client: Client, *, reader: Party, starts_on: date, ends_on: date, by: User, now: datetime, **wording: str
) -> Report:
    report = Report.objects.create(
        client=client, reader=reader, starts_on=starts_on, ends_on=ends_on, author=by, started_at=now, **wording
    )
    record("report.started", report, by=by, client=client, now=now)
    return report


@transaction.atomic
def change_wording(report: Report, *, version: int, by: User, now: datetime, **wording: Any) -> None:
    """Saves the report's own sentences. Raises ui.versions.Stale when somebody was first.

    AlreadyIssued, or AlreadyRendering while it is on its way: what is saved then would not be in the issued copy.
    """
    _refuse_if_issued(report)
    if Report.objects.being_made().filter(pk=report.pk, issuing=True).exists():
        raise AlreadyRendering("This report is being issued, so its wording cannot be changed now.")
    changed = swap(report, version=version, **wording)
    record("report.changed", report, by=by, client=report.client, fields=changed, now=now)


@transaction.atomic
def ask_to_render(report: Report, *, by: User, now: datetime) -> None:
    """Queues a draft PDF of the report as the record stands now."""
    _refuse_if_issued(report)
    _queue(report, _content(report, now=now), issuing=False, by=by)
    record("report.render_asked", report, by=by, client=report.client, now=now)


@transaction.atomic
def ask_to_issue(report: Report, *, by: User, now: datetime) -> None:
    """Freezes the content as it stands now and queues the final rendering; the report is issued when that is done.

    Raises ConsentMissing when the reader may not have it today.
    """
    _refuse_if_issued(report)
    _check_consent(report, timezone.localdate(now))
    _queue(report, _content(report, now=now, signed_by=by), issuing=True, by=by)
    record("report.issue_asked", report, by=by, client=report.client, now=now)


def next_number(report: Report) -> str:
    """1.0 for a report of its own; 1.1 after 1.0 for one that corrects it."""
    if report.replaces is None:
        return "1.0"
    major, _, minor = report.replaces.issued.number.partition(".")
    return f"{major}.{int(minor) + 1}"


def render_next(*, now: datetime) -> bool:
    """Claims one queued report and renders it; False when there is none to claim."""
    report = _claim(now)
    if report is None:
        return False
    person, problem = report.asked_to_render_by, _reason_to_refuse(report, timezone.localdate(now))
    if person is None or problem:
        _fail(report, problem, now=now)
        return True
    content = ProgressReport.from_json(json.dumps(report.data))
    if report.issuing:
        content = replace(content, issued_at=now)
    try:
        html = render(content, draft=not report.issuing)
        rendered = Rendered(content, html, to_pdf(html))
    except (PdfFailed, PdfUnavailable) as failure:
        _fail(report, str(failure), now=now)
    else:
        _finish(report, rendered, by=person, now=now)
    return True


@transaction.atomic
def start_correction(issued: IssuedReport, *, reason: str, by: User, now: datetime) -> Report:
    """A new report that will replace an issued one, with the same reader, period and wording to begin with."""
    before = Report.objects.select_for_update().get(pk=issued.report_id)
    if Report.objects.filter(replaces=before).exists():
        raise AlreadyCorrected("A correction of this report has been started already.")
    report = Report.objects.create(
        client=before.client,
        reader=before.reader,
        starts_on=before.starts_on,
        ends_on=before.ends_on,
        summary=before.summary,
        changed=before.changed,
        unchanged=before.unchanged,
        next_steps=before.next_steps,
        replaces=before,
        correction_reason=reason,
        author=by,
        started_at=now,
    )
    record("report.correction_started", report, by=by, client=report.client, now=now)
    return report


@transaction.atomic
def share(issued: IssuedReport, *, by: User, now: datetime) -> list[NewLink]:
    """A link with a passcode for the report's reader and, in the same step, for all who receive it with them.

    Who has a link that holds gets another one only when all have. Raises ConsentMissing or AlreadyCorrected.
    """
    later = IssuedReport.objects.filter(replaces=issued).first()
    if later:
        raise AlreadyCorrected(f"Version {later.number} has replaced this one. Share that one.")
    readers = ask_for_report(issued.report.reader, on=timezone.localdate(now))
    links = OutsideLink.objects.to(IssuedReport._meta.label, issued.pk).holding_at(now)
    having = set(links.values_list("party", flat=True))
    days = PracticeSettings.current().link_days
    made = []
    for reader in [each for each in readers if each.pk not in having] or readers:
        made.append(share_by_link(issued.client, party=reader, target=issued, by=by, now=now, days=days))
        title = f"Progress report {issued.number} shared by link with {reader.addressee}"
        _tell(issued, title, icon="link", by=by, now=now)
    return made


def _content(report: Report, *, now: datetime, signed_by: User | None = None) -> ProgressReport:
    practice = PracticeSettings.current().name
    return collect(report, practice=practice, now=now, number=next_number(report), signed_by=signed_by)


def _queue(report: Report, content: ProgressReport, *, issuing: bool, by: User) -> None:
    was_issued = Q(render_state=RenderState.DONE, issuing=True)
    ready = Report.objects.filter(pk=report.pk).exclude(render_state__in=BEING_MADE).exclude(was_issued)
    asked = ready.update(
        render_state=RenderState.QUEUED,
        issuing=issuing,
        asked_to_render_by=by,
        lease_until=None,
        render_attempts=0,
        render_problem="",
        data=json.loads(content.to_json()),
    )
    if not asked:
        raise AlreadyRendering("The PDF is being made already.")
    ring(RENDER_TASK)


def _claim(now: datetime) -> Report | None:
    """One conditional UPDATE decides which worker renders a report."""
    for waiting in Report.objects.to_render(now).order_by("pk")[:10]:
        unchanged = Report.objects.filter(
            pk=waiting.pk, render_state=waiting.render_state, render_attempts=waiting.render_attempts
        )
        if unchanged.update(
            render_state=RenderState.RENDERING, lease_until=now + LEASE, render_attempts=F("render_attempts") + 1
        ):
            related = ("client", "reader__instruction", "asked_to_render_by", "replaces__issued")
            claimed: Report = Report.objects.select_related(*related).get(pk=waiting.pk)
            return claimed
    return None


def _reason_to_refuse(report: Report, today: date) -> str:
    """Asked again when it is rendered: is it worth another try, has the person still the right, is there consent?"""
    person = report.asked_to_render_by
    if report.render_attempts > MOST_ATTEMPTS:
        return "The PDF could not be made in three tries. Nothing is lost."
    if person is None or not (person.may(Permission.WRITE_REPORT) and may_work_on(report.client_id, person)):
        return "Who asked for this PDF no longer works on this client."
    barred = refusal_of_report(report.reader, on=today) if report.issuing else ""
    return f"{barred} It was not issued." if barred else ""


def _mine(report: Report) -> Any:
    """The row, as long as no other worker has claimed it since: each claim has a lease of its own."""
    return Report.objects.filter(pk=report.pk, render_state=RenderState.RENDERING, lease_until=report.lease_until)


@transaction.atomic
def _fail(report: Report, problem: str, *, now: datetime) -> None:
    if _mine(report).update(render_state=RenderState.FAILED, render_problem=problem[:300], lease_until=None):
        record("report.render_failed", report, by="worker", client=report.client, now=now)


@transaction.atomic
def _finish(report: Report, rendered: Rendered, *, by: User, now: datetime) -> None:
    """Asks for consent once more: making the PDF takes time, and a withdrawal may have come meanwhile."""
    if report.issuing:
        try:
            ask_for_report(report.reader, on=timezone.localdate(now))
        except ConsentMissing as missing:
            _fail(report, f"{missing} It was not issued.", now=now)
            return
    done = {"render_state": RenderState.DONE, "lease_until": None, "rendered_at": now}
    draft = {"data": None} if report.issuing else {"html": rendered.html, "pdf": rendered.pdf}
    if not _mine(report).update(**done, **draft):
        return
    record("report.rendered", report, by="worker", client=report.client, now=now)
    if report.issuing:
        _issue(report, rendered, by=by, now=now)


def _issue(report: Report, rendered: Rendered, *, by: User, now: datetime) -> None:
    data = rendered.content.to_json()
    issued = IssuedReport.objects.create(
        client=report.client,
        report=report,
        number=rendered.content.version,
        replaces=report.replaces.issued if report.replaces else None,
        data=json.loads(data),
        html=rendered.html,
        pdf=rendered.pdf,
        data_digest=_digest(data.encode()),
        html_digest=_digest(rendered.html.encode()),
        pdf_digest=_digest(rendered.pdf),
        issued_by=by,
        issued_at=now,
    )
    record("report.issued", issued, by=by, client=report.client, now=now)
    _tell(issued, f"Progress report {issued.number} issued, for {report.reader.firm}", icon="doc", by=by, now=now)


def _tell(issued: IssuedReport, title: str, *, icon: str, by: User, now: datetime) -> None:
    kind, route = EntryKind.REPORT, "reports:report"
    target = issued.report
    add_entry(issued.client, at=now, now=now, kind=kind, icon=icon, title=title, by=by, route=route, target=target)


def _check_consent(report: Report, today: date) -> None:
    try:
        ask_for_report(report.reader, on=today)
    except ConsentMissing as missing:
        raise ConsentMissing(f"{missing} So this report cannot be issued.") from missing


def _refuse_if_issued(report: Report) -> None:
    if IssuedReport.objects.filter(report=report).exists():
        raise AlreadyIssued("This report was issued. Correct it instead: the issued copy stays as it is.")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
