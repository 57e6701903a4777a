"""Sample audits: a draw that can be repeated, a verdict for each item, and what it came to."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from accounts.actions import change_practice
from accounts.models import PracticeSettings
from audit.models import AuditEvent
from practice.models import AuditedRecord, RecordAudit
from practice.supervision import audit_actions as actions
from practice.supervision.draw import drawn
from practice.supervision.results import Tally, by_item, change_words, tally
from practice.supervision.sample import drawn_again
from tests.factories.clients import ClientFactory
from tests.factories.practice import AuditAnswerFactory, AuditedRecordFactory, RecordAuditFactory
from tests.factories.records import ContactRecordFactory
from ui.versions import Stale

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SINCE = TODAY - timedelta(days=30)


def test_records_are_drawn_in_the_order_of_their_digests():
    records = [UUID(int=number) for number in range(10)]
    by_hand = sorted(records, key=lambda one: hashlib.sha256(f"seed {one}".encode()).hexdigest())

    assert drawn(records, seed="seed", size=3) == by_hand[:3]
    assert drawn(reversed(records), seed="seed", size=3) == by_hand[:3]
    assert drawn(records, seed="another", size=10) != by_hand
    assert len(drawn(records, seed="seed", size=99)) == 10


def test_a_tally_counts_what_applies():
    found = tally(["yes", "yes", "partly", "no", "n/a"])

    assert found == Tally(2, 1, 1, 1)
    assert (found.percent, found.words) == (50, "2 of 4 met (50%), 1 partly")
    assert tally(["n/a"]).words == "Nothing applied"
    assert tally(["yes"] * 5 + ["no"] * 3).percent == 63  # 62.5, halves up


def test_items_and_audits_are_compared_in_words():
    answers = [(0, "yes"), (1, "no"), (0, "partly")]

    assert by_item(["Present", "Next step"], answers) == [("Present", Tally(1, 1)), ("Next step", Tally(no=1))]
    assert change_words(Tally(3, 0, 1), Tally(1, 0, 1)) == "25 points more than in the audit before"
    assert change_words(Tally(1), Tally(2)) == "As in the audit before"
    assert change_words(Tally(), Tally(2)) == "Nothing to compare with"
    assert change_words(Tally(99, 0, 1), Tally(1)) == "1 point less than in the audit before"


@pytest.fixture
def records(client_file, case_manager, outsider):
    """Five of the case manager's in the period; and one each that is too old, of somebody else, of another file."""
    found = [ContactRecordFactory(client=client_file, author=case_manager) for _ in range(5)]
    ContactRecordFactory(client=client_file, author=case_manager, happened_at=NOW - timedelta(days=40))
    ContactRecordFactory(client=client_file, author=outsider)
    ContactRecordFactory(client=ClientFactory(), author=case_manager)
    return found


@pytest.fixture
def audit(supervisor, case_manager, records):
    return actions.draw_sample(supervisor, supervisee=case_manager, since=SINCE, until=TODAY, size=3, now=NOW)


def answers(audit, verdict="yes"):
    return [(verdict, "")] * len(audit.items)


def judge(audited, by, verdict="yes", version=1):
    actions.judge_record(audited, answers=answers(audited.audit, verdict), version=version, by=by, now=NOW)


def test_a_sample_is_drawn_from_what_the_supervisor_may_read(audit, records, supervisor):
    drawn_now = list(audit.records.order_by("position").values_list("record_id", flat=True))

    assert audit.drawn_from == 5
    assert len(drawn_now) == 3
    assert set(drawn_now) <= {record.pk for record in records}
    assert drawn_again(audit, reader=supervisor, size=3, now=NOW) == (5, drawn_now)
    assert audit.items == PracticeSettings.current().record_checklist.splitlines()
    assert AuditEvent.objects.filter(verb="record_audit.drawn").count() == 1


def test_what_is_signed_after_the_draw_does_not_change_it(audit, client_file, case_manager, supervisor):
    ContactRecordFactory(client=client_file, author=case_manager, signed_at=NOW + timedelta(hours=1))
    assert drawn_again(audit, reader=supervisor, size=3, now=NOW)[0] == 5


def test_nothing_to_draw_is_said(supervisor, case_manager, signed_in):
    answer = signed_in(supervisor).post(
        f"/practice/supervision/{case_manager.pk}/audits/add/", {"since": "1 Jan 2020", "until": "today", "size": "3"}
    )
    assert answer.status_code == 422
    assert "signed no records of that period" in answer.content.decode()
    assert not RecordAudit.objects.exists()


def test_a_changed_checklist_leaves_drawn_audits_alone(audit, admin, supervisor, case_manager):
    change_practice(PracticeSettings.current(), by=admin, record_checklist="One thing only\n\n  And another ")
    later = actions.draw_sample(supervisor, supervisee=case_manager, since=SINCE, until=TODAY, size=1, now=NOW)

    assert later.items == ["One thing only", "And another"]
    assert len(RecordAudit.objects.get(pk=audit.pk).items) > 2


