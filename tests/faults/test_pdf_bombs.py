"""F19: documents that would eat the machine, and a renderer that is killed: a job that failed, once, with a retry."""

import os
import signal
import subprocess
import threading
from functools import partial

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from clients.models import Party
from reports import actions, pdf
from reports.models import RenderState, Report
from reports.pdf import Limits, to_pdf
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_leg]

TIGHT = Limits(memory_bytes=512 * 1024**2, cpu_seconds=3, seconds=3)
BOMBS = {
    "five thousand pages": "<p style='break-after: page'>A page</p>" * 5000,
    "tables in tables": "<table><tr><td>" * 200 + "deep" + "</td></tr></table>" * 200,
    "a grid without end": "<div style='display: grid; grid-template-columns: repeat(3000, 1fr)'>"
    + "<i>x</i>" * 9000
    + "</div>",
    "more memory than there is": "<div style='columns: 400'>" + "<p>words and words</p>" * 40_000 + "</div>",
}
FIRST, *OTHERS = BOMBS


@pytest.fixture
def asked(client_file, case_manager):
    """A report whose draft PDF has been asked for."""
    reader = Party.objects.filter(client=client_file).first()
    report = ReportFactory(client=client_file, reader=reader, author=case_manager)
    actions.ask_to_render(report, by=case_manager, now=timezone.now())
    return report


def page_of(report, signed_in):
    return signed_in(report.author).get(report.get_absolute_url()).content.decode()


def assert_failed_once(asked, signed_in):
    report = Report.objects.get(pk=asked.pk)
    assert (report.render_state, report.pdf) == (RenderState.FAILED, None)
    assert AuditEvent.objects.filter(verb="report.render_failed").count() == 1
    assert not actions.render_next(now=timezone.now()), "it is not tried again by itself"
    page = page_of(asked, signed_in)
    assert "Nothing is lost." in page
    assert "Try again" in page
    assert "Download the draft PDF" not in page


@pytest.mark.parametrize("bomb", [FIRST, *(pytest.param(bomb, marks=pytest.mark.long) for bomb in OTHERS)])
def test_a_bomb_is_stopped_at_its_limit_and_fails_once(asked, signed_in, monkeypatch, bomb):
    monkeypatch.setattr(actions, "render", lambda content, draft: f"<html><body>{BOMBS[bomb]}</body></html>")
    monkeypatch.setattr(actions, "to_pdf", partial(to_pdf, limits=TIGHT))

    assert actions.render_next(now=timezone.now())

    assert_failed_once(asked, signed_in)


def kill_the_child():
    """As the kernel does when memory runs out: whatever child of ours makes a PDF is gone."""
    found = ""
    while not found:
        found = subprocess.run(
            ["pgrep", "-P", str(os.getpid()), "-f", "pdf_child"], capture_output=True, text=True
        ).stdout
    for child in found.split():
        os.kill(int(child), signal.SIGKILL)


@pytest.fixture
def killer():
    thread = threading.Thread(target=kill_the_child)
    thread.start()
    yield
    thread.join()


def test_a_renderer_that_is_killed_fails_its_job_and_the_retry_makes_it(asked, signed_in, killer):
    assert actions.render_next(now=timezone.now())
    assert_failed_once(asked, signed_in)

    again = signed_in(asked.author).post(f"{asked.get_absolute_url()}render/")
    assert again.status_code == 303
    assert actions.render_next(now=timezone.now())

    report = Report.objects.get(pk=asked.pk)
    assert report.render_state == RenderState.DONE
    assert bytes(report.pdf).rstrip().endswith(b"%%EOF")


def test_control_without_the_look_at_how_it_ended_half_a_pdf_is_linked(asked, signed_in, killer, monkeypatch):
    careless = lambda html: pdf._run([str(1024**3), "60"], html.encode(), 60)[1]  # noqa: E731
    monkeypatch.setattr(actions, "to_pdf", careless)

    actions.render_next(now=timezone.now())

    assert "Download the draft PDF" in page_of(asked, signed_in)
    assert not bytes(Report.objects.get(pk=asked.pk).pdf).endswith(b"%%EOF")
