from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from clients.models import Client
from practice.models import Competency, Meeting
from practice.supervision.session_actions import NewAction
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm, limited

ACTIONS = (1, 2, 3)
SUPERVISOR, SUPERVISEE = "supervisor", "supervisee"


class ClientsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, client: Client) -> str:
        return f"{client.short_name}, {client.reference}"


class SessionForm(PageForm):
    label = "Supervision session"

    on = DayField(label="Date", past=True, error_messages={"required": "Enter the date of the session"})
    minutes = WholeNumberField(label="Minutes", min_value=5, max_value=480)
    how = forms.ChoiceField(
        label="How you met",
        choices=Meeting.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you met"},
    )
    clients = ClientsField(label="Clients you spoke about", queryset=Client.objects.none(), required=False)
    discussed = TextField(
        label="What you spoke about",
        rows=8,
        max_length=20_000,
        error_messages={"required": "Enter what you spoke about"},
    )
    boundaries = TextField(
        label="Limits of the role",
        rows=3,
        max_length=10_000,
        required=False,
        help_text="Where the work pulls beyond it: friendship, treatment, legal advice, hours",
    )
    wellbeing = TextField(
        label="Wellbeing, and what the work asks of the person",
        rows=3,
        max_length=10_000,
        required=False,
        help_text="Load, distressing material, what helps. Nobody but the two of you reads this.",
    )
    competencies = forms.MultipleChoiceField(
        label="Areas of the work this was about",
        choices=Competency.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, supervisor: User, supervisee: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {SUPERVISEE: supervisee, SUPERVISOR: supervisor}
        known = Client.objects.visible_to(supervisor).known_to(supervisee).open()
        limited(self, "clients").queryset = known.order_by("family_name", "given_name", "pk")
        for number in ACTIONS:
            self.fields[f"what_{number}"] = LineField(label="What is to be done", required=False, max_length=500)
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label="By whom",
                choices=[(key, person.name) for key, person in self.people.items()],
                required=False,
                initial=SUPERVISEE,
            )
            self.fields[f"due_{number}"] = DayField(label="Until", required=False)

    @property
    def action_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [(number, [self[f"{name}_{number}"] for name in ("what", "who", "due")]) for number in ACTIONS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in ACTIONS:
            if cleaned.get(f"due_{number}") and not cleaned.get(f"what_{number}") and not self.errors:
                self.add_error(f"what_{number}", "Enter what is to be done by that day.")
        return cleaned

    @property
    def new_actions(self) -> list[NewAction]:
        given = self.cleaned_data
        return [
            NewAction(given[f"what_{number}"], self.people[given[f"who_{number}"] or SUPERVISEE], _day(given, number))
            for number in ACTIONS
            if given[f"what_{number}"]
        ]

    @property
    def said(self) -> dict[str, Any]:
        """What the session itself holds, as `sign_session` takes it."""
        names = ("on", "minutes", "how", "clients", "discussed", "boundaries", "wellbeing", "competencies")
        return {name: self.cleaned_data[name] for name in names} | {"actions": self.new_actions}


def _day(given: dict[str, Any], number: int) -> date | None:
    due = given[f"due_{number}"]
    return due if isinstance(due, date) else None


class SessionAddendumForm(PageForm):
    label = "Addition to a session"

    text = TextField(
        label="What you add",
        rows=6,
        max_length=20_000,
        help_text="The session stays as it was signed. The other of you reads this.",
    )


class AgreeForm(PageForm):
    label = "Agree to a session"

    sure = forms.BooleanField(
        label="This is what we spoke about and agreed",
        error_messages={"required": "Tick the box to agree; if you do not, add what is missing instead"},
    )
