from django.urls import include, path

from clients import views

app_name = "clients"
of_one_client = [
    path("details/", views.change_details, name="change_details"),
    path("status/", views.change_status, name="change_status"),
    path("allocation/", views.allocation, name="allocation"),
    path("people/", views.people, name="people"),
    path("people/consent/", views.add_consent, name="add_consent"),
    path("people/instruction/", views.start_instruction, name="start_instruction"),
    path("around/", views.people_around, name="people_around"),
    path("around/add/", views.add_person, name="add_person"),
    path("people/risk/", views.add_risk, name="add_risk"),
    path("access/", views.access_log, name="access_log"),
    path("access/who/", views.who_can_see, name="who_can_see"),
]
urlpatterns = [
    path("clients/", views.client_list, name="client_list"),
    path("clients/new/", views.new_client, name="new_client"),
    path("clients/open-with-a-reason/", views.open_with_a_reason, name="open_with_a_reason"),
    path("clients/<str:reference>/", include(of_one_client)),
    path("consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("instructions/<uuid:instruction_id>/change/", views.change_instruction, name="change_instruction"),
    path("instructions/<uuid:instruction_id>/end/", views.end_instruction, name="end_instruction"),
    path("instructions/<uuid:instruction_id>/terms/", views.record_terms, name="record_terms"),
    path("instructions/<uuid:instruction_id>/party/", views.add_party, name="add_party"),
    path("instructions/<uuid:instruction_id>/shares/", views.share_costs, name="share_costs"),
    path("parties/<uuid:party_id>/change/", views.change_party, name="change_party"),
    path("around/<uuid:around_id>/change/", views.change_person, name="change_person"),
    path("around/<uuid:around_id>/end/", views.end_person, name="end_person"),
    path("consents/<uuid:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("consents/<uuid:consent_id>/evidence/", views.consent_evidence, name="consent_evidence"),
    path("risks/<uuid:risk_id>/close/", views.close_risk, name="close_risk"),
    path("openings/<uuid:opening_id>/seen/", views.see_opening, name="see_opening"),
    path("practice/walls/", views.walls_and_openings, name="walls_and_openings"),
    path("practice/walls/build/", views.build_wall, name="build_wall"),
    path("practice/walls/<uuid:wall_id>/end/", views.end_wall, name="end_wall"),
    path("practice/walls/openings/<uuid:opening_id>/", views.review_opening, name="review_opening"),
]
