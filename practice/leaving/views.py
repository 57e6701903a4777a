import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.actions import LastAdmin, WorkStillOpen
from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import Permission
from clients.access import find_workable
from clients.handover_actions import HandoverRefused
from clients.models import Client
from clients.pages import client_page
from practice.leaving.actions import leave
from practice.leaving.forms import LeavingForm
from practice.leaving.work import left_by
from practice.loads import led_by
from ui.actions import discard_draft
from ui.forms import open_form
from ui.models import Draft
from ui.once import once, see_other


@requires(Permission.MANAGE_STAFF)
@once
def leaving(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """All that somebody leaves behind, and who takes it on; their access ends with it."""
    person = get_object_or_404(User, pk=person_id, is_active=True)
    now = timezone.now()
    left = left_by(person, seen_by=request.user, now=now)
    loads = dict(led_by(request.user, now=now))
    form = open_form(request, LeavingForm, subject=str(person.pk), person=person, left=left, loads=loads)
    if request.method == "POST" and form.is_valid():
        try:
            leave(person, form.plan(), by=request.user, now=now)
        except HandoverRefused as refused:
            for problem in refused.problems:
                form.add_error(None, problem)
        except (WorkStillOpen, LastAdmin) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{person.name} has left. Nothing of theirs is without an owner.")
            return see_other(reverse("accounts:staff_list"))
    context = {"form": form, "person": person, "left": left, "back": reverse("accounts:staff_list")}
    return render(request, "practice/leaving.html", context, status=form.status)


@requires(Permission.READ_FILE)
@once
def given_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What a colleague who left had begun, to read and to copy; POST discards it."""
    draft = get_object_or_404(Draft, pk=draft_id, author=request.user)
    client = find_workable(Client, request.user, reference=draft.client)
    if request.method == "POST":
        discard_draft(author=request.user.pk, form=draft.form, subject=draft.subject)
        messages.success(request, "The draft is gone.")
        return see_other("/")
    texts = [(name.replace("_", " ").capitalize(), text) for name, given in draft.values.items() for text in given]
    typed = [(name, text) for name, text in texts if text and name != "Version"]
    context = {"draft": draft, "typed": typed, "once_key": secrets.token_urlsafe(24)}
    return client_page(request, client, "practice/given_draft.html", context, section="draft")
