"""What was typed into a step, kept as text that its form takes again."""

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from ui.forms import PageForm
from ui.tokens import FormToken

NOBODYS = FormToken("", "", "", "", "", "")
Kept = dict[str, str | list[str]]


def kept(form: PageForm) -> Kept:
    """The form's clean values as text. A day stands there in full: "today" would be another day tomorrow."""
    return {name: _text(form.fields[name], value) for name, value in form.cleaned_data.items() if name in form.fields}


def _text(field: forms.Field, value: Any) -> str | list[str]:
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if isinstance(value, date):
        return str(field.prepare_value(value))
    return "" if value is None else str(value)


def filled(kind: type[PageForm], values: Kept, **kwargs: Any) -> PageForm:
    """The form as if these values had been sent just now: it checks them anew."""
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    form = kind(sent, token=NOBODYS, **kwargs)
    form.full_clean()
    return form
