"""One value in every text field of one form, over HTTP, and what became of it."""

from html import unescape
from urllib.parse import quote

from django.conf import settings
from django.core import mail
from django.urls import reverse

from audit.models import AuditEvent
from tests.hostile import ground
from tests.hostile.oracle import dangerous
from ui.text import is_blank

# Kept only in a case that the filled form is not in, or not kept as text.
KEPT_SOMETIMES = {
    "clients:new_client": {"funder_firm", "funder_contact", "funder_email", "funder_telephone", "funder_reference"},
}


def try_out(practice, page, value, *, everywhere=False):
    """What went wrong with the value in this form, in words. `everywhere` looks at each page that may show it."""
    fields = {name for name, field in page.form.fields.items() if ground.is_free_text(field)}
    if not fields:
        return
    plain = ground.filled(page.form)
    with ground.taken_back(*practice.browsers.values()):
        answer = ground.send(practice, page, plain | dict.fromkeys(fields, value))
        yield from (f"{page}: {problem}" for problem in problems(practice, page, answer, fields, value, everywhere))
    refused = fields & set(answer.errors)
    if answer.response.status_code == 422 and refused and refused != fields:
        with ground.taken_back(*practice.browsers.values()):
            taken = fields - refused
            answer = ground.send(practice, page, plain | dict.fromkeys(taken, value))
            yield from (f"{page}: {problem}" for problem in problems(practice, page, answer, taken, value, everywhere))


def problems(practice, page, answer, fields, value, everywhere):
    response = answer.response
    if response.status_code == 303:
        yield from (f"{name} was not kept as it was typed" for name in not_kept(page, answer, fields, value))
        for place, shown in places(practice, page, response, everywhere):
            if shown.status_code >= 500:
                yield f"{place} answers {shown.status_code}"
            yield from (f"{place} holds {found}" for found in harm(shown, value))
        yield from traces(value)
    elif response.status_code in (422, 409):
        yield from (f"the form holds {found}" for found in harm(response, value))
        yield from not_said(page, answer, value)
    elif response.status_code != 400 or fits_into_a_body(fields, value):
        yield f"answers {response.status_code} to {value[:40]!r}"


def fits_into_a_body(fields, value):
    """Ten fields of a hundred thousand accents each are more than a body may hold: refused as a whole."""
    return len(fields) * len(quote(value, errors="surrogatepass")) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def not_kept(page, answer, fields, value):
    for name in sorted(fields - KEPT_SOMETIMES.get(page.route, set())):
        typed = value.replace("\r\n", "\n")
        typed = typed.strip() if ground.is_one_line(page.form.fields[name]) else typed
        if not is_blank(typed) and not any(typed in text for text in answer.written):
            yield name


def not_said(page, answer, value):
    """A refusal stands beside its field, and what was typed still stands on the page."""
    text = answer.response.content.decode()
    for name in set(answer.errors) & set(page.form.fields):
        if f'id="id_{name}_error"' not in text:
            yield f"the refusal of {name} does not stand beside it"
    if value.isprintable() and value not in unescape(text):
        yield "what was typed is gone from the page that refuses it"


def places(practice, page, response, everywhere):
    """Where the words may be shown once they are kept."""
    browser, client = practice.browsers["lead"], practice.own.client.reference
    yield response["Location"], practice.browsers[page.person].get(response["Location"], follow=True)
    yield "the timeline", browser.get(reverse("records:timeline", args=[client]))
    if not everywhere:
        return
    for route in ("practice:client_summary", "clients:people", "careplans:plan", "reviews:client_reviews"):
        yield route, browser.get(reverse(route, args=[client]))
    draft = practice.own.values["reports:report"]["report_id"]
    yield "the report", browser.get(reverse("reports:preview", args=[draft]))
    yield "My day", browser.get("/")


def harm(response, value):
    text = response.content.decode()
    yield from dangerous(text)
    if "<" in value and value.strip() in text:
        yield "the markup as it was typed"


def traces(value):
    """Neither the log of who did what nor a letter's head may carry what was typed."""
    if len(value.strip()) > 8:
        for text in AuditEvent.objects.order_by("-number").values_list("text", flat=True)[:5]:
            if value.strip() in text:
                yield "the audit log holds what was typed"
    for letter in mail.outbox:
        if "\n" in letter.subject or "\r" in letter.subject or len(letter.to) != 1:
            yield f"a letter's head was changed: {letter.subject!r} to {letter.to}"
        letter.message()
