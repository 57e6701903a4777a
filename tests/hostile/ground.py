"""What the hostile tests share: each form as a page opened it, filled in so that it would be taken, and sent."""

import copy
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.http import QueryDict
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from assessments.models import MeasureResult
from careplans.models import FundingDecision
from clients.health_number import HealthNumberField
from clients.models import Assignment, Client, Concern, HandoverLine, HandoverNote, LineState
from practice.models import Enquiry, Intake
from providers.models import Referral, ReferralState
from reviews.models import ReviewedGoal, ServiceEffect
from tests.access.pages import ask, staff_pages
from tests.access.practice import build
from tests.accounts.ground import just_signed_in, with_app
from tests.factories.enquiries import IntakeStepFactory
from tests.laid_down import laid_down
from ui.fields import ClockField, DayField, LineField, PoundsField, WholeNumberField
from ui.forms import PageForm


@dataclass(frozen=True)
class FormPage:
    """A form on a page of the shared practice, who was shown it, and every name that the page would send."""

    route: str
    person: str
    where: str
    form: PageForm
    sent: dict

    def __str__(self):
        return self.route


@contextmanager
def stood_up():
    """The shared practice with a browser for each person of it; gone afterwards."""
    with laid_down(build) as practice:
        practice.browsers = {name: browser_of(person) for name, person in practice.people.items()}
        practice.browsers["signed out"] = Browser(raise_request_exception=False)
        yield practice


def browser_of(person):
    browser = Browser(raise_request_exception=False)
    browser.force_login(person)
    just_signed_in(browser, person)
    return browser


def person_of(practice, route):
    """Whom a page about a member of staff is about."""
    return User.objects.get(pk=(practice.values("own") | practice.particulars("own", route))["person_id"])


def where(practice, route, which="own"):
    shown = DRAFT_OF if route.name in OF_A_DRAFT and which == "own" else route.name
    return route.path(practice.values(which) | practice.particulars(which, shown))


# Forms of a report that is still being written.
DRAFT_OF, OF_A_DRAFT = "reports:report", {"reports:render_report", "reports:issue_report"}


def sent_days_ago(practice, **values):
    file, sent = practice.own, timezone.localdate() - timedelta(days=9)
    consent = file.rows["clients.Consent"]
    Referral.objects.filter(pk=file.values["referral_id"]).update(sent_on=sent, consent=consent, **values)


def no_effect_yet(practice):
    ServiceEffect.objects.filter(client=practice.own.client).delete()
    ReviewedGoal.objects.filter(client=practice.own.client).delete()


def open_alert(practice):
    results = MeasureResult.objects.filter(pk=practice.own.values["result_id"])
    results.update(alert="Item 9", alert_seen_at=None, alert_seen_by=None)


def decided(practice):
    concerns = Concern.objects.filter(pk=practice.own.values["concern_id"])
    concerns.update(decided_at=timezone.now(), decided_by=practice.own.lead)


def nothing_under_way(practice):
    """A handover that a job still carries out keeps somebody from leaving."""
    HandoverLine.objects.waiting().update(state=LineState.FAILED)


def nothing_to_come(practice):
    """Two files are merged only while no handover or cover of theirs lies ahead."""
    nothing_under_way(practice)
    ahead = Assignment.objects.filter(client=practice.own.client, starts_at__gt=timezone.now())
    ahead.update(ends_at=F("starts_at"))


def with_plain_reference(practice):
    """A form that asks for a reference is filled in with the word for everything."""
    Client.objects.filter(pk=practice.foreign.client.pk).update(reference=plain(None).upper())


def not_decided_yet(practice):
    undecided = {"client": None, "answer": "", "acknowledged_at": None, "acknowledged_by": None}
    Enquiry.objects.filter(pk=practice.own.values["enquiry_id"]).update(**undecided)


def with_a_person(practice):
    person = {"given_name": "Plain", "nation": "ENG"}
    intake = Intake.objects.get(pk=practice.own.values["intake_id"])
    IntakeStepFactory(intake=intake, step="person", values=person)


# What must be so before a form is taken, where the shared file is further on.
BEFORE = {
    "accounts:reset_second_factor": lambda practice: with_app(person_of(practice, "accounts:reset_second_factor")),
    "assessments:answer_alert": open_alert,
    "clients:close_concern": decided,
    "clients:build_wall": with_plain_reference,
    "clients:merge": with_plain_reference,
    "clients:merge_files": nothing_to_come,
    "practice:leaving": nothing_under_way,
    "clients:open_with_a_reason": with_plain_reference,
    "careplans:record_decision": lambda practice: FundingDecision.objects.filter(client=practice.own.client).delete(),
    "practice:handover_note": lambda practice: HandoverNote.objects.filter(client=practice.own.client).delete(),
    "practice:acknowledge_enquiry": not_decided_yet,
    "practice:change_enquiry": not_decided_yet,
    "practice:open_intake_file": with_a_person,
    "practice:decide_enquiry": not_decided_yet,
    "providers:record_reply": lambda practice: sent_days_ago(practice, state=ReferralState.SENT),
    "providers:start_service": lambda practice: sent_days_ago(
        practice, state=ReferralState.ACCEPTED, answered_on=timezone.localdate()
    ),
    "reviews:start_review": no_effect_yet,
}
# The button of the last page, of forms that show first what they will do.
LAST_STEP = {"practice:new_handover": {"step": "move"}, "practice:cover_absence": {"step": "cover"}}


