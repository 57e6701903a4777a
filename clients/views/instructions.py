"""Instructions of a client, their terms, parties and shares of the cost."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import instruction_actions as actions
from clients.access import find_workable
from clients.instruction_forms import (
    EndInstructionForm,
    InstructionForm,
    NextInstructionForm,
    PartyForm,
    SharesForm,
    TermsForm,
)
from clients.models import Client, Instruction, Party
from clients.views.forms import form_page, saved, section_url
from files.uploads import takes_files
from ui.forms import PageForm, open_form
from ui.once import once
from ui.versions import Stale, conflict_page

WITH_CLIENT = Instruction.objects.select_related("client")
PARTIES = Party.objects.select_related("client", "instruction")


@requires(Permission.EDIT_CLIENT)
@once
def start_instruction(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    before = Instruction.objects.open().filter(client=client).first()
    initial = {name: getattr(before, name) for name in InstructionForm.details} if before else {}
    initial["starts_on"] = timezone.localdate()
    form = open_form(
        request, NextInstructionForm, subject=client.reference, client=client, initial=initial, before=before
    )
    if request.method == "POST" and form.is_valid():
        given = {"carry_parties": False} | form.cleaned_data
        try:
            actions.start_instruction(client, by=request.user, now=timezone.now(), **given)
        except actions.InstructionProblem as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            return _done(request, client, "Instruction")
    words = f"The {before.get_kind_display().lower()} instruction ends on the day this one begins." if before else ""
    return _page(request, client, form, "Start an instruction", "Save instruction", words=words)


@requires(Permission.EDIT_CLIENT)
@once
def change_instruction(request: StaffRequest, instruction_id: Any) -> HttpResponse:
    instruction = find_workable(WITH_CLIENT, request.user, pk=instruction_id)
    initial = {name: getattr(instruction, name) for name in InstructionForm.details}
    form = _form(request, InstructionForm, instruction, initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_instruction(instruction, by=request.user, **_saved(form))
        except Stale as stale:
            now = {name: getattr(stale.current, name) for name in InstructionForm.details}
            return conflict_page(request, form, stale, initial=now, back=_people(instruction.client))
        return _done(request, instruction.client, "Instruction")
    return _page(request, instruction.client, form, "Change the instruction", "Save instruction")


@requires(Permission.EDIT_CLIENT)
@once
def end_instruction(request: StaffRequest, instruction_id: Any) -> HttpResponse:
    instruction = find_workable(WITH_CLIENT, request.user, pk=instruction_id)
    form = _form(request, EndInstructionForm, instruction, {"ends_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_instruction(instruction, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.InstructionProblem as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            return _done(request, instruction.client, "End of the instruction")
    words = "Its parties receive nothing more: reports cannot be issued or shared with them, and their links close."
    return _page(request, instruction.client, form, "End the instruction", "End the instruction", words=words)


@requires(Permission.EDIT_CLIENT)
@takes_files
@once
def record_terms(request: StaffRequest, instruction_id: Any) -> HttpResponse:
    instruction = find_workable(WITH_CLIENT, request.user, pk=instruction_id)
    initial = {name: getattr(instruction, name) for name in TermsForm.typed()}
    form = _form(request, TermsForm, instruction, initial, limits=request.practice.file_limits)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_terms(instruction, by=request.user, **_saved(form))
        except Stale as stale:
            form.ask_anew()
            now = {name: getattr(stale.current, name) for name in TermsForm.typed()}
            return conflict_page(request, form, stale, initial=now, back=_people(instruction.client))
        return _done(request, instruction.client, "Terms")
    words = "Chargeable work (minutes of a contact, services) begins once both are signed."
    return _page(request, instruction.client, form, "Terms and fee schedule", "Save terms", words=words)


@requires(Permission.EDIT_CLIENT)
@once
def add_party(request: StaffRequest, instruction_id: Any) -> HttpResponse:
    instruction = find_workable(WITH_CLIENT, request.user, pk=instruction_id)
    form = open_form(
        request, PartyForm, subject=str(instruction.pk), client=instruction.client, instruction=instruction
    )
    if request.method == "POST" and form.is_valid():
        actions.add_party(instruction, by=request.user, now=timezone.now(), **form.cleaned_data)
        return _done(request, instruction.client, "Party")
    return _page(request, instruction.client, form, "Add a party", "Save party", words=_when(instruction))


@requires(Permission.EDIT_CLIENT)
@once
def change_party(request: StaffRequest, party_id: Any) -> HttpResponse:
    party = find_workable(PARTIES, request.user, pk=party_id)
    initial = {name: getattr(party, name) for name in PartyForm.base_fields}
    form = open_form(
        request,
        PartyForm,
        subject=str(party.pk),
        client=party.client,
        initial=initial,
        version=party.version,
        instruction=party.instruction,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_party(party, by=request.user, **_saved(form))
        except Stale as stale:
            now = {name: getattr(stale.current, name) for name in PartyForm.base_fields}
            return conflict_page(request, form, stale, initial=now, back=_people(party.client))
        return _done(request, party.client, "Party")
    heading = f"Change {party.firm}"
    return _page(request, party.client, form, heading, "Save party", words=_when(party.instruction))


@requires(Permission.EDIT_CLIENT)
@once
def share_costs(request: StaffRequest, instruction_id: Any) -> HttpResponse:
    instruction = find_workable(WITH_CLIENT, request.user, pk=instruction_id)
    paying = list(instruction.parties.filter(pays=True).order_by("pk"))
    initial = {f"share_{number}": party.share_percent for number, party in enumerate(paying)}
    form = open_form(
        request,
        SharesForm,
        subject=str(instruction.pk),
        client=instruction.client,
        initial=initial,
        paying=paying,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.share_costs(instruction, shares=form.shares, by=request.user, now=timezone.now())
        except actions.InstructionProblem as problem:
            form.add_error(None, str(problem))
        else:
            return _done(request, instruction.client, "Shares of the cost")
    words = "Together they come to 100 per cent." if paying else "No party pays yet. Change a party first."
    return _page(request, instruction.client, form, "Shares of the cost", "Save shares", words=words)


def _form(
    request: StaffRequest, kind: type[PageForm], instruction: Instruction, initial: dict[str, Any], **more: Any
) -> Any:
    subject, version = str(instruction.pk), instruction.version
    return open_form(
        request, kind, subject=subject, client=instruction.client, initial=initial, version=version, **more
    )


def _saved(form: PageForm) -> dict[str, Any]:
    return form.cleaned_data | {"version": form.posted_version, "now": timezone.now()}


def _when(instruction: Instruction) -> str:
    return "Joint instruction: all readers receive a report at the same moment." if instruction.is_joint else ""


def _people(client: Client) -> str:
    return section_url(client, "clients:people")


def _done(request: StaffRequest, client: Client, what: str) -> HttpResponse:
    return saved(request, client, what, _people(client))


def _page(request: StaffRequest, client: Client, form: Any, heading: str, save: str, **more: Any) -> HttpResponse:
    return form_page(request, client, form, heading, save, section="people", back=_people(client), **more)
