from django.urls import include, path

from providers import views

app_name = "providers"

one_provider = [
    path("", views.provider, name="provider"),
    path("change/", views.change_provider, name="change_provider"),
]
one_referral = [
    path("", views.referral, name="referral"),
    path("change/", views.change_referral, name="change_referral"),
    path("consent/", views.consent_to_provider, name="consent_to_provider"),
    path("send/", views.send_referral, name="send_referral"),
    path("reply/", views.record_reply, name="record_reply"),
    path("service/", views.start_service, name="start_service"),
]
one_service = [
    path("", views.service, name="service"),
    path("end/", views.end_service, name="end_service"),
]
urlpatterns = [
    path("providers/", views.provider_list, name="provider_list"),
    path("providers/add/", views.add_provider, name="add_provider"),
    path("providers/<uuid:provider_id>/", include(one_provider)),
    path("clients/<str:reference>/referrals/", views.referrals, name="referrals"),
    path("clients/<str:reference>/referrals/new/", views.write_referral, name="write_referral"),
    path("referrals/<uuid:referral_id>/", include(one_referral)),
    path("services/<uuid:service_id>/", include(one_service)),
]
