"""Puts the rows of one client's file into another's and back, each with a line in the ledger."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Model, Q
from django.urls import reverse

from clients.models import Assignment, Client, ConflictWall, Merge, RefiledRow, TimelineEntry
from clients.refiling import Table, bonds, tables
from reminders.models import Reminder
from ui.models import Draft

AT_A_TIME = 500
ACCESS = {model._meta.db_table for model in (Assignment, ConflictWall)}  # begun and ended by actions of their own


class StillBound(Exception):
    """Rows of the one file hang on rows of the other; `kinds` names them."""

    def __init__(self, kinds: list[str]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


def refile(merge: Merge, *, late: bool = False) -> int:
    """Everything of the earlier file that can go, goes; gives the number of rows.

    `late`: only what a request that was under way has written since. What had to stay is not asked again.
    """
    going = [table for table in tables() if not late or table.rule.one_per is None]
    return sum(_refile_kind(merge, table) for table in going) + _refile_unbound(merge)


def put_back(merge: Merge) -> None:
    """The ledger backwards, and what has been told of these rows since. Raises StillBound."""
    lines: dict[str, list[RefiledRow]] = defaultdict(list)
    for line in merge.rows.exclude(table_name__in=ACCESS).order_by("number"):
        lines[line.table_name].append(line)
    moved = {line.row_key for of_table in lines.values() for line in of_table if line.out_of_id != line.into_id}
    for table in tables():
        _put_back_kind(merge, table, lines[table.name])
    for row, changed in _changed_rows(lines):
        _restore(row, changed)
    _put_back_unbound(merge, lines, [UUID(key) for key in moved if len(key) == 32])
    kinds = [str(model._meta.verbose_name_plural) for model, *ends in bonds() if _bound(merge, model, *ends)]
    if kinds:
        raise StillBound(sorted(set(kinds)))


def note_change(merge: Merge, row: Model, of: Client, **columns: Any) -> None:
    """Changes columns of a row for the merge's sake, and notes what they said."""
    note(merge, row, of, {name: [getattr(row, name), value] for name, value in columns.items()})
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


def note(merge: Merge, row: Model, of: Client, changed: dict[str, list[Any]] | None = None) -> None:
    table = type(row)._meta.db_table
    RefiledRow.objects.create(
        merge=merge, table_name=table, row_key=key_of(row.pk), out_of=of, into=of, changed=changed
    )


def key_of(pk: Any) -> str:
    return pk.hex if isinstance(pk, UUID) else str(pk)


def _refile_kind(merge: Merge, table: Table) -> int:
    rows = table.rows_of(merge.earlier)
    if table.rule.one_per is not None:
        rows = rows.exclude(pk__in=_doubled(merge, table))
    if table.rule.numbered:
        return _renumber(merge, table, rows)
    keys = list(rows.values_list("pk", flat=True))
    _move(merge, table, keys, out_of=merge.earlier, into=merge.client)
    return len(keys)


def _doubled(merge: Merge, table: Table) -> list[Any]:
    """Rows that stay, for the other file has one of their kind."""
    columns = [table.model._meta.get_field(name).attname for name in table.rule.one_per or ()]
    there = {_values(row, columns): row for row in table.rows_of(merge.client).filter(table.rule.among)}
    stay = []
    for row in table.rows_of(merge.earlier).filter(table.rule.among):
        other, day = there.get(_values(row, columns)), table.rule.earliest
        if other is not None:
            stay.append(row.pk)
            if day and getattr(row, day) < getattr(other, day):
                note_change(merge, other, merge.client, **{day: getattr(row, day)})
    return stay


def _values(row: Any, columns: list[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in columns)


def _renumber(merge: Merge, table: Table, rows: Any) -> int:
    number = table.rule.numbered
    last = table.rows_of(merge.client).aggregate(last=Max(number))["last"] or 0
    found = list(rows.order_by(number))
    for new, row in enumerate(found, start=last + 1):
        line = _line(merge, table.name, row.pk, merge.earlier, merge.client)
        line.changed = {number: [getattr(row, number), new]}
        line.save(force_insert=True)
        table.model._base_manager.filter(pk=row.pk).update(**{table.column: merge.client, number: new})
    return len(found)


def _move(merge: Merge, table: Table, keys: Sequence[Any], *, out_of: Client, into: Client) -> None:
    for some in _blocks(keys):
        RefiledRow.objects.bulk_create([_line(merge, table.name, key, out_of, into) for key in some])
        table.model._base_manager.filter(pk__in=some).update(**{table.column: into})


def _line(merge: Merge, table: str, key: Any, out_of: Client, into: Client) -> RefiledRow:
    return RefiledRow(merge=merge, table_name=table, row_key=key_of(key), out_of=out_of, into=into)


def _blocks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]


