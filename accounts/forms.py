from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm, limited


class InviteForm(PageForm):
    label = "Invite a colleague"

    name = LineField(label="Full name", max_length=120)
    email = forms.EmailField(label="E-mail address")
    job_title = LineField(label="Job title", max_length=80, required=False)
    registration = LineField(
        label="Registration", max_length=80, required=False, help_text="Body and number, as reports print it"
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role"},
    )


class DeactivateForm(PageForm):
    label = "Deactivate"
    takes_away = True

    sure = forms.BooleanField(
        label="End this person's access and every session of theirs now",
        error_messages={"required": "Tick the box to end this person's access"},
    )


class ReinstateForm(PageForm):
    label = "Open the account again"

    sure = forms.BooleanField(
        label="This person may sign in again, with the roles they had",
        error_messages={"required": "Tick the box to open the account again"},
    )


class ResetSecondFactorForm(PageForm):
    label = "Reset the second step"
    takes_away = True

    reason = TextField(
        label="Why, and how you know who asked",
        rows=3,
        max_length=500,
        help_text="Nothing about clients. See the person or call the number you have: a mail can come from anybody.",
        error_messages={"required": "Enter the reason, and how you know who asked"},
    )
    sure = forms.BooleanField(
        label="I have seen or spoken to this person myself",
        error_messages={"required": "Tick the box when you have seen or spoken to this person"},
    )


class SupervisionForm(PageForm):
    label = "Clinical supervisor"

    supervisor = forms.ModelChoiceField(
        label="Clinical supervisor", queryset=User.objects.none(), empty_label="Choose one"
    )
    on = DayField(label="From", initial=timezone.localdate, error_messages={"required": "Enter the date it starts"})

    def __init__(self, *args: Any, supervisee: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        supervisors = User.objects.holding(Role.SUPERVISOR).exclude(pk=supervisee.pk)
        limited(self, "supervisor").queryset = supervisors.order_by("name")


class PracticeForm(PageForm):
    label = "Practice settings"

    name = LineField(label="Practice name", max_length=120)
    telephone = LineField(
        label="Telephone", max_length=40, required=False, help_text="Shown to readers whose link has ended"
    )
    address = TextField(label="Address", rows=3, max_length=400, required=False)
    late_entry_hours = WholeNumberField(label="Hours until an entry is labelled late", min_value=1, max_value=720)
    idle_minutes = WholeNumberField(label="Minutes without use until sign-out", min_value=20, max_value=480)
    session_hours = WholeNumberField(label="Hours until sign-out in any case", min_value=1, max_value=24)
    sign_in_days = WholeNumberField(
        label="Days the throttle's and the mail's records of signing in are kept",
        min_value=7,
        max_value=730,
        help_text="The sign-in log itself is part of the audit log and stays.",
    )
    link_days = WholeNumberField(label="Days a shared report stays open", min_value=1, max_value=90)
    answer_days = WholeNumberField(label="Days a funder has to answer", min_value=1, max_value=180)
    remind_days_before = WholeNumberField(label="Days before a due date to remind", min_value=1, max_value=60)
    escalate_days_after = WholeNumberField(label="Days overdue until the supervisor is told", min_value=1, max_value=90)
    reply_days = WholeNumberField(label="Days until a provider's reply is missed", min_value=1, max_value=90)
    review_weeks = WholeNumberField(label="Weeks between reviews, unless agreed otherwise", min_value=1, max_value=104)
    safeguarding_hours = WholeNumberField(label="Hours to decide on a safeguarding concern", min_value=1, max_value=240)
    complaint_days = WholeNumberField(label="Days to answer a complaint", min_value=1, max_value=180)
    risk_review_weeks = WholeNumberField(label="Weeks until a risk is reviewed", min_value=1, max_value=104)
    equality_smallest = WholeNumberField(label="Smallest group shown in equality counts", min_value=5, max_value=100)


class PasswordForm(forms.Form):
    """Sets the first password of somebody who was invited. Paste and password managers work."""

    use_required_attribute = False
    password = forms.CharField(
        label="Password",
        error_messages={"required": "Enter a password"},
        help_text="15 characters or more. A few unrelated words are easy to keep in mind.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=256,
        strip=False,
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if "\x00" in password:
            raise ValidationError("Remove the character that cannot be typed again.")
        validate_password(password, self.person)
        return password