def test_a_record_is_judged_beside_its_text_and_the_next_one_follows(audit, supervisor, client_file, signed_in):
    first, second = audit.records.order_by("position")[:2]
    browser = signed_in(supervisor)
    page = browser.get(first.get_absolute_url())
    given = {f"verdict_{place}": "partly" for place in range(len(audit.items))} | {"remark_0": "Two days late"}

    answer = browser.post(first.get_absolute_url(), given | {"version": "1"})

    assert first.record.text in page.content.decode()
    assert AuditEvent.objects.filter(verb="timeline.opened", client=client_file.reference).exists()
    assert answer["Location"] == second.get_absolute_url()
    assert first.answers.filter(verdict="partly").count() == len(audit.items)
    assert first.answers.get(item=0).remark == "Two days late"
    judged = AuditEvent.objects.get(verb="record_audit.record_judged")
    assert judged.client == client_file.reference
    assert "days late" not in judged.text


def test_a_draft_of_a_verdict_is_not_the_files(audit, supervisor, signed_in):
    """Drafts about a client go to whoever leads the client when their author leaves: here, to the person audited."""
    form = signed_in(supervisor).get(audit.records.first().get_absolute_url()).context["form"]
    assert form.token.client == ""


def test_two_tabs_on_one_record_do_not_overwrite_each_other(audit, supervisor, signed_in):
    first = audit.records.order_by("position").first()
    judge(first, supervisor, "no")
    given = {f"verdict_{place}": "yes" for place in range(len(audit.items))}

    with pytest.raises(Stale):
        judge(AuditedRecord.objects.get(pk=first.pk), supervisor)
    answer = signed_in(supervisor).post(first.get_absolute_url(), given | {"version": "1"})

    assert answer.status_code == 409
    assert set(first.answers.values_list("verdict", flat=True)) == {"no"}


def test_an_audit_is_finished_when_every_record_is_judged_and_stays(audit, supervisor, case_manager, signed_in):
    where = audit.get_absolute_url()
    assert signed_in(case_manager).get(where).status_code == 404, "not before it is finished"
    with pytest.raises(actions.NotAllJudged, match="3 left"):
        actions.finish_audit(audit, by=supervisor, now=NOW)
    for audited in audit.records.all():
        judge(audited, supervisor)

    assert signed_in(supervisor).post(f"{where}finish/", {"sure": "on"}).status_code == 303

    with pytest.raises(actions.AuditFinished):
        judge(audit.records.first(), supervisor, "no", version=2)
    page = signed_in(case_manager).get(where).content.decode()
    assert f"{3 * len(audit.items)} of {3 * len(audit.items)} met (100%)" in page
    assert AuditEvent.objects.filter(verb="record_audit.finished").count() == 1


def test_the_supervisee_comments_on_a_finished_audit(case_manager, supervisor, outsider, signed_in):
    audit = RecordAuditFactory(supervisor=supervisor, supervisee=case_manager)
    where = f"{audit.get_absolute_url()}comment/"

    assert signed_in(outsider).post(where, {"text": "Mine"}).status_code == 404
    assert signed_in(case_manager).post(where, {"text": "It stood in the diary"}).status_code == 303

    assert "It stood in the diary" in signed_in(supervisor).get(audit.get_absolute_url()).content.decode()
    assert AuditEvent.objects.filter(verb="record_audit.commented").count() == 1
    with pytest.raises(actions.NotFinished):
        actions.comment_on_audit(RecordAuditFactory(finished_at=None), text="x", by=supervisor, now=NOW)


def test_remarks_about_a_file_that_a_reader_may_not_read_are_not_shown(case_manager, supervisor, signed_in):
    audit = RecordAuditFactory(supervisor=supervisor, supervisee=case_manager, drawn_from=1)
    audited = AuditedRecordFactory(audit=audit, record__author=case_manager)  # a file that neither reads any more
    AuditAnswerFactory(audited=audited, item=0, verdict="no", remark="Names the mother's illness")

    page = signed_in(supervisor).get(audit.get_absolute_url()).content.decode()

    assert "mother" not in page
    assert audited.client.reference not in page
    assert "0 of 1 met (0%)" in page


def test_results_stand_over_time(case_manager, supervisor, signed_in):
    for days, verdict in ((60, "no"), (20, "yes")):
        audit = RecordAuditFactory(supervisor=supervisor, supervisee=case_manager, drawn_at=NOW - timedelta(days=days))
        AuditAnswerFactory(audited=AuditedRecordFactory(audit=audit), item=0, verdict=verdict)

    rows = signed_in(supervisor).get(f"/practice/supervision/{case_manager.pk}/").context["audits"]

    assert [(row.result.percent, row.change) for row in rows] == [
        (100, "100 points more than in the audit before"),
        (0, "Nothing to compare with"),
    ]
