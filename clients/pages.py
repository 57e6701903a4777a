"""A page of a client's file: banner, list of sections, and the trace that somebody opened it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, F, Q, TextField, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.roles import Permission, Role
from audit.actions import record
from clients.health_number import spaced
from clients.models import (
    Alert,
    AlertKind,
    Assignment,
    AssignmentKind,
    Client,
    Consent,
    Party,
    PartyRole,
    PersonAround,
    Risk,
    Scope,
)
from clients.models import Status as ClientStatus
from clients.models.instruction import TREATING_PROVIDERS
from ui import status
from ui.dates import counted, day
from ui.links import Link, path_to
from ui.status import Status
from ui.written import written

# Section of the file, its name, and the route that shows it. A route that does not exist yet has no entry.
SECTIONS = (
    ("summary", "Summary", "practice:client_summary"),
    ("timeline", "Timeline", "records:timeline"),
    ("person", "Person & injury", "practice:person"),
    ("safety", "Risk & safety", "clients:safety"),
    ("capacity", "Capacity", "clients:capacity"),
    ("assessments", "Assessments", "assessments:assessments"),
    ("plan", "Care plan", "careplans:plan"),
    ("referrals", "Referrals & services", "providers:referrals"),
    ("reviews", "Reviews", "reviews:client_reviews"),
    ("reports", "Reports", "reports:client_reports"),
    ("people", "Instruction & consent", "clients:people"),
    ("around", "People", "clients:people_around"),
    ("access", "Access log", "clients:access_log"),
)
# What the banner offers to who works on the file, in this order; the first three are buttons, the rest a menu.
WORK = (
    (Permission.WRITE_RECORD, "Add contact record", "practice:add_contact"),
    (Permission.REVIEW, "Start review", "reviews:start_review"),
    (Permission.WRITE_REPORT, "Start report", "reports:start_report"),
    (Permission.EDIT_CLIENT, "Change details", "clients:change_details"),
    (Permission.EDIT_CLIENT, "Change status", "clients:change_status"),
)
ASSIGN = ((Permission.ASSIGN_CASELOAD, "Assign case manager", "clients:allocation"),)
# What the New menu adds on a page of the file. The first is also the plus of the bar on a phone.
NEW_FOR_CLIENT = (
    (Permission.WRITE_RECORD, "Contact record", "practice:add_contact"),
    (Permission.ASSESS, "Needs assessment", "assessments:add_assessment"),
    (Permission.EDIT_PLAN, "Recommendation", "careplans:add_recommendation"),
    (Permission.MAKE_REFERRAL, "Referral", "providers:write_referral"),
    (Permission.REVIEW, "Review", "reviews:start_review"),
    (Permission.WRITE_REPORT, "Report", "reports:start_report"),
)
RISK = "risk"
STATUS_WORDS = {
    ClientStatus.ENQUIRY: Status("ring", "Enquiry", "blue"),
    ClientStatus.ASSESSMENT: Status("half", "Assessment", "blue"),
    ClientStatus.ACTIVE: status.ACTIVE,
    ClientStatus.MONITORING: Status("half", "Monitoring", "green"),
    ClientStatus.PAUSED: status.PAUSED,
    ClientStatus.CLOSED: status.CLOSED,
}


@dataclass(frozen=True)
class Caution:
    """Something that who opens the file must not miss: an open risk, an alert, or somebody nobody is to contact."""

    title: str
    words: str


@dataclass(frozen=True)
class Banner:
    """What stands above every page of a client's file."""

    name: str
    full_name: str
    called: str
    reference: str
    url: str
    why_url: str
    born: date | None
    age: int | None
    health_number: str
    status: Status
    case_manager: str
    cover: str
    instructed_by: str
    funder: str
    communication: str
    carried_by: frozenset[UUID] = frozenset()
    consents: list[Status] = field(default_factory=list)
    risks: list[Caution] = field(default_factory=list)
    alerts: list[Caution] = field(default_factory=list)

    @property
    def risk_status(self) -> Status:
        return status.worded(status.RISK, counted(len(self.risks), "risk flag"))


def client_page(
    request: Any,
    client: Client,
    template: str,
    context: dict[str, Any],
    *,
    section: str,
    code: int = 200,
    opening: str = "",
) -> HttpResponse:
    """Renders a page of the client's file and, once it is built, records that it was opened.

    The one INSERT comes before the page is sent: where it fails, the page is not sent. A piece for htmx and a refused
    form are no openings; whatever else shows the page is one, by whichever method it was asked for. `code` is the
    form's own status (422 when refused). `opening` names a page that the log tells apart from its section.
    """
    banner = banner_of(client, today=timezone.localdate())
    works = request.user.holds(Role.CASE_MANAGER) and request.user.pk in banner.carried_by
    whole = {
        "client": client,
        "banner": banner,
        "sections": sections_of(client, section),
        "sections_label": "Sections of this file",
        "client_actions": _actions(client, request.user, works=works),
        "new_for_client": _offered(NEW_FOR_CLIENT, client, request.user) if works else [],
        **context,
    }
    response = render(request, template, whole, status=code)
    if code == 200:
        with transaction.atomic():
            record(f"{opening or section}.opened", client, by=request.user, client=client)
    return response


