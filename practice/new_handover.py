"""Giving clients to somebody else: choose, look at what it does, carry it out."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.models import Absence, User
from accounts.roles import Permission, Role
from clients.handover_actions import AT_ONCE, HandoverRefused, Move, hand_over
from clients.models import Assignment, Client, Handover, HandoverKind
from practice.load_points import points_changes
from practice.loads import changes, led_by
from ui.dates import counted, weekday_day
from ui.fields import DayField, LineField
from ui.forms import PageForm, limited, open_form
from ui.once import once, see_other
from ui.text import storable

MOST_REFERENCES = 500


@dataclass(frozen=True)
class Carried:
    """A client who can be given away, and who carries them now."""

    client: Client
    lead: User

    @property
    def words(self) -> str:
        return f"{self.client.short_name} {self.client.reference} · {self.lead.name}"


class HandoverForm(PageForm):
    label = "Handover"

    clients = forms.MultipleChoiceField(
        label="Clients", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose at least one client"}
    )
    receiver = forms.ModelChoiceField(
        label="Goes to", queryset=User.objects.none(), empty_label="Choose one", help_text="For good, not as cover"
    )
    starts_on = DayField(
        label="From",
        future=True,
        required=False,
        help_text="At the start of this day; until then it can be undone and the note confirmed. Empty: now",
    )
    reason = LineField(label="Reason", max_length=500, help_text="Everybody who opens the file reads it")

    def __init__(self, *args: Any, carried: list[Carried], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carried = {str(one.client.pk): one for one in carried}
        limited(self, "clients").choices = [(key, one.words) for key, one in self.carried.items()]
        limited(self, "receiver").queryset = User.objects.holding(Role.CASE_MANAGER).order_by("name", "pk")

    @property
    def chosen(self) -> list[Carried]:
        return [self.carried[key] for key in self.cleaned_data["clients"]]

    @property
    def starts_at(self) -> datetime | None:
        on = self.cleaned_data["starts_on"]
        if on is None or on <= timezone.localdate():
            return None
        return timezone.make_aware(datetime.combine(on, time.min), timezone.get_default_timezone())

    def moves(self) -> list[Move]:
        return [Move(one.client, one.lead, self.cleaned_data["receiver"]) for one in self.chosen]


@requires(Permission.ASSIGN_CASELOAD)
@once
def new_handover(request: StaffRequest) -> HttpResponse:
    """Three steps on one address: the form, a page that shows what it does, and the handover."""
    now = timezone.now()
    whose, carried, ticked = _offered(request, now)
    form = open_form(
        request, HandoverForm, subject=str(whose or "chosen"), initial={"clients": ticked}, carried=carried
    )
    step = request.POST.get("step", "")
    if request.method == "POST" and form.is_valid() and step != "change":
        if step != "move":
            return _check_page(request, form, now)
        try:
            made = _carry_out(request, form, now)
        except HandoverRefused as refused:
            for problem in refused.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, said(made))
            return see_other(reverse("practice:handover", args=[made.pk]))
    context = {"form": form, "whose": whose, "leads": _leads(request.user, now), "offered": len(carried)}
    return render(request, "practice/new_handover.html", context, status=form.status)


def said(handover: Handover) -> str:
    """What the page says when it is done: "3 clients move to Daniel Moss on Mon 30 Nov 2026."."""
    lines = list(handover.lines.select_related("receiver"))
    names = sorted({line.receiver.name for line in lines})
    when = "now" if handover.starts_at <= handover.made_at else f"on {weekday_day(handover.starts_at)}"
    move = "moves" if len(lines) == 1 else "move"
    return f"{counted(len(lines), 'client')} {move} to {' and '.join(names)} {when}."


def _carry_out(request: StaffRequest, form: HandoverForm, now: datetime) -> Handover:
    return hand_over(
        form.moves(),
        kind=HandoverKind.REASSIGN,
        by=request.user,
        now=now,
        starts_at=form.starts_at,
        reason=form.cleaned_data["reason"],
    )


def _check_page(request: StaffRequest, form: HandoverForm, now: datetime) -> HttpResponse:
    receiver, starts_at = form.cleaned_data["receiver"], form.starts_at
    pairs = [(one.lead, receiver) for one in form.chosen]
    context = {
        "form": form,
        "kept": kept(form),
        "chosen": form.chosen,
        "receiver": receiver,
        "starts_at": starts_at,
        "reason": form.cleaned_data["reason"],
        "loads": changes(pairs, cover=False, seen_by=request.user, now=now),
        "points": points_changes(
            [(one.client.pk, one.lead, receiver) for one in form.chosen],
            cover=False,
            seen_by=request.user,
            practice=request.practice,
            now=now,
        ),
        "warnings": away_words([receiver], on=timezone.localdate(starts_at or now)),
        "as_job": len(pairs) > AT_ONCE,
    }
    return render(request, "practice/check_handover.html", context)


def kept(form: Any) -> list[tuple[str, str]]:
    """What the check page sends along unseen: everything that was typed into the form."""
    return [(name, value) for name in form.fields for value in form.data.getlist(name)]


def away_words(people: list[User], *, on: date) -> list[str]:
    """A sentence for each person who is away on the day or later."""
    found = Absence.objects.not_over(on).filter(person__in=people).select_related("person").order_by("starts_on", "pk")
    return [
        f"{absence.person.name} is away from {weekday_day(absence.starts_on)}"
        + (f" to {weekday_day(absence.ends_on)}." if absence.ends_on else "; nobody knows until when.")
        for absence in found
    ]


def _offered(request: StaffRequest, now: datetime) -> tuple[UUID | None, list[Carried], list[str]]:
    """Whose clients the page offers, the clients, and which are ticked: those named in the address, or one person's."""
    references = _references(request)
    spells = Assignment.objects.live(now).leads().select_related("client", "staff")
    spells = spells.filter(client__in=Client.objects.known_to(request.user, now=now).open().values("pk"))
    whose = None
    if references:
        spells = spells.filter(client__reference__in=references)
    elif request.method != "POST" or request.GET.get("from"):
        whose = _whose(request, now)
        spells = spells.filter(staff=whose)
    ordered = spells.order_by("client__family_name", "client__given_name", "client")
    carried = [Carried(spell.client, spell.staff) for spell in ordered]
    return whose, carried, [str(one.client.pk) for one in carried] if references else []


def _references(request: StaffRequest) -> list[str]:
    """`?clients=CM-0142&clients=CM-0150`, or with commas."""
    given = ",".join(storable(text) for text in request.GET.getlist("clients"))
    return [text.strip() for text in given.split(",") if text.strip()][:MOST_REFERENCES]


def _whose(request: StaffRequest, now: datetime) -> UUID | None:
    """Whoever the address names; else who carries most."""
    leads = _leads(request.user, now)
    asked = next((pk for pk, _ in leads if str(pk) == request.GET.get("from")), None)
    return asked or next((pk for pk, _ in leads), None)


def _leads(user: User, now: datetime) -> list[tuple[UUID, str]]:
    """Everybody who carries clients, most first."""
    numbers = led_by(user, now=now)
    people = User.objects.filter(pk__in=list(numbers)).order_by("name", "pk")
    rows = sorted(people, key=lambda person: -numbers[person.pk])
    return [(person.pk, f"{person.name} ({counted(numbers[person.pk], 'client')})") for person in rows]
