"""Who carries which client, and how much work that is: everything the board, the candidates and the sums show."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.capacity import is_starter, limit_of
from accounts.models import Absence, PracticeSettings, Supervision, User, WorkingTerms
from accounts.roles import Permission, Role
from clients.models import Assignment, AssignmentKind, Client, Party, Risk, Travel, WeightOverride
from clients.weights import Facts, OpenRisk, Weight, weigh
from providers.models import Service
from reviews.models import ReviewRhythm
from ui.models import Draft

COLUMNS = (
    *("reference", "given_name", "family_name", "preferred_name"),
    *("status", "working_style", "created_at", "last_contact_on", "next_review_on"),
)


@dataclass(frozen=True)
class Carried:
    """A client and what they weigh."""

    client: Client
    weight: Weight
    override: WeightOverride | None
    overdue: bool
    silent: bool


@dataclass
class Person:
    """Somebody who carries clients, and how much more they can."""

    user: User
    terms: WorkingTerms | None
    limit: int
    starter: bool
    clients: list[Carried] = field(default_factory=list)
    drafts: int = 0
    covers: int = 0
    absence: Absence | None = None

    @property
    def load(self) -> int:
        return sum(carried.weight.points for carried in self.clients)

    @property
    def room(self) -> int:
        """Points left; below 0 where the load is over the limit."""
        return self.limit - self.load

    @property
    def overdue(self) -> int:
        return sum(carried.overdue for carried in self.clients)

    @property
    def silent(self) -> int:
        return sum(carried.silent for carried in self.clients)


@dataclass(frozen=True)
class Caseload:
    people: list[Person]
    unassigned: list[Carried]

    def weight_of(self, client: Client) -> Weight:
        """Of a client who is not among them (a closed file), nothing."""
        carried = [each for person in self.people for each in person.clients]
        return next((each.weight for each in [*carried, *self.unassigned] if each.client.pk == client.pk), Weight())

    @property
    def load(self) -> int:
        return sum(person.load for person in self.people)

    @property
    def limit(self) -> int:
        return sum(person.limit for person in self.people)


def caseload_of(user: User, practice: PracticeSettings, *, now: datetime) -> Caseload:
    """What the person may see of everybody's load: an admin of all case managers, a supervisor of their own.

    A client behind a wall is missing from the sums of whoever carries them, as from every other count.
    """
    today = timezone.localdate(now)
    known = Client.objects.known_to(user, now=now).open()
    weighed = weigh_clients(known, practice, today=today)
    live = Assignment.objects.live(now).leads().filter(client__in=known).order_by("starts_at")
    leads: dict[UUID, UUID] = dict(live.values_list("client_id", "staff_id"))
    people = {
        person.pk: _person(person, practice, today=today)
        for person in _shown(user, set(leads.values()), today).select_related("terms").order_by("name", "pk")
    }
    unassigned = []
    for pk, carried in weighed.items():
        if pk not in leads:
            unassigned.append(carried)
        elif leads[pk] in people:
            people[leads[pk]].clients.append(carried)
    _count_drafts(people)
    for absence in Absence.objects.on(today).filter(person__in=list(people)):
        people[absence.person_id].absence = absence
    covers = Assignment.objects.live(now).filter(kind=AssignmentKind.COVER, client__in=known, staff__in=list(people))
    for staff_id, number in covers.values_list("staff_id").annotate(Count("client", distinct=True)):
        people[staff_id].covers = number
    may_assign = user.may(Permission.ASSIGN_CASELOAD)
    return Caseload(list(people.values()), unassigned if may_assign else [])


def weigh_clients(clients: QuerySet[Client], practice: PracticeSettings, *, today: date) -> dict[UUID, Carried]:
    """Each client with their weight, by name: six queries, however many clients."""
    agencies = _counts(Party.objects.filter(client__in=clients, instruction__ends_on=None), Count("pk"))
    agencies += _counts(Service.objects.in_place(today).filter(client__in=clients), Count("provider", distinct=True))
    risks: dict[UUID, list[OpenRisk]] = defaultdict(list)
    opened = Risk.objects.open().filter(client__in=clients).annotate(planned=Q(in_place__gt=""))
    for client_id, severity, planned in opened.values_list("client_id", "severity", "planned"):
        risks[client_id].append(OpenRisk(severity, planned))
    overrides = WeightOverride.objects.filter(client__in=clients).in_order().select_related("by")
    override_of = {override.client_id: override for override in overrides}
    rhythm = ReviewRhythm.objects.filter(client=OuterRef("pk")).order_by("-entered_at", "-pk").values("weeks")[:1]
    found = {}
    named = clients.only(*COLUMNS).annotate(weeks=Subquery(rhythm))
    for client in named.order_by("family_name", "given_name", "pk"):
        override = override_of.get(client.pk)
        facts = Facts(
            status=client.status,
            opened_on=timezone.localdate(client.created_at),
            agencies=agencies[client.pk],
            risks=tuple(risks[client.pk]),
            travel=override.travel if override else Travel.NEAR,
            review_weeks=client.weeks or practice.review_weeks,
            set_points=override.points if override else None,
        )
        found[client.pk] = Carried(
            client,
            weigh(facts, practice, today=today),
            override,
            overdue=client.next_review_on is not None and client.next_review_on < today,
            silent=client.is_silent(today, practice=practice),
        )
    return found


def case_managers_seen_by(user: User, *, today: date) -> QuerySet[Any]:
    """Of the case managers at work, those whose load the person may see."""
    people = User.objects.holding(Role.CASE_MANAGER)
    if user.holds(Role.PRACTICE_ADMIN):
        return people
    held = Supervision.objects.filter(supervisor=user, starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    return people.filter(pk__in=held.values("supervisee"))


def _shown(user: User, leads: set[UUID], today: date) -> QuerySet[User]:
    """An admin also sees who has left and still carries somebody."""
    shown = case_managers_seen_by(user, today=today)
    if not user.holds(Role.PRACTICE_ADMIN):
        return shown
    return User.objects.filter(Q(pk__in=shown.values("pk")) | Q(pk__in=leads))


def _person(user: User, practice: PracticeSettings, *, today: date) -> Person:
    terms = getattr(user, "terms", None)
    starter = terms is not None and is_starter(terms, practice, today=today)
    limit = limit_of(terms, practice, today=today) if user.is_active else 0
    return Person(user, terms, limit, starter)


def _count_drafts(people: dict[UUID, Person]) -> None:
    """Drafts about clients whom their author carries: only that they are there."""
    carried = {(pk, each.client.reference) for pk, person in people.items() for each in person.clients}
    drafts = Draft.objects.exclude(client="").filter(author__in=list(people))
    for author, reference in drafts.values_list("author_id", "client"):
        people[author].drafts += (author, reference) in carried


def _counts(rows: QuerySet[Any], number: Count) -> Counter[UUID]:
    return Counter(dict(rows.order_by().values_list("client_id").annotate(number)))
