from django.urls import path

from ui import views

app_name = "ui"
urlpatterns = [
    path("drafts/", views.save_draft_now, name="save_draft_now"),
    path("drafts/discard/", views.discard_draft_now, name="discard_draft_now"),
    path("stay/", views.stay_signed_in, name="stay_signed_in"),
]
