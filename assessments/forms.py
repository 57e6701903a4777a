from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from assessments.actions import NewFinding
from assessments.measures import MEASURES, Item, Measure
from assessments.models import Domain, Teller
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm

MOST_NEEDS, LONGEST_NEED = 12, 500
FEW_ANSWERS = 4  # up to so many possible answers stand side by side; more are typed into a box


@dataclass(frozen=True)
class DomainGroup:
    """The fields of one domain, as the page lays them out."""

    domain: Domain
    found: BoundField
    told_by: BoundField
    told_by_detail: BoundField
    strengths: BoundField
    needs: BoundField


PARTS = ("found", "told_by", "told_by_detail", "strengths", "needs")


class AssessmentForm(PageForm):
    label = "Needs assessment"

    assessed_on = DayField(label="Date of the assessment", past=True)
    present = LineField(label="Who was present", required=False)
    summary = TextField(label="Summary", required=False, rows=4, help_text="What you would say in three sentences.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessed_on"].initial = timezone.localdate
        for domain in Domain:
            for part, field in _domain_fields().items():
                self.fields[f"{domain.value}_{part}"] = field
        self.findings: list[NewFinding] = []

    def groups(self) -> Iterator[DomainGroup]:
        for domain in Domain:
            yield DomainGroup(domain, **{part: self[f"{domain.value}_{part}"] for part in PARTS})

    def clean(self) -> dict[str, Any]:
        """Puts together a finding for each domain in which something was entered."""
        cleaned = super().clean() or self.cleaned_data
        found = [self._finding(domain) for domain in Domain]
        self.findings = [finding for finding in found if finding]
        if not self.findings and not self.errors:
            self.add_error("independence_found", "Enter what you found in at least one domain.")
        return cleaned

    def _finding(self, domain: Domain) -> NewFinding | None:
        typed = {part: self.cleaned_data.get(f"{domain.value}_{part}", "") for part in PARTS}
        if not any(typed.values()):
            return None
        name = domain.label.lower()
        if not typed["found"] and f"{domain.value}_found" not in self.errors:
            self.add_error(f"{domain.value}_found", f"Enter what was found about {name}.")
        if not typed["told_by"] and f"{domain.value}_told_by" not in self.errors:
            self.add_error(f"{domain.value}_told_by", f"Choose who said so about {name}.")
        needs = tuple(line.strip() for line in typed.pop("needs").split("\n") if line.strip())
        self._check_needs(domain, needs)
        return NewFinding(domain=domain.value, needs=needs, **typed)

    def _check_needs(self, domain: Domain, needs: tuple[str, ...]) -> None:
        if len(needs) > MOST_NEEDS:
            self.add_error(f"{domain.value}_needs", f"Enter at most {MOST_NEEDS} needs, one on each line.")
        if any(len(need) > LONGEST_NEED for need in needs):
            self.add_error(f"{domain.value}_needs", f"Shorten each need to {LONGEST_NEED} characters or fewer.")


def _domain_fields() -> dict[str, forms.Field]:
    return {
        "found": TextField(label="What was found", required=False, rows=3),
        "told_by": forms.ChoiceField(label="Who said so", required=False, choices=[("", "Choose"), *Teller.choices]),
        "told_by_detail": LineField(label="Their name, or which document", required=False, max_length=160),
        "strengths": TextField(label="Strengths", required=False, rows=2),
        "needs": TextField(label="Needs", required=False, rows=3, help_text="One on each line."),
    }


class MeasureForm(PageForm):
    label = "Measure"

    taken_on = DayField(label="Date it was filled in", past=True)
    rater = forms.ChoiceField(label="Who answered", choices=Teller.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, measure: Measure = MEASURES["wsas"], **kwargs: Any) -> None:
        self.measure = measure
        super().__init__(*args, **kwargs)
        self.fields["taken_on"].initial = timezone.localdate
        self.fields["rater"].initial = Teller.CLIENT
        for item in measure.items:
            self.fields[f"item_{item.key}"] = _item_field(item)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        items = [f"item_{item.key}" for item in self.measure.items]
        if not any(name in self.errors or given.get(name) is not None for name in items):
            self.add_error(items[0], "Enter the answer to at least one item.")
        return given

    @property
    def answer_range(self) -> str:
        """The same for every item of the measures we hold: 0 to 8."""
        return f"{self.measure.items[0].low} to {self.measure.items[0].high}"

    def items(self) -> list[BoundField]:
        return [self[f"item_{item.key}"] for item in self.measure.items]

    @property
    def answers(self) -> dict[str, int | None]:
        return {item.key: self.cleaned_data[f"item_{item.key}"] for item in self.measure.items}


def _item_field(item: Item) -> forms.Field:
    if item.high - item.low >= FEW_ANSWERS:
        return WholeNumberField(label=item.label, required=False, min_value=item.low, max_value=item.high)
    choices = [*((str(number), str(number)) for number in range(item.low, item.high + 1)), ("", "Not answered")]
    return forms.TypedChoiceField(
        label=item.label, required=False, choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect
    )


class AlertForm(PageForm):
    label = "Answer to an alert"

    what_was_done = TextField(
        label="What was done",
        help_text="Whom you spoke to, what was agreed, who else was told.",
        max_length=4000,
    )
