from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.models import EntryKind
from records import actions
from records.models import Addendum, ContactKind
from tests.factories.clients import TimelineEntryFactory
from tests.factories.records import AddendumFactory, ContactRecordFactory
from tests.factories.ui import DraftFactory

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def reader(signed_in, case_manager):
    return signed_in(case_manager)


@pytest.fixture
def record(client_file, case_manager):
    return ContactRecordFactory(client=client_file, author=case_manager)


def timeline(client_file, **given):
    return reverse("records:timeline", args=[client_file.reference], query=given or None)


def titles(response):
    return [row.title for month in response.context["months"] for row in month.rows]


def test_the_timeline_is_newest_first_under_its_months(reader, client_file):
    for month in (9, 11, 10):
        at = datetime(2025, month, 18, 10, tzinfo=LONDON)
        TimelineEntryFactory(client=client_file, title=f"Visit {month}", at=at)

    response = reader.get(timeline(client_file))

    assert [month.name for month in response.context["months"]] == ["November 2025", "October 2025", "September 2025"]
    assert titles(response) == ["Visit 11", "Visit 10", "Visit 9"]
    assert "Tue 18 Nov 2025, 10am" in response.text


def test_where_the_time_is_not_known_only_the_day_is_shown(reader, client_file):
    at = datetime(2025, 11, 18, 12, tzinfo=LONDON)
    TimelineEntryFactory(client=client_file, at=at, has_time=False)

    response = reader.get(timeline(client_file))

    assert "Tue 18 Nov 2025</time>" in response.text
    assert "midday" not in response.text


def test_an_empty_timeline_leads_to_the_first_record(reader, client_file, signed_in, supervisor):
    assert "Record the first visit or call</a>" in reader.get(timeline(client_file)).text
    assert "Record the first visit or call" not in signed_in(supervisor).get(timeline(client_file)).text


def test_system_events_are_shown_when_asked_for(reader, client_file):
    assert "File opened" not in titles(reader.get(timeline(client_file)))
    assert "File opened" in titles(reader.get(timeline(client_file, system="on")))


def test_a_chip_shows_one_kind(reader, client_file):
    TimelineEntryFactory(client=client_file, title="Visit")
    TimelineEntryFactory(client=client_file, title="Referral sent", kind=EntryKind.REFERRAL)

    response = reader.get(timeline(client_file, kind="referral"))

    assert titles(response) == ["Referral sent"]
    chips = [(chip.label, chip.count, chip.current) for chip in response.context["chips"]]
    assert chips == [("All", 2, False), ("Contacts", 1, False), ("Referrals and services", 1, True)]


@pytest.mark.parametrize("kind", ["", "system", "nonsense", "\x00"])
def test_an_unknown_kind_shows_everything(reader, client_file, kind):
    TimelineEntryFactory(client=client_file, title="Visit")

    assert titles(reader.get(timeline(client_file, kind=kind))) == ["Visit"]


def test_days_from_and_to_are_both_included(reader, client_file):
    for day in (9, 10, 11, 12):
        at = datetime(2025, 11, day, 23, 59, tzinfo=LONDON)
        TimelineEntryFactory(client=client_file, title=f"Visit {day}", at=at)

    response = reader.get(timeline(client_file, **{"from": "10 Nov 2025", "to": "11/11/2025"}))

    assert titles(response) == ["Visit 11", "Visit 10"]


def test_words_are_found_in_titles_in_the_whole_record_and_in_its_addenda(reader, client_file, case_manager):
    now = timezone.now()
    given = {"kind": ContactKind.CALL, "on": timezone.localdate(now), "at": None, "minutes": None, "late_reason": ""}
    given |= {"with_whom": "Carol", "with_client": True, "by": case_manager, "now": now}
    long = actions.sign_contact(client_file, text="Slept well. " * 60 + "The chapel wall.", **given)
    actions.sign_contact(client_file, text="Slept badly.", **given)
    actions.add_addendum(long, text="It was the orchard.", by=case_manager, now=now)

    assert titles(reader.get(timeline(client_file, find="CHAPEL"))).count("Call, Carol") == 1
    assert "Call, Carol" in titles(reader.get(timeline(client_file, find="orchard")))
    assert titles(reader.get(timeline(client_file, find="carol"))).count("Call, Carol") == 2
    assert "0 entries match." in reader.get(timeline(client_file, find="zebra")).text


@pytest.mark.parametrize(("name", "given"), [("from", "soon"), ("to", "31 Feb"), ("find", "a\x00b")])
def test_a_mistake_in_the_filter_is_explained_and_filters_nothing(reader, client_file, name, given):
    TimelineEntryFactory(client=client_file, title="Visit")

    response = reader.get(timeline(client_file, **{name: given}))

    assert response.status_code == 200
    assert response.context["form"].errors[name]
    assert "There is a problem" in response.text
    assert titles(response) == ["Visit"]


