from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_visible, find_workable, may_work_on
from clients.consent import may_leave, to_party
from clients.models import Client, Party
from clients.pages import client_page
from reports import actions
from reports.checks import checks_of
from reports.collect import collect
from reports.forms import StartReportForm, SureForm, WordingForm
from reports.models import Report
from reports.pdf_response import pdf_response
from reports.render import body_of
from reports.render import render as render_html
from reports.rows import state_of
from reports.suggest import suggested_period, suggested_wording
from reports.views.issued import issued_report
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

WORDING = ("summary", "changed", "unchanged", "next_steps")


@requires(Permission.WRITE_REPORT)
@once
def start_report(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    readers = Party.objects.filter(client=client, instruction__ends_on=None, may_read_reports=True).order_by("pk")
    initial = suggested_period(client, today=timezone.localdate())
    form = open_form(
        request, StartReportForm, subject=client.reference, client=client, initial=initial, readers=readers
    )
    if request.method == "POST" and form.is_valid():
        wording = suggested_wording(client, ends_on=form.cleaned_data["ends_on"])
        report = actions.start_report(client, by=request.user, now=timezone.now(), **form.cleaned_data, **wording)
        return see_other(report)
    back = reverse("reports:client_reports", args=[client.reference])
    context = {"form": form, "has_readers": readers.exists(), "back": back}
    return client_page(request, client, "reports/start_report.html", context, section="reports", code=form.status)


@requires(Permission.READ_FILE)
@once
def report(request: StaffRequest, report_id: Any) -> HttpResponse:
    """The report's own page: its wording while it is written, its fingerprint and readers once it is issued."""
    find = find_workable if request.method == "POST" else find_visible
    report = find(Report.objects.with_story(), request.user, pk=report_id)
    if report.is_issued and request.method != "POST":
        return issued_report(request, report)
    initial = {name: getattr(report, name) for name in WORDING}
    form = open_form(
        request, WordingForm, subject=str(report.pk), client=report.client, initial=initial, version=report.version
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_wording(report, version=form.posted_version, by=request.user, now=timezone.now(), **given)
        except (actions.AlreadyIssued, actions.AlreadyRendering) as problem:
            form.add_error(None, str(problem))
        except Stale as stale:
            current = {name: getattr(stale.current, name) for name in WORDING}
            return conflict_page(request, form, stale, initial=current, back=report.get_absolute_url())
        else:
            messages.success(request, "Wording saved.")
            return see_other(report)
    return _wording_page(request, report, form)


def _wording_page(request: StaffRequest, report: Report, form: Any) -> HttpResponse:
    context = {
        "form": form,
        "state": state_of(report),
        "checks": checks_of(report, today=timezone.localdate()),
        "is_on_its_way": report.is_being_made and report.issuing,
        **_progress(request, report),
    }
    return client_page(request, report.client, "reports/report.html", context, section="reports", code=form.status)


def _progress(request: StaffRequest, report: Report) -> dict[str, Any]:
    """How far the PDF is, and what may be asked for next."""
    may_work = may_work_on(report.client_id, request.user)
    return {
        "report": report,
        "may_work": may_work,
        "may_make": may_work and not report.is_being_made,
        "may_issue": may_leave(to_party(report.reader), on=timezone.localdate()),
    }


@requires(Permission.READ_FILE)
def preview(request: StaffRequest, report_id: Any) -> HttpResponse:
    """The draft as a page, from the record as it stands now."""
    report = find_visible(Report.objects.with_story(), request.user, pk=report_id)
    content = collect(report, practice=request.practice.name, now=timezone.now(), number=actions.next_number(report))
    context = {"report": report, "body": body_of(render_html(content, draft=True)), "is_draft": True}
    return client_page(request, report.client, "reports/preview.html", context, section="reports")


@requires(Permission.WRITE_REPORT)
@once
def render_report(request: StaffRequest, report_id: Any) -> HttpResponse:
    report = find_workable(Report.objects.with_story(), request.user, pk=report_id)
    form = open_form(request, SureForm, subject=str(report.pk), client=report.client)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_to_render(report, by=request.user, now=timezone.now())
        except (actions.AlreadyRendering, actions.AlreadyIssued) as problem:
            form.add_error(None, str(problem))
        else:
            return see_other(report)
    context = {"form": form, "heading": "Make a draft PDF", "save": "Make the PDF", "back": report.get_absolute_url()}
    context["words"] = "The PDF is made from the record as it stands now and is marked as a draft on each page."
    return client_page(request, report.client, "reports/sure.html", context, section="reports", code=form.status)


@requires(Permission.READ_FILE)
def rendering(request: StaffRequest, report_id: Any) -> HttpResponse:
    """Asked every two seconds while the PDF is being made: the next step in words, or nothing new (204).

    A page with a form is never loaded again by itself, for somebody may be writing in it.
    """
    report = find_visible(Report.objects.with_story(), request.user, pk=report_id)
    if not request.headers.get("HX-Request"):
        return see_other(report)
    if report.is_issued:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    if report.render_state == request.GET.get("shown"):
        return HttpResponse(status=204)
    return render(request, "reports/_rendering.html", _progress(request, report) | {"swapped": True})


@requires(Permission.READ_FILE)
def draft_pdf(request: StaffRequest, report_id: Any) -> HttpResponse:
    report = find_visible(Report.objects.select_related("client"), request.user, pk=report_id)
    name = f"draft-progress-report-{report.client.reference}.pdf"
    return pdf_response(request, report, report.pdf, name=name, client=report.client)
