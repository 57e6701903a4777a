from django.urls import include, path

from practice import views
from practice.contacts import add_contact
from practice.my_day import my_day
from practice.supervision import audits, overview, sessions

app_name = "practice"
of_supervision = [
    path("", overview.supervision, name="supervision"),
    path("held/", overview.supervision_held, name="supervision_held"),
    path("<uuid:supervisee_id>/", overview.supervisee, name="supervisee"),
    path("<uuid:supervisee_id>/sessions/add/", sessions.sign_session, name="sign_session"),
    path("<uuid:supervisee_id>/audits/add/", audits.draw_sample, name="draw_sample"),
    path("sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("sessions/<uuid:session_id>/add/", sessions.add_to_session, name="add_to_session"),
    path("sessions/<uuid:session_id>/agree/", sessions.agree_session, name="agree_session"),
    path("actions/<uuid:action_id>/done/", sessions.finish_action, name="finish_action"),
    path("audits/<uuid:audit_id>/", audits.record_audit, name="record_audit"),
    path("audits/<uuid:audit_id>/finish/", audits.finish_audit, name="finish_audit"),
    path("audits/<uuid:audit_id>/comment/", audits.comment_on_audit, name="comment_on_audit"),
    path("records/<uuid:audited_id>/", audits.judge_record, name="judge_record"),
]
urlpatterns = [
    path("practice/supervision/", include(of_supervision)),
    path("account/supervision/", sessions.own_supervision, name="own_supervision"),
    path("", my_day, name="my_day"),
    path("clients/<str:reference>/", views.client_file, name="client_file"),
    path("clients/<str:reference>/summary/", views.client_summary, name="client_summary"),
    path("clients/<str:reference>/plan/ledger/", views.need_ledger, name="need_ledger"),
    path("clients/<str:reference>/timeline/add/", add_contact, name="add_contact"),
]
