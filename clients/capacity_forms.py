from typing import Any

from django import forms

from clients.capacity_words import Words
from clients.models import Ability, Conclusion, DecisionMaker, Terms
from ui.fields import DayField, LineField, TextField
from ui.forms import PageForm, limited

NOT_CHOSEN = [("", "Choose one")]
ABILITIES = ("act", "understand", "retain", "weigh", "communicate")


class CapacityForm(PageForm):
    label = "Capacity assessment"

    decision = LineField(
        label="The decision",
        max_length=300,
        help_text="One decision, as it would be put to them: whether to move to the flat in Bath in May",
    )
    assessed_on = DayField(label="Assessed on", past=True, error_messages={"required": "Enter the date of it"})
    assessed_by = LineField(
        label="Assessed by", max_length=160, help_text="Name and profession", error_messages={"required": "Enter who"}
    )
    why_now = TextField(
        label="Why there is doubt", rows=3, max_length=2000, error_messages={"required": "Enter why there is doubt"}
    )
    support = TextField(
        label="Support given to decide",
        rows=4,
        max_length=4000,
        help_text="Time, place, pictures, interpreter, who helped",
    )
    evidence = TextField(label="What shows each ability", rows=6, max_length=8000, help_text="What was asked and said")
    everyday = TextField(
        label="Seen in everyday life",
        rows=4,
        max_length=4000,
        help_text="What they do when nobody asks, and who saw it. An interview alone can mislead.",
        error_messages={"required": "Enter what is seen in everyday life"},
    )
    conclusion = forms.ChoiceField(label="Conclusion", choices=Conclusion.choices, widget=forms.RadioSelect)
    cause = TextField(rows=3, max_length=4000, required=False)
    reasons = TextField(label="Reasons for the conclusion", rows=4, max_length=4000)
    review_on = DayField(label="Review on", future=True, required=False, help_text="Falls due on My day")

    def __init__(self, *args: Any, terms: Terms, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        for name, label in words.abilities:
            self.fields[name] = forms.ChoiceField(
                label=f"Could they {label[:1].lower()}{label[1:]}?",
                choices=Ability.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose yes, no or not clear"},
            )
        self.fields["cause"].label = words.cause
        self.fields["cause"].help_text = "Only where they cannot make it"
        before = [
            "decision",
            "assessed_on",
            "assessed_by",
            "why_now",
            "support",
            *(name for name, _ in words.abilities),
        ]
        self.order_fields(before)


class DecisionForm(PageForm):
    label = "Decision for a client"

    decided_on = DayField(label="Decided on", past=True, error_messages={"required": "Enter the date of the decision"})
    maker = forms.ChoiceField(choices=NOT_CHOSEN + DecisionMaker.choices)
    maker_name = LineField(label="Name", max_length=160, error_messages={"required": "Enter who decided"})
    wishes = TextField(label="Their wishes, feelings and values, past and present", rows=4, max_length=4000)
    consulted = TextField(label="Who was consulted, and what they said", rows=4, max_length=4000)
    options = TextField(label="Options considered", rows=4, max_length=4000)
    least_restrictive = TextField(label="Why this restricts them least", rows=3, max_length=4000)
    benefit = TextField(rows=3, max_length=4000)
    decided = TextField(label="What was decided", rows=3, max_length=4000)

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["benefit"].label = words.benefit
        self.fields["maker"].label = words.maker
        makers = [choice for choice in DecisionMaker.choices if choice[0] != words.not_by]
        limited(self, "maker").choices = NOT_CHOSEN + makers
        for name, missing in (
            ("wishes", "Enter their wishes, or how you tried to learn them"),
            ("least_restrictive", "Enter why this restricts them least"),
            ("benefit", "Enter this"),
            ("maker", "Choose who decided"),
        ):
            self.fields[name].error_messages["required"] = missing


class CapacityAddendumForm(PageForm):
    label = "Addendum to a capacity record"

    text = TextField(
        label="What you add",
        rows=8,
        max_length=8000,
        help_text="What was signed stays. Say what you correct or add, and how you know it.",
    )
