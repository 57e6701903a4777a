"""The record editor: a contact or a note, and the goals it is about."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from careplans.actions import link_record_to_goals
from careplans.models import Goal
from clients.access import find_workable
from clients.models import Client
from clients.pages import client_page
from clients.terms import TermsMissing, gate
from records import actions
from records.models import ContactKind, ContactRecord
from ui.fields import ClockField, DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm, limited, open_form
from ui.once import once, see_other

MINUTES_OF_A_DAY = 24 * 60


class GoalsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, goal: Goal) -> str:
        return f"{goal.number}. {goal.title}"


class ContactForm(PageForm):
    label = "Contact record"

    kind = forms.ChoiceField(label="Type", choices=ContactKind.choices, widget=forms.RadioSelect)
    on = DayField(label="Date", past=True)
    at = ClockField(label="Start", required=False)
    minutes = WholeNumberField(label="Minutes", required=False, min_value=1, max_value=MINUTES_OF_A_DAY)
    with_whom = LineField(label="Who was present", required=False)
    without_client = forms.BooleanField(required=False)
    text = TextField(label="What happened", rows=12)
    goals = GoalsField(label="Goals this is about", queryset=Goal.objects.none(), required=False)
    late_reason = LineField(label="Why it is entered late", required=False, max_length=500)

    def __init__(self, *args: Any, about: Client, late_hours: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "goals").queryset = Goal.objects.open().filter(client=about).order_by("number")
        self.fields["with_whom"].help_text = f"Besides {about.called} and you; or whom you spoke or wrote to"
        self.fields["without_client"].label = f"{about.called} did not take part"
        self.fields["text"].help_text = (
            "What you saw, what you were told and by whom, what you think. For advocacy: what you asked for on their "
            "behalf, of whom, and the answer. Saving signs the record; "
            "afterwards you can only add to it."
        )
        self.fields[
            "late_reason"
        ].help_text = f"Only when the record is entered more than {late_hours} hours after the event"


@requires(Permission.WRITE_RECORD)
@once
def add_contact(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    hours = request.practice.late_entry_hours
    initial = {"kind": request.GET.get("kind", ContactKind.VISIT), "on": timezone.localdate()}
    form = open_form(
        request, ContactForm, subject=client.reference, client=client, initial=initial, about=client, late_hours=hours
    )
    if request.method == "POST" and form.is_valid():
        try:
            signed = _sign(client, request, form.cleaned_data)
        except actions.LateReasonMissing as problem:
            form.add_error("late_reason", str(problem))
        except TermsMissing as problem:
            form.add_error("minutes", f"{problem} Leave the minutes out, or record the terms first.")
        except actions.NotYetHappened as problem:
            form.add_error("at", str(problem))
        else:
            messages.success(request, f"{signed.get_kind_display()} saved to {client.short_name}'s file.")
            return see_other(signed)
    context = {"form": form, "gate": gate(client, on=timezone.localdate(), practice=request.practice)}
    return client_page(request, client, "practice/add_contact.html", context, section="timeline", code=form.status)


def _sign(client: Client, request: StaffRequest, given: dict[str, Any]) -> ContactRecord:
    signed = actions.sign_contact(
        client,
        kind=given["kind"],
        on=given["on"],
        at=given["at"],
        minutes=given["minutes"],
        with_whom=given["with_whom"],
        with_client=not given["without_client"],
        text=given["text"],
        late_reason=given["late_reason"],
        by=request.user,
        now=timezone.now(),
        practice=request.practice,
    )
    link_record_to_goals(signed, list(given["goals"]), by=request.user)
    return signed
