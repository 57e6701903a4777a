from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Role
from practice.packs.contents import LEFT_OUT_AT_FIRST, SECTIONS
from ui.fields import LineField
from ui.forms import PageForm, limited

CLINICAL = {Role.CASE_MANAGER, Role.SUPERVISOR}


class StaffChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(filter(None, [obj.name, obj.job_title]))


class PackForm(PageForm):
    label = "Due diligence pack"

    firm = LineField(label="Firm it is for", max_length=160, help_text="As the pack prints it")
    people = StaffChoice(
        label="Staff", queryset=User.objects.none(), error_messages={"required": "Choose at least one person"}
    )
    sections = forms.MultipleChoiceField(
        label="What it holds",
        choices=SECTIONS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one section"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "people").queryset = User.objects.active().order_by("name", "pk")


def first_choice() -> dict[str, Any]:
    """Everybody who works with clients, and every section but the hours of learning."""
    clinical = [person.pk for person in User.objects.active() if person.roles & CLINICAL]
    return {"people": clinical, "sections": [name for name, _ in SECTIONS if name not in LEFT_OUT_AT_FIRST]}
