"""A new client as a task list: its page, its steps, and what ends it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record
from clients.access import find_known
from clients.caseload_actions import NotACaseManager
from clients.match_actions import note_look
from clients.match_rows import shown_rows
from clients.matching import look
from clients.models import Client
from clients.views.matches import may_go_on, notes_looks
from practice.intake import actions
from practice.intake.actions import NotInHand
from practice.intake.forms import CLINICAL, FORMS, GiveUpForm, HandOnForm, OpenFileForm, PersonStep
from practice.intake.found import found_for
from practice.intake.gathered import Gathered, NotReady, asked_with, gather_from, steps_of
from practice.intake.kept import Kept, filled, kept
from practice.intake.list import rows_of
from practice.intake.opening_actions import open_file
from practice.models import Intake, IntakeStep, Step
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

MATCHED = (Step.PERSON, Step.PARTY)
OWN_FIELDS = {step: f"practice/intake/_{step}_fields.html" for step in (Step.INJURY, Step.PARTY, Step.RISKS)}


@requires(Permission.ADD_CLIENT)
@once
def new_intake(request: StaffRequest) -> HttpResponse:
    """Begins with the person; saving that step begins the task list."""
    form = open_form(request, PersonStep, subject="new", initial={"nation": "ENG"})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        intake = actions.begin_intake(worker=request.user, by=request.user, now=now)
        actions.save_step(intake, Step.PERSON, values=kept(form), version=0, by=request.user, now=now)
        _look_for_matches(intake, request)
        messages.success(request, "Person saved. The other steps may follow in any order.")
        return see_other(intake)
    context = {"form": form, "back": reverse("clients:client_list")}
    return render(request, "practice/intake/new_intake.html", context, status=form.status)


@requires(Permission.ADD_CLIENT)
@require_safe
def intake(request: StaffRequest, intake_id: UUID) -> HttpResponse:
    """The list of steps, and how far each is."""
    found = _find(request, intake_id)
    if not found.is_unfinished:
        return _over(request, found)
    steps = steps_of(found)
    gathered = gather_from(steps, staff=request.user)
    context = {
        "intake": found,
        "rows": rows_of(found, steps, gathered),
        "person": gathered.given(Step.PERSON),
        **found_for(request, gathered.sought),
        "ready": _ready(gathered),
        "may_hand_on": request.user.may(Permission.ASSIGN_CASELOAD) or found.worker_id == request.user.pk,
    }
    response = render(request, "practice/intake/intake.html", context)
    record("intake.opened", found, by=request.user)
    return response


def _step(step: Step) -> Callable[..., HttpResponse]:
    @requires(Permission.ADD_CLIENT)
    @once
    def view(request: StaffRequest, intake_id: UUID) -> HttpResponse:
        return _step_page(request, _find(request, intake_id), step)

    view.__name__ = f"intake_{step}"
    return view


intake_person = _step(Step.PERSON)
intake_contact = _step(Step.CONTACT)
intake_injury = _step(Step.INJURY)
intake_party = _step(Step.PARTY)
intake_consent = _step(Step.CONSENT)
intake_risks = _step(Step.RISKS)
intake_allocation = _step(Step.ALLOCATION)
intake_review = _step(Step.REVIEW)


def _step_page(request: StaffRequest, found: Intake, step: Step) -> HttpResponse:
    if not found.is_unfinished:
        return _over(request, found)
    steps = steps_of(found)
    gathered = gather_from(steps, staff=request.user)
    if step == Step.ALLOCATION and Step.PARTY not in gathered.saved:
        messages.info(request, "Save the instructing party first: who carries a client depends on who instructs.")
        return see_other(found)
    held = steps.get(step)
    if step in CLINICAL and held and not request.user.may(Permission.READ_FILE):
        return _closed(request, found, held)
    more = asked_with(step, steps, gathered.forms, staff=request.user)
    form = open_form(
        request,
        FORMS[step],
        subject=str(found.pk),
        initial=_initial(request, step, held),
        version=held.version if held else None,
        **more,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_step(
                found, step, values=kept(form), version=form.posted_version, by=request.user, now=timezone.now()
            )
        except Stale as stale:
            theirs = _clean(step, stale.current.values, more)  # type: ignore[attr-defined]
            return conflict_page(request, form, stale, initial=theirs, back=found.get_absolute_url())
        except NotInHand as problem:
            form.add_error(None, str(problem))
        else:
            if step in MATCHED:
                _look_for_matches(found, request)
            messages.success(request, f"{step.label} saved.")
            return see_other(found)
    context = {"form": form, "intake": found, "step": step, "held": held, "fields": OWN_FIELDS.get(step, "")}
    context |= {"back": found.get_absolute_url(), "name": _name(gathered), "clinical": step in CLINICAL}
    response = render(request, "practice/intake/step.html", context, status=form.status)
    if form.status == 200:
        record("intake.opened", found, by=request.user, fields=[step])
    return response


def _initial(request: StaffRequest, step: Step, held: IntakeStep | None) -> dict[str, Any]:
    if held:
        return dict(held.values)
    today = timezone.localdate()
    if step == Step.PARTY:
        return {"instructed_on": today}
    if step == Step.ALLOCATION:
        return {"lead": request.user.pk} if not request.user.may(Permission.ASSIGN_CASELOAD) else {}
    if step == Step.REVIEW:
        weeks = request.practice.review_weeks
        return {"weeks": weeks, "agreed_on": today}
    return {}


def _clean(step: Step, values: Kept, more: dict[str, Any]) -> dict[str, Any]:
    """What somebody else saved, as the form reads it."""
    return dict(filled(FORMS[step], values, **more).cleaned_data)


def _closed(request: StaffRequest, found: Intake, held: IntakeStep) -> HttpResponse:
    """Clinical text, once written, is read by who reads files; a practice admin sees that it is there."""
    context = {"intake": found, "held": held, "back": found.get_absolute_url()}
    return render(request, "practice/intake/closed_step.html", context, status=403)


@requires(Permission.ADD_CLIENT)
@notes_looks
@once
def open_intake_file(request: StaffRequest, intake_id: UUID) -> HttpResponse:
    """What is missing, who might be meant instead, and the button that opens the file."""
    found = _find(request, intake_id)
    if not found.is_unfinished:
        return _over(request, found)
    steps = steps_of(found)
    gathered = gather_from(steps, staff=request.user)
    form, now = open_form(request, OpenFileForm, subject=str(found.pk)), timezone.now()
    if request.method == "POST" and form.is_valid() and may_go_on(request, form, gathered.sought, now=now):
        try:
            client = open_file(found, by=request.user, now=now)
        except (NotReady, NotInHand) as problem:
            form.add_error(None, str(problem))
        except NotACaseManager as problem:
            form.add_error(None, f"{problem} Choose somebody else under Allocation.")
        else:
            messages.success(request, f"{client.short_name} added as {client.reference}.")
            return see_other(_file_of(client, request))
    if not form.is_bound:
        form.findings = look(gathered.sought, staff=request.user, now=now)
        form.matches = shown_rows(form.findings.shown)
        form.initial["matches_for"] = gathered.sought.digest
    context = {
        "form": form,
        "intake": found,
        "name": _name(gathered),
        "rows": rows_of(found, steps, gathered),
        "ready": _ready(gathered),
        "back": found.get_absolute_url(),
    }
    return render(request, "practice/intake/open_file.html", context, status=form.status)


@requires(Permission.ADD_CLIENT)
@once
def hand_on_intake(request: StaffRequest, intake_id: UUID) -> HttpResponse:
    found = _find(request, intake_id)
    if not found.is_unfinished:
        return _over(request, found)
    form = open_form(request, HandOnForm, subject=str(found.pk), initial={"worker": found.worker_id})
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_on(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotInHand as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.worker.name} now sets up this file.")
            return see_other(reverse("practice:enquiries"))
    context = {"form": form, "intake": found, "heading": "Who sets up this file", "save": "Hand on"}
    context |= {"back": found.get_absolute_url(), "note": "They find it on My day. You then see it only as an admin."}
    return render(request, "practice/intake/end_form.html", context, status=form.status)


@requires(Permission.ADD_CLIENT)
@once
def give_up_intake(request: StaffRequest, intake_id: UUID) -> HttpResponse:
    found = _find(request, intake_id)
    if not found.is_unfinished:
        return _over(request, found)
    form = open_form(request, GiveUpForm, subject=str(found.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_up(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotInHand as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Given up. Nothing of it became a file.")
            return see_other(reverse("practice:enquiries"))
    context = {"form": form, "intake": found, "heading": "Give up setting up this file", "save": "Give up"}
    context |= {"back": found.get_absolute_url(), "note": "Where it came from an enquiry, that one is open again."}
    return render(request, "practice/intake/end_form.html", context, status=form.status)


def _find(request: StaffRequest, intake_id: UUID) -> Intake:
    intakes = Intake.objects.select_related("worker", "enquiry", "client")
    found: Intake = find_known(intakes, request.user, pk=intake_id)
    return found


def _over(request: StaffRequest, found: Intake) -> HttpResponse:
    """Where somebody goes who follows an old link."""
    if found.client:
        return see_other(_file_of(found.client, request))
    return see_other(found.enquiry or reverse("practice:enquiries"))


def _file_of(client: Client, request: StaffRequest) -> Any:
    """The page of the file that the person may open, if any."""
    if Client.objects.visible_to(request.user).filter(pk=client.pk).exists():
        return client
    if request.user.may(Permission.ASSIGN_CASELOAD):
        return reverse("clients:allocation", args=[client.reference])
    return reverse("practice:enquiries")


def _look_for_matches(found: Intake, request: StaffRequest) -> None:
    gathered = gather_from(steps_of(found), staff=request.user)
    note_look(gathered.sought, by=request.user, now=timezone.now())


def _ready(gathered: Gathered) -> str:
    """Empty, or in words what keeps the file from being opened."""
    try:
        gathered.check()
    except NotReady as problem:
        return str(problem)
    return ""


def _name(gathered: Gathered) -> str:
    person = gathered.given(Step.PERSON)
    return " ".join(filter(None, [person.get("given_name"), person.get("family_name")]))
