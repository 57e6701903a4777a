from django.urls import include, path

from practice import absences, handovers, views
from practice.board import caseload, caseload_csv
from practice.brief import brief
from practice.candidates import candidates
from practice.contacts import add_contact
from practice.cover import cover_absence
from practice.dashboard import dashboard, waiting_list
from practice.enquiries import views as enquiries
from practice.equality import equality_counts
from practice.handover_reading import handover_note, read_handover
from practice.importing import views as importing
from practice.intake.urls import of_an_intake
from practice.intake.views import new_intake
from practice.leaving.views import given_draft, leaving
from practice.my_day import my_day
from practice.new_handover import new_handover
from practice.packs import views as packs
from practice.person import person
from practice.points import change_points, client_weight, how_points_work
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
of_handovers = [
    path("", handovers.handovers, name="handovers"),
    path("new/", new_handover, name="new_handover"),
    path("<uuid:handover_id>/", handovers.handover, name="handover"),
    path("<uuid:handover_id>/progress/", handovers.handover_progress, name="handover_progress"),
    path("<uuid:handover_id>/undo/", handovers.undo_handover, name="undo_handover"),
    path("<uuid:handover_id>/try-again/", handovers.retry_handover, name="retry_handover"),
]
of_absences = [
    path("", absences.absences, name="absences"),
    path("new/", absences.new_absence, name="new_absence"),
    path("<uuid:absence_id>/change/", absences.change_absence, name="change_absence"),
    path("<uuid:absence_id>/cover/", cover_absence, name="cover_absence"),
    path("<uuid:absence_id>/return/", absences.note_return, name="note_return"),
]
of_an_import = [
    path("", importing.client_import, name="client_import"),
    path("progress/", importing.import_progress, name="import_progress"),
    path("carry-out/", importing.carry_out_import, name="carry_out_import"),
    path("discard/", importing.discard_import, name="discard_import"),
    path("put-right.csv", importing.rows_to_put_right, name="rows_to_put_right"),
]
of_enquiries = [
    path("", enquiries.enquiries, name="enquiries"),
    path("enquiries.csv", enquiries.enquiries_csv, name="enquiries_csv"),
    path("new/", enquiries.log_enquiry, name="log_enquiry"),
    path("<uuid:enquiry_id>/", enquiries.enquiry, name="enquiry"),
    path("<uuid:enquiry_id>/change/", enquiries.change_enquiry, name="change_enquiry"),
    path("<uuid:enquiry_id>/acknowledge/", enquiries.acknowledge_enquiry, name="acknowledge_enquiry"),
    path("<uuid:enquiry_id>/decide/", enquiries.decide_enquiry, name="decide_enquiry"),
]
urlpatterns = [
    path("clients/import/", importing.import_clients, name="import_clients"),
    path("clients/import/empty.csv", importing.empty_table, name="empty_table"),
    path("clients/import/<uuid:import_id>/", include(of_an_import)),
    path("enquiries/", include(of_enquiries)),
    path("intakes/new/", new_intake, name="new_intake"),
    path("intakes/<uuid:intake_id>/", include(of_an_intake)),
    path("practice/supervision/", include(of_supervision)),
    path("account/supervision/", sessions.own_supervision, name="own_supervision"),
    path("", my_day, name="my_day"),
    path("practice/packs/", packs.pack_list, name="packs"),
    path("practice/packs/new/", packs.ask_for_pack, name="ask_for_pack"),
    path("practice/packs/<uuid:pack_id>/", packs.pack, name="pack"),
    path("practice/packs/<uuid:pack_id>/pdf/", packs.pack_pdf, name="pack_pdf"),
    path("clients/<str:reference>/", views.client_file, name="client_file"),
    path("clients/<str:reference>/summary/", views.client_summary, name="client_summary"),
    path("clients/<str:reference>/brief/", brief, name="brief"),
    path("clients/<str:reference>/person/", person, name="person"),
    path("practice/equality/", equality_counts, name="equality_counts"),
    path("clients/<str:reference>/plan/ledger/", views.need_ledger, name="need_ledger"),
    path("practice/handovers/", include(of_handovers)),
    path("practice/absences/", include(of_absences)),
    path("handovers/<uuid:line_id>/", read_handover, name="read_handover"),
    path("handovers/<uuid:line_id>/note/", handover_note, name="handover_note"),
    path("practice/team/<uuid:person_id>/leaving/", leaving, name="leaving"),
    path("drafts/<uuid:draft_id>/given/", given_draft, name="given_draft"),
    path("clients/<str:reference>/timeline/add/", add_contact, name="add_contact"),
    path("clients/<str:reference>/weight/", client_weight, name="client_weight"),
    path("clients/<str:reference>/candidates/", candidates, name="candidates"),
    path("practice/", caseload, name="caseload"),
    path("practice/caseload.csv", caseload_csv, name="caseload_csv"),
    path("practice/dashboard/", dashboard, name="dashboard"),
    path("practice/dashboard/<str:waiting>/", waiting_list, name="waiting_list"),
    path("practice/points/", how_points_work, name="how_points_work"),
    path("practice/points/change/", change_points, name="change_points"),
]
