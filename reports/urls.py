from django.urls import include, path

from reports import views

app_name = "reports"
of_one_report = [
    path("", views.report, name="report"),
    path("preview/", views.preview, name="preview"),
    path("render/", views.render_report, name="render_report"),
    path("rendering/", views.rendering, name="rendering"),
    path("draft.pdf", views.draft_pdf, name="draft_pdf"),
    path("issue/", views.issue_report, name="issue_report"),
]
of_one_issued_report = [
    path("", views.issued_page, name="issued_page"),
    path("pdf/", views.issued_pdf, name="issued_pdf"),
    path("correct/", views.correct_report, name="correct_report"),
    path("share/", views.share_report, name="share_report"),
]
urlpatterns = [
    path("reports/", views.report_list, name="report_list"),
    path("clients/<str:reference>/reports/", views.client_reports, name="client_reports"),
    path("clients/<str:reference>/reports/new/", views.start_report, name="start_report"),
    path("reports/<uuid:report_id>/", include(of_one_report)),
    path("issued/<uuid:issued_id>/", include(of_one_issued_report)),
    path("links/<uuid:link_id>/stop/", views.stop_sharing, name="stop_sharing"),
    path("r/<str:token>/", views.shared_report, name="shared_report"),
    path("r/<str:token>/pdf/", views.shared_pdf, name="shared_pdf"),
]
