"""What ends an intake: the file is opened, it is handed on, or it is given up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.caseload_actions import NotACaseManager
from clients.match_rows import shown_rows
from clients.matching import look
from clients.views.matches import may_go_on, notes_looks
from practice.intake import actions
from practice.intake.actions import NotInHand
from practice.intake.forms import GiveUpForm, HandOnForm, OpenFileForm
from practice.intake.gathered import NotReady, gather_from, steps_of
from practice.intake.list import rows_of
from practice.intake.opening_actions import open_file
from practice.intake.pages import file_of, find_intake, name_of, over, what_is_missing
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.ADD_CLIENT)
@notes_looks
@once
def open_intake_file(request: StaffRequest, intake_id: UUID) -> HttpResponse:
    """What is missing, who might be meant instead, and the button that opens the file."""
    found = find_intake(request, intake_id)
    if not found.is_unfinished:
        return over(request, found)
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
            return see_other(file_of(client, request))
    if not form.is_bound:
        form.findings = look(gathered.sought, staff=request.user, now=now)
        form.matches = shown_rows(form.findings.shown, request.user)
        form.initial["matches_for"] = gathered.sought.digest
    context = {
        "form": form,
        "intake": found,
        "name": name_of(gathered),
        "rows": rows_of(found, steps, gathered),
        "ready": what_is_missing(gathered),
        "back": found.get_absolute_url(),
    }
    return render(request, "practice/intake/open_file.html", context, status=form.status)


@requires(Permission.ADD_CLIENT)
@once
def hand_on_intake(request: StaffRequest, intake_id: UUID) -> HttpResponse:
    found = find_intake(request, intake_id)
    if not found.is_unfinished:
        return over(request, found)
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
    found = find_intake(request, intake_id)
    if not found.is_unfinished:
        return over(request, found)
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
