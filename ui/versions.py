"""Two people on one record: a save takes only if the record is still the one its author was looking at."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render

from ui.forms import PageForm


class Stale(Exception):
    """Somebody saved this record in the meantime. `current` is the record as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current


@dataclass(frozen=True)
class Difference:
    name: str
    label: str
    theirs: str
    yours: str


def swap(record: models.Model, *, version: int, **values: Any) -> list[str]:
    """Saves `values` if the stored version is still `version`; gives the names of the fields that changed.

    Compare and swap in one UPDATE; the model has a `version` column. Raises Stale when somebody was first.
    """
    manager = type(record)._default_manager
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    if not manager.filter(pk=record.pk, version=version).update(version=F("version") + 1, **values):
        raise Stale(manager.get(pk=record.pk))
    for name, value in values.items():
        setattr(record, name, value)
    record.version = version + 1  # type: ignore[attr-defined]
    return changed


def conflict_page(request: Any, form: PageForm, stale: Stale, *, initial: dict[str, Any], back: str) -> HttpResponse:
    """409 with both texts of each field that differs; the form below still holds the person's own.

    `initial` is the record as it is now, in the form's own field names.
    """
    form.current_version = stale.current.version  # type: ignore[attr-defined]
    differences = [
        Difference(
            name, str(field.label or name), _shown(field, initial.get(name)), _shown(field, form.cleaned_data[name])
        )
        for name, field in form.fields.items()
        if name in initial and name in form.cleaned_data and initial[name] != form.cleaned_data[name]
    ]
    context = {"form": form, "differences": differences, "back": back}
    return render(request, "ui/conflict.html", context, status=409)


def _shown(field: Any, value: Any) -> str:
    choices = dict(getattr(field, "choices", []) or [])
    if isinstance(value, list | tuple):
        return ", ".join(_shown(field, one) for one in value)
    return str(choices.get(value, field.prepare_value(value))) if value not in (None, "") else "Not recorded"
