"""Whatever is put into a field is kept exactly or refused beside the field, and nothing answers 500."""

import copy
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.test import Client as Browser
from django.utils.http import urlencode

from tests.access.pages import ask, staff_pages
from tests.access.practice import build
from tests.access.routes import every_route
from tests.access.table import door_of
from tests.bad_input import VALUES, WORST
from ui.fields import LineField
from ui.forms import PageForm
from ui.text import is_blank

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        practice = build()
        practice.browsers = {name: browser_of(practice, name) for name in ("lead", "admin")}
        yield practice
        transaction.set_rollback(True)


def browser_of(practice, name):
    browser = Browser(raise_request_exception=False)
    browser.force_login(practice.people[name])
    return browser


def where(practice, route):
    return route.path(practice.values("own") | practice.particulars("own", route.name))


def forms_on_pages(practice):
    """Each form class with one form of it, as a page opened it."""
    found = {}
    for route, person in staff_pages():
        for context in ask(practice.browsers[person], "GET", where(practice, route)).context or []:
            form = context.get("form") if hasattr(context, "get") else None
            if isinstance(form, PageForm):
                found.setdefault(type(form), form)
    return found


@pytest.fixture(scope="module")
def page_forms(practice):
    return forms_on_pages(practice)


def form_classes(kind=PageForm):
    every_route()  # brings in the views, and with them the forms
    ours = {found for found in kind.__subclasses__() if found.__module__.split(".")[0] in settings.OUR_PACKAGES}
    return ours.union(*(form_classes(found) for found in kind.__subclasses__()))


def posted(form, values):
    """The same form, as if these values had been posted."""
    bound = copy.deepcopy(form)
    bound.is_bound, bound.data, bound._errors = True, QueryDict(mutable=True), None
    for name, value in values.items():
        bound.data.setlist(name, [value])
    bound.full_clean()
    return bound


def altered(form):
    """Text fields whose cleaned value is neither what was typed nor refused; unseen text counts as none."""
    for name, field in form.fields.items():
        if name in form.errors or name not in form.cleaned_data or not is_free_text(field):
            continue
        typed, kept = form.data.get(name, "").replace("\r\n", "\n"), form.cleaned_data[name]
        stripped = isinstance(field, LineField | forms.EmailField)
        if kept != (typed.strip() if stripped else typed) and not (kept == "" and is_blank(typed)):
            yield f"{name}: {typed[:40]!r} became {kept[:40]!r}"


def is_free_text(field):
    return isinstance(field, forms.CharField) and not isinstance(field, forms.ChoiceField)


def test_every_form_stands_on_some_page(page_forms):
    assert {kind.__qualname__ for kind in form_classes()} == {kind.__qualname__ for kind in page_forms}


@pytest.mark.parametrize("kind", sorted(form_classes(), key=str), ids=lambda kind: kind.__qualname__)
def test_each_value_in_each_field_is_kept_or_refused(page_forms, kind):
    form, wrong = page_forms[kind], []
    for value in VALUES:
        with transaction.atomic():
            wrong += altered(posted(form, dict.fromkeys(form.fields, value)))
    assert not wrong, "\n".join(wrong)


def test_a_form_that_alters_text_is_caught():
    """The negative control of this net."""

    class Careless(PageForm):
        text = forms.CharField(required=False)

        def clean_text(self):
            return self.cleaned_data["text"].replace("<", "")

    form = posted(Careless(token=None), {"text": "<b>"})
    assert list(altered(form)) == ["text: '<b>' became 'b>'"]


@pytest.mark.parametrize("route", every_route(), ids=str)
def test_the_worst_values_never_answer_500(practice, route):
    if door_of(route.name, "POST") in ("public", "steps of signing in"):
        names = {"login", "password", "email", "passcode", "key", "code"}
    else:
        names = names_on(practice, route)
    for person, browser in practice.browsers.items():
        for value in WORST:
            body = urlencode(dict.fromkeys(names, value), doseq=True).encode()
            response = ask(browser, "POST", where(practice, route), body)
            assert response.status_code < 500, f"{person}: {value[:20]!r}"
        response = ask(
            browser, "POST", where(practice, route), b"text=%ff%fe&once_key=%00&form_token=%ed%a0%80&version=-1"
        )
        assert response.status_code < 500, f"{person}: bytes that are no text"


def names_on(practice, route):
    names = {"once_key", "form_token", "version"}
    for browser in practice.browsers.values():
        page = ask(browser, "GET", where(practice, route)).content.decode(errors="replace")
        names |= set(re.findall(r'name="([\w-]+)"', page))
    return names


def query_names():
    """Every name that our code reads from a query string."""
    names = {"page", "q", "sort"}
    for package in settings.OUR_PACKAGES:
        for source in Path(settings.BASE_DIR, package).rglob("*.py"):
            names |= set(re.findall(r'GET(?:\.get\(|\.getlist\(|\[)\s*"(\w+)"', source.read_text()))
    return sorted(names)


@pytest.mark.parametrize("value", ["-1", "0", "1e9", "abc", "\x00", "٣", "//evil.example", "' OR 1=1--", "x" * 8000])
def test_no_query_string_answers_500(practice, value):
    query = urlencode(dict.fromkeys([*query_names(), "kind", "from", "to", "find", "show", "next"], value))
    for route, person in staff_pages():
        response = ask(practice.browsers[person], "GET", f"{where(practice, route)}?{query}")
        assert response.status_code < 500, route
        assert re.match(r"(/(?!/)|$)", response.headers.get("Location", "")), f"{route} leads away from the site"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])
def test_no_method_answers_500(practice, method):
    for route, person in staff_pages():
        assert ask(practice.browsers[person], method, where(practice, route), b"x=1").status_code < 500, route
