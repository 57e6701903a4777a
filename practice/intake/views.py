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
from clients.match_actions import note_look
from practice.intake import actions
from practice.intake.actions import NotInHand
from practice.intake.forms import CLINICAL, FORMS, PersonStep
from practice.intake.found import found_for
from practice.intake.gathered import asked_with, gather_from, steps_of
from practice.intake.kept import Kept, filled, kept
from practice.intake.list import rows_of
from practice.intake.pages import find_intake, name_of, over, what_is_missing
from practice.models import Intake, IntakeStep, Step
from ui.forms import PageForm, open_form
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
    found = find_intake(request, intake_id)
    if not found.is_unfinished:
        return over(request, found)
    steps = steps_of(found)
    gathered = gather_from(steps, staff=request.user)
    context = {
        "intake": found,
        "rows": rows_of(found, steps, gathered),
        "person": gathered.given(Step.PERSON),
        **found_for(request, gathered.sought),
        "ready": what_is_missing(gathered),
        "may_hand_on": request.user.may(Permission.ASSIGN_CASELOAD) or found.worker_id == request.user.pk,
    }
    response = render(request, "practice/intake/intake.html", context)
    record("intake.opened", found, by=request.user)
    return response


def _step(step: Step) -> Callable[..., HttpResponse]:
    @requires(Permission.ADD_CLIENT)
    @once
    def view(request: StaffRequest, intake_id: UUID) -> HttpResponse:
        return _step_page(request, find_intake(request, intake_id), step)

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
        return over(request, found)
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
        saved = _save(request, found, step, form, more)
        if saved is not None:
            return saved
    context = {"form": form, "intake": found, "step": step, "held": held, "fields": OWN_FIELDS.get(step, "")}
    context |= {"back": found.get_absolute_url(), "name": name_of(gathered), "clinical": step in CLINICAL}
    response = render(request, "practice/intake/step.html", context, status=form.status)
    if form.status == 200:
        record("intake.opened", found, by=request.user, fields=[step])
    return response


def _save(
    request: StaffRequest, found: Intake, step: Step, form: PageForm, more: dict[str, Any]
) -> HttpResponse | None:
    """None where the form itself now says why it was not saved."""
    values, now = kept(form), timezone.now()
    try:
        actions.save_step(found, step, values=values, version=form.posted_version, by=request.user, now=now)
    except Stale as stale:
        theirs = _clean(step, stale.current.values, more)  # type: ignore[attr-defined]
        return conflict_page(request, form, stale, initial=theirs, back=found.get_absolute_url())
    except NotInHand as problem:
        form.add_error(None, str(problem))
        return None
    if step in MATCHED:
        _look_for_matches(found, request)
    messages.success(request, f"{step.label} saved.")
    return see_other(found)


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
    others = "" if found.worker_id == request.user.pk else found.worker.name
    context = {"intake": found, "held": held, "worker": others, "back": found.get_absolute_url()}
    return render(request, "practice/intake/closed_step.html", context, status=403)


def _look_for_matches(found: Intake, request: StaffRequest) -> None:
    gathered = gather_from(steps_of(found), staff=request.user)
    note_look(gathered.sought, by=request.user, now=timezone.now())
