from django.urls import path

from practice import views
from practice.board import caseload, caseload_csv
from practice.candidates import candidates
from practice.contacts import add_contact
from practice.dashboard import dashboard, waiting_list
from practice.my_day import my_day
from practice.points import change_points, client_weight, how_points_work

app_name = "practice"
urlpatterns = [
    path("", my_day, name="my_day"),
    path("clients/<str:reference>/", views.client_file, name="client_file"),
    path("clients/<str:reference>/summary/", views.client_summary, name="client_summary"),
    path("clients/<str:reference>/plan/ledger/", views.need_ledger, name="need_ledger"),
    path("clients/<str:reference>/timeline/add/", add_contact, name="add_contact"),
    path("clients/<str:reference>/weight/", client_weight, name="client_weight"),
    path("clients/<str:reference>/candidates/", candidates, name="candidates"),
    path("practice/", caseload, name="caseload"),
    path("practice/caseload.csv", caseload_csv, name="caseload_csv"),
    path("practice/dashboard/", dashboard, name="dashboard"),
    path("practice/dashboard/<str:kind>/", waiting_list, name="waiting_list"),
    path("practice/points/", how_points_work, name="how_points_work"),
    path("practice/points/change/", change_points, name="change_points"),
]
