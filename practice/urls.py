from django.urls import path

from practice import views
from practice.contacts import add_contact
from practice.my_day import my_day
from practice.packs import views as packs

app_name = "practice"
urlpatterns = [
    path("", my_day, name="my_day"),
    path("practice/packs/", packs.pack_list, name="packs"),
    path("practice/packs/new/", packs.ask_for_pack, name="ask_for_pack"),
    path("practice/packs/<uuid:pack_id>/", packs.pack, name="pack"),
    path("practice/packs/<uuid:pack_id>/pdf/", packs.pack_pdf, name="pack_pdf"),
    path("clients/<str:reference>/", views.client_file, name="client_file"),
    path("clients/<str:reference>/summary/", views.client_summary, name="client_summary"),
    path("clients/<str:reference>/plan/ledger/", views.need_ledger, name="need_ledger"),
    path("clients/<str:reference>/timeline/add/", add_contact, name="add_contact"),
]
