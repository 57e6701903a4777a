"""Making a backup: as of one moment, whole or not at all, and old ones let go only afterwards."""

import contextlib
import os
import resource
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from casemgmt.backup import folder, reading, rows
from clients.actions import add_client
from clients.models import InstructionKind
from tests.backup.ground import back_up, environment, manage, run, taken_apart
from tests.factories.accounts import UserFactory
from tests.faults.ground import database_url

NIGHT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def new_file(person):
    now = timezone.now()
    whom = {"given_name": "Rosa", "family_name": "Field", "born_on": now.date(), "injury_kind": "brain"}
    instruction = {"kind": InstructionKind.JOINT, "starts_on": now.date()}
    add_client(by=person, now=now, person={**whom, "status": "active"}, instruction=instruction, parties=[])


def in_another_connection(work, *arguments):
    def run_and_close():
        try:
            work(*arguments)
        finally:
            connection.close()

    thread = threading.Thread(target=run_and_close)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive(), "a writer waited for the backup"


def count(table):
    return sum(block.count(b"\n") for block in rows.blocks_of(connection, table, rows.columns_of(connection, table)))


@pytest.mark.parametrize("protected", [True, False])
def test_everything_in_a_backup_is_as_of_one_moment(transactional_db, protected):
    """With the snapshot off (the negative control) the second table shows what the first could not yet."""
    person = UserFactory()
    snapshot = rows.snapshot if protected else lambda *arguments: contextlib.nullcontext()
    read = ["clients_client", "audit_auditevent"]

    with snapshot(connection, read):
        clients = count("clients_client")
        in_another_connection(new_file, person)
        events = count("audit_auditevent")

    assert clients == 0
    assert (events == 0) is protected
    assert AuditEvent.objects.exists(), "the writer did not wait for the backup"


def test_backups_made_while_others_write_are_consistent(transactional_db, tmp_path):
    """Each file that is opened leaves one event in the same transaction: so it is in every backup."""
    person, enough = UserFactory(), threading.Event()

    def write():
        while not enough.is_set():
            new_file(person)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(tmp_path, tmp_path / "media", now=NIGHT + timedelta(hours=n)) for n in range(5)]
    finally:
        enough.set()
        writer.join()

    for path in made:
        clients = reading.verified(path, None).tables["clients_client"].rows
        events = b"".join(part for name, part in taken_apart(path).items() if "audit_auditevent" in name)
        assert sum(b"client.added" in line for line in events.splitlines()) == clients


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("encrypted", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(transactional_db, backups, tmp_path, full, encrypted):
    """RLIMIT_FSIZE stands in for the full disk; without it (the negative control) the same backup is made."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "scan.pdf").write_bytes(os.urandom(2_000_000))
    (tmp_path / "made").mkdir()
    place = environment(database_url(), tmp_path / "media", **({"BACKUP_KEY": backups.key} if encrypted else {}))

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))

    answer = manage(place, "backup", tmp_path / "made", preexec_fn=limit if full else None)

    left = sorted(path.name for path in (tmp_path / "made").iterdir() if path.name != folder.LOCK)
    if full:
        assert (answer.returncode, left) == (1, [])
        assert "CommandError: No backup was made: File too large.\n" in answer.stderr
        assert "Traceback" not in answer.stderr
    else:
        assert (answer.returncode, len(left)) == (0, 1), answer.stderr


def test_what_a_killed_backup_left_is_never_taken_for_one_and_is_written_over(transactional_db, tmp_path):
    (tmp_path / folder.PART).write_bytes(b"half of an earlier one")

    with pytest.raises(CommandError, match="There is no backup in"):
        run("restore_drill", tmp_path)
    path = back_up(tmp_path, tmp_path / "media")

    assert folder.backups_in(tmp_path) == [path]
    assert not (tmp_path / folder.PART).exists()
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_backups_at_once_do_not_write_into_each_other(transactional_db, tmp_path):
    with folder.part_file(tmp_path), pytest.raises(CommandError, match="Another backup is being written"):
        run("backup", tmp_path)


def test_the_command_tells_what_it_made_how_safe_it_is_and_how_old_the_last_one_was(
    transactional_db, tmp_path, settings
):
    settings.MEDIA_ROOT, settings.BACKUP_KEY = tmp_path / "media", ""
    (tmp_path / folder.name_at(timezone.now() - timedelta(hours=30), encrypted=False)).write_bytes(b"an older one")

    said = run("backup", tmp_path)

    assert "The backup before it was made 30 hours ago." in said
    assert "Read back in full" in said
    assert "WARNING: BACKUP_KEY is not set." in said
    assert AuditEvent.objects.filter(verb="backup.made", actor="backup").count() == 1


def test_older_ones_go_only_once_the_new_one_is_there(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT, settings.BACKUP_KEY = tmp_path / "media", ""
    for day in (1, 2, 3):
        (tmp_path / folder.name_at(NIGHT - timedelta(days=day), encrypted=day == 2)).write_bytes(b"an older one")
    (tmp_path / "letter.txt").write_text("not a backup")

    settings.BACKUP_KEY = "no key at all"
    with pytest.raises(CommandError, match="BACKUP_KEY holds no age public key"):
        run("backup", tmp_path, keep=2)
    assert len(folder.backups_in(tmp_path)) == 3

    settings.BACKUP_KEY = ""
    run("backup", tmp_path, keep=2)

    kept = [path.name for path in folder.backups_in(tmp_path)]
    assert kept[0] == "casemgmt-2026-11-19T030000Z.backup"
    assert len(kept) == 2
    assert (tmp_path / "letter.txt").exists()


@pytest.mark.parametrize("where", ["missing", "media/inside"])
def test_a_folder_that_cannot_be_right_is_refused(transactional_db, tmp_path, settings, where):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "inside").mkdir(parents=True)

    with pytest.raises(CommandError, match=r"does not exist|inside MEDIA_ROOT"):
        run("backup", tmp_path / where)


def test_a_new_key_is_for_its_owner_alone_and_never_overwrites_one(db, tmp_path):
    said = run("backup", new_key=tmp_path / "identity")

    assert (tmp_path / "identity").stat().st_mode & 0o777 == 0o600
    assert "BACKUP_KEY=age1" in said
    assert "AGE-SECRET-KEY" not in said
    with pytest.raises(CommandError, match="File exists"):
        run("backup", new_key=tmp_path / "identity")


def test_tar_opens_a_backup_without_this_application(backups, tmp_path):
    subprocess.run(["tar", "xzf", backups.plain, "-C", tmp_path], check=True)

    assert (tmp_path / "media" / "empty").exists()
    assert (tmp_path / "manifest.json").exists()


def test_a_table_of_somebody_else_is_named_and_not_taken(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE payroll (person text)")
    try:
        said = run("backup", tmp_path)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE payroll")

    assert "not of this application and not backed up: payroll" in said


LATER = ("restore", "restore_drill")


@pytest.mark.parametrize("command", ["backup", *(pytest.param(name, marks=pytest.mark.long) for name in LATER)])
def test_a_database_that_is_away_is_one_sentence(db, backups, tmp_path, command):
    place = environment("postgresql://nobody:secret@127.0.0.1:1/none", tmp_path / "media")

    answer = manage(place, command, backups.plain if command == "restore" else backups.plain.parent)

    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].startswith("CommandError: ")
    assert "Traceback" not in answer.stderr
    assert "secret" not in answer.stderr
