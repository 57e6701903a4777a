"""The handover note of one client: the giver confirms it, the receiver reads it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import Permission, Role
from clients import note_actions
from clients.access import find_visible
from clients.models import HandoverLine, HandoverNote, LineState
from clients.pages import client_page, sections_of
from practice.handover_notes import collect
from practice.handovers import begins
from ui.fields import TextField
from ui.forms import PageForm, open_form
from ui.once import once, see_other

PARTS = {
    "where_things_stand": "Where things stand",
    "next_contact": "Next contact",
    "risks": "Risks",
    "promises": "Promises made",
    "people_to_call": "People to call",
}
LONGEST = 20_000


class NoteForm(PageForm):
    label = "Handover note"

    where_things_stand = TextField(
        label=PARTS["where_things_stand"],
        rows=8,
        max_length=LONGEST,
        help_text="From the latest contacts and the open goals. Put it into your own words",
    )
    next_contact = TextField(label=PARTS["next_contact"], rows=3, max_length=LONGEST, help_text="Who, when and how")
    risks = TextField(
        label=PARTS["risks"],
        rows=4,
        max_length=LONGEST,
        required=False,
        help_text="From the open risks. Add what is not written down",
    )
    promises = TextField(
        label=PARTS["promises"],
        rows=5,
        max_length=LONGEST,
        required=False,
        help_text="From the last review, decisions asked for and referrals under way. What else did you promise?",
    )
    people_to_call = TextField(label=PARTS["people_to_call"], rows=5, max_length=LONGEST, required=False)


@requires(Permission.READ_FILE)
@once
def handover_note(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """For the giver, or who supervises them: what the record holds, to be corrected and confirmed."""
    line = find_visible(HandoverLine.objects.with_story(), request.user, pk=line_id)
    if not may_write_note(line, request.user):
        raise PermissionDenied
    collected = collect(line.client, today=timezone.localdate()).parts()
    form = open_form(request, NoteForm, subject=str(line.pk), client=line.client, initial=collected)
    if request.method == "POST" and form.is_valid():
        try:
            note_actions.confirm_note(line, by=request.user, now=timezone.now(), **form.cleaned_data)
        except note_actions.NoteClosed as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Handover note for {line.client.short_name} confirmed.")
            return see_other(reverse("practice:read_handover", args=[line.pk]))
    context: dict[str, Any] = {"form": form, "line": line, "back": reverse("practice:read_handover", args=[line.pk])}
    return _page(request, line, "practice/handover_note.html", context, code=form.status)


@requires(Permission.READ_FILE)
@once
def read_handover(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """What the one who takes over must know; they tick that they have read it."""
    line = find_visible(HandoverLine.objects.with_story(), request.user, pk=line_id)
    now = timezone.now()
    note = HandoverNote.objects.filter(line=line).select_related("confirmed_by").first()
    parts = (
        {name: getattr(note, name) for name in PARTS}
        if note
        else collect(line.client, today=timezone.localdate(now)).parts()
    )
    if request.method == "POST":
        if line.receiver_id != request.user.pk:
            raise PermissionDenied
        try:
            note_actions.mark_read(line, collected=parts, by=request.user, now=now)
        except note_actions.NotYetBegun as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, f"Handover of {line.client.short_name} read.")
        return see_other(reverse("practice:read_handover", args=[line.pk]))
    form = open_form(request, ReadForm, subject=str(line.pk), client=line.client)
    context = {
        "form": form,
        "line": line,
        "note": note,
        "parts": [(PARTS[name], text) for name, text in parts.items()],
        "collected_at": note.written_at if note else now,
        "may_read": _may_tick(line, request.user, now),
        "may_write": may_write_note(line, request.user) and note is None,
    }
    return _page(request, line, "practice/read_handover.html", context)


def _page(
    request: StaffRequest, line: HandoverLine, template: str, context: dict[str, Any], *, code: int = 200
) -> HttpResponse:
    """Handovers hang under the timeline, where they are found again."""
    context |= {"sections": sections_of(line.client, "timeline"), "begins": begins(line.handover.starts_at)}
    return client_page(request, line.client, template, context, section="handover", code=code)


class ReadForm(PageForm):
    label = "Handover read"


def may_write_note(line: HandoverLine, user: User) -> bool:
    """The giver, as long as the file is theirs, and whoever supervises the giver."""
    if line.giver_id is None or line.state not in (LineState.WAITING, LineState.MOVED):
        return False
    if line.giver_id == user.pk:
        return True
    above = User.objects.supervising(line.giver_id, today=timezone.localdate())
    return user.holds(Role.SUPERVISOR) and above.filter(pk=user.pk).exists()


def _may_tick(line: HandoverLine, user: User, now: Any) -> bool:
    begun = line.state == LineState.MOVED and line.started is not None and line.started.starts_at <= now
    return begun and line.receiver_id == user.pk and line.read_at is None
