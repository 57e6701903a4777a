from django.urls import include, path

handler400 = "ui.outage.bad_request"
handler500 = "ui.outage.server_error"

urlpatterns = [
    path("account/", include("accounts.sign_in_urls")),
    path("", include("ui.urls")),
    path("", include("accounts.urls")),
    path("", include("clients.urls")),
    path("", include("records.urls")),
    path("", include("assessments.urls")),
    path("", include("careplans.urls")),
    path("", include("providers.urls")),
    path("", include("reviews.urls")),
    path("", include("reports.urls")),
    path("", include("reminders.urls")),
    path("", include("practice.urls")),
]
