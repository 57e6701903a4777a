"""What a person should look at before a report is issued. Only missing consent forbids it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from careplans.models import Goal
from clients.consent import ConsentMissing, ask_for_report
from clients.models import Consent, Party, Scope
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
    try:
        readers = ask_for_report(report.reader, on=today, lock=False)
    except ConsentMissing as missing:
        return Check(False, f"{missing} The report cannot be issued until it holds.")
    firms = " and ".join(reader.firm for reader in readers)
    ends_on = _ends_on(readers, today)
    if ends_on and (ends_on - today).days <= SOON_DAYS:
        return Check(False, f"Consent to share with {firms} ends {dates.day(ends_on)}")
    return Check(True, f"Consent to share with {firms} holds")


def _ends_on(readers: list[Party], today: date) -> date | None:
    """The first day on which one of them may not have it any more, as far as it is known."""
    consents = Consent.objects.filter(party__in=readers).covering(Scope.REPORTS).holding(today)
    lasting: dict[UUID, date] = {}
    for party, ends_on in consents.values_list("party", "ends_on"):
        lasting[party] = max(lasting.get(party, date.min), ends_on or date.max)
    first = min(lasting.values())
    return None if first == date.max else first


def _goals(report: Report) -> Check:
    rated = Q(ratings__rated_on__gte=report.starts_on, ratings__rated_on__lte=report.ends_on)
    goals = Goal.objects.open().filter(client=report.client)
    current = goals.filter(rated).values("pk")
    stale = list(goals.exclude(pk__in=current).order_by("number").values_list("number", flat=True))
    if stale:
        words = ", ".join(f"goal {number}" for number in stale).capitalize()
        return Check(False, f"No update in the period: {words}")
    return Check(True, "Every open goal was updated in the period")
