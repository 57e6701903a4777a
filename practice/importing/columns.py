"""The columns of a table of clients. Each is a field of the page New client, or one of the few that stand beside it."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import Role
from clients.forms import NewClientForm
from clients.models import Nation, Status
from ui.fields import DayField
from ui.tokens import FormToken

LABEL = "Table of clients"
PROBLEM = "Problem"  # the column that we add to rows that are sent back; passed over when they return
# Where the label on the page New client needs the heading above it to be understood.
HEADINGS = {
    "party_role": "Who instructs",
    "party_firm": "Instructing firm",
    "party_contact": "Instructing contact",
    "party_email": "Instructing e-mail address",
    "party_telephone": "Instructing telephone",
    "party_reference": "Instructing reference",
    "party_reads": "Instructing firm may read reports",
    "party_pays": "Instructing firm also pays",
    "funder_role": "Who pays",
    "funder_firm": "Paying firm",
    "funder_contact": "Paying contact",
    "funder_email": "Paying e-mail address",
    "funder_telephone": "Paying telephone",
    "funder_reference": "Paying reference",
    "funder_reads": "Paying firm may read reports",
    "consent_party": "Consent to share with who instructs",
    "consent_funder": "Consent to share with who pays",
    "consent_providers": "Consent to share with treating providers",
}
LEAD, NEXT_REVIEW, STATUS, SOMEBODY_ELSE = "lead", "next_review_on", "status", "somebody_else"
EMPTY_STANDS_FOR = {"nation": Nation.ENGLAND, STATUS: Status.ENQUIRY}
YES, NO = {"yes", "y", "true", "x", "1"}, {"no", "n", "false", "0"}


class WordField(forms.Field):
    """A choice written out, in any case: what the page offers, or the short name it has in the database."""

    def __init__(self, *, choices: Any, stands_for: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = [(str(value), str(words)) for value, words in choices if value]
        self.stands_for = stands_for
        self.values = {_bare(name): value for value, words in self.offered for name in (value, words)}

    def to_python(self, value: Any) -> str:
        given = _bare(str(value or ""))
        if not given:
            return self.stands_for
        if given not in self.values:
            raise ValidationError(f"Write one of these: {'; '.join(words for _, words in self.offered)}.")
        return self.values[given]


class YesNoField(forms.Field):
    def to_python(self, value: Any) -> bool:
        given = str(value or "").strip().lower()
        if given in YES or given in NO or not given:
            return given in YES
        raise ValidationError("Write yes or no.")


class CaseManagerField(forms.Field):
    """Somebody who carries clients, by the address they sign in with."""

    def __init__(self, *, people: dict[str, User], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people = people

    def to_python(self, value: Any) -> User | None:
        given = str(value or "").strip().lower()
        if given and given not in self.people:
            raise ValidationError("No case manager here signs in with this address.")
        return self.people.get(given)


@dataclass(frozen=True)
class Column:
    """One column as the page explains it."""

    name: str
    heading: str
    needed: bool
    words: str


def row_form(staff: User) -> NewClientForm:
    """The form of the page New client as a row fills it in: choices and ticks are written out as words."""
    token = FormToken(str(staff.pk), "row", "", "", "", LABEL)
    form = NewClientForm(token=token, staff=staff, auto_id=False)
    for name, field in list(form.fields.items()):
        if field.widget.is_hidden:
            del form.fields[name]
        else:
            form.fields[name] = _written_out(name, field)
    people = {person.email.lower(): person for person in User.objects.holding(Role.CASE_MANAGER)}
    form.fields[LEAD] = CaseManagerField(label="Case manager", required=False, people=people)
    form.fields[NEXT_REVIEW] = DayField(label="Next review", required=False)
    form.fields[STATUS] = WordField(
        label="Status", required=False, choices=Status.choices, stands_for=EMPTY_STANDS_FOR[STATUS]
    )
    form.fields.pop(SOMEBODY_ELSE, None)  # it stands last here
    form.fields[SOMEBODY_ELSE] = YesNoField(label="Somebody else", required=False)
    return form


def _written_out(name: str, field: forms.Field) -> forms.Field:
    kept: dict[str, Any] = {"label": field.label, "help_text": field.help_text, "error_messages": field.error_messages}
    if isinstance(field, forms.BooleanField):
        return YesNoField(required=False, **kept)
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return field
    stands_for = EMPTY_STANDS_FOR.get(name, "")
    return WordField(choices=field.choices, required=field.required and not stands_for, stands_for=stands_for, **kept)


def heading_of(name: str, field: forms.Field) -> str:
    return HEADINGS.get(name, str(field.label))


def headings(form: NewClientForm) -> dict[str, str]:
    """Each field's name to its heading."""
    return {name: heading_of(name, field) for name, field in form.fields.items()}


def names_by_heading(form: NewClientForm) -> dict[str, str]:
    return {_bare(heading): name for name, heading in headings(form).items()}


def named(cells: list[str], form: NewClientForm) -> list[str]:
    """The field of each heading, or "" for one that nobody here knows."""
    known = names_by_heading(form)
    return [known.get(_bare(cell), "") for cell in cells]


def is_problem_column(heading: str) -> bool:
    return _bare(heading) == _bare(PROBLEM)


def columns(form: NewClientForm) -> list[Column]:
    return [
        Column(name, heading_of(name, field), field.required, _words(name, field))
        for name, field in form.fields.items()
    ]


def _words(name: str, field: forms.Field) -> str:
    if name in WORDS:
        return WORDS[name]
    if isinstance(field, WordField):
        empty = dict(field.offered).get(field.stands_for)
        return "; ".join(words for _, words in field.offered) + (f". Empty: {empty}" if empty else "")
    if isinstance(field, YesNoField):
        return "Yes or no. Empty: no"
    if isinstance(field, DayField):
        return "A date, such as 22 Nov 2026 or 22/11/2026"
    return str(field.help_text)


WORDS = {
    LEAD: "The address they sign in with. Empty: not assigned yet; where you carry clients yourself, you",
    NEXT_REVIEW: "A date: the first review falls due on it",
    SOMEBODY_ELSE: "Yes, where somebody like them is found here and is another person",
    "funder_role": "Needed unless the instructing firm also pays. As for who instructs",
    "funder_firm": "Needed unless the instructing firm also pays",
    "party_pays": "Yes or no. Empty: no, and then the columns about who pays are needed",
    "consent_on": "A date. Needed where there is any consent to share",
    "consent_by": "Who gave it. Needed where there is any consent to share",
}


def _bare(text: str) -> str:
    """As headings and choices are compared: letters and figures, in any case."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
