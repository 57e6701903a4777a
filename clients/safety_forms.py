from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from clients.models import AlertKind, ComplaintKind, Likelihood, Severity
from ui.fields import DayField, LineField, TextField
from ui.forms import PageForm, limited

NOT_CHOSEN = [("", "Choose one")]


class RiskForm(PageForm):
    label = "Risk"

    hazard = LineField(label="Hazard", max_length=160, help_text="A few words: seizures, dog at property")
    at_risk = LineField(label="Who is at risk", max_length=160, required=False)
    likelihood = forms.ChoiceField(label="How likely", choices=NOT_CHOSEN + Likelihood.choices, required=False)
    severity = forms.ChoiceField(label="How severe", choices=Severity.choices, initial=Severity.MEDIUM)
    in_place = TextField(label="What is in place", rows=3, max_length=2000)
    client_view = TextField(
        label="Their own view",
        rows=3,
        max_length=2000,
        required=False,
        help_text="What they want, and what a life without this risk would cost them",
    )
    for_readers = forms.BooleanField(label="May be named in reports", required=False)
    raised_on = DayField(
        label="Noticed on",
        past=True,
        initial=timezone.localdate,
        error_messages={"required": "Enter the date the risk was noticed"},
    )
    review_on = DayField(label="Review on", future=True, required=False, help_text="Falls due on My day")


class ReviewRiskForm(RiskForm):
    label = "Review of a risk"

    raised_on = None  # type: ignore[assignment]

    columns = ("hazard", "at_risk", "likelihood", "severity", "in_place", "client_view", "for_readers", "review_on")


class CloseRiskForm(PageForm):
    label = "Close risk"

    on = DayField(label="Closed on", past=True, error_messages={"required": "Enter the date the risk was closed"})
    reason = LineField(label="Reason", max_length=500)


class AlertForm(PageForm):
    label = "Alert"

    kind = forms.ChoiceField(label="Kind of alert", choices=NOT_CHOSEN + AlertKind.choices)
    words = LineField(
        label="In a few words",
        max_length=160,
        help_text="Stands above every page of this file. Never a code or where a key is.",
        error_messages={"required": "Enter the alert in a few words"},
    )


class EndAlertForm(PageForm):
    label = "End alert"

    on = DayField(label="Ended on", past=True, error_messages={"required": "Enter the date it ended"})
    reason = LineField(label="Reason", max_length=500)


class WayInForm(PageForm):
    label = "Way in"

    text = TextField(
        label="How to get in",
        rows=5,
        max_length=1000,
        required=False,
        help_text="Key safe, code, who else holds a key. Each opening of this page is recorded.",
    )


class ComplaintForm(PageForm):
    label = "Complaint or disagreement"

    kind = forms.ChoiceField(label="What it is", choices=NOT_CHOSEN + ComplaintKind.choices)
    received_on = DayField(label="Received on", past=True, error_messages={"required": "Enter the date it came"})
    from_whom = LineField(label="From whom", max_length=160)
    about = TextField(label="What it is about, in their words", rows=6, max_length=4000)


class ResolveForm(PageForm):
    label = "Resolution"

    on = DayField(label="Resolved on", past=True, error_messages={"required": "Enter the date it was resolved"})
    resolution = TextField(label="How it was resolved, and whether they agree", rows=6, max_length=4000)
    learning = TextField(label="What we learn from it", rows=3, max_length=2000, required=False)


class PromiseForm(PageForm):
    label = "Promise"

    what = LineField(label="What was promised", max_length=200)
    to_whom = LineField(label="To whom", max_length=160, error_messages={"required": "Enter to whom it was promised"})
    on = DayField(label="Promised on", past=True, error_messages={"required": "Enter the date of the promise"})
    due_on = DayField(label="By when", error_messages={"required": "Enter by when"})


class SettlePromiseForm(PageForm):
    label = "Promise settled"

    on = DayField(label="On", past=True, error_messages={"required": "Enter the date"})
    how = LineField(label="How it was kept, or why it was taken back", max_length=300)


class ConcernForm(PageForm):
    label = "Safeguarding concern"

    noticed_on = DayField(label="Noticed on", past=True, error_messages={"required": "Enter the date it was noticed"})
    what = TextField(
        label="What was seen or said",
        rows=8,
        max_length=8000,
        help_text="Facts, and who said what in their own words. Keep what you think apart.",
    )
    at_once = TextField(label="What was done at once", rows=3, max_length=4000, required=False)
    client_wish = TextField(label="What they want to happen", rows=3, max_length=2000, required=False)


class DecideForm(PageForm):
    label = "Decision on a concern"

    decision = forms.ChoiceField(
        label="Refer it?",
        choices=[("referred", "Referred"), ("not_referred", "Not referred")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is referred"},
    )
    referred_to = LineField(
        label="Referred to", max_length=160, required=False, help_text="Authority, team and who took it"
    )
    reason = TextField(label="Reason", rows=5, max_length=4000)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "referred" and not given.get("referred_to") and "referred_to" not in self.errors:
            self.add_error("referred_to", "Enter to whom it was referred.")
        return given


class StepForm(PageForm):
    label = "Step in a concern"

    text = TextField(label="What was done or heard", rows=5, max_length=4000)


class ReadersForm(PageForm):
    label = "Readers of a concern"

    people = forms.ModelMultipleChoiceField(
        label="Named readers",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Besides who raised it, the lead and the lead’s supervisor. They must be able to read the file.",
    )

    def __init__(self, *args: Any, candidates: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "people").queryset = candidates
        limited(self, "people").label_from_instance = lambda person: person.name


class CloseConcernForm(PageForm):
    label = "Outcome of a concern"

    outcome = TextField(label="Outcome", rows=6, max_length=4000, help_text="What changed, and what they say of it")
