"""Disk and rows agree, whatever happened in between; each loss is seen without the protection (F15, F17)."""

import os
import resource
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from casemgmt.backup import media as backup_media
from files import actions, place, tasks
from files.limits import Limits
from files.models import StoredFile
from files.receiving import Received, receive
from files.refusals import Reason
from tests.factories.files import StoredFileFactory
from tests.faults.ground import ROOT, database_url
from tests.files.ground import files_in, received
from tests.files.pdfs import pdf

NOW = timezone.now()


def age(media, seconds=actions.ORPHANED_AFTER + 60):
    for path in files_in(media):
        os.utime(path, (time.time() - seconds,) * 2)


def crash(media, where):
    """A process that takes in a file and is killed at one place on the way."""
    environment = {"SECRET_KEY": "tests only", "DATABASE_URL": database_url(), "MEDIA_ROOT": str(media), "WHERE": where}
    command = [sys.executable, "-m", "tests.files.crasher"]
    died = subprocess.run(command, cwd=ROOT, env={"PATH": os.environ["PATH"]} | environment, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()


@pytest.mark.parametrize(
    "where", ["in the middle of the file", "before its name", "before the row", "before the commit"]
)
def test_a_process_killed_on_the_way_leaves_no_row_and_its_bytes_are_swept(transactional_db, media, where):
    kept = actions.store(received("kept.pdf", pdf()), by="test", now=NOW)
    crash(media, where)
    assert StoredFile.objects.count() == 1
    assert len(files_in(media)) == 2
    assert actions.sweep(now=NOW) == actions.Swept(0, 0), "it may be on its way to its row"

    age(media)
    assert actions.sweep(now=NOW) == actions.Swept(1, 0)

    assert files_in(media) == [place.path_of(kept.stored_name)]
    assert place.digest_of(kept.stored_name) == kept.sha256


def test_one_killed_after_the_commit_has_its_row_and_its_file(transactional_db, media):
    crash(media, "after the commit")
    age(media)
    assert actions.sweep(now=NOW) == actions.Swept(0, 0)
    stored = StoredFile.objects.get()
    assert place.digest_of(stored.stored_name) == stored.sha256


def test_control_with_the_row_before_the_file_a_row_dangles(transactional_db, media):
    crash(media, "row first")
    assert StoredFile.objects.count() == 1
    assert not files_in(media)


def test_a_row_without_its_file_is_said_once_and_when_it_is_found_again(db, media, caplog):
    stored = StoredFileFactory()
    path = place.path_of(stored.stored_name)
    content = path.read_bytes()
    path.unlink()

    for _ in range(2):
        assert actions.sweep(now=NOW).missing == 1
    stored.refresh_from_db()
    assert stored.missing_since
    assert "1 rows without their file" in caplog.text

    path.write_bytes(content)
    tasks.sweep()
    stored.refresh_from_db()
    assert stored.missing_since is None
    assert AuditEvent.objects.filter(verb="file.missing").count() == 1
    assert AuditEvent.objects.filter(verb="file.found").count() == 1


def test_a_file_cut_short_counts_as_missing(db, media):
    stored = StoredFileFactory()
    os.truncate(place.path_of(stored.stored_name), 3)
    assert actions.sweep(now=NOW).missing == 1


def test_on_a_full_disk_the_file_is_refused_and_nothing_stays(media):
    """The system allows this process no file of more than 100 kB."""
    content = b"a" * 200_000
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open(media.parent / "sent", "w+b") as sent:
        sent.write(content)
        sent.flush()
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
        try:
            found = receive("a.txt", sent, limits=Limits())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert found.reason == Reason.NO_DISK
    assert not files_in(media)
    assert isinstance(received("a.txt", content), Received)


def test_what_no_row_names_is_taken_away_and_what_a_row_names_stays(db, media):
    first, second = received("a.pdf", pdf()), received("b.pdf", pdf())
    actions.store(first, by="test", now=NOW)
    actions.discard_unnamed([first, second])
    assert files_in(media) == [place.path_of(first.stored_name)]


def test_a_clean_file_is_not_claimed_or_changed(db):
    stored = StoredFileFactory()
    assert not actions.scan_next(now=NOW + timedelta(days=1))
    actions.sweep(now=NOW)
    again = StoredFile.objects.get(pk=stored.pk)
    assert {name: getattr(again, name) for name in vars(stored) if name[0] != "_"} == {
        name: value for name, value in vars(stored).items() if name[0] != "_"
    }


def test_a_backup_holds_stored_files_and_passes_over_unfinished_ones(media):
    whole = received("a.pdf", pdf())
    part = place.path_of("ab" * 16).with_suffix(place.PART)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"half")
    assert backup_media.names_in(media) == [f"files/{whole.stored_name[:2]}/{whole.stored_name}"]