def banner_of(client: Client, *, today: date) -> Banner:
    """Four queries: assignments, parties, consents, cautions."""
    cautions = cautions_of(client.pk)
    spells = working_spells(client.pk, timezone.now())
    parties = parties_now(client.pk)
    return Banner(
        name=client.name,
        full_name=client.full_name,
        called=client.called,
        reference=client.reference,
        url=client.get_absolute_url(),
        why_url=path_to("clients:who_can_see", client.reference),
        born=client.born_on,
        health_number=spaced(client.nhs_number),
        age=client.age_on(today),
        status=STATUS_WORDS[ClientStatus(client.status)],
        case_manager=_names(name for kind, _, name in spells if kind == AssignmentKind.LEAD),
        cover=_names(name for kind, _, name in spells if kind == AssignmentKind.COVER),
        instructed_by=_names(f"{firm} ({PartyRole(role).label})" for firm, role, instructs, _ in parties if instructs),
        funder=_names(firm for firm, _, _, pays in parties if pays),
        communication=client.communication,
        carried_by=frozenset(staff_id for _, staff_id, _ in spells),
        consents=consent_words(client, today=today),
        risks=[Caution(hazard, in_place) for kind, hazard, in_place, _ in cautions if kind == RISK],
        alerts=[Caution(AlertKind(kind).label, words) for kind, words, *_ in cautions if kind != RISK],
    )


@written
def working_spells(client: UUID, now: datetime) -> Any:
    return Assignment.objects.live(now).working().filter(client=client).values_list("kind", "staff_id", "staff__name")


@written
def parties_now(client: UUID) -> Any:
    involved = Party.objects.filter(client=client, instruction__ends_on=None).order_by("pk")
    return involved.values_list("firm", "role", "instructs", "pays")


@written
def consents_now(client: UUID, today: date) -> Any:
    """For parties and all who treat; what one provider or a person around them may hear stands on their pages."""
    consents = Consent.objects.holding(today).filter(client=client, person=None, provider=None)
    lasting = consents.filter(Q(party=None) | Q(party__instruction__ends_on=None)).order_by("pk")
    return lasting.values_list("party__role", "scope", "ends_on")


@written
def cautions_of(client: UUID) -> Any:
    """Kind, words and what else there is to say of each, the oldest of a kind first. One query, for every page asks."""
    alerts = Alert.objects.live().filter(client=client)
    barred = PersonAround.objects.current().filter(client=client, no_contact=True)
    risks = Risk.objects.open().filter(client=client)
    parts = [
        alerts.annotate(sort=F("kind"), says=F("words"), more=Value("", output_field=TextField())),
        barred.annotate(
            sort=Value(AlertKind.NO_CONTACT.value, output_field=CharField()),
            says=F("name"),
            more=F("no_contact_reason"),
        ),
        risks.annotate(sort=Value(RISK, output_field=CharField()), says=F("hazard"), more=F("in_place")),
    ]
    first, *others = [part.order_by().values_list("sort", "says", "more", "pk") for part in parts]
    return first.union(*others, all=True).order_by("sort", "pk")


def consent_words(client: Client, *, today: date) -> list[Status]:
    """One tag for each consent that holds, with its end where that is near."""
    return [
        _consent_word(PartyRole(role).label if role else TREATING_PROVIDERS, scope, ends_on, today)
        for role, scope, ends_on in consents_now(client.pk, today)
    ]


def _consent_word(shared_with: str, scope: str, ends_on: date | None, today: date) -> Status:
    if ends_on and (ends_on - today).days <= 30:
        return status.worded(status.ENDS_SOON, f"{shared_with}, ends {day(ends_on)}")
    reach = "" if scope == Scope.EVERYTHING else f": {Scope(scope).label.lower()}"
    return status.worded(status.IN_DATE, f"Share with {shared_with.lower()}{reach}")


def sections_of(client: Client, current: str) -> list[Link]:
    return [
        Link(url, label, current=key == current)
        for key, label, route in SECTIONS
        if (url := path_to(route, client.reference))
    ]


def _actions(client: Client, user: Any, *, works: bool) -> list[Link]:
    assign = _offered(ASSIGN, client, user)
    return (_offered(WORK, client, user) if works else []) + assign


def _offered(steps: Any, client: Client, user: Any) -> list[Link]:
    return [
        Link(url, label)
        for permission, label, route in steps
        if user.may(permission) and (url := path_to(route, client.reference))
    ]


def _names(words: Any) -> str:
    return ", ".join(words)
