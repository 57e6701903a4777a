"""The rows and cards of the caseload board, in ready strings."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import Absence
from clients.models import Client, Status
from clients.pages import STATUS_WORDS
from clients.weights import Weight
from practice.caseload import Carried, Person
from ui import status
from ui.charts import Bar
from ui.dates import counted, day, weekday_day
from ui.links import path_to
from ui.status import Status as Tag

MOVE = "practice:new_handover"


@dataclass(frozen=True)
class ClientLine:
    reference: str
    name: str
    short_name: str
    url: str
    points: int
    parts: str
    set_by: str
    status: Tag
    review: str
    late: Tag | None
    contact: str
    silent: Tag | None
    weight_url: str
    move_url: str
    candidates_url: str
    waiting: str


@dataclass(frozen=True)
class PersonLine:
    """`address` names the person in the page's own address; `note` says what their limit rests on."""

    pk: UUID
    address: str
    name: str
    about: str
    note: str
    away: str
    fte: str
    load: int
    limit: int
    bar: Bar
    bar_words: str
    room: Tag
    count: int
    overdue: int
    drafts: int
    silent: int
    is_open: bool
    toggle: str
    clients: list[ClientLine]


@dataclass
class Reader:
    """Who looks at the board: which files open for them, and whether they move clients."""

    readable: Collection[UUID]
    may_assign: bool

    @cached_property
    def move(self) -> str:
        return path_to(MOVE) if self.may_assign else ""


def person_line(person: Person, reader: Reader, *, is_open: bool, toggle: str) -> PersonLine:
    user, terms = person.user, person.terms
    return PersonLine(
        pk=user.pk,
        address=user.email,
        name=user.name,
        about=(terms.get_profession_display() if terms and terms.profession else user.job_title) or "",
        note=_note(person),
        away=away_words(person.absence),
        fte=fte_words(person),
        load=person.load,
        limit=person.limit,
        bar=Bar(person.load, person.limit),
        bar_words=f"{user.name}: {person.load} of {counted(person.limit, 'point')}",
        room=room_words(person.room),
        count=len(person.clients),
        overdue=person.overdue,
        drafts=person.drafts,
        silent=person.silent,
        is_open=is_open,
        toggle=toggle,
        clients=[client_line(carried, reader) for carried in person.clients] if is_open else [],
    )


def client_line(carried: Carried, reader: Reader) -> ClientLine:
    client, today = carried.client, timezone.localdate()
    reference = client.reference
    allocation = reverse("clients:allocation", args=[reference])
    late = (today - client.next_review_on).days if client.next_review_on else 0
    return ClientLine(
        reference=reference,
        name=client.list_name,
        short_name=client.short_name,
        url=client.get_absolute_url() if client.pk in reader.readable else allocation,
        points=carried.weight.points,
        parts=parts_words(carried.weight),
        set_by=set_words(carried),
        status=STATUS_WORDS[Status(client.status)],
        review=day(client.next_review_on) if client.next_review_on else "Not set",
        late=status.days_late(late) if late > 0 else None,
        contact=day(client.last_contact_on) if client.last_contact_on else "None yet",
        silent=status.worded(status.ENDS_SOON, "Silent") if carried.silent else None,
        weight_url=reverse("practice:client_weight", args=[reference]) if reader.may_assign else "",
        move_url=f"{reader.move}?{urlencode({'clients': reference})}" if reader.move else "",
        candidates_url=reverse("practice:candidates", args=[reference]),
        waiting=waiting_words(client),
    )


def room_words(room: int) -> Tag:
    if room < 0:
        return Tag("late", f"Over by {-room}", "red")
    return Tag("check", f"Room for {room}", "green") if room else Tag("dot", "Full", "amber")


def fte_words(person: Person) -> str:
    return f"{person.terms.fte.normalize():f} FTE" if person.terms else "1 FTE"


def parts_words(weight: Weight) -> str:
    return " · ".join(f"{part.name} {part.points}" for part in weight.parts)


def set_words(carried: Carried) -> str:
    """Who put points in place of the sum, when and why; empty where the sum stands."""
    override = carried.override
    if override is None or override.points is None:
        return ""
    when = day(timezone.localdate(override.at))
    return f"Set by {override.by.name}, {when}, in place of {carried.weight.sum}: {override.reason}"


def waiting_words(client: Client) -> str:
    days = (timezone.localdate() - timezone.localdate(client.created_at)).days
    return f"Added {counted(days, 'day')} ago" if days else "Added today"


def away_words(absence: Absence | None) -> str:
    """Until when, never why: the kind of an absence is for those who keep it."""
    if absence is None:
        return ""
    return f"Away until {weekday_day(absence.ends_on)}" if absence.ends_on else "Away, nobody knows until when"


def _note(person: Person) -> str:
    """What the limit rests on, and what comes on top of the load."""
    if not person.user.is_active:
        return "No longer at work"
    notes = [] if person.terms else ["terms not recorded", "counted as full time"]
    notes += ["first months", "lower limit"] if person.starter else []
    notes += [f"less {person.terms.duties} for duties"] if person.terms and person.terms.duties else []
    notes += [f"covers {counted(person.covers, 'client')}"] if person.covers else []
    return ", ".join(notes).capitalize()
