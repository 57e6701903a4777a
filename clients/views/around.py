"""The people around a client."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import people_actions as actions
from clients.access import find_visible, find_workable
from clients.around import rows_of
from clients.evidence import evidence_of
from clients.models import Client, PersonAround, Shows
from clients.pages import client_page
from clients.people_forms import EndPersonForm, PersonAroundForm
from clients.views.forms import form_page, saved, section_url
from files.uploads import takes_files
from ui.forms import open_form
from ui.once import once
from ui.versions import Stale, conflict_page

WITH_CLIENT = PersonAround.objects.select_related("client")
SECTION = "around"


@requires(Permission.READ_FILE)
@require_safe
def people_around(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    rows = rows_of(client, today=timezone.localdate())
    former = PersonAround.objects.filter(client=client).exclude(ended_on=None).order_by("-ended_on", "pk")
    files = evidence_of(client)
    context = {
        "barred": [(row, files[row.person.pk, Shows.AUTHORITY]) for row in rows if row.person.no_contact],
        "rows": [(row, files[row.person.pk, Shows.AUTHORITY]) for row in rows if not row.person.no_contact],
        "former": [(person, files[person.pk, Shows.AUTHORITY]) for person in former],
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, client, "clients/people_around.html", context, section=SECTION)


@requires(Permission.EDIT_CLIENT)
@takes_files
@once
def add_person(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    limits = request.practice.file_limits
    form = open_form(request, PersonAroundForm, subject=client.reference, client=client, limits=limits)
    if request.method == "POST" and form.is_valid():
        actions.add_person(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        return _done(request, client, form.cleaned_data["name"])
    return _page(request, client, form, "Add a person", "Save person")


@requires(Permission.EDIT_CLIENT)
@takes_files
@once
def change_person(request: StaffRequest, around_id: Any) -> HttpResponse:
    person = find_workable(WITH_CLIENT, request.user, pk=around_id)
    initial = {name: getattr(person, name) for name in PersonAroundForm.typed()}
    form = open_form(
        request,
        PersonAroundForm,
        subject=str(person.pk),
        client=person.client,
        initial=initial,
        version=person.version,
        limits=request.practice.file_limits,
    )
    if request.method == "POST" and form.is_valid():
        given = {"version": form.posted_version, "by": request.user, "now": timezone.now()}
        try:
            actions.change_person(person, **given, **form.cleaned_data)
        except Stale as stale:
            form.ask_anew()
            now = {name: getattr(stale.current, name) for name in PersonAroundForm.typed()}
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
    return section_url(client, "clients:people_around")


def _done(request: StaffRequest, client: Client, name: str) -> HttpResponse:
    return saved(request, client, name, _around(client))


def _page(request: StaffRequest, client: Client, form: Any, heading: str, save: str, **more: Any) -> HttpResponse:
    return form_page(request, client, form, heading, save, section=SECTION, back=_around(client), **more)
