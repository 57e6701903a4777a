"""Sample audits of records: drawing, judging each record, finishing, and what it came to."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_visible
from clients.pages import client_page
from practice.models import AuditAnswer, AuditedRecord, RecordAudit, Verdict
from practice.supervision import audit_actions
from practice.supervision.audit_forms import AuditCommentForm, FinishAuditForm, JudgeForm, SampleForm
from practice.supervision.results import by_item, tally
from practice.supervision.sample import drawn_again
from practice.supervision.team import find_of_person, find_supervisee
from ui import status
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

TONES = {
    Verdict.YES: status.worded(status.DONE, "Yes"),
    Verdict.PARTLY: status.Status("half", "Partly", "amber"),
    Verdict.NO: status.Status("cross", "No", "red"),
    Verdict.DOES_NOT_APPLY: status.Status("ring", "Does not apply"),
}
USUAL_SIZE, USUAL_DAYS = 5, 90


@requires(Permission.SUPERVISE)
@once
def draw_sample(request: StaffRequest, supervisee_id: UUID) -> HttpResponse:
    person = find_supervisee(request.user, supervisee_id)
    today = timezone.localdate()
    initial = {"since": today - timedelta(days=USUAL_DAYS), "until": today, "size": USUAL_SIZE}
    form = open_form(request, SampleForm, subject=str(person.pk), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            audit = audit_actions.draw_sample(request.user, supervisee=person, now=timezone.now(), **form.cleaned_data)
        except audit_actions.NothingToDraw as problem:
            form.add_error("since", str(problem))
        else:
            messages.success(request, f"{audit.records.count()} of {audit.drawn_from} records drawn.")
            return see_other(audit)
    context = {
        "form": form,
        "person": person,
        "items": audit_actions.checklist(request.practice),
        "back": reverse("practice:supervisee", args=[person.pk]),
    }
    return render(request, "practice/draw_sample.html", context, status=form.status)


@require_safe
def record_audit(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    """What an audit came to. Its supervisor sees it from the draw on, the supervisee once it is finished."""
    audit = _find_audit(request, audit_id)
    records = list(_records(audit))
    readable = set(AuditedRecord.objects.visible_to(request.user).filter(audit=audit).values_list("pk", flat=True))
    answers = [(answer.item, answer.verdict) for one in records for answer in one.answers.all()]
    earlier = _earlier(audit)
    supervises = audit.supervisor_id == request.user.pk
    context = {
        "audit": audit,
        "supervises": supervises,
        "records": [(one, one.pk in readable, _answers(audit, one)) for one in records],
        "left": sum(not one.is_judged for one in records),
        "result": tally(verdict for _, verdict in answers),
        "items": [(words, found, earlier.get(words)) for words, found in by_item(audit.items, answers)],
        "compared": bool(earlier),
        "comments": audit.comments.select_related("author").order_by("at"),
        "again": _again(request, audit, records) if supervises else "",
        "back": _back(request, audit),
    }
    return render(request, "practice/record_audit.html", context)


@requires(Permission.SUPERVISE)
@once
def judge_record(request: StaffRequest, audited_id: UUID) -> HttpResponse:
    """A record that was drawn, beside the checklist; the page belongs to the client's file."""
    found = AuditedRecord.objects.select_related("audit__supervisee", "client", "record__author")
    audited = find_visible(found, request.user, pk=audited_id)
    if audited.audit.supervisor_id != request.user.pk:
        raise Http404
    if audited.audit.is_finished:
        return see_other(audited.audit)
    given = {answer.item: answer for answer in AuditAnswer.objects.filter(audited=audited)}
    items = audited.audit.items
    # Its draft is not the file's: what passes on with a client must not reach whoever is audited.
    form = open_form(
        request, JudgeForm, subject=str(audited.pk), initial=_initial(given), version=audited.version, items=items
    )
    if request.method == "POST" and form.is_valid():
        return _judge(request, audited, form)
    context = {"form": form, "audited": audited, "record": audited.record, "late_status": status.ENTERED_LATE}
    return client_page(
        request, audited.client, "practice/judge_record.html", context, section="timeline", code=form.status
    )


