"""What a person should look at before a report is issued. Only missing consent forbids it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from careplans.models import Goal
from clients.consent import ConsentMissing, ask_consent, to_party
from reports.models import Report
from ui import dates

SOON_DAYS = 14


@dataclass(frozen=True)
class Check:
    fine: bool
    words: str


def checks_of(report: Report, *, today: date) -> list[Check]:
    return [_consent(report, today), _goals(report)]


def _consent(report: Report, today: date) -> Check:
    firm = report.reader.firm
    try:
        consent = ask_consent(to_party(report.reader), on=today, lock=False)
    except ConsentMissing as missing:
        return Check(False, f"{missing} The report cannot be issued until it holds.")
    if consent.ends_on and (consent.ends_on - today).days <= SOON_DAYS:
        return Check(False, f"Consent to share with {firm} ends {dates.day(consent.ends_on)}")
    return Check(True, f"Consent to share with {firm} holds")


def _goals(report: Report) -> Check:
    rated = Q(ratings__rated_on__gte=report.starts_on, ratings__rated_on__lte=report.ends_on)
    goals = Goal.objects.open().filter(client=report.client)
    current = goals.filter(rated).values("pk")
    stale = list(goals.exclude(pk__in=current).order_by("number").values_list("number", flat=True))
    if stale:
        words = ", ".join(f"goal {number}" for number in stale).capitalize()
        return Check(False, f"No update in the period: {words}")
    return Check(True, "Every open goal was updated in the period")
