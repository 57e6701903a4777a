"""The people around a client as their page and the summary show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from clients.models import Client, Consent, PersonAround, PersonRole, Scope
from ui import status
from ui.status import Status
from ui.written import written

# Whom to ring first stands first.
ORDER = list(PersonRole.values)


@dataclass(frozen=True)
class Row:
    person: PersonAround
    authority: Status | None
    consent: Status | None


def rows_of(client: Client, *, today: date) -> list[Row]:
    """Two queries: the people, and whom the client has agreed to have told."""
    consents = Consent.objects.filter(client=client).covering(Scope.UPDATES).holding(today)
    agreed = set(consents.exclude(person=None).values_list("person", flat=True))
    people = sorted(PersonAround.objects.current().filter(client=client), key=_place)
    return [Row(person, _authority(person, today), _consent(person, agreed, today)) for person in people]


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


def _consent(person: PersonAround, agreed: set[UUID], today: date) -> Status | None:
    """Where more than arrangements may be told: on what ground."""
    if not person.is_told:
        return None
    if person.pk in agreed:
        return status.worded(status.IN_DATE, "Consent recorded")
    if person.authority_holds(today):
        return status.worded(status.IN_DATE, "Authority in force")
    return status.worded(status.SOON, "No consent recorded")
