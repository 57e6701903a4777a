from django.urls import include, path

from clients import views

app_name = "clients"
of_one_client = [
    path("details/", views.change_details, name="change_details"),
    path("status/", views.change_status, name="change_status"),
    path("allocation/", views.allocation, name="allocation"),
    path("people/", views.people, name="people"),
    path("people/consent/", views.add_consent, name="add_consent"),
    path("safety/", views.safety, name="safety"),
    path("safety/risk/", views.add_risk, name="add_risk"),
    path("safety/alert/", views.add_alert, name="add_alert"),
    path("safety/way-in/", views.way_in, name="way_in"),
    path("safety/way-in/change/", views.change_way_in, name="change_way_in"),
    path("safety/complaint/", views.add_complaint, name="add_complaint"),
    path("safety/promise/", views.add_promise, name="add_promise"),
    path("safety/concern/", views.raise_concern, name="raise_concern"),
    path("capacity/", views.capacity, name="capacity"),
    path("capacity/assess/", views.assess_capacity, name="assess_capacity"),
    path("person/change/", views.change_circumstances, name="change_circumstances"),
    path("person/papers/", views.hospital_papers, name="hospital_papers"),
    path("equality/", views.equality, name="equality"),
    path("equality/change/", views.change_equality, name="change_equality"),
    path("access/", views.access_log, name="access_log"),
    path("access/who/", views.who_can_see, name="who_can_see"),
]
of_a_concern = [
    path("", views.concern, name="concern"),
    path("decide/", views.decide_concern, name="decide_concern"),
    path("step/", views.add_concern_step, name="add_concern_step"),
    path("readers/", views.name_concern_readers, name="name_concern_readers"),
    path("close/", views.close_concern, name="close_concern"),
]
of_a_capacity_record = [
    path("", views.capacity_assessment, name="capacity_assessment"),
    path("again/", views.assess_capacity_again, name="assess_capacity_again"),
    path("decision/", views.make_decision, name="make_decision"),
    path("add/", views.add_capacity_addendum, name="add_capacity_addendum"),
]
urlpatterns = [
    path("clients/", views.client_list, name="client_list"),
    path("clients/new/", views.new_client, name="new_client"),
    path("clients/open-with-a-reason/", views.open_with_a_reason, name="open_with_a_reason"),
    path("clients/<str:reference>/", include(of_one_client)),
    path("consents/<uuid:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("risks/<uuid:risk_id>/review/", views.review_risk, name="review_risk"),
    path("risks/<uuid:risk_id>/close/", views.close_risk, name="close_risk"),
    path("alerts/<uuid:alert_id>/end/", views.end_alert, name="end_alert"),
    path("complaints/<uuid:complaint_id>/", views.complaint, name="complaint"),
    path("complaints/<uuid:complaint_id>/resolve/", views.resolve_complaint, name="resolve_complaint"),
    path("promises/<uuid:promise_id>/settle/", views.settle_promise, name="settle_promise"),
    path("concerns/<uuid:concern_id>/", include(of_a_concern)),
    path("capacity/<uuid:capacity_id>/", include(of_a_capacity_record)),
    path("consents/<uuid:consent_id>/evidence/", views.consent_evidence, name="consent_evidence"),
    path("openings/<uuid:opening_id>/seen/", views.see_opening, name="see_opening"),
    path("practice/walls/", views.walls_and_openings, name="walls_and_openings"),
    path("practice/walls/build/", views.build_wall, name="build_wall"),
    path("practice/walls/<uuid:wall_id>/end/", views.end_wall, name="end_wall"),
    path("practice/walls/openings/<uuid:opening_id>/", views.review_opening, name="review_opening"),
]
