"""With a virus scanner, nobody opens a file before it was scanned; without its answer it stays in quarantine."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from files import actions, tasks
from files.checks.marks import EICAR
from files.clamd import ScannerAway, scan
from files.models import State, StoredFile
from tests.factories.files import StoredFileFactory
from tests.files.ground import files_in, received
from tests.files.pdfs import pdf
from tests.files.scanner import honest, scanner, speechless, too_long
from tests.postgres import free_port

NOW = timezone.now()


@pytest.fixture
def clamd(settings):
    with scanner() as server:
        settings.CLAMD_URL = server.url
        yield server


@pytest.mark.parametrize("path", [None, "clamd.sock"])
def test_the_scanner_sees_the_whole_file(tmp_path, path):
    content = bytes(range(256)) * 1000
    (tmp_path / "file").write_bytes(content)
    with scanner(path=path and tmp_path / path) as server, (tmp_path / "file").open("rb") as file:
        assert scan(file, url=server.url) == ""
        assert server.seen == [content]


@pytest.mark.parametrize("answers", [too_long, speechless])
def test_an_answer_that_does_not_say_clean_is_none(tmp_path, answers):
    (tmp_path / "file").write_bytes(b"a")
    with scanner(answers) as server, (tmp_path / "file").open("rb") as file, pytest.raises(ScannerAway):
        scan(file, url=server.url)


def test_without_a_scanner_a_checked_file_is_clean_at_once(db, case_manager):
    stored = actions.store(received("a.pdf", pdf()), by=case_manager, now=NOW)
    assert stored.state == State.CLEAN
    assert (stored.uploaded_by, stored.uploaded_by_id) == (str(case_manager), str(case_manager.pk))
    assert AuditEvent.objects.filter(verb="file.stored", target_id=str(stored.pk)).count() == 1
    assert not actions.scan_next(now=NOW)


@pytest.mark.asvs("5.4.3")
def test_with_one_it_waits_and_is_cleared(db, clamd, case_manager):
    stored = actions.store(received("a.pdf", pdf()), by=case_manager, now=NOW)
    assert stored.state == State.QUARANTINED

    tasks.scan_quarantined()

    stored.refresh_from_db()
    assert (stored.state, stored.refusal) == (State.CLEAN, "")
    assert clamd.seen == [pdf()]
    assert AuditEvent.objects.filter(verb="file.cleared", actor="virus scanner").count() == 1


@pytest.mark.asvs("5.4.3")
def test_a_virus_is_refused_said_and_taken_off_the_disk(db, clamd, media, django_capture_on_commit_callbacks):
    stored = StoredFileFactory(state=State.QUARANTINED, content=EICAR, name="letter.txt")

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.scan_next(now=NOW)

    stored.refresh_from_db()
    assert stored.state == State.REFUSED
    assert stored.refusal.startswith("letter.txt was not added: a virus was found in it.")
    assert not files_in(media)
    assert AuditEvent.objects.filter(verb="file.refused").count() == 1
    assert actions.sweep(now=NOW) == actions.Swept(0, 0)


def test_while_the_scanner_is_away_the_file_waits(db, settings, media):
    settings.CLAMD_URL = f"tcp://127.0.0.1:{free_port()}"
    stored = StoredFileFactory(state=State.QUARANTINED)

    tasks.scan_quarantined()

    stored.refresh_from_db()
    assert stored.state == State.QUARANTINED
    with scanner() as server:
        settings.CLAMD_URL = server.url
        assert not actions.scan_next(now=timezone.now()), "its lease has not run out"
        assert actions.scan_next(now=timezone.now() + actions.LEASE + timedelta(seconds=1))
    stored.refresh_from_db()
    assert stored.state == State.CLEAN


def test_two_sweeps_scan_a_file_once(transactional_db, clamd):
    StoredFileFactory(state=State.QUARANTINED)
    clamd.answers, together = slowly(clamd), threading.Barrier(2)

    def sweep():
        together.wait()
        actions.scan_next(now=NOW)
        connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clamd.asked == 1
    assert StoredFile.objects.get().state == State.CLEAN


def slowly(server):
    """Answers only when both have had the time to ask."""

    def answers(content):
        threading.Event().wait(0.3)
        return honest(content)

    return answers


def test_what_a_lease_was_lost_over_is_settled_once(db, clamd):
    """A worker that was stopped in the middle, and comes back when another one has settled the file."""
    stored = StoredFileFactory(state=State.QUARANTINED)
    mine = actions._claim(NOW)
    assert actions.scan_next(now=NOW + actions.LEASE * 2)

    actions._settle(mine, virus="Late-Word", now=NOW)

    stored.refresh_from_db()
    assert stored.state == State.CLEAN
