"""Builds the demo practice through the actions, as if its staff had worked in it for ten months."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import PracticeSettings
from clients.link_actions import note_opening, share_by_link
from practice.demo.days import Days
from practice.demo.enquiries import ask_the_practice
from practice.demo.file import Practice, tell
from practice.demo.hands import arrange
from practice.demo.importing import send_a_table
from practice.demo.jordan.story import JORDAN
from practice.demo.looks import look_for_people
from practice.demo.others.femi import FEMI
from practice.demo.others.george import GEORGE
from practice.demo.others.iris import IRIS
from practice.demo.others.maja import MAJA
from practice.demo.others.nadia import NADIA
from practice.demo.others.omar import OMAR
from practice.demo.others.pauline import PAULINE
from practice.demo.others.rosa import ROSA
from practice.demo.others.tobi import TOBI
from practice.demo.practice import OPENED, know_providers, open_practice
from practice.demo.register import keep_register, make_pack
from practice.demo.supervision import hold_supervision
from practice.demo.twofold import merge_the_second_file
from reports.actions import render_next
from reports.models import IssuedReport, Report
from reports.pdf import pdf_available

STORIES = (JORDAN, ROSA, GEORGE, TOBI, PAULINE, MAJA, FEMI, IRIS, OMAR, NADIA)  # in the order of their references
SHARED_AGO, OPENED_AGO = 5, 4


def build(*, now: datetime, password: str) -> None:
    practice = tell_stories(now=now, password=password)
    if pdf_available():
        print_and_share(practice)
        make_pack(practice.staff, practice.days)


@transaction.atomic
def tell_stories(*, now: datetime, password: str) -> Practice:
    """All of it or nothing: a database that was left half full would pass for a practice of its own."""
    days = Days(timezone.localdate(now))
    staff = open_practice(days, password=password)
    keep_register(staff, days)
    providers = know_providers(days, by=staff["amara"], now=days.at(OPENED, "10:00"))
    practice = Practice(days, staff, providers)
    for story in STORIES:
        tell(story, practice)
    look_for_people(days, staff)
    merge_the_second_file(practice)
    hold_supervision(practice)
    arrange(days, staff, now=now)
    send_a_table(staff, days)
    ask_the_practice(days, staff)
    return practice


def print_and_share(practice: Practice) -> None:
    """Makes the PDF of the report that the story issued, as the worker would have, and shares it with its reader."""
    days = practice.days
    asked = Report.objects.to_render(timezone.now()).get()
    render_next(now=asked.started_at)
    issued = IssuedReport.objects.select_related("client", "report__reader__instruction").filter(report=asked).first()
    if issued is None:
        return  # the report's page says why, and offers another try
    reader, by = issued.report.reader, practice.staff["priya"]
    shared = share_by_link(
        issued.client,
        party=reader,
        target=issued,
        by=by,
        now=days.at(SHARED_AGO, "11:00"),
        days=PracticeSettings.current().link_days,
    )
    for what in ("viewed", "downloaded"):
        note_opening(shared.link, what=what, now=days.at(OPENED_AGO, "09:25"))
