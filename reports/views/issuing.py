"""Issuing a report, correcting it, sharing it by link, and stopping a link."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.models import PracticeSettings
from accounts.roles import Permission
from clients.access import find_workable
from clients.consent import ConsentMissing, readers_together
from clients.link_actions import NewLink, stop_link
from clients.models import OutsideLink, Receives
from clients.pages import client_page
from reports import actions
from reports.forms import CorrectionForm, SureForm
from reports.models import IssuedReport, Report
from reports.views.issued import NEW_LINKS
from ui import dates
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.WRITE_REPORT)
@once
def issue_report(request: StaffRequest, report_id: Any) -> HttpResponse:
    report = find_workable(Report.objects.with_story(), request.user, pk=report_id)
    form = open_form(request, SureForm, subject=str(report.pk), client=report.client)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_to_issue(report, by=request.user, now=timezone.now())
        except (ConsentMissing, actions.AlreadyIssued, actions.AlreadyRendering) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The report is being made. It is issued when the PDF is ready.")
            return see_other(report)
    context = {"form": form, "heading": "Issue this report", "save": "Issue", "back": report.get_absolute_url()}
    context["words"] = (
        f"It is frozen as the record stands now, for {report.reader.addressee}, and signed with your name. "
        "Afterwards it can only be corrected by a new version."
    )
    return client_page(request, report.client, "reports/sure.html", context, section="reports", code=form.status)


@requires(Permission.WRITE_REPORT)
@once
def correct_report(request: StaffRequest, issued_id: Any) -> HttpResponse:
    issued = find_workable(IssuedReport.objects.as_page(), request.user, pk=issued_id)
    form = open_form(request, CorrectionForm, subject=str(issued.pk), client=issued.client)
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.start_correction(issued, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.AlreadyCorrected as problem:
            form.add_error(None, str(problem))
        else:
            return see_other(report)
    context = {"form": form, "heading": "Correct this report", "save": "Start the correction"}
    context["back"] = issued.report.get_absolute_url()
    context["words"] = (
        f"Version {issued.number} stays as it was issued. The new version will say that it replaces it, and why."
    )
    return client_page(request, issued.client, "reports/sure.html", context, section="reports", code=form.status)


@requires(Permission.WRITE_REPORT)
@once
def share_report(request: StaffRequest, issued_id: Any) -> HttpResponse:
    issued = find_workable(IssuedReport.objects.as_page(), request.user, pk=issued_id)
    form = open_form(request, SureForm, subject=str(issued.pk), client=issued.client)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.share(issued, by=request.user, now=timezone.now())
        except (ConsentMissing, actions.AlreadyCorrected) as problem:
            form.add_error(None, str(problem))
        else:
            request.session[NEW_LINKS] = [_shown_once(each, issued) for each in made]
            return see_other(issued.report)
    readers = readers_together(issued.report.reader)
    context = {"form": form, "heading": "Share by link", "save": "Make the link" if len(readers) == 1 else "Make links"}
    context["back"] = issued.report.get_absolute_url()
    context["words"] = (
        f"{' and '.join(f'{each.addressee} ({each.get_role_display().lower()})' for each in readers)} can open this "
        f"report for {dates.counted(PracticeSettings.current().link_days, 'day')}, with a passcode that you give by "
        "telephone. Each opening is recorded."
    )
    if issued.report.reader.receives == Receives.ON_REQUEST:
        context["words"] += " They receive a report only when they ask for it."
    if len(readers) > 1:
        context["words"] += " They receive it at the same moment: a link for each is made in one step, or none."
    return client_page(request, issued.client, "reports/sure.html", context, section="reports", code=form.status)


def _shown_once(made: NewLink, issued: IssuedReport) -> dict[str, str]:
    return {
        "issued": str(issued.pk),
        "reader": made.link.party.addressee,
        "address": settings.SITE_URL + reverse("reports:shared_report", args=[made.token]),
        "passcode": f"{made.passcode[:4]} {made.passcode[4:]}",
        "ends": dates.moment(made.link.ends_at),
    }


@requires(Permission.WRITE_REPORT)
@once
def stop_sharing(request: StaffRequest, link_id: Any) -> HttpResponse:
    links = OutsideLink.objects.filter(target_kind=IssuedReport._meta.label).select_related("client", "party")
    link = find_workable(links, request.user, pk=link_id)
    report = Report.objects.defer("html", "pdf", "data").filter(issued=link.target_id).get()
    form = open_form(request, SureForm, subject=str(link.pk), client=link.client)
    if request.method == "POST" and form.is_valid():
        stop_link(link, by=request.user, now=timezone.now())
        messages.success(request, "Sharing stopped. The link does not open any more.")
        return see_other(report)
    context = {"form": form, "heading": f"Stop sharing with {link.party.firm}", "save": "Stop sharing"}
    context |= {"words": "The link will not open again.", "back": report.get_absolute_url()}
    return client_page(request, link.client, "reports/sure.html", context, section="reports", code=form.status)
