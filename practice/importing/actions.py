"""From a table of clients to their files: kept, looked through, and brought in by one transaction, or not at all.

A small table is done with while the person waits. A larger one is a job, which may be killed anywhere: each step ends
with one conditional UPDATE in the transaction that holds all it did, so it happened once, or not yet.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.models import PracticeSettings, User
from accounts.roles import Permission
from audit.actions import record
from clients.actions import add_client, change_status
from clients.match_actions import note_added, note_look
from clients.models import Status
from clients.spell_actions import NotACaseManager, lock_people
from files import place
from files.actions import forget, store
from files.models import State
from files.receiving import Received
from practice.importing.columns import row_form
from practice.importing.rows import (
    Looked,
    NewClient,
    Problem,
    Table,
    came_since,
    look_through,
    understood,
)
from practice.models import Import, ImportProblem, ImportState
from reviews.actions import plan_first_review
from ui.bell import ring
from ui.csv_reading import NotATable

log = logging.getLogger(__name__)

AT_ONCE = 50  # rows that are looked through, or imported, while the person waits; more become a job
MOST_TRIES = 3
WORK_TASK = "practice.work_on_imports"
WORKER = "worker"
WENT_WRONG = "Something went wrong. Nothing was imported; you can try again."


class NotNow(Exception):
    """The table is in another state by now: somebody was first, perhaps oneself on another page."""


class ImportRefused(Exception):
    """Nothing was imported; says why in words for the person."""


class CameInBetween(Exception):
    """Somebody of the same name became a client between the last look and the import."""


@transaction.atomic
def take_in(received: Received, table: Table, *, by: User, now: datetime) -> Import:
    """Keeps a table that was sent. A small one is looked through at once."""
    stored = store(received, by=by, now=now)
    sent = Import.objects.create(
        by=by,
        sent_at=now,
        name=received.name,
        file=stored,
        read_as=table.read_as,
        left_out=", ".join(table.left_out),
        rows=len(table.raw.rows),
    )
    record("import.sent", sent, by=by, now=now)
    if sent.rows <= AT_ONCE and stored.may_be_opened:
        _note_findings(sent, look_through(table, row_form(by), by=by, now=now), now=now)
    else:
        ring(WORK_TASK)
    return sent


@transaction.atomic
def carry_out(sent: Import, *, by: User, now: datetime) -> None:
    """Imports the rows that are in order: at once when they are few, else as a job. Raises NotNow, ImportRefused."""
    asked = Import.objects.filter(pk=sent.pk, state=ImportState.CHECKED, good__gt=0)
    if not asked.update(state=ImportState.IMPORTING, tries=0, done=0, note=""):
        raise NotNow("This table is being imported already, or it was discarded.")
    record("import.asked", sent, by=by, now=now)
    if sent.good > AT_ONCE:
        ring(WORK_TASK)
        return
    sent.refresh_from_db()
    _bring_in(sent, _looked_again(sent, now=now), now=now)


@transaction.atomic
def discard(sent: Import, *, by: User, now: datetime) -> None:
    """Takes the table away unused. Raises NotNow once it is being imported."""
    unused = Import.objects.filter(pk=sent.pk, state=ImportState.CHECKED)
    if not unused.update(state=ImportState.DISCARDED):
        raise NotNow("This table is being imported already, or it was discarded.")
    record("import.discarded", sent, by=by, now=now)
    _forget_file(sent, by=by, now=now)


@transaction.atomic
def note_download(sent: Import, *, by: User, now: datetime) -> None:
    record("import.rows_downloaded", sent, by=by, now=now)


def forget_run_out(*, now: datetime) -> None:
    """Takes away tables whose days are over, and what was wrong with them; that they were imported stays."""
    before = now - timedelta(days=PracticeSettings.current().import_days)
    for sent in Import.objects.run_out(before):
        with transaction.atomic():
            _forget_file(sent, by=WORKER, now=now)


def _forget_file(sent: Import, *, by: User | str, now: datetime) -> None:
    stored = sent.file
    ImportProblem.objects.filter(table=sent).delete()
    if Import.objects.filter(pk=sent.pk, file__isnull=False).update(file=None) and stored:
        forget(stored, by=by, now=now)


def work_on_waiting(*, now: datetime) -> None:
    """The job: what waits, one table after the other. A table that cannot be done with holds up no other."""
    for sent in Import.objects.waiting().select_related("by", "file").order_by("sent_at", "pk"):
        try:
            if _may_be_tried(sent):
                _step(sent, now=now)
        except ImportRefused as refusal:
            _send_back(sent, str(refusal))
        except Exception:
            log.exception("An import went wrong: %s", sent.pk)
            _send_back(sent, WENT_WRONG)


def table_of(sent: Import) -> Table:
    """The table as it was sent. Raises ImportRefused where it cannot be read any more."""
    if sent.file is None or sent.file.state != State.CLEAN:
        raise ImportRefused(sent.file.refusal if sent.file else "The table is not kept any more. Send it again.")
    try:
        content = place.path_of(sent.file.stored_name).read_bytes()
        return understood(content, row_form(sent.by), most_rows=sent.rows)
    except (OSError, NotATable) as problem:
        log.error("The table of import %s cannot be read: %s", sent.pk, type(problem).__name__)
        raise ImportRefused("The table cannot be read on the server any more. Send it again.") from problem


def _may_be_tried(sent: Import) -> bool:
    """Counts the tries beforehand: a table that ends its worker must not end the next one for ever."""
    if sent.tries >= MOST_TRIES:
        raise ImportRefused(WENT_WRONG)
    return bool(Import.objects.filter(pk=sent.pk, state=sent.state).update(tries=F("tries") + 1))


def _step(sent: Import, *, now: datetime) -> None:
    if sent.state == ImportState.CHECKING:
        _note_findings(sent, _looked_again(sent, now=now), now=now)
    else:
        _bring_in(sent, _looked_again(sent, now=now), now=now)


def _looked_again(sent: Import, *, now: datetime) -> Looked:
    """What the table comes to now, with the rights that who sent it has now."""
    if not (sent.by.is_active and sent.by.may(Permission.IMPORT_CLIENTS)):
        raise ImportRefused(f"{sent.by.name}, who sent this table, may no longer import clients.")

    def said(done: int) -> None:
        Import.objects.filter(pk=sent.pk).update(done=done)

    return look_through(table_of(sent), row_form(sent.by), by=sent.by, now=now, said=said)


@transaction.atomic
def _note_findings(sent: Import, found: Looked, *, now: datetime) -> None:
    """Of two workers who looked through the same table, the second changes nothing."""
    mine = Import.objects.filter(pk=sent.pk, state=ImportState.CHECKING)
    if mine.update(state=ImportState.CHECKED, checked_at=now, good=len(found.good), tries=0, done=sent.rows):
        _keep(sent, found.problems)
        for one in found.hidden:
            note_look(one.sought, by=sent.by, now=now)


def _keep(sent: Import, problems: list[Problem]) -> None:
    ImportProblem.objects.filter(table=sent).delete()
    rows = [ImportProblem(table=sent, row=one.row, column=one.column[:160], words=one.words[:500]) for one in problems]
    ImportProblem.objects.bulk_create(rows, batch_size=500)


def _bring_in(sent: Import, found: Looked, *, now: datetime) -> None:
    """All rows that are in order; a table whose findings have changed since they were shown goes back to the person."""
    if _differs(sent, found):
        return
    try:
        _write(sent, found.good, now=now)
    except CameInBetween:
        note = "Clients of the same names were added in the meantime. Nothing was imported yet."
        Import.objects.filter(pk=sent.pk, state=ImportState.IMPORTING).update(state=ImportState.CHECKING, note=note)
        ring(WORK_TASK)


@transaction.atomic
def _write(sent: Import, good: list[NewClient], *, now: datetime) -> None:
    """All of them or none. Of two who import the same table the second waits at the first line, and then leaves."""
    mine = Import.objects.filter(pk=sent.pk, state=ImportState.IMPORTING)
    if not mine.update(state=ImportState.IMPORTED, imported_at=now, added=len(good), tries=0):
        return
    _line_up(good)
    if came_since(good, by=sent.by):
        raise CameInBetween
    try:
        references = [_add(one, by=sent.by, now=now) for one in good]
    except NotACaseManager as problem:
        raise ImportRefused(f"{problem} Nothing was imported.") from problem
    Import.objects.filter(pk=sent.pk).update(first_reference=references[0], last_reference=references[-1])
    record("import.carried_out", sent, by=sent.by, now=now)


def _differs(sent: Import, found: Looked) -> bool:
    """Since the person saw the findings, a date may have passed and a case manager left. Then they see the new ones."""
    if len(found.good) == sent.good:
        return False
    with transaction.atomic():
        note = "Other rows are in order now than when the table was looked through. Nothing was imported yet."
        back = Import.objects.filter(pk=sent.pk, state=ImportState.IMPORTING)
        if back.update(state=ImportState.CHECKED, good=len(found.good), note=note, tries=0):
            _keep(sent, found.problems)
    return True


def _line_up(good: list[NewClient]) -> None:
    """Two tables that name the same people line up behind the row that gives out references, as every new client does.

    Then come the people who carry clients, in the one order in which they are locked.
    """
    PracticeSettings.objects.filter(pk=PracticeSettings.current().pk).update(next_client_number=F("next_client_number"))
    lock_people({one.columns["lead"].pk for one in good if one.columns["lead"]})


def _add(one: NewClient, *, by: User, now: datetime) -> str:
    client = add_client(by=by, now=now, **one.columns)
    if one.found:
        note_added(client, one.sought, by=by, now=now)
    if one.status != Status.ENQUIRY:
        reason = "Taken over from a table"
        change_status(client, status=one.status, on=client.status_since, reason=reason, by=by, now=now)
    if one.next_review_on:
        plan_first_review(client, due_on=one.next_review_on, by=by, now=now)
    return client.reference


def _send_back(sent: Import, words: str) -> None:
    """A table that was never looked through is of no use; one that was not imported can be tried again."""
    back = ImportState.CHECKED if sent.state == ImportState.IMPORTING else ImportState.REFUSED
    waiting = Import.objects.filter(pk=sent.pk, state=sent.state)
    waiting.update(state=back, note=words[:300], tries=0)
