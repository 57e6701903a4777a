"""One screen on which an absence gets its cover: who looks after which client until the person is back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.models import Absence, User
from accounts.roles import Permission, Role
from clients.cover_actions import cover
from clients.handover_actions import HandoverRefused
from clients.models import Assignment, AssignmentKind, Client
from practice.load_points import points_changes
from practice.loads import changes, led_by
from practice.new_handover import away_words, kept
from ui.dates import counted
from ui.forms import PageForm, limited, open_form
from ui.once import once, see_other

NOBODY = "nobody"


@dataclass(frozen=True)
class Choice:
    """A client of the person who is away, and who is to cover, if anybody."""

    client: Client
    staff: User | None


class CoverForm(PageForm):
    label = "Cover"

    covers = forms.ModelChoiceField(
        label="Who covers",
        queryset=User.objects.none(),
        empty_label="Choose one",
        help_text="For every client below for whom you choose nobody else",
    )

    def __init__(self, *args: Any, clients: list[Client], person: User, loads: dict[Any, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = list(User.objects.holding(Role.CASE_MANAGER).exclude(pk=person.pk).order_by("name", "pk"))
        self.staff = {str(one.pk): one for one in staff}
        limited(self, "covers").queryset = User.objects.filter(pk__in=list(self.staff)).order_by("name", "pk")
        names = [(key, f"{one.name} ({counted(loads.get(one.pk, 0), 'client')})") for key, one in self.staff.items()]
        self.clients = {f"cover_{client.reference}": client for client in clients}
        for name, client in self.clients.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{client.short_name} {client.reference}",
                choices=[("", "As above"), *names, (NOBODY, "Nobody")],
                required=False,
            )

    def chosen(self) -> list[Choice]:
        return [Choice(client, self._staff_for(name)) for name, client in self.clients.items()]

    def client_fields(self) -> Iterable[Any]:
        return [self[name] for name in self.clients]

    def _staff_for(self, name: str) -> User | None:
        own = self.cleaned_data[name]
        if own == NOBODY:
            return None
        found: User | None = self.staff[own] if own else self.cleaned_data["covers"]
        return found


@requires(Permission.ASSIGN_CASELOAD)
@once
def cover_absence(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    now = timezone.now()
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=absence_id)
    clients = uncovered_clients(absence, request.user, now=now)
    loads: Any = led_by(request.user, now=now)
    form = open_form(
        request, CoverForm, subject=str(absence.pk), clients=clients, person=absence.person, loads=dict(loads)
    )
    step = request.POST.get("step", "")
    if request.method == "POST" and form.is_valid() and step != "change":
        if step != "cover":
            return _check_page(request, form, absence, now)
        try:
            return _carry_out(request, form, absence, now)
        except HandoverRefused as refused:
            for problem in refused.problems:
                form.add_error(None, problem)
    context = {"form": form, "absence": absence, "back": reverse("practice:absences")}
    return render(request, "practice/cover_absence.html", context, status=form.status)


def uncovered_clients(absence: Absence, user: User, *, now: datetime) -> list[Client]:
    """Open clients whom the person leads and for whom this absence has no cover yet."""
    theirs = Assignment.objects.live(now).leads().filter(staff=absence.person)
    covered = Assignment.objects.filter(kind=AssignmentKind.COVER, ends_at=None) | Assignment.objects.filter(
        kind=AssignmentKind.COVER, ends_at__gt=now
    )
    of_this = covered.filter(pk__in=absence.handovers.filter(undone_at=None).values("lines__started"))
    known = Client.objects.known_to(user, now=now).open().filter(pk__in=theirs.values("client"))
    return list(known.exclude(pk__in=of_this.values("client")).order_by("family_name", "given_name", "pk"))


def _check_page(request: StaffRequest, form: CoverForm, absence: Absence, now: datetime) -> HttpResponse:
    chosen = form.chosen()
    pairs = [(None, one.staff) for one in chosen if one.staff]
    people = list({staff.pk: staff for _, staff in pairs}.values())
    context = {
        "form": form,
        "kept": kept(form),
        "absence": absence,
        "chosen": chosen,
        "alone": sum(1 for one in chosen if one.staff is None),
        "covered": len(pairs),
        "loads": changes(pairs, cover=True, seen_by=request.user, now=now),
        "points": points_changes(
            [(one.client.pk, None, one.staff) for one in chosen if one.staff],
            cover=True,
            seen_by=request.user,
            practice=request.practice,
            now=now,
        ),
        "warnings": away_words(people, on=max(absence.starts_on, timezone.localdate(now))),
    }
    return render(request, "practice/check_cover.html", context)


def _carry_out(request: StaffRequest, form: CoverForm, absence: Absence, now: datetime) -> HttpResponse:
    chosen = {one.client: one.staff for one in form.chosen() if one.staff}
    made = cover(absence, chosen, by=request.user, now=now)
    messages.success(request, f"{counted(len(chosen), 'client')} covered while {absence.person.name} is away.")
    return see_other(reverse("practice:handover", args=[made.pk]))
