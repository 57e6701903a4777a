"""Who could carry a client: the case managers with room, what speaks for each, and whom the client chose."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.register import registration_status
from accounts.roles import Permission
from audit.actions import record
from clients.access import find_known
from clients.caseload_actions import AlreadyTheLead, NotACaseManager
from clients.distance import distance_band
from clients.models import Assignment, CaseManagerChoice, Client
from clients.responsibility import may_carry
from clients.weight_actions import record_choice
from clients.weight_forms import ChoiceForm
from clients.weights import Weight
from practice.board_rows import away_words, fte_words, room_words
from practice.caseload import Person, caseload_of
from ui.charts import Bar
from ui.forms import open_form
from ui.once import once, see_other
from ui.status import Status


@dataclass(frozen=True)
class Candidate:
    """One case manager, with what an admin tells the client about them; `why` are the grounds in words."""

    pk: UUID
    name: str
    profession: str
    specialisms: str
    languages: str
    distance: str
    registration: str
    registered: Status | None
    before: int
    after: int
    limit: int
    bar: Bar
    room: Status
    has_room: bool
    why: str

    @property
    def key(self) -> str:
        return str(self.pk)

    @property
    def bar_words(self) -> str:
        return f"{self.name}: {self.before} points now, {self.after} with this client, limit {self.limit}"


@requires(Permission.ASSIGN_CASELOAD)
@once
def candidates(request: StaffRequest, reference: str) -> HttpResponse:
    """Lists who could carry a client, and records the client's choice, which gives the client to the one chosen."""
    client = find_known(Client, request.user, reference=reference)
    now = timezone.now()
    weight, found = _candidates(request, client, now)
    eligible = may_carry(client, now=now).order_by("name", "pk")
    form = open_form(
        request,
        ChoiceForm,
        subject=client.reference,
        client=client,
        candidates=eligible,
        initial={"on": timezone.localdate(now)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            choice = record_choice(client, by=request.user, now=now, **form.cleaned_data)
        except (NotACaseManager, AlreadyTheLead) as problem:
            form.add_error("chosen", str(problem))
        else:
            with_whom = (
                f"{client.short_name} is now with {choice.chosen.name}." if choice.chosen else "Choice recorded."
            )
            messages.success(request, with_whom)
            return see_other(reverse("clients:allocation", args=[client.reference]))
    offered = form.data.getlist("offered") if form.is_bound else form.initial.get("offered", [])
    context = {
        "client": client,
        "weight": weight,
        "with_room": [candidate for candidate in found if candidate.has_room],
        "without_room": [candidate for candidate in found if not candidate.has_room],
        "ticked": {str(pk) for pk in ([offered] if isinstance(offered, str) else offered)},
        "carried_by": Assignment.objects.live(now).leads().filter(client=client).select_related("staff").first(),
        "choices": CaseManagerChoice.objects.filter(client=client)
        .select_related("chosen", "by")
        .prefetch_related("offered")
        .order_by("-entered_at", "-pk"),
        "form": form,
        "back": reverse("clients:allocation", args=[client.reference]),
    }
    response = render(request, "practice/candidates.html", context, status=form.status)
    if form.status == 200:
        record("candidates.opened", client, by=request.user, client=client)
    return response


def _candidates(request: StaffRequest, client: Client, now: datetime) -> tuple[Weight, list[Candidate]]:
    """In one stated order: most room after taking the client first, then by name. Nothing else ranks them."""
    eligible = set(may_carry(client, now=now).values_list("pk", flat=True))
    loads = caseload_of(request.user, request.practice, now=now)
    weight, people = loads.weight_of(client), [person for person in loads.people if person.user.pk in eligible]
    registered = registration_status([person.user.pk for person in people], today=timezone.localdate(now))
    found = [_candidate(person, client, weight, registered.get(person.user.pk)) for person in people]
    return weight, sorted(found, key=lambda candidate: (candidate.after - candidate.limit, candidate.name))


def _candidate(person: Person, client: Client, weight: Weight, registered: Status | None) -> Candidate:
    user, terms = person.user, person.terms
    carries = any(carried.client.pk == client.pk for carried in person.clients)
    after = person.load + (0 if carries else weight.points)
    band = distance_band(terms.area, client.address) if terms else None
    return Candidate(
        pk=user.pk,
        name=user.name,
        profession=terms.get_profession_display() if terms and terms.profession else "Not recorded",
        specialisms=terms.specialisms if terms else "",
        languages=terms.languages if terms else "",
        distance=band.label if band else "Not known",
        registration=user.registration or "Not recorded",
        registered=registered,
        before=person.load,
        after=after,
        limit=person.limit,
        bar=Bar(person.load, person.limit, committed=max(0, min(after, person.limit) - person.load)),
        room=room_words(person.limit - after),
        has_room=after <= person.limit,
        why=_why(person, carries=carries),
    )


def _why(person: Person, *, carries: bool) -> str:
    grounds = [fte_words(person)]
    grounds += ["carries this client now"] if carries else []
    grounds += [away_words(person.absence).lower()] if person.absence else []
    grounds += ["first months"] if person.starter else []
    grounds += ["terms not recorded"] if person.terms is None else []
    return ", ".join(grounds)
