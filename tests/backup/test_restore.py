"""What was backed up comes back: every row and file, and a practice that can go on working."""

import pytest
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.verification import first_fault, head
from casemgmt.backup import media as media_files
from casemgmt.backup import reading
from clients.models import Client
from files import place
from files.models import StoredFile
from practice.heads import seal
from records.models import ContactRecord
from tests.backup.ground import FILES, back_up, empty_database, environment, manage, put_together, run, taken_apart
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.records import ContactRecordFactory
from tests.faults.ground import database_url

KINDS = ["plain", "encrypted"]
OLDER = """
from django.core.management import call_command
call_command("migrate", "accounts")
call_command("migrate", "audit")
call_command("first_admin", "amara@practice.example")
call_command("backup")
"""


@pytest.fixture
def restored(db, backups, media):
    run("restore", backups.encrypted, identity=backups.identity)
    return backups


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_and_file_comes_back(db, backups, media, kind):
    path, identity = backups.of(kind)

    said = run("restore", path, identity=identity)

    assert set(ContactRecord.objects.values_list("text", flat=True)) >= set(backups.text)
    stored = {place.path_of(file.stored_name): file for file in StoredFile.objects.all()}
    assert len(stored) > 1
    for path, file in stored.items():
        assert place.digest_of(file.stored_name) == file.sha256
        assert path.stat().st_mode & 0o777 == 0o600
    others = {name: (media / name).read_bytes() for name in media_files.names_in(media) if media / name not in stored}
    assert others == FILES
    assert "DIFFERENT" not in said
    assert "The audit log is whole." in said


def test_staff_sign_in_after_a_restore(restored):
    browser = Browser()

    answer = browser.post("/account/login/", {"login": "priya@practice.example", "password": PASSWORD})

    assert answer.status_code == 302
    assert browser.get("/clients/").status_code == 200


def test_the_audit_log_goes_on_where_it_ended(restored):
    last, before = AuditEvent.objects.order_by("-number")[:2]

    assert last.verb == "backup.restored"
    assert last.number == before.number + 1, "the next number follows the highest one restored"
    seal(now=timezone.now())
    assert first_fault(head=head()) is None


