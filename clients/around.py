"""The people around a client as their page and the summary show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from clients.models import Client, Consent, PersonAround, PersonRole, Scope
from ui import status
from ui.status import Status
from ui.written import written

# Whom to ring first stands first.
ORDER = list(PersonRole.values)
NO_GROUND = status.worded(status.SOON, "No consent recorded")


@dataclass(frozen=True)
class Row:
    person: PersonAround
    authority: Status | None
    consent: Status | None

    @property
    def told(self) -> str:
        """What they may be told now: without consent or an authority no more than arrangements."""
        if self.consent == NO_GROUND:
            return "arrangements only, no consent recorded"
        return self.person.get_may_be_told_display().lower()


def rows_of(client: Client, *, today: date) -> list[Row]:
    """One query: the people, and which of them the client has agreed to have told."""
    consents = Consent.objects.filter(person=OuterRef("pk")).covering(Scope.UPDATES).holding(today)
    around = PersonAround.objects.current().filter(client=client).annotate(agreed=Exists(consents))
    people = sorted(around, key=_place)
    return [Row(person, _authority(person, today), _consent(person, today)) for person in people]


@written
def people_to_call(client: UUID) -> Any:
    """The summary's list: those with a telephone, and whom nobody is to contact."""
    return PersonAround.objects.current().filter(client=client).order_by("no_contact", "role", "pk")


def _place(person: PersonAround) -> tuple[int, str]:
    return ORDER.index(person.role), str(person.pk)


def _authority(person: PersonAround, today: date) -> Status | None:
    if not person.has_authority:
        return None
    if person.authority_from and person.authority_from > today:
        return status.worded(status.SOON, "Not yet in force")
    if person.authority_until:
        return status.ends_on(person.authority_until, today=today)
    return status.IN_DATE if person.authority_seen else status.worded(status.SOON, "Not seen yet")


def _consent(person: Any, today: date) -> Status | None:
    """Where more than arrangements may be told: on what ground. Takes a person as `rows_of` finds them."""
    if not person.is_told:
        return None
    if person.agreed:
        return status.worded(status.IN_DATE, "Consent recorded")
    if person.authority_holds(today):
        return status.worded(status.IN_DATE, "Authority in force")
    return NO_GROUND
