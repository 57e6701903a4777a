"""A session of supervision: signing it, reading it, agreeing to it, adding to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import StaffRequest, requires
from accounts.models import Supervision
from accounts.roles import Permission
from audit.actions import record
from clients.models import Client
from practice.models import RecordAudit, SupervisionAction, SupervisionSession
from practice.supervision import session_actions
from practice.supervision.lists import action_rows, audit_rows, session_rows
from practice.supervision.session_forms import AgreeForm, SessionAddendumForm, SessionForm
from practice.supervision.team import find_of_person, find_supervisee, next_sessions
from ui import status
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.SUPERVISE)
@once
def sign_session(request: StaffRequest, supervisee_id: UUID) -> HttpResponse:
    person = find_supervisee(request.user, supervisee_id)
    initial = {"on": timezone.localdate()}
    form = open_form(
        request, SessionForm, subject=str(person.pk), initial=initial, supervisor=request.user, supervisee=person
    )
    if request.method == "POST" and form.is_valid():
        try:
            signed = session_actions.sign_session(request.user, supervisee=person, now=timezone.now(), **form.said)
        except (session_actions.NotSupervised, session_actions.NotYetHeld) as problem:
            form.add_error("on", str(problem))
        else:
            messages.success(request, f"Session signed. {person.name} is asked to read it and agree.")
            return see_other(signed)
    back = reverse("practice:supervisee", args=[person.pk])
    context = {"form": form, "person": person, "back": back}
    return render(request, "practice/sign_session.html", context, status=form.status)


@require_safe
def session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Read by the two of them. Each reading leaves its event, as that of a client's file does."""
    found = find_of_person(_sessions(), request.user, session_id)
    response = render(request, "practice/session.html", _shown(request, found))
    with transaction.atomic():
        record("supervision.read", found, by=request.user)
    return response


@once
def add_to_session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    found = find_of_person(_sessions(), request.user, session_id)
    form = open_form(request, SessionAddendumForm, subject=str(found.pk))
    if request.method == "POST" and form.is_valid():
        addendum = session_actions.add_to_session(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Addendum {addendum.number} saved.")
        return see_other(found)
    return _form_page(request, form, found, "Add to this session", "Sign and save addendum")


@once
def agree_session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    found = find_of_person(_sessions(), request.user, session_id)
    if found.supervisee_id != request.user.pk:
        raise PermissionDenied
    form = open_form(request, AgreeForm, subject=str(found.pk))
    if request.method == "POST" and form.is_valid():
        session_actions.agree_session(found, by=request.user, now=timezone.now())
        messages.success(request, "You agreed to this session.")
        return see_other(found)
    return _form_page(request, form, found, "Agree to this session", "I agree")


@require_POST
@once
def finish_action(request: StaffRequest, action_id: UUID) -> HttpResponse:
    actions = SupervisionAction.objects.select_related("session")
    action = find_of_person(actions, request.user, action_id)
    session_actions.finish_action(action, by=request.user, on=timezone.localdate())
    messages.success(request, "Marked as done.")
    return see_other(action.session)


@require_safe
def own_supervision(request: StaffRequest) -> HttpResponse:
    """The supervision that the reader receives: sessions, what came of them, and audits of their own records."""
    user, today = request.user, timezone.localdate()
    held = Supervision.objects.live(today).filter(supervisee=user)
    context = {
        "supervisors": [
            (one.supervision.supervisor, one.last_on, one.tag(today)) for one in next_sessions(held, request.practice)
        ],
        "sessions": session_rows(SupervisionSession.objects.filter(supervisee=user), reader=user),
        "actions": action_rows(
            SupervisionAction.objects.open().filter(session__supervisee=user), reader=user, today=today
        ),
        "audits": audit_rows(RecordAudit.objects.finished().filter(supervisee=user)),
    }
    return render(request, "practice/own_supervision.html", context)


def _sessions() -> Any:
    return SupervisionSession.objects.select_related("supervisor", "supervisee", "agreement")


def _shown(request: StaffRequest, found: SupervisionSession) -> dict[str, Any]:
    user, today = request.user, timezone.localdate()
    discussed = found.clients.all()
    known = Client.objects.known_to(user).filter(pk__in=discussed.values("pk")).order_by("family_name", "pk")
    readable = set(Client.objects.visible_to(user).filter(pk__in=discussed.values("pk")).values_list("pk", flat=True))
    clients = [(client, client.pk in readable) for client in known]
    supervises = found.supervisor_id == user.pk
    return {
        "session": found,
        "clients": clients,
        "unknown": discussed.count() - len(clients),
        "actions": action_rows(SupervisionAction.objects.filter(session=found), reader=user, today=today),
        "addenda": found.addenda.select_related("author").order_by("number"),
        "agreed": getattr(found, "agreement", None),
        "agreed_status": status.AGREED,
        "supervises": supervises,
        "back": _back(request, found),
    }


def _back(request: StaffRequest, found: SupervisionSession) -> str:
    if found.supervisor_id == request.user.pk and request.user.may(Permission.SUPERVISE):
        return reverse("practice:supervisee", args=[found.supervisee_id])
    return reverse("practice:own_supervision")


def _form_page(request: StaffRequest, form: Any, found: SupervisionSession, heading: str, save: str) -> HttpResponse:
    context = {"form": form, "session": found, "heading": heading, "save": save, "back": found.get_absolute_url()}
    return render(request, "practice/session_form.html", context, status=form.status)
