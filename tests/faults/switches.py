"""The protections that a negative control takes off in its own server process. Product code has no such switch."""

import io
import secrets
import threading
import time

from django.db import transaction
from django.db.models import F

from accounts import actions
from audit.actions import record
from clients import access, handover_actions
from ui import once, versions


def one_time_keys(product):
    """Each POST is carried out, however often it comes."""
    once._key = lambda request: secrets.token_hex(32)


def versions_of_records(product):
    """The last one to save wins, and nobody is told."""

    def overwrite(record, *, version, **values):
        type(record)._default_manager.filter(pk=record.pk).update(version=F("version") + 1, **values)
        return list(values)

    versions.swap.__code__ = overwrite.__code__  # the actions hold the function itself


def doors(product):
    """Whoever has a role reads and changes every file."""
    for door in ("known_to", "visible_to", "workable_by"):
        for files in (access.ClientQuerySet, access.FileQuerySet):
            setattr(files, door, lambda found, user, **_: found)


def end_of_access(product):
    """Who was deactivated stays signed in and goes on."""
    actions.deactivate = lambda person, *, by, now: record("staff.deactivated", person, by=by)


def row_locks(product):
    """Nobody waits for anybody who changes hands for the same client."""
    handover_actions.lock = lambda client: None


def transactions(product):
    """Each statement stands for itself."""
    transaction.Atomic.__enter__ = lambda self: None
    transaction.Atomic.__exit__ = lambda self, *problem: None


def commits_before_answers(product):
    """A form is answered with 303 at once and carried out a moment later."""

    def answers_first(environ, start_response):
        if environ["REQUEST_METHOD"] != "POST":
            return product(environ, start_response)
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        threading.Thread(target=later, args=(environ,)).start()
        start_response("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return []

    def later(environ):
        time.sleep(0.2)
        product(environ, lambda *_: None).close()

    return answers_first


SWITCHES = {
    "one_time_keys": one_time_keys,
    "versions_of_records": versions_of_records,
    "doors": doors,
    "end_of_access": end_of_access,
    "row_locks": row_locks,
    "transactions": transactions,
    "commits_before_answers": commits_before_answers,
}


def off(names, product):
    """The product, or what stands in its place, once the protections named are off."""
    for name in filter(None, names.split(",")):
        product = SWITCHES[name](product) or product
    return product
