from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_visible, may_work_on
from clients.models import Client
from clients.pages import client_page
from reports.models import Report
from reports.rows import report_row

PER_PAGE = 25


@requires(Permission.READ_FILE)
def report_list(request: StaffRequest) -> HttpResponse:
    """Every report whose client's file the person may read, newest first."""
    reports = Report.objects.visible_to(request.user).with_story().newest_first()
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [report_row(report) for report in page], "query": ""}
    return render(request, "reports/report_list.html", context)


@requires(Permission.READ_FILE)
def client_reports(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    reports = Report.objects.filter(client=client).with_story().newest_first()
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [report_row(report) for report in page],
        "query": "",
        "start_url": reverse("reports:start_report", args=[client.reference]),
        "may_work": may_work_on(client.pk, request.user),
    }
    return client_page(request, client, "reports/client_reports.html", context, section="reports")
