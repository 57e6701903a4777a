"""A report after it was issued: its page, its bytes, who opened it."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_visible, may_work_on
from clients.consent import refusal_of_report
from clients.models import OutsideLink
from clients.pages import client_page
from reports.models import IssuedReport, Report
from reports.pdf_response import pdf_response
from reports.render import body_of
from reports.rows import link_row

NEW_LINKS = "new links"


def issued_report(request: StaffRequest, report: Report) -> HttpResponse:
    """The page of a report that was issued. Addresses and passcodes of links just made are shown this once."""
    now = timezone.now()
    links = OutsideLink.objects.to(IssuedReport._meta.label, report.issued.pk).select_related("party")
    links = links.prefetch_related("openings").order_by("-sent_at", "-pk")
    may_work = may_work_on(report.client_id, request.user)
    barred = refusal_of_report(report.reader, on=timezone.localdate(now))
    context = {
        "report": report,
        "issued": report.issued,
        "links": [link_row(link, now=now) for link in links],
        "new_links": _new_links(request, report),
        "barred": barred,
        "may_stop": may_work,
        "may_share": may_work and not barred and not report.was_corrected,
        "may_correct": may_work and not hasattr(report, "replaced_by"),
    }
    return client_page(request, report.client, "reports/issued.html", context, section="reports")


def _new_links(request: StaffRequest, report: Report) -> list[dict[str, str]]:
    kept: list[dict[str, str]] = request.session.get(NEW_LINKS, [])
    if not kept or kept[0]["issued"] != str(report.issued.pk):
        return []
    del request.session[NEW_LINKS]
    return kept


@requires(Permission.READ_FILE)
def issued_page(request: StaffRequest, issued_id: Any) -> HttpResponse:
    """The issued report as a page: the frozen text, never rendered again."""
    issued = find_visible(IssuedReport.objects.as_page(), request.user, pk=issued_id)
    context = {"report": issued.report, "body": body_of(issued.html), "is_draft": False}
    return client_page(request, issued.client, "reports/preview.html", context, section="reports")


@requires(Permission.READ_FILE)
def issued_pdf(request: StaffRequest, issued_id: Any) -> HttpResponse:
    issued = find_visible(IssuedReport.objects.select_related("client"), request.user, pk=issued_id)
    return pdf_response(request, issued, issued.pdf, name=issued.file_name, client=issued.client)
