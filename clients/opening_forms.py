"""Forms about who is kept from a file, and who opened one with a reason."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from clients.models import Client
from ui.fields import DayField, LineField, TextField
from ui.forms import PageForm, limited

NO_CLIENT = "No client known to you has this reference."


class BuildWallForm(PageForm):
    label = "Build a wall"

    client = LineField(
        label="Reference of the client",
        max_length=20,
        help_text="For example CM-0142",
        error_messages={"required": "Enter the reference of the client"},
    )
    staff = forms.ModelChoiceField(label="Who is kept away", queryset=User.objects.none(), empty_label="Choose one")
    reason = LineField(label="Reason", max_length=500, help_text="How they know each other; nothing clinical")
    ends_on = DayField(
        label="Last day", required=False, future=True, help_text="Left empty, it stands until somebody ends it"
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        limited(self, "staff").queryset = User.objects.active().exclude(pk=by.pk).order_by("name")

    def clean_client(self) -> Client:
        """One that the person who builds it may not know of is as unknown as one that does not exist."""
        found: Client | None = (
            Client.objects.known_to(self.by).filter(reference=self.cleaned_data["client"].upper()).first()
        )
        if found is None:
            raise forms.ValidationError(NO_CLIENT)
        return found

    @property
    def ends_at(self) -> datetime | None:
        """The wall stands to the end of its last day."""
        last = self.cleaned_data["ends_on"]
        zone = timezone.get_default_timezone()
        return datetime.combine(last + timedelta(days=1), time(), zone) if last else None


class EndWallForm(PageForm):
    label = "End a wall"
    takes_away = True

    reason = LineField(label="Reason", max_length=500)


class OpenWithReasonForm(PageForm):
    label = "Open a file with a reason"

    reference = LineField(
        label="Reference",
        max_length=20,
        help_text="The whole reference, for example CM-0142. Names are not searched.",
    )
    reason = TextField(
        label="Why you must read this file now",
        rows=3,
        max_length=500,
        help_text="Read by the client's case manager and supervisor, and by who reviews this",
        error_messages={"required": "Enter why you must read this file now"},
    )


class ReviewOpeningForm(PageForm):
    label = "Review of an opening"

    remark = TextField(
        label="Remark",
        rows=3,
        max_length=1000,
        required=False,
        help_text="What you found: was it needed, was the client told, does anything follow from it",
    )
