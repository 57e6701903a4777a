"""Merges two files of one person, and undoes it. Both in one transaction, behind the locks of both files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from audit.actions import record
from clients.actions import index_words
from clients.caseload_actions import assign
from clients.instruction_actions import end_instruction, keep_style
from clients.models import (
    Assignment,
    AssignmentKind,
    Client,
    ConflictWall,
    EntryKind,
    HandoverLine,
    Instruction,
    Merge,
    SearchWord,
)
from clients.refiling import CHOSEN, FILLED
from clients.refiling_actions import StillBound, note, note_change, put_back, refile
from clients.spell_actions import NotACaseManager, Told, check_may_carry, end_at, lock_people, open_lead, pass_on_lead
from clients.timeline_actions import add_entry
from clients.wall_actions import StillTheLead, build_wall, end_wall

LATE_FOR = timedelta(hours=1)  # no request lasts longer


class MergeRefused(Exception):
    """A rule says no; nothing was changed."""


class ChangedMeanwhile(Exception):
    """One of the two files is not as the person saw it."""


class AlreadyMerged(Exception):
    """Somebody has merged one of the two files in the meantime."""


@dataclass(frozen=True)
class Choices:
    """What the admin chose where the two files differ.

    `taken` names the columns of CHOSEN that come from the earlier file; `goes_on` is the open instruction that stays
    open; `team` are those of the earlier file's people who may work on the other one.
    """

    taken: frozenset[str] = frozenset()
    goes_on: UUID | None = None
    team: frozenset[UUID] = frozenset()


@transaction.atomic
def merge_files(
    client: Client, earlier: Client, *, seen: int, choices: Choices, reason: str, by: User, now: datetime
) -> Merge:
    """What the earlier file holds goes to the client's file; `seen` is the sum of the versions that were compared.

    Raises MergeRefused, ChangedMeanwhile or AlreadyMerged.
    """
    client, earlier = _locked(client, earlier, choices.team)
    _check(client, earlier, seen, now)
    merge = Merge.objects.create(client=client, earlier=earlier, reason=reason, by=by, made_at=now)
    _copy_walls(merge, by=by, now=now)
    _move_team(merge, choices.team, by=by, now=now)
    _end_one_instruction(merge, choices.goes_on, by=by, now=now)
    refile(merge)
    taken = _take_over(merge, choices.taken)
    for file in (client, earlier):
        _settle(file)
    SearchWord.objects.filter(client=earlier).delete()
    record("client.merged", merge, by=by, client=client, fields=taken, now=now)
    record("client.merged", merge, by=by, client=earlier, now=now)
    _tell(client, f"{earlier.reference} merged into this file", reason, merge, by=by, now=now)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, reason: str, by: User, now: datetime) -> list[str]:
    """Gives each file back what was its own; what was written since stays. Names who did not get the earlier one back.

    Raises MergeRefused while a later merge stands, or while rows of the one file hang on rows of the other.
    """
    client, earlier = _locked(merge.client, merge.earlier, _ended_people(merge))
    if Merge.objects.standing().filter(Q(earlier=client) | Q(client=client, made_at__gt=merge.made_at)).exists():
        raise MergeRefused(f"{client.reference} was merged again since. Undo the later merge first.")
    undone = {"undone_at": now, "undone_by": by, "undone_why": reason}
    if not Merge.objects.standing().filter(pk=merge.pk).update(**undone):
        raise AlreadyMerged("Somebody has undone this merge already.")
    try:
        put_back(merge)
    except StillBound as bound:
        raise MergeRefused(
            f"What was written since ties the two files together ({bound}). The merge can no longer be undone."
        ) from bound
    left_out = _give_back_access(merge, by=by, now=now)
    for file in (client, earlier):
        _settle(file)
        record("client.unmerged", merge, by=by, client=file, now=now)
        other = earlier if file == client else client
        _tell(file, f"Merge with {other.reference} undone", reason, None, by=by, now=now)
    return left_out


@transaction.atomic
def take_along(*, now: datetime) -> None:
    """Rows that requests under way wrote to an earlier file while it was merged go after the others."""
    for merge in Merge.objects.standing().filter(made_at__gt=now - LATE_FOR).select_related("client", "earlier", "by"):
        _locked(merge.client, merge.earlier, ())
        if Merge.objects.standing().filter(pk=merge.pk).exists() and refile(merge, late=True):
            record("client.merged", merge, by=merge.by, client=merge.client, now=now)


def _locked(client: Client, earlier: Client, people: Collection[UUID]) -> tuple[Client, Client]:
    """Both files as they are now, behind their locks: staff first, then files, each in one order for everybody."""
    lock_people(people)
    both = Client.objects.filter(pk__in=[client.pk, earlier.pk]).order_by("pk").select_for_update()
    found = {row.pk: row for row in both}
    return found[client.pk], found[earlier.pk]


def _check(client: Client, earlier: Client, seen: int, now: datetime) -> None:
    if Merge.objects.standing().filter(earlier__in=[client, earlier]).exists():
        raise AlreadyMerged("Somebody has merged one of these two files in the meantime.")
    if client.version + earlier.version != seen:
        raise ChangedMeanwhile("One of the two files was changed in the meantime. Look at both again.")
    moving = HandoverLine.objects.waiting().filter(client__in=[client, earlier]).exists()
    coming = Assignment.objects.filter(client__in=[client, earlier], starts_at__gt=max(now, timezone.now()))
    if moving or coming.exclude(ends_at=F("starts_at")).exists():
        raise MergeRefused("A handover or cover of one of the two files is still to come. Undo it or wait for it.")


def _copy_walls(merge: Merge, *, by: User, now: datetime) -> None:
    """Whoever is kept from the one file is kept from both."""
    standing = ConflictWall.objects.standing(now)
    there = set(standing.filter(client=merge.client).values_list("staff", flat=True))
    for wall in standing.filter(client=merge.earlier).exclude(staff__in=there).select_related("staff").order_by("pk"):
        why = f"As in {merge.earlier.reference}: {wall.reason}"[:500]
        try:
            build_wall(merge.client, staff=wall.staff, by=by, now=now, reason=why, ends_at=wall.ends_at)
        except StillTheLead as problem:
            raise MergeRefused(f"A wall keeps {wall.staff.name} from {merge.earlier.reference}. {problem}") from problem
        note(merge, ConflictWall.objects.standing(now).get(client=merge.client, staff=wall.staff), merge.client)


def _move_team(merge: Merge, team: Collection[UUID], *, by: User, now: datetime) -> None:
    """Nobody comes to the file by the merge alone; who is chosen works on it as an assistant."""
    live = Assignment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), client=merge.earlier)
    works = set(Assignment.objects.live(now).working().filter(client=merge.client).values_list("staff", flat=True))
    why = f"Worked on {merge.earlier.reference}, which was merged into this file"
    for spell in list(live.select_related("staff", "client").order_by("pk")):
        note(merge, spell, merge.earlier, {"ends_at": [spell.ends_at, now]})
        end_at(spell, now, by=by, now=now)
        if spell.staff_id in team and spell.staff_id not in works and spell.kind in Assignment.WORKING:
            try:
                check_may_carry(merge.client, spell.staff, now=now)
            except NotACaseManager as problem:
                raise MergeRefused(str(problem)) from problem
            given = assign(
                merge.client,
                staff=spell.staff,
                kind=AssignmentKind.ASSISTANT,
                by=by,
                starts_at=now,
                ends_at=None,
                reason=why,
            )
            note(merge, given, merge.client)
            works.add(spell.staff_id)


def _end_one_instruction(merge: Merge, goes_on: UUID | None, *, by: User, now: datetime) -> None:
    """A file has one open instruction: of two, the one that was not chosen ends on this day."""
    found = Instruction.objects.open().filter(client__in=[merge.client, merge.earlier])
    instructions = {one.pk: one for one in found.select_related("client")}
    if len(instructions) < 2:
        return
    if goes_on not in instructions:
        raise ChangedMeanwhile("Choose which instruction goes on.")
    ending = next(one for pk, one in instructions.items() if pk != goes_on)
    on, why = max(timezone.localdate(now), ending.starts_on), "Two files of one person were merged"
    note(merge, ending, ending.client, {"ends_on": [None, on], "end_reason": [ending.end_reason, why]})
    end_instruction(ending, ends_on=on, reason=why, by=by, now=now)


def _take_over(merge: Merge, taken: Collection[str]) -> list[str]:
    """Identity as chosen; clinical text where the file says nothing; dates and style as they follow from the rows."""
    client, earlier = merge.client, merge.earlier
    values = {name: getattr(earlier, name) for name in CHOSEN if name in taken}
    values |= {name: getattr(earlier, name) for name in FILLED if not getattr(client, name) and getattr(earlier, name)}
    contacts = [file.last_contact_on for file in (client, earlier) if file.last_contact_on]
    reviews = [file.next_review_on for file in (client, earlier) if file.next_review_on]
    values |= {"last_contact_on": max(contacts, default=None), "next_review_on": min(reviews, default=None)}
    values = {name: value for name, value in values.items() if value != getattr(client, name)}
    if values:
        note_change(merge, client, client, **values)
    return sorted(values)


def _settle(file: Client) -> None:
    """What is kept on a file and follows from its rows."""
    Client.objects.filter(pk=file.pk).update(version=F("version") + 1)
    file.refresh_from_db()
    style = Instruction.objects.open().filter(client=file).values_list("style", flat=True).first()
    keep_style(file, style or "")
    index_words(file)


def _ended_people(merge: Merge) -> list[UUID]:
    return [spell.staff_id for spell, _ in _spells_of(merge, merge.earlier_id)]


def _spells_of(merge: Merge, client_id: UUID) -> list[tuple[Assignment, Any]]:
    """The spells that the merge began or ended in one of the files, with what the ledger says of each."""
    lines = merge.rows.filter(table_name=Assignment._meta.db_table, into=client_id)
    changed = {UUID(key): value for key, value in lines.values_list("row_key", "changed")}
    spells = Assignment.objects.filter(pk__in=changed).select_related("staff", "client").order_by("pk")
    return [(spell, changed[spell.pk]) for spell in spells]


def _give_back_access(merge: Merge, *, by: User, now: datetime) -> list[str]:
    """Spells begin anew, for in between nobody had the earlier file: its history says so."""
    for spell, _ in _spells_of(merge, merge.client_id):
        end_at(spell, now, by=by, now=now)
    built = merge.rows.filter(table_name=ConflictWall._meta.db_table).values_list("row_key", flat=True)
    walls = ConflictWall.objects.standing(now).filter(pk__in=[UUID(key) for key in built])
    for wall in walls.select_related("client"):
        end_wall(wall, by=by, now=now, reason=f"The merge with {merge.earlier.reference} was undone")
    left_out = []
    for spell, changed in _spells_of(merge, merge.earlier_id):
        ends_at = parse_datetime(changed["ends_at"][0]) if changed["ends_at"][0] else None
        if spell.kind not in Assignment.WORKING or (ends_at and ends_at <= now):
            continue
        try:
            check_may_carry(merge.earlier, spell.staff, now=now)
        except NotACaseManager:
            left_out.append(spell.staff.name)
            continue
        _begin_again(spell, ends_at, by=by, now=now)
    return left_out


def _begin_again(spell: Assignment, ends_at: datetime | None, *, by: User, now: datetime) -> None:
    why = "The merge was undone"
    if spell.kind == AssignmentKind.LEAD and open_lead(spell.client, now=now) is None:
        pass_on_lead(spell.client, None, to=spell.staff, told=Told(at=now, by=by, now=now, reason=why))
        return
    kind = AssignmentKind(spell.kind)
    assign(spell.client, staff=spell.staff, kind=kind, by=by, starts_at=now, ends_at=ends_at, reason=why)


def _tell(client: Client, title: str, reason: str, merge: Merge | None, *, by: User, now: datetime) -> None:
    """A note and no line of the system: whoever reads on must know that another file begins to speak here."""
    route = "clients:earlier_file" if merge else ""
    add_entry(
        client, at=now, now=now, kind=EntryKind.NOTE, title=title, excerpt=reason, by=by, route=route, target=merge
    )
