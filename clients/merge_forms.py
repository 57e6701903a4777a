"""Forms by which an admin merges two files of one person, and undoes it."""

from typing import Any

from django import forms

from accounts.models import User
from clients.comparison import Comparison, instruction_words
from clients.merge_actions import Choices
from clients.models import Client
from ui.fields import LineField
from ui.forms import PageForm

NO_OTHER = "No other client known to you has this reference."
HERE, THERE = "here", "there"


class OtherFileForm(PageForm):
    label = "Merge with another file"

    other = LineField(
        label="Reference of the other file",
        max_length=20,
        help_text="For example CM-0142. Its records go into this file, and its reference leads here.",
        error_messages={"required": "Enter the reference of the other file"},
    )

    def __init__(self, *args: Any, client_known: Client, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client_known, self.by = client_known, by

    def clean_other(self) -> Client:
        """One that the admin may not know of is as unknown as one that does not exist."""
        known = Client.objects.known_to(self.by).exclude(pk=self.client_known.pk)
        found: Client | None = known.filter(reference=self.cleaned_data["other"].upper()).first()
        if found is None:
            raise forms.ValidationError(NO_OTHER)
        return found


class MergeForm(PageForm):
    """A choice for each part of identity in which the two files differ, and for what a file has one of."""

    label = "Merge two files"
    takes_away = True

    def __init__(self, *args: Any, compared: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compared = compared
        for name, label, here, there in compared.to_choose():
            self.fields[f"keep_{name}"] = _choice(label, here, there, compared)
        if len(compared.instructions) > 1:
            self.fields["goes_on"] = self._instruction()
        if people := compared.may_come_along():
            self.fields["team"] = _team(people, compared)
        self.fields["reason"] = LineField(
            label="How you know that it is one person",
            max_length=500,
            help_text="Everybody who opens the file reads it; nothing clinical",
            error_messages={"required": "Enter how you know that it is one person"},
        )

    def _instruction(self) -> forms.ChoiceField:
        references = {file.pk: file.reference for file in (self.compared.here, self.compared.there)}
        instructions = self.compared.instructions
        offered = [(str(one.pk), instruction_words(one, references[one.client_id])) for one in instructions]
        return forms.ChoiceField(
            label="Which instruction goes on",
            choices=offered,
            initial=offered[0][0],
            widget=forms.RadioSelect,
            help_text="A file has one open instruction. The other one ends today: its parties receive nothing more.",
        )

    @property
    def choices(self) -> Choices:
        given = self.cleaned_data
        taken = [name for name, *_ in self.compared.to_choose() if given.get(f"keep_{name}") == THERE]
        instructions = {str(one.pk): one.pk for one in self.compared.instructions}
        return Choices(
            taken=frozenset(taken),
            goes_on=instructions.get(given.get("goes_on", "")),
            team=frozenset(person.pk for person in given.get("team", ())),
        )


class UndoMergeForm(PageForm):
    label = "Undo a merge"
    takes_away = True

    reason = LineField(
        label="Why these are two people, or two files, after all",
        max_length=500,
        help_text="Everybody who opens one of the files reads it; nothing clinical",
        error_messages={"required": "Enter why the merge is undone"},
    )


class TeamField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def _choice(label: str, here: str, there: str, compared: Comparison) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(HERE, f"{here} ({compared.here.reference})"), (THERE, f"{there} ({compared.there.reference})")],
        initial=THERE if here == "Not recorded" else HERE,
        widget=forms.RadioSelect,
    )


def _team(people: list[User], compared: Comparison) -> forms.ModelMultipleChoiceField:
    here, there = compared.here.reference, compared.there.reference
    return TeamField(
        label=f"Who of the team of {there} may work on {here} from now on",
        queryset=User.objects.filter(pk__in=[person.pk for person in people]).order_by("name", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="As assistants. Whoever is not ticked loses access.",
    )