def test_a_page_holds_25_and_leads_to_older_ones_with_the_filter_kept(reader, client_file):
    TimelineEntryFactory.create_batch(30, client=client_file)

    first = reader.get(timeline(client_file, kind="contact"))
    older = reader.get(timeline(client_file, kind="contact", page=2))

    assert len(titles(first)) == 25
    assert 'href="?kind=contact&amp;page=2">Show older' in first.text
    assert len(titles(older)) == 5
    assert "Show older" not in older.text


def test_late_entries_and_addenda_are_labelled(reader, client_file, case_manager):
    on = timezone.localdate() - timedelta(days=9)
    given = {"kind": ContactKind.CALL, "on": on, "at": None, "minutes": 15, "late_reason": "Off sick", "text": "x"}
    given |= {"with_whom": "Carol", "with_client": False, "by": case_manager, "now": timezone.now()}
    record = actions.sign_contact(client_file, **given)
    actions.add_addendum(record, text="More", by=case_manager, now=timezone.now())

    response = reader.get(timeline(client_file))

    added, signed = [row for month in response.context["months"] for row in month.rows]
    assert added.tags == []
    assert [tag.word.split(",")[0] for tag in signed.tags] == ["Entered late", "Addendum"]
    assert signed.meta == ["15m", "Priya Kaur"]
    assert signed.url == record.get_absolute_url()


def test_a_draft_is_shown_to_its_author_alone(reader, client_file, case_manager, supervisor, signed_in):
    DraftFactory(author=case_manager, client=client_file.reference, label="Contact record", path="/somewhere/")
    DraftFactory(author=case_manager, client="CM-9999", label="Another file")

    assert [draft.label for draft in reader.get(timeline(client_file)).context["drafts"]] == ["Contact record"]
    assert "Drafts to finish" not in signed_in(supervisor).get(timeline(client_file)).text


def test_opening_the_timeline_and_a_record_leaves_a_trace(reader, client_file, record):
    reader.get(timeline(client_file))
    reader.get(record.get_absolute_url())

    assert AuditEvent.objects.filter(verb="timeline.opened", client=client_file.reference).count() == 2


def test_the_timeline_takes_as_many_queries_for_25_rows_as_for_three(
    reader, client_file, case_manager, django_assert_max_num_queries
):
    def add(count):
        for record in ContactRecordFactory.create_batch(count, client=client_file, author=case_manager):
            target = {"route": "records:contact_record", "target": str(record.pk)}
            TimelineEntryFactory(client=client_file, at=record.happened_at, **target)

    def queries():
        with django_assert_max_num_queries(25) as context:
            reader.get(timeline(client_file, find="visit"))
        return len(context)

    add(3)
    queries()  # the first page of a session also notes when it began
    few = queries()
    add(27)
    assert queries() == few


def test_a_record_shows_who_when_and_what(reader, record, case_manager):
    AddendumFactory(record=record, number=1, author=case_manager)

    response = reader.get(record.get_absolute_url())

    for words in (
        "Visit, Carol Ashby (mother)",
        "55m",
        "Walked to the shop",
        "Addendum 1",
        "not the wall",
        "Priya Kaur",
    ):
        assert words in response.text


def test_what_was_written_is_shown_as_text(reader, client_file, case_manager):
    record = ContactRecordFactory(client=client_file, author=case_manager, text="<script>alert(1)</script>\n  indented")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n  indented" in reader.get(record.get_absolute_url()).text


def test_an_addendum_is_signed_and_the_record_shows_it(reader, record):
    url = reverse("records:add_addendum", args=[record.pk])
    form = reader.get(url).context["form"]

    response = reader.post(url, {"once_key": form.once_key, "text": "It was the bench."}, follow=True)

    assert response.redirect_chain == [(record.get_absolute_url(), 303)]
    assert "Addendum 1 saved to J. Ashby&#x27;s file." in response.text
    assert Addendum.objects.get().text == "It was the bench."


@pytest.mark.parametrize("text", ["", " \n\u200b"])
def test_an_empty_addendum_is_refused(reader, record, text):
    response = reader.post(reverse("records:add_addendum", args=[record.pk]), {"text": text})

    assert response.status_code == 422
    assert response.context["form"].errors["text"] == ["Enter what you add"]
    assert not Addendum.objects.exists()


def test_a_supervisor_reads_a_record_and_adds_nothing(signed_in, supervisor, record):
    browser = signed_in(supervisor)

    assert browser.get(record.get_absolute_url()).status_code == 200
    assert "Add to this record" not in browser.get(record.get_absolute_url()).text
    assert browser.post(reverse("records:add_addendum", args=[record.pk]), {"text": "x"}).status_code == 403


def test_a_record_of_a_file_that_is_not_theirs_does_not_exist_for_them(signed_in, outsider, record, client_file):
    browser = signed_in(outsider)

    assert browser.get(record.get_absolute_url()).status_code == 404
    assert browser.get(timeline(client_file)).status_code == 404
    assert browser.post(reverse("records:add_addendum", args=[record.pk]), {"text": "x"}).status_code == 404


def test_an_admin_knows_the_client_and_reads_no_record(signed_in, admin, record, client_file):
    browser = signed_in(admin)

    assert browser.get(record.get_absolute_url()).status_code == 403
    assert browser.get(timeline(client_file)).status_code == 403
