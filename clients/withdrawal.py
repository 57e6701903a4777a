"""What of the open work of a file rests on a consent, and stops with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from clients.models import Client, Concern, Consent
from ui.dates import day
from ui.models import Draft
from ui.open_work import OpenWork, open_work_of_clients


@dataclass(frozen=True)
class Touched:
    """`stops` goes to the recipient of the consent; `other` is what else is open in the file, for this reader."""

    stops: list[OpenWork] = field(default_factory=list)
    other: list[OpenWork] = field(default_factory=list)
    also_covered_by: Consent | None = None


def touched_by(consent: Consent, *, reader: User, now: datetime) -> Touched:
    """Needs the consent's client."""
    work = open_work_of_clients([consent.client_id], now=now) + list(_apart(consent.client, reader))
    return Touched(
        stops=[row for row in work if consent.reaches(row.goes_to)],
        other=[row for row in work if not consent.reaches(row.goes_to)],
        also_covered_by=_another(consent, now),
    )


def _apart(client: Client, reader: User) -> Iterator[OpenWork]:
    """What is not for everybody who reads the file: concerns behind their own door, and the reader's own drafts."""
    concerns = Concern.objects.visible_to(reader).filter(client=client).open().order_by("raised_at", "pk")
    for concern in concerns:
        words = f"A page with narrow access, of {day(concern.raised_at)}"
        yield OpenWork("concern", words, client.pk, client.reference, concern.get_absolute_url())
    drafts = Draft.objects.filter(author=reader, client=client.reference).order_by("saved_at", "pk")
    for draft in drafts.only("label", "path", "saved_at"):
        words = f"Your draft: {draft.label.lower()}, saved {day(draft.saved_at)}"
        yield OpenWork("draft", words, client.pk, client.reference, draft.path)


def _another(consent: Consent, now: datetime) -> Consent | None:
    """Another consent for the same recipient that holds: with it, the same may go on leaving."""
    others = Consent.objects.of(consent.recipient).holding(timezone.localdate(now)).exclude(pk=consent.pk)
    return others.as_page().order_by("-given_on", "-pk").first()
