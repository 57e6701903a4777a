from typing import Any

from django import forms

from clients.forms import NOT_CHOSEN
from clients.models import Authority, MayBeTold, PersonRole
from files.forms import TakesFiles, UploadField
from ui.fields import DayField, LineField
from ui.forms import PageForm


class PersonAroundForm(TakesFiles, PageForm):
    label = "Person around the client"

    name = LineField(label="Name", max_length=160)
    role = forms.ChoiceField(label="Role", choices=NOT_CHOSEN + PersonRole.choices)
    relation = LineField(
        label="Who they are to the client", max_length=120, required=False, help_text="Sister, line manager, neighbour"
    )
    organisation = LineField(
        label="Organisation", max_length=160, required=False, help_text="Surgery, school, employer, firm"
    )
    telephone = LineField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    may_be_told = forms.ChoiceField(label="What they may be told", choices=MayBeTold.choices)
    told_note = LineField(label="What they may not be told, or how to speak with them", max_length=500, required=False)
    authority = forms.ChoiceField(label="Authority to decide", choices=Authority.choices)
    authority_seen = LineField(
        label="What was seen of it",
        max_length=300,
        required=False,
        help_text="Court order or power of attorney: which, seen by whom and when",
    )
    authority_from = DayField(label="From", required=False)
    authority_until = DayField(label="Until", required=False)
    authority_files = UploadField(
        label="Add the order or power itself",
        required=False,
        several=True,
        help_text="A scan, or its pages as pictures.",
    )
    no_contact = forms.BooleanField(label="Nobody is to contact them", required=False)
    no_contact_reason = LineField(label="Why nobody is to contact them", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("no_contact") and not given.get("no_contact_reason") and "no_contact_reason" not in self.errors:
            self.add_error("no_contact_reason", "Enter why nobody is to contact them")
        begins, ends = given.get("authority_from"), given.get("authority_until")
        if begins and ends and ends < begins:
            self.add_error("authority_until", "Enter a date on or after the first one.")
        return given


class EndPersonForm(PageForm):
    label = "No longer around the client"

    on = DayField(label="Since", past=True, error_messages={"required": "Enter since when"})
    reason = LineField(label="Reason", max_length=500)
