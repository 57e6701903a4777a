"""The injury and the person beyond the client's details and, on a page of its own, what is kept for equality."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import person_actions as actions
from clients.access import find_visible, find_workable
from clients.models import Circumstances, Client, EqualityRecord, HospitalDocument
from clients.pages import client_page
from clients.person_forms import CircumstancesForm, EqualityForm, PapersForm
from clients.views.forms import form_page, section_url
from ui.forms import open_form
from ui.links import path_to
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


@requires(Permission.EDIT_CLIENT)
@once
def change_circumstances(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    held = Circumstances.objects.filter(client=client).first()
    back = path_to("practice:person", client.reference)
    form = open_form(
        request,
        CircumstancesForm,
        subject=client.reference,
        client=client,
        initial=_held(CircumstancesForm, held),
        version=held.version if held else 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_circumstances(
                client, version=form.posted_version, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Stale as stale:
            return conflict_page(request, form, stale, initial=_held(CircumstancesForm, stale.current), back=back)
        messages.success(request, f"Saved to {client.short_name}'s file.")
        return see_other(back)
    return form_page(request, client, form, "Change the person and the injury", "Save", section="person", back=back)


@requires(Permission.EDIT_CLIENT)
@once
def hospital_papers(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    back = path_to("practice:person", client.reference)
    initial = dict(HospitalDocument.objects.filter(client=client).values_list("paper", "state"))
    form = open_form(request, PapersForm, subject=client.reference, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.note_papers(client, form.cleaned_data, on=timezone.localdate(), by=request.user)
        messages.success(request, f"Saved to {client.short_name}'s file.")
        return see_other(back)
    return form_page(request, client, form, "Hospital papers", "Save list", section="person", back=back)


@requires(Permission.READ_FILE)
@require_safe
def equality(request: StaffRequest, reference: str) -> HttpResponse:
    """Apart from the clinical view: no other page of the file shows it, and each opening is told by itself."""
    client = find_visible(Client, request.user, reference=reference)
    held = EqualityRecord.objects.filter(client=client).first()
    answers = [
        (str(field.label), getattr(held, f"get_{name}_display")() or "Not asked")
        for name, field in EqualityForm.base_fields.items()
        if held and name != "adjustments"
    ]
    context = {"held": held, "answers": answers, "may_change": request.user.may(Permission.EDIT_CLIENT)}
    return client_page(request, client, "clients/equality.html", context, section="person", opening="equality")


@requires(Permission.EDIT_CLIENT)
@once
def change_equality(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    held = EqualityRecord.objects.filter(client=client).first()
    back = section_url(client, "clients:equality")
    form = open_form(
        request,
        EqualityForm,
        subject=client.reference,
        client=client,
        initial=_held(EqualityForm, held),
        version=held.version if held else 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_equality(
                client, version=form.posted_version, by=request.user, today=timezone.localdate(), **form.cleaned_data
            )
        except Stale as stale:
            return conflict_page(request, form, stale, initial=_held(EqualityForm, stale.current), back=back)
        messages.success(request, f"Saved to {client.short_name}'s file.")
        return see_other(back)
    note = "Ask the client; never guess. “Prefers not to say” is an answer. No clinical page and no report shows this."
    return form_page(
        request,
        client,
        form,
        "Equality and adjustments",
        "Save",
        section="person",
        back=back,
        note=note,
        opening="equality",
    )


def _held(kind: Any, record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in kind.base_fields} if record else {}
