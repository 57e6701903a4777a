"""A report in one line: who it is for, which period, and where it stands; and a link in one line: who opened it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from clients.models import OutsideLink
from reports.models import RenderState, Report
from ui import dates, status
from ui.status import Status

STATE_WORDS = {
    RenderState.QUEUED: status.QUEUED,
    RenderState.RENDERING: status.RENDERING,
    RenderState.FAILED: status.FAILED,
}
REPLACED = status.worded(status.CLOSED, "Replaced")


@dataclass(frozen=True)
class ReportRow:
    url: str
    client_name: str
    reference: str
    reader: str
    period: str
    version: str
    state: Status
    issued_on: str


def report_row(report: Report) -> ReportRow:
    """Needs `Report.objects.with_story()`."""
    issued = getattr(report, "issued", None)
    return ReportRow(
        url=report.get_absolute_url(),
        client_name=report.client.short_name,
        reference=report.client.reference,
        reader=report.reader.firm,
        period=f"{dates.day(report.starts_on)} to {dates.day(report.ends_on)}",
        version=issued.number if issued else "Not issued",
        state=state_of(report),
        issued_on=dates.day(issued.issued_at) if issued else "",
    )


def state_of(report: Report) -> Status:
    if report.is_issued:
        return REPLACED if report.was_corrected else status.ISSUED
    return STATE_WORDS.get(RenderState(report.render_state), status.DRAFT)


@dataclass(frozen=True)
class LinkRow:
    reader: str
    made_at: datetime
    ends: str
    openings: list[str]
    state: Status
    stop_url: str


def link_row(link: OutsideLink, *, now: datetime) -> LinkRow:
    """Needs the link's party and openings."""
    stopped = f"Stopped {dates.moment(link.stopped_at)}: {link.stopped_why.lower()}" if link.stopped_at else ""
    openings = sorted(link.openings.all(), key=lambda opening: (opening.at, opening.pk))
    holds = link.holds_at(now)
    return LinkRow(
        reader=link.party.addressee,
        made_at=link.sent_at,
        ends=stopped or dates.moment(link.ends_at),
        openings=[f"{opening.get_what_display()} {dates.moment(opening.at)}" for opening in openings],
        state=_link_state(link, holds=holds, opened=bool(openings)),
        stop_url=reverse("reports:stop_sharing", args=[link.pk]) if holds else "",
    )


def _link_state(link: OutsideLink, *, holds: bool, opened: bool) -> Status:
    if link.stopped_at:
        return status.STOPPED
    if not holds:
        return status.ENDED
    return status.OPENED if opened else status.NOT_OPENED
