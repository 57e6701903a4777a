from django.urls import include, path

from clients import views

app_name = "clients"
of_one_client = [
    path("details/", views.change_details, name="change_details"),
    path("status/", views.change_status, name="change_status"),
    path("allocation/", views.allocation, name="allocation"),
    path("people/", views.people, name="people"),
    path("people/consent/", views.add_consent, name="add_consent"),
    path("people/risk/", views.add_risk, name="add_risk"),
    path("access/", views.access_log, name="access_log"),
]
urlpatterns = [
    path("clients/", views.client_list, name="client_list"),
    path("clients/new/", views.new_client, name="new_client"),
    path("clients/<str:reference>/", include(of_one_client)),
    path("consents/<uuid:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("consents/<uuid:consent_id>/evidence/", views.consent_evidence, name="consent_evidence"),
    path("risks/<uuid:risk_id>/close/", views.close_risk, name="close_risk"),
]
