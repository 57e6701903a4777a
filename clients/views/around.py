"""The people around a client."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import people_actions as actions
from clients.access import find_visible, find_workable
from clients.around import rows_of
from clients.models import Client, PersonAround
from clients.pages import client_page
from clients.people_forms import EndPersonForm, PersonAroundForm
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

WITH_CLIENT = PersonAround.objects.select_related("client")
SECTION = "around"


@requires(Permission.READ_FILE)
@require_safe
def people_around(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    rows = rows_of(client, today=timezone.localdate())
    context = {
        "barred": [row for row in rows if row.person.no_contact],
        "rows": [row for row in rows if not row.person.no_contact],
        "former": PersonAround.objects.filter(client=client).exclude(ended_on=None).order_by("-ended_on", "pk"),
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, client, "clients/people_around.html", context, section=SECTION)


@requires(Permission.EDIT_CLIENT)
@once
def add_person(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, PersonAroundForm, subject=client.reference, client=client)
    if request.method == "POST" and form.is_valid():
        actions.add_person(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        return _done(request, client, form.cleaned_data["name"])
    return _page(request, client, form, "Add a person", "Save person")


@requires(Permission.EDIT_CLIENT)
@once
def change_person(request: StaffRequest, around_id: Any) -> HttpResponse:
    person = find_workable(WITH_CLIENT, request.user, pk=around_id)
    initial = {name: getattr(person, name) for name in PersonAroundForm.base_fields}
    form = open_form(
        request,
        PersonAroundForm,
        subject=str(person.pk),
        client=person.client,
        initial=initial,
        version=person.version,
    )
    if request.method == "POST" and form.is_valid():
        given = {"version": form.posted_version, "by": request.user, "now": timezone.now()}
        try:
            actions.change_person(person, **given, **form.cleaned_data)
        except Stale as stale:
            now = {name: getattr(stale.current, name) for name in PersonAroundForm.base_fields}
            return conflict_page(request, form, stale, initial=now, back=_around(person.client))
        return _done(request, person.client, person.name)
    return _page(request, person.client, form, f"Change {person.name}", "Save person")


@requires(Permission.EDIT_CLIENT)
@once
def end_person(request: StaffRequest, around_id: Any) -> HttpResponse:
    person = find_workable(WITH_CLIENT, request.user, pk=around_id)
    initial = {"on": timezone.localdate()}
    form = open_form(request, EndPersonForm, subject=str(person.pk), client=person.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_person(person, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.AlreadyEnded as problem:
            form.add_error(None, str(problem))
        else:
            return _done(request, person.client, person.name)
    words = "The entry stays in the file. Nothing more is told to them."
    heading = f"{person.name} is no longer around {person.client.called}"
    return _page(request, person.client, form, heading, "Save", words=words)


def _around(client: Client) -> str:
    return reverse("clients:people_around", args=[client.reference])


def _done(request: StaffRequest, client: Client, name: str) -> HttpResponse:
    messages.success(request, f"{name} saved to {client.short_name}'s file.")
    return see_other(_around(client))


def _page(
    request: StaffRequest, client: Client, form: Any, heading: str, save: str, *, words: str = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "words": words, "back": _around(client)}
    context["save"] = f"{save} for {client.short_name}"
    return client_page(request, client, "clients/people_form.html", context, section=SECTION, code=form.status)
