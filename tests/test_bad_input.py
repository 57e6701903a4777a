"""Whatever is put into a field is kept exactly or refused beside the field, and nothing answers 500.

The same over HTTP, with what then stands on the pages, is in `tests/hostile/`; the whole list goes with `--long`.
"""

import itertools
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.http import urlencode

from tests.access.pages import ask, staff_pages
from tests.access.routes import every_route
from tests.access.table import door_of
from tests.bad_input import QUERIES, VALUES, WORST
from tests.hostile import ground
from ui.forms import PageForm
from ui.text import is_blank

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), ground.stood_up() as practice:
        practice.opened = list(ground.opened_pages(practice))
        yield practice


@pytest.fixture(scope="module")
def page_forms(practice):
    """Each form class with one form of it, as a page opened it."""
    return {type(page.form): page.form for page in reversed(list(ground.form_pages(practice, practice.opened)))}


def form_classes(kind=PageForm):
    every_route()  # brings in the views, and with them the forms
    ours = {found for found in kind.__subclasses__() if found.__module__.split(".")[0] in settings.OUR_PACKAGES}
    return ours.union(*(form_classes(found) for found in kind.__subclasses__()))


def altered(form):
    """Text fields whose cleaned value is neither what was typed nor refused; unseen text counts as none."""
    for name, field in form.fields.items():
        if name in form.errors or name not in form.cleaned_data or not ground.is_free_text(field):
            continue
        typed, kept = form.data.get(name, "").replace("\r\n", "\n"), form.cleaned_data[name]
        if kept != (typed.strip() if ground.is_one_line(field) else typed) and not (kept == "" and is_blank(typed)):
            yield f"{name}: {typed[:40]!r} became {kept[:40]!r}"


def test_every_form_stands_on_some_page(page_forms):
    assert {kind.__qualname__ for kind in form_classes()} == {kind.__qualname__ for kind in page_forms}


@pytest.mark.asvs("1.4.2", "2.2.1", "2.2.2")
@pytest.mark.parametrize("kind", sorted(form_classes(), key=str), ids=lambda kind: kind.__qualname__)
def test_each_value_in_each_field_is_kept_or_refused(page_forms, kind):
    form, wrong = page_forms[kind], []
    with transaction.atomic():
        for value in VALUES:
            wrong += altered(ground.bound(form, dict.fromkeys(form.fields, value)))
    assert not wrong, "\n".join(wrong)


def test_a_form_that_alters_text_is_caught():
    """The negative control of this net."""

    class Careless(PageForm):
        text = forms.CharField(required=False)

        def clean_text(self):
            return self.cleaned_data["text"].replace("<", "")

    form = ground.bound(Careless(token=None), {"text": "<b>"})
    assert list(altered(form)) == ["text: '<b>' became 'b>'"]


OF_SIGNING_IN = {"login", "password", "email", "passcode", "code"}
NO_TEXT = b"text=%ff%fe&once_key=%00&form_token=%ed%a0%80&version=-1"


@pytest.mark.asvs("1.2.4", "16.5.1")
def test_the_worst_values_never_answer_500(practice):
    """Each route with the names that its page sends, for the person who is let in."""
    pages = {page.route.name: (page.person, ground.names_in(page.text)) for page in practice.opened}
    for route in every_route():
        person, names = pages.get(route.name, ("lead", set()))
        names = names | {"once_key", "form_token", "version"}
        if door_of(route.name, "POST") in ("public", "steps of signing in", "outside link"):
            person, names = "signed out", names | OF_SIGNING_IN
        for body in (*(urlencode(dict.fromkeys(names, value)).encode() for value in WORST), NO_TEXT):
            response = ask(practice.browsers[person], "POST", ground.where(practice, route), body)
            assert response.status_code < 500, f"{route}, {person}: {body[:80]!r}"


def query_names():
    """Every name that our code reads from a query string."""
    names = {"page", "q", "sort", "kind", "from", "to", "find", "show", "next"}
    for package in settings.OUR_PACKAGES:
        for source in Path(settings.BASE_DIR, package).rglob("*.py"):
            names |= set(re.findall(r'GET(?:\.get\(|\.getlist\(|\[)\s*"(\w+)"', source.read_text()))
    return sorted(names)


@pytest.mark.asvs("1.2.2", "3.7.2")
def test_no_query_string_answers_500_or_leads_away(practice):
    """Each page with one of the values in turn; each list with all of them."""
    names, values = query_names(), itertools.cycle(QUERIES)
    for route, person in staff_pages():
        for value in QUERIES if is_a_list(route) else [next(values)]:
            query = urlencode(dict.fromkeys(names, value))
            response = ask(practice.browsers[person], "GET", f"{ground.where(practice, route)}?{query}")
            assert response.status_code < 500, f"{route}: {value[:20]!r}"
            assert re.match(r"(/(?!/)|$)", response.headers.get("Location", "")), f"{route} leads away from the site"


def is_a_list(route):
    return route.name.endswith("_list") or route.name in {"records:timeline", "clients:access_log"}