def test_new_rows_are_saved_and_old_records_stay_signed(restored):
    UserFactory()
    ContactRecordFactory(client=Client.objects.first(), author=User.objects.first())

    for signed, column in ((ContactRecord.objects, "text"), (AuditEvent.objects, "actor")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            signed.update(**{column: "rewritten"})


def test_the_manifest_names_each_table_of_ours_and_no_live_sign_in(backups):
    manifest = reading.verified(backups.plain, None)

    assert {"clients_client", "audit_seal", "reports_issuedreport", "auth_permission"} <= manifest.tables.keys()
    assert not {"accounts_session", "django_migrations"} & manifest.tables.keys()
    assert not any(name.startswith("database/accounts_session") for name in taken_apart(backups.plain))


def test_a_database_with_a_row_is_refused(db, backups, media):
    UserFactory()

    with pytest.raises(CommandError, match=r"The database is not empty \(accounts_user has rows\)"):
        run("restore", backups.plain)

    assert not Client.objects.exists()
    assert not media.exists()


def test_a_folder_with_a_file_is_refused(db, backups, media):
    media.mkdir()
    (media / "kept.txt").write_text("kept")

    with pytest.raises(CommandError, match="holds files already"):
        run("restore", backups.plain)

    assert not Client.objects.exists()
    assert media_files.names_in(media) == ["kept.txt"]


def test_a_backup_of_the_other_database_is_refused(db, backups, media, tmp_path):
    parts = taken_apart(backups.plain)
    other = b'"sqlite"' if connection.vendor == "postgresql" else b'"postgresql"'
    parts["manifest.json"] = parts["manifest.json"].replace(f'"{connection.vendor}"'.encode(), other)

    with pytest.raises(CommandError, match="The backup is of "):
        run("restore", put_together(parts, tmp_path / "other.backup"))


def test_heads_noted_elsewhere_show_a_log_that_was_sealed_anew(db, backups, media, tmp_path):
    noted = tmp_path / "audit-heads.log"
    noted.write_text(f"2026-11-20T03:00:00+00:00 1 {'f' * 64}\n")

    with pytest.raises(CommandError, match="came back as they were backed up, but the audit log is not whole"):
        run("restore", backups.plain, heads=noted)


def test_heads_noted_after_the_backup_do_not_count_against_it(db, backups, media, tmp_path):
    noted = tmp_path / "audit-heads.log"
    lines = [(1, reading.verified(backups.plain, None).audit_head), (2, "f" * 64)]
    noted.write_text("".join(f"2026-11-20T03:00:00+00:00 {number} {digest}\n" for number, digest in lines))

    assert "The audit log is whole." in run("restore", backups.plain, heads=noted)


@pytest.mark.long
def test_a_place_without_tables_gets_them_with_their_triggers(db, backups, tmp_path):
    with empty_database(tmp_path, "fresh") as url:
        place = environment(url, tmp_path / "fresh-media")

        restored = manage(place, "restore", backups.plain)

        assert restored.returncode == 0, restored.stderr
        checked = manage(place, "check", "--database", "default")
        assert checked.returncode == 0, checked.stderr


@pytest.mark.long
def test_a_backup_of_an_older_version_comes_up_to_date(db, tmp_path):
    """Made by the tables of an earlier version, restored by this one."""
    with empty_database(tmp_path, "older") as old, empty_database(tmp_path, "newer") as new:
        before = environment(old, tmp_path / "a", BACKUP_FOLDER=str(tmp_path))
        after = environment(new, tmp_path / "b")
        made = manage(before, "shell", "--no-imports", "--command", OLDER, input="a long made-up password\n")
        assert made.returncode == 0, made.stderr

        restored = manage(after, "restore", next(tmp_path.glob("*.backup")))

        assert restored.returncode == 0, restored.stderr
        assert "accounts_user" in restored.stdout
        assert manage(after, "migrate", "--check").returncode == 0


def test_the_drill_restores_compares_and_leaves_nothing(db, backups, tmp_path):
    more = {"BACKUP_IDENTITY_FILE": str(backups.identity), "TMPDIR": str(tmp_path)}

    drill = manage(environment(database_url(), tmp_path, **more), "restore_drill", backups.plain.parent)

    assert drill.returncode == 0, drill.stderr
    assert "clients_client" in drill.stdout
    assert "The drill succeeded in" in drill.stdout
    assert not list(tmp_path.iterdir())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%%_drill'")
            assert cursor.fetchone() == (0,)


def test_a_drill_of_a_backup_that_does_not_come_back_fails(db, backups, tmp_path):
    """The negative control of the drill: the newest one is damaged, an older one is whole."""
    (tmp_path / "casemgmt-2026-11-19T030000Z.backup").write_bytes(backups.plain.read_bytes())
    damaged = bytearray(backups.plain.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (tmp_path / "casemgmt-2026-11-20T030000Z.backup").write_bytes(damaged)

    drill = manage(environment(database_url(), tmp_path / "media"), "restore_drill", tmp_path)

    assert drill.returncode == 1
    assert "its bytes do not match its seal" in drill.stderr
    assert "The drill failed" in drill.stderr


def test_a_second_backup_of_the_same_rows_has_the_same_bytes(transactional_db, tmp_path):
    """Otherwise comparing sums after a restore would compare nothing."""
    UserFactory()
    contents = []
    for minute in (1, 2):
        parts = taken_apart(back_up(tmp_path, tmp_path / "media", now=timezone.now().replace(minute=minute)))
        parts.pop("manifest.json")
        contents.append(parts)

    assert contents[0] == contents[1]