@dataclass(frozen=True)
class Opened:
    """A page of the staff as its person was shown it, and the tables that were written to on the way."""

    route: object
    person: str
    response: object
    tables: set

    @property
    def text(self):
        return self.response.content.decode(errors="replace")


def opened_pages(practice):
    for route, person in staff_pages():
        with written() as tables:
            response = ask(practice.browsers[person], "GET", where(practice, route))
        yield Opened(route, person, response, tables)


class written:
    """The tables that were written to inside."""

    def __enter__(self):
        self.tables = set()
        self.wrapper = connection.execute_wrapper(self.listen)
        self.wrapper.__enter__()
        return self.tables

    def listen(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT INTO", "UPDATE", "DELETE FROM")):
            self.tables.add(sql.split('"')[1])
        return execute(sql, params, many, context)

    def __exit__(self, *problem):
        return self.wrapper.__exit__(*problem)


def form_pages(practice, opened):
    for page in opened:
        form = form_in(page.response)
        if isinstance(form, PageForm):
            yield FormPage(page.route.name, page.person, where(practice, page.route), form, hidden_in(page.text))


def form_in(response):
    for context in response.context or []:
        form = context.get("form") if hasattr(context, "get") else None
        if form is not None:
            return form
    return None


def hidden_in(page):
    """What the page's form sends besides its fields."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def names_in(page):
    return set(re.findall(r'name="([\w-]+)"', page))


def bound(form, values):
    """The same form, as if these values had been posted."""
    again = copy.copy(form)
    again._bound_fields_cache, again._errors = {}, None
    again.is_bound, again.data = True, QueryDict(mutable=True)
    for name, value in values.items():
        again.data.setlist(name, value if isinstance(value, list) else [value])
    again.full_clean()
    return again


def is_free_text(field):
    return isinstance(field, forms.CharField) and not field.widget.is_hidden


def is_one_line(field):
    return isinstance(field, LineField | forms.EmailField)


def filled(form):
    """Values that the form takes: what it holds already, and something plain for the rest."""
    values = {name: fill(form, name) for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def fill(form, name):
    field, held = form.fields[name], form.get_initial_for_field(form.fields[name], name)
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return [str(key) for key, _ in choices_of(field)][:1]
    if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
        return str(held) if held not in (None, "") else next((str(key) for key, _ in choices_of(field) if key), "")
    if isinstance(field, forms.BooleanField):
        return "on" if held or field.required else None
    if held not in (None, ""):
        return str(field.prepare_value(held)) if hasattr(field, "prepare_value") else str(held)
    return plain(field)


def choices_of(field):
    for key, words in field.choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield getattr(key, "value", key), words


def plain(field):
    for kind, value in (
        (HealthNumberField, "943 476 5919"),
        (DayField, "today"),
        (ClockField, "10:00"),
        (PoundsField, "10"),
        (forms.EmailField, "plain@example.org"),
    ):
        if isinstance(field, kind):
            return value
    if isinstance(field, WholeNumberField | forms.IntegerField):
        return str(field.min_value or 1)
    return "Plain"


def accepted(field, value):
    """Whether a field by itself takes the value."""
    try:
        field.clean(value)
    except ValidationError:
        return False
    return True


FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back for a form, and each text that was written to the database on the way."""

    response: object
    written: frozenset

    @property
    def errors(self):
        form = form_in(self.response)
        return form.errors if form is not None else {}


def send(practice, page, values):
    """Sends a form filled with `values`; inside `taken_back`."""
    BEFORE.get(page.route, lambda practice: None)(practice)
    written = set()

    def listen(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            written.update(text for value in params or () for text in texts_in(value))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        body = urlencode(page.sent | LAST_STEP.get(page.route, {}) | values, doseq=True, errors="surrogatepass")
        response = practice.browsers[page.person].post(page.where, body, content_type=FORM)
    return Answer(response, frozenset(written))


def texts_in(value):
    """The texts of a value that goes to the database: itself, or those that lie in JSON."""
    if hasattr(value, "obj"):  # as the driver of PostgreSQL is given it
        value = value.obj
    elif isinstance(value, str) and value[:1] in "{[":
        yield value
        try:
            value = json.loads(value)
        except ValueError:
            return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


@contextmanager
def taken_back(*browsers):
    """Everything inside is taken back afterwards, as if it had not happened; the browsers' cookies too."""
    cookies = [browser.cookies.copy() for browser in browsers]
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for browser, kept in zip(browsers, cookies, strict=True):
        browser.cookies = kept
