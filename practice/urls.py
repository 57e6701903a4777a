from django.urls import path

from practice import views
from practice.brief import brief
from practice.contacts import add_contact
from practice.equality import equality_counts
from practice.my_day import my_day
from practice.person import person

app_name = "practice"
urlpatterns = [
    path("", my_day, name="my_day"),
    path("clients/<str:reference>/", views.client_file, name="client_file"),
    path("clients/<str:reference>/summary/", views.client_summary, name="client_summary"),
    path("clients/<str:reference>/brief/", brief, name="brief"),
    path("clients/<str:reference>/person/", person, name="person"),
    path("practice/equality/", equality_counts, name="equality_counts"),
    path("clients/<str:reference>/plan/ledger/", views.need_ledger, name="need_ledger"),
    path("clients/<str:reference>/timeline/add/", add_contact, name="add_contact"),
]