def _judge(request: StaffRequest, audited: AuditedRecord, form: JudgeForm) -> HttpResponse:
    try:
        audit_actions.judge_record(
            audited, answers=form.answers, version=form.posted_version, by=request.user, now=timezone.now()
        )
    except Stale as stale:
        given = {answer.item: answer for answer in AuditAnswer.objects.filter(audited=audited)}
        back = audited.audit.get_absolute_url()
        return conflict_page(request, form, stale, initial=_initial(given), back=back)
    left = AuditedRecord.objects.not_judged().filter(audit=audited.audit).order_by("position").first()
    messages.success(request, f"Record {audited.position} judged.")
    return see_other(left or audited.audit)


@requires(Permission.SUPERVISE)
@once
def finish_audit(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    audit = _find_audit(request, audit_id)
    if audit.supervisor_id != request.user.pk:
        raise PermissionDenied
    form = open_form(request, FinishAuditForm, subject=str(audit.pk))
    if request.method == "POST" and form.is_valid():
        try:
            audit_actions.finish_audit(audit, by=request.user, now=timezone.now())
        except audit_actions.NotAllJudged as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Audit finished. {audit.supervisee.name} can read it and comment.")
            return see_other(audit)
    return _form_page(request, form, audit, "Finish this audit", "Finish the audit")


@once
def comment_on_audit(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    audit = _find_audit(request, audit_id)
    form = open_form(request, AuditCommentForm, subject=str(audit.pk))
    if request.method == "POST" and form.is_valid():
        try:
            audit_actions.comment_on_audit(audit, by=request.user, now=timezone.now(), **form.cleaned_data)
        except audit_actions.NotFinished as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Comment saved.")
            return see_other(audit)
    return _form_page(request, form, audit, "Comment on this audit", "Save comment")


def _find_audit(request: StaffRequest, audit_id: UUID) -> RecordAudit:
    audits = RecordAudit.objects.select_related("supervisor", "supervisee")
    found: RecordAudit = find_of_person(audits, request.user, audit_id)
    return found


def _records(audit: RecordAudit) -> Any:
    answers = Prefetch("answers", AuditAnswer.objects.order_by("item"))
    return audit.records.select_related("client", "record").prefetch_related(answers).order_by("position")


def _answers(audit: RecordAudit, audited: AuditedRecord) -> list[tuple[str, status.Status, str]]:
    """Item, verdict and remark of one record."""
    return [
        (audit.items[answer.item], TONES[Verdict(answer.verdict)], answer.remark) for answer in audited.answers.all()
    ]


def _earlier(audit: RecordAudit) -> dict[str, Any]:
    """Each item's tally in the finished audit before this one, by its words."""
    before = RecordAudit.objects.finished().filter(supervisee=audit.supervisee, drawn_at__lt=audit.drawn_at)
    last = before.order_by("-drawn_at").first()
    if last is None:
        return {}
    answers = AuditAnswer.objects.filter(audited__audit=last).values_list("item", "verdict")
    return dict(by_item(last.items, answers))


def _again(request: StaffRequest, audit: RecordAudit, records: list[AuditedRecord]) -> str:
    """Whether the same seed would draw the same records today."""
    number, again = drawn_again(audit, reader=request.user, size=len(records), now=timezone.now())
    if again == [one.record_id for one in records]:
        return "Drawn again with the same seed, it gives the same records."
    return f"You may read {number} of the {audit.drawn_from} records today, so the draw cannot be repeated as it was."


def _initial(given: dict[int, AuditAnswer]) -> dict[str, str]:
    verdicts = {f"verdict_{item}": answer.verdict for item, answer in given.items()}
    return verdicts | {f"remark_{item}": answer.remark for item, answer in given.items()}


def _back(request: StaffRequest, audit: RecordAudit) -> str:
    if audit.supervisor_id == request.user.pk and request.user.may(Permission.SUPERVISE):
        return reverse("practice:supervisee", args=[audit.supervisee_id])
    return reverse("practice:own_supervision")


def _form_page(request: StaffRequest, form: Any, audit: RecordAudit, heading: str, save: str) -> HttpResponse:
    context = {"form": form, "audit": audit, "heading": heading, "save": save, "back": audit.get_absolute_url()}
    return render(request, "practice/audit_form.html", context, status=form.status)
