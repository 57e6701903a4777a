from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import DaysAre, PracticeSettings, TermsGate, User
from accounts.roles import Role
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm, limited

MOST_ITEMS, LONGEST_ITEM = 20, 200
SAFETY = ("safeguarding_hours", "complaint_days", "risk_review_weeks", "equality_smallest")
CONTACT_DAYS = ("contact_days_brokerage", "contact_days_direct", "contact_days_strengths", "contact_days_intensive")
SIGNING_IN = ("idle_minutes", "session_hours", "sign_in_days", "opening_minutes")


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


IMPORTS = ("import_rows", "import_days")
FALLS_DUE = (
    *("acknowledge_days", "review_weeks", "answer_days", "reply_days"),
    *("remind_days_before", "escalate_days_after"),
)
EXPIRY_STEPS = ("expiry_first_days", "expiry_second_days", "expiry_last_days")


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
    acknowledge_days = WholeNumberField(label="Working days to acknowledge an enquiry", min_value=1, max_value=30)
    reply_days = WholeNumberField(label="Days until a provider's reply is missed", min_value=1, max_value=90)
    review_weeks = WholeNumberField(label="Weeks between reviews, unless agreed otherwise", min_value=1, max_value=104)
    safeguarding_hours = WholeNumberField(label="Hours to decide on a safeguarding concern", min_value=1, max_value=240)
    complaint_days = WholeNumberField(label="Days to answer a complaint", min_value=1, max_value=180)
    risk_review_weeks = WholeNumberField(label="Weeks until a risk is reviewed", min_value=1, max_value=104)
    equality_smallest = WholeNumberField(label="Smallest group shown in equality counts", min_value=5, max_value=100)
    silent_days = WholeNumberField(
        label="Days without contact until a client counts as silent", min_value=1, max_value=365
    )
    draft_days = WholeNumberField(label="Days until an unsigned draft counts as old", min_value=1, max_value=90)
    opening_minutes = WholeNumberField(
        label="Minutes a file stays open that was opened with a reason", min_value=10, max_value=240
    )
    expiry_first_days = WholeNumberField(
        label="Days before a check of the staff ends: first notice",
        min_value=1,
        max_value=365,
        help_text="Registration, membership, DBS, indemnity and fitness. From then on it is shown as ending soon.",
    )
    expiry_second_days = WholeNumberField(label="Second notice", min_value=1, max_value=365)
    expiry_last_days = WholeNumberField(label="Last notice", min_value=1, max_value=365)
    dbs_years = WholeNumberField(
        label="Years a DBS check may be old",
        min_value=1,
        max_value=10,
        help_text="A certificate has no end of its own. Counted from its issue or from the last look at the service.",
    )
    cpd_hours = WholeNumberField(
        label="CPD hours a year, at least", max_value=500, help_text="0 where the practice sets no minimum"
    )
    complaints_procedure = TextField(
        label="Complaints procedure", max_length=4000, required=False, help_text="As due diligence packs print it"
    )
    insurance = TextField(
        label="The practice's insurance",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Insurers, policies, limits and ends, as due diligence packs print them",
    )
    cqc_status = LineField(
        label="CQC registration",
        max_length=300,
        required=False,
        help_text="Such as Not required: we provide no regulated activity",
    )
    supervision_weeks = WholeNumberField(label="Weeks between supervision sessions", min_value=1, max_value=52)
    stale_goal_days = WholeNumberField(label="Days until a goal counts as without update", min_value=7, max_value=365)
    unopened_days = WholeNumberField(label="Days until a file counts as not opened", min_value=7, max_value=365)
    record_checklist = TextField(
        label="Checklist for sample audits of records",
        rows=9,
        max_length=4000,
        help_text="One item on each line. Audits that were drawn before keep the list they had.",
        error_messages={"required": "Enter at least one item"},
    )

    file_megabytes = WholeNumberField(label="Megabytes a file may have", min_value=1, max_value=25)
    file_pages = WholeNumberField(label="Pages a PDF may have", min_value=1, max_value=5000)
    file_megapixels = WholeNumberField(
        label="Million pixels a picture may have",
        min_value=1,
        max_value=60,
        help_text="A phone's camera makes 12 to 50 million.",
    )
    file_gigabytes = WholeNumberField(
        label="Gigabytes all files may have together",
        min_value=1,
        max_value=10_000,
        help_text="Less than the server's disk has; backups need as much again.",
    )
    import_rows = WholeNumberField(
        label="Clients one table may bring", min_value=50, max_value=5000, help_text="Imported all at once."
    )
    import_days = WholeNumberField(
        label="Days a table of clients is kept",
        min_value=1,
        max_value=365,
        help_text="After its import, or without one. The clients stay; the table and what was wrong with it go.",
    )

    terms_gate = forms.ChoiceField(
        label="Before terms and fee schedule are signed",
        choices=TermsGate.choices,
        help_text="A warning is the default: what was done for a client must be on record, whoever has signed what.",
    )
    contact_days_brokerage = WholeNumberField(
        label="Days to the next contact: brokerage", min_value=1, max_value=365, help_text="By the style of the work."
    )
    contact_days_direct = WholeNumberField(label="Days to the next contact: direct service", min_value=1, max_value=365)
    contact_days_strengths = WholeNumberField(
        label="Days to the next contact: strengths-based", min_value=1, max_value=365
    )
    contact_days_intensive = WholeNumberField(label="Days to the next contact: intensive", min_value=1, max_value=365)

    answer_days_are = forms.ChoiceField(label="Days a funder has to answer are", choices=DaysAre.choices)
    complaint_days_are = forms.ChoiceField(label="Days to answer a complaint are", choices=DaysAre.choices)

    # A field in no group stands in the last one. A group: its heading, and the names of its fields.
    groups = (
        ("The practice", ("name", "telephone", "address", "complaints_procedure", "insurance", "cqc_status")),
        ("Records and reports", ("late_entry_hours", "draft_days", "link_days")),
        ("Terms, and how often to be in touch", ("terms_gate", "silent_days", *CONTACT_DAYS)),
        ("Signing in, and opening a file with a reason", SIGNING_IN),
        ("What falls due", FALLS_DUE),
        ("Risk, complaints and equality", SAFETY),
        ("How days are counted", ("answer_days_are", "complaint_days_are")),
        ("Supervision", ("supervision_weeks", "stale_goal_days", "unopened_days", "record_checklist")),
        ("Files", ("file_megabytes", "file_pages", "file_megapixels", "file_gigabytes", *IMPORTS)),
        ("Checks of the staff", (*EXPIRY_STEPS, "dbs_years", "cpd_hours")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            default = getattr(PracticeSettings._meta.get_field(name), "default", None)
            if isinstance(default, int):
                said = f"{field.help_text.rstrip('.')}. " if field.help_text else ""
                field.help_text = f"{said}Default {default}."

    @property
    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each group's heading and fields; what later fields belong to no group stand under "Other"."""
        placed = {name for _, names in self.groups for name in names}
        other = tuple(name for name in self.fields if name not in placed)
        groups = (*self.groups, ("Other", other)) if other else self.groups
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in groups]

    def clean_record_checklist(self) -> str:
        text = str(self.cleaned_data["record_checklist"])
        items = [line.strip() for line in text.splitlines() if line.strip()]
        if len(items) > MOST_ITEMS:
            raise ValidationError(f"Enter {MOST_ITEMS} items or fewer. There are {len(items)}.")
        if any(len(item) > LONGEST_ITEM for item in items):
            raise ValidationError(f"Shorten each item to {LONGEST_ITEM} characters or fewer.")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        steps = [days for name, days in cleaned.items() if name in EXPIRY_STEPS]
        if len(steps) == 3 and not steps[0] > steps[1] > steps[2]:
            self.add_error(
                "expiry_second_days", "Enter fewer days than for the first notice, and more than for the last"
            )
        return cleaned


class RolesForm(PageForm):
    label = "Roles"

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role, or deactivate the person on the page Team"},
    )


class EndSupervisionForm(PageForm):
    label = "End a supervision"
    takes_away = True

    on = DayField(label="First day without it", initial=timezone.localdate)


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
