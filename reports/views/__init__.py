from reports.views.issued import issued_page, issued_pdf
from reports.views.issuing import correct_report, issue_report, share_report, stop_sharing
from reports.views.lists import client_reports, report_list
from reports.views.outside import shared_pdf, shared_report
from reports.views.writing import draft_pdf, preview, render_report, rendering, report, start_report

__all__ = [
    "client_reports",
    "correct_report",
    "draft_pdf",
    "issue_report",
    "issued_page",
    "issued_pdf",
    "preview",
    "render_report",
    "rendering",
    "report",
    "report_list",
    "share_report",
    "shared_pdf",
    "shared_report",
    "start_report",
    "stop_sharing",
]
