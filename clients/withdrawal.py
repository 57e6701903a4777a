"""What of the open work of a file rests on a consent, and stops with it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from clients.models import Consent
from ui.open_work import OpenWork, open_work_of_clients


@dataclass(frozen=True)
class Touched:
    """`stops` goes to the recipient of the consent; `other` is whatever else is open in the file."""

    stops: list[OpenWork] = field(default_factory=list)
    other: list[OpenWork] = field(default_factory=list)
    also_covered_by: Consent | None = None


def touched_by(consent: Consent, *, now: datetime) -> Touched:
    work = open_work_of_clients([consent.client_id], now=now)
    return Touched(
        stops=[row for row in work if consent.reaches(row.goes_to)],
        other=[row for row in work if not consent.reaches(row.goes_to)],
        also_covered_by=_another(consent, now),
    )


def _another(consent: Consent, now: datetime) -> Consent | None:
    """Another consent for the same recipient that holds: with it, the same may go on leaving."""
    others = Consent.objects.of(consent.recipient).holding(timezone.localdate(now)).exclude(pk=consent.pk)
    return others.as_page().order_by("-given_on", "-pk").first()
