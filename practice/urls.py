from django.urls import include, path

from practice import absences, handovers, views
from practice.contacts import add_contact
from practice.cover import cover_absence
from practice.handover_reading import handover_note, read_handover
from practice.leaving.views import given_draft, leaving
from practice.my_day import my_day
from practice.new_handover import new_handover

app_name = "practice"
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
urlpatterns = [
    path("", my_day, name="my_day"),
    path("clients/<str:reference>/", views.client_file, name="client_file"),
    path("clients/<str:reference>/summary/", views.client_summary, name="client_summary"),
    path("clients/<str:reference>/plan/ledger/", views.need_ledger, name="need_ledger"),
    path("practice/handovers/", include(of_handovers)),
    path("practice/absences/", include(of_absences)),
    path("handovers/<uuid:line_id>/", read_handover, name="read_handover"),
    path("handovers/<uuid:line_id>/note/", handover_note, name="handover_note"),
    path("practice/team/<uuid:person_id>/leaving/", leaving, name="leaving"),
    path("drafts/<uuid:draft_id>/given/", given_draft, name="given_draft"),
    path("clients/<str:reference>/timeline/add/", add_contact, name="add_contact"),
]