def _refile_unbound(merge: Merge) -> int:
    """Reminders and drafts name the client in words of their own."""
    earlier, client = merge.earlier, merge.client
    keys = list(Reminder.objects.filter(client_id=earlier.pk).values_list("pk", flat=True))
    _move_reminders(merge, keys, out_of=earlier, into=client)
    drafts = list(Draft.objects.filter(client=earlier.reference))
    for draft in drafts:
        _readdress(merge, draft, earlier, client)
    return len(keys) + len(drafts)


def _move_reminders(merge: Merge, keys: Sequence[UUID], *, out_of: Client, into: Client) -> None:
    for some in _blocks(keys):
        lines = [_line(merge, Reminder._meta.db_table, key, out_of, into) for key in some]
        RefiledRow.objects.bulk_create(lines)
        Reminder.objects.filter(pk__in=some).update(client_id=into.pk, client_reference=into.reference)


def _readdress(merge: Merge, draft: Draft, old: Client, new: Client) -> None:
    """A draft never takes the place of another one of the same form: it is then read on a page of its own."""
    columns = {
        "client": new.reference,
        "subject": new.reference if draft.subject == old.reference else draft.subject,
        "path": draft.path.replace(f"/{old.reference}/", f"/{new.reference}/", 1),
    }
    alike = Draft.objects.filter(author=draft.author_id, form=draft.form, subject=columns["subject"])
    if alike.exclude(pk=draft.pk).exists():
        columns |= {"subject": f"given {draft.pk}", "path": reverse("practice:given_draft", args=[draft.pk])}
    line = _line(merge, Draft._meta.db_table, draft.pk, old, new)
    line.changed = {name: [getattr(draft, name), value] for name, value in columns.items()}
    line.save(force_insert=True)
    Draft.objects.filter(pk=draft.pk).update(**columns)


def _put_back_kind(merge: Merge, table: Table, lines: list[RefiledRow]) -> None:
    to_python = table.model._meta.pk.to_python
    went = [line for line in lines if line.out_of_id != line.into_id]
    if table.rule.numbered:
        for line in went:
            _line(merge, table.name, to_python(line.row_key), merge.client, merge.earlier).save(force_insert=True)
            number = {table.rule.numbered: line.changed[table.rule.numbered][0]}
            table.rows_of(merge.client).filter(pk=line.row_key).update(**{table.column: merge.earlier}, **number)
        return
    _move(merge, table, [to_python(line.row_key) for line in went], out_of=merge.client, into=merge.earlier)


def _changed_rows(lines: dict[str, list[RefiledRow]]) -> Iterator[tuple[Any, dict[str, list[Any]]]]:
    """Each row that stayed in its file and has other columns to be restored."""
    models = {table.name: table.model for table in tables()} | {Client._meta.db_table: Client}
    for name, model in models.items():
        for line in lines[name]:
            if line.changed and line.out_of_id == line.into_id:
                yield model._base_manager.get(pk=line.row_key), line.changed


def _restore(row: Any, changed: dict[str, list[Any]]) -> None:
    """What somebody has changed again since is left as they wrote it."""
    fields = {name: row._meta.get_field(name) for name in changed}
    columns = {
        name: fields[name].to_python(before)
        for name, (before, after) in changed.items()
        if getattr(row, name) == fields[name].to_python(after)
    }
    if not columns:
        return
    with suppress(IntegrityError), transaction.atomic():  # another instruction may be the open one by now
        type(row)._base_manager.filter(pk=row.pk).update(**columns)


def _put_back_unbound(merge: Merge, lines: dict[str, list[RefiledRow]], moved: list[UUID]) -> None:
    """Reminders, drafts and lines of the timeline: those that went, and those about rows that went."""
    earlier, client = merge.earlier, merge.client
    entries = next(table for table in tables() if table.model is TimelineEntry)
    reminders = [UUID(line.row_key) for line in lines[Reminder._meta.db_table]]
    for line in lines[Draft._meta.db_table]:
        columns = {name: before for name, (before, _) in line.changed.items()}
        Draft.objects.filter(pk=line.row_key, client=client.reference).update(**columns)
    for some in _blocks(moved):
        about = [str(key) for key in some]
        told = entries.rows_of(client).filter(target__in=about, entered_at__gte=merge.made_at)
        _move(merge, entries, list(told.values_list("pk", flat=True)), out_of=client, into=earlier)
        since = Reminder.objects.filter(client_id=client.pk, subject_id__in=some).exclude(pk__in=reminders)
        reminders += since.values_list("pk", flat=True)
        Draft.objects.filter(client=client.reference, subject__in=about).update(client=earlier.reference)
    _move_reminders(merge, reminders, out_of=client, into=earlier)


def _bound(merge: Merge, model: Any, one: str, other: str) -> bool:
    across = Q(**{one: merge.client, other: merge.earlier}) | Q(**{one: merge.earlier, other: merge.client})
    return bool(model._base_manager.filter(across).exists())
