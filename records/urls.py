from django.urls import include, path

from records import views

app_name = "records"
of_a_record = [
    path("", views.contact_record, name="contact_record"),
    path("add/", views.add_addendum, name="add_addendum"),
]
urlpatterns = [
    path("clients/<str:reference>/timeline/", views.timeline, name="timeline"),
    path("records/<uuid:record_id>/", include(of_a_record)),
]
