"""The moment before and after each change of hands: with a live session, an open draft, a queued render and a link."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clients import access
from clients.handover_actions import Move, hand_over, undo
from clients.link_actions import share_by_link
from clients.models import HandoverKind, Party
from records.models import ContactRecord
from reports import actions as reporting
from reports.models import RenderState, Report
from tests.factories.reports import IssuedReportFactory, ReportFactory
from tests.factories.ui import DraftFactory

pytestmark = pytest.mark.django_db

AHEAD = timedelta(minutes=20)  # within a session's idle limit
INSTANT = timedelta(microseconds=1)
# What changes hands at the moment, and who of giver and receiver works on the file before and after it.
CHANGES = {
    "reassigned": ({"giver"}, {"receiver"}),
    "cover begins": ({"giver"}, {"giver", "receiver"}),
    "cover ends": ({"giver", "receiver"}, {"giver"}),
    "undone in time": ({"giver"}, {"giver"}),
}


@dataclass
class Office:
    """One file, who gives it and who takes it on: each signed in before, with a draft and a queued PDF of their own."""

    client: object
    people: dict
    link: object
    stop: str

    def __post_init__(self):
        self.browsers = {name: Browser() for name in self.people}
        self.reports = {}
        reader = Party.objects.filter(client=self.client, pays=True).get()
        for name, person in self.people.items():
            self.browsers[name].force_login(person)
            self.browsers[name].get("/")
            DraftFactory(author=person, client=self.client.reference, path=f"/draft-of-{name}/")
            self.reports[name] = ReportFactory(client=self.client, reader=reader, author=person)
            reporting.ask_to_render(self.reports[name], by=person, now=timezone.now())

    def met(self, name, words):
        """Everything that one person met, as one word: works, nothing, or what was neither."""
        browser, reference = self.browsers[name], self.client.reference
        signs = {
            "page": browser.get(reverse("practice:client_summary", args=[reference])).status_code == 200,
            "search": reference in browser.get("/clients/?q=ashby").content.decode(),
            "form": browser.get(self.editor).status_code == 200,
            "save": browser.post(self.editor, {"kind": "note", "on": "today", "text": words}).status_code == 303,
            "saved": ContactRecord.objects.filter(text=words).exists(),
            "draft": f"/draft-of-{name}/" in browser.get("/").content.decode(),
            "link": browser.get(self.stop).status_code == 200,
        }
        if len(set(signs.values())) == 1:
            return "works" if signs["page"] else "nothing"
        return signs

    @property
    def editor(self):
        return reverse("practice:add_contact", args=[self.client.reference])

    def all_met(self, words):
        return {name: self.met(name, f"{words} {name}") for name in self.people}

    def refused_renders(self):
        while reporting.render_next(now=timezone.now()):
            pass
        words = "Who asked for this PDF no longer works on this client."
        found = {name: Report.objects.get(pk=report.pk) for name, report in self.reports.items()}
        return {n for n, r in found.items() if (r.render_state, r.render_problem) == (RenderState.FAILED, words)}


@pytest.fixture
def office(client_file, case_manager, outsider):
    reader = Party.objects.get(client=client_file, pays=True)
    issued = IssuedReportFactory(report=ReportFactory(client=client_file, reader=reader), issued_by=case_manager)
    made = share_by_link(client_file, party=reader, target=issued, by=case_manager, now=timezone.now(), days=14)
    stop = reverse("reports:stop_sharing", args=[made.link.pk])
    return Office(client_file, {"giver": case_manager, "receiver": outsider}, made, stop)


def arrange(change, office, admin, moment):
    now = timezone.now()
    cover = change.startswith("cover")
    when = {"ends_at": moment} if change == "cover ends" else {"starts_at": moment}
    kind = HandoverKind.COVER if cover else HandoverKind.REASSIGN
    move = Move(office.client, office.people["giver"], office.people["receiver"])
    handover = hand_over([move], kind=kind, by=admin, now=now, reason="Nearer", **when)
    if change == "undone in time":
        undo(handover, by=admin, now=now)


def as_it_should_be(names):
    return {name: "works" if name in names else "nothing" for name in ("giver", "receiver")}


@pytest.mark.parametrize("change", CHANGES)
def test_access_changes_at_the_moment_and_everywhere_at_once(office, admin, change):
    before, after = CHANGES[change]
    start = timezone.now()
    moment = start + AHEAD
    with time_machine.travel(start, tick=False) as clock:
        arrange(change, office, admin, moment)
        clock.move_to(moment - INSTANT)
        assert office.all_met("Before") == as_it_should_be(before)

        clock.move_to(moment)
        assert office.all_met("After") == as_it_should_be(after)

        assert office.refused_renders() == {"giver", "receiver"} - after
        path = reverse("reports:shared_report", args=[office.link.token])
        assert Browser().get(path).status_code == 200, "the reader's link is the client's, not the case manager's"


def test_control_doors_that_ask_for_another_moment_are_caught(office, admin, monkeypatch):
    """The negative control: as if a page went by who carried the client when the session began."""
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        arrange("reassigned", office, admin, start + AHEAD)
        behind = access.ClientQuerySet._behind
        monkeypatch.setattr(
            access.ClientQuerySet, "_behind", lambda self, door, user, now: behind(self, door, user, start)
        )
        clock.move_to(start + AHEAD)

        assert office.all_met("After") != as_it_should_be({"receiver"})
