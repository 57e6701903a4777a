"""Who is away and who covers: the list, entering an absence, its end, and the return."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.absence_actions import AlreadyAway, AlreadyBack, enter_absence
from accounts.http import StaffRequest, requires
from accounts.models import Absence, AbsenceKind, User
from accounts.roles import Permission
from clients.cover_actions import change_end, end_absence
from clients.models import Assignment, Client, HandoverLine
from clients.responsibility import uncovered
from ui import status
from ui.dates import counted, day
from ui.fields import DayField
from ui.forms import PageForm, limited, open_form
from ui.once import once, see_other
from ui.status import Status

PER_PAGE = 25


class AbsenceForm(PageForm):
    label = "Absence"

    person = forms.ModelChoiceField(label="Who is away", queryset=User.objects.none(), empty_label="Choose one")
    kind = forms.ChoiceField(label="Why", choices=AbsenceKind.choices, help_text="Only practice admins see this")
    starts_on = DayField(label="First day away", initial=timezone.localdate)
    ends_on = DayField(label="Last day away", required=False, help_text="Leave empty while nobody knows")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "person").queryset = User.objects.active().order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be on or after the first.")
        return given


class LastDayForm(PageForm):
    label = "Last day away"

    ends_on = DayField(
        label="Last day away",
        future=True,
        required=False,
        help_text="Leave empty while nobody knows. Cover ends with this day",
    )


@dataclass(frozen=True)
class Row:
    """One absence in ready strings."""

    absence: Absence
    status: Status
    led: int
    covered: int
    ended: bool

    @property
    def cover(self) -> str:
        if not self.led:
            return "Carries no client"
        return f"{min(self.covered, self.led)} of {counted(self.led, 'client')} covered"


@requires(Permission.ASSIGN_CASELOAD)
@require_safe
def absences(request: StaffRequest) -> HttpResponse:
    """Under way and to come first, then what is over."""
    now = timezone.now()
    today = timezone.localdate(now)
    over = Q(returned_at__isnull=False) | Q(ends_on__lt=today)
    ordered = Absence.objects.select_related("person").order_by(Case(When(over, 1), default=0), "-starts_on", "-pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    known = Client.objects.known_to(request.user, now=now).open()
    led = _counts(Assignment.objects.live(now).leads().filter(client__in=known.values("pk")))
    alone = _counts(uncovered(now).filter(client__in=known.values("pk")))
    covered = _covered([absence.pk for absence in page], known, now)
    rows = [_row(absence, led, covered, today) for absence in page]
    context = {"page": page, "query": "", "rows": rows, "uncovered": sum(alone.values()), "alone": len(alone)}
    return render(request, "practice/absences.html", context)


@requires(Permission.ASSIGN_CASELOAD)
@once
def new_absence(request: StaffRequest) -> HttpResponse:
    form = open_form(request, AbsenceForm, subject="new", initial={"person": request.GET.get("person")})
    if request.method == "POST" and form.is_valid():
        try:
            absence = enter_absence(by=request.user, now=timezone.now(), **form.cleaned_data)
        except AlreadyAway as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Absence of {absence.person.name} entered.")
            return see_other(reverse("practice:cover_absence", args=[absence.pk]))
    context = {"form": form, "heading": "Enter an absence", "save": "Save and arrange cover"}
    context["back"] = reverse("practice:absences")
    return render(request, "accounts/form_page.html", context, status=form.status)


@requires(Permission.ASSIGN_CASELOAD)
@once
def change_absence(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=absence_id)
    form = open_form(request, LastDayForm, subject=str(absence.pk), initial={"ends_on": absence.ends_on})
    if request.method == "POST" and form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        try:
            if ends_on and ends_on < absence.starts_on:
                raise AlreadyAway(f"This absence begins on {day(absence.starts_on)}.")
            change_end(absence, ends_on=ends_on, by=request.user, now=timezone.now())
        except (AlreadyAway, AlreadyBack) as problem:
            form.add_error("ends_on", str(problem))
        else:
            messages.success(request, "Saved. Cover ends with the absence.")
            return see_other(reverse("practice:absences"))
    context = {"form": form, "heading": f"How long {absence.person.name} is away", "save": "Save"}
    context["back"] = reverse("practice:absences")
    return render(request, "accounts/form_page.html", context, status=form.status)


@require_POST
@once
def note_return(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    """By an admin, or by the person who is back."""
    absence = Absence.objects.select_related("person").filter(pk=absence_id).first()
    is_admin = request.user.may(Permission.ASSIGN_CASELOAD)
    if absence is None or not (is_admin or absence.person_id == request.user.pk):
        raise Http404
    try:
        end_absence(absence, by=request.user, now=timezone.now())
    except AlreadyBack as problem:
        messages.warning(request, str(problem))
    else:
        own = absence.person_id == request.user.pk
        words = "Welcome back." if own else f"{absence.person.name} is back."
        messages.success(request, f"{words} Cover has ended.")
    return see_other(reverse("practice:absences" if is_admin else "practice:my_day"))


def _counts(spells: Any) -> dict[UUID, int]:
    return dict(spells.values_list("staff").annotate(number=Count("pk")))


def _covered(absences: list[UUID], known: Any, now: datetime) -> dict[UUID, int]:
    """Clients of each absence whose cover has not ended."""
    lines = HandoverLine.objects.moved().filter(handover__absence__in=absences, client__in=known.values("pk"))
    lines = lines.filter(Q(started__ends_at=None) | Q(started__ends_at__gt=now))
    return dict(lines.values_list("handover__absence").annotate(number=Count("client", distinct=True)))


def _row(absence: Absence, led: dict[UUID, int], covered: dict[UUID, int], today: date) -> Row:
    over = absence.returned_at is not None or (absence.ends_on is not None and absence.ends_on < today)
    return Row(
        absence=absence,
        status=_status(absence, today, over=over),
        led=led.get(absence.person_id, 0),
        covered=covered.get(absence.pk, 0),
        ended=over,
    )


def _status(absence: Absence, today: date, *, over: bool) -> Status:
    if absence.returned_at:
        return status.worded(status.CLOSED, f"Back {day(_local(absence.returned_at))}")
    if over:
        return status.worded(status.CLOSED, "Over")
    return status.worded(status.PAUSED, "Away") if absence.starts_on <= today else status.worded(status.SOON, "To come")


def _local(at: datetime) -> date:
    return timezone.localdate(at)
