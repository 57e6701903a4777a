from django.urls import path

from ui import saved_view_pages as saved_views
from ui import views

app_name = "ui"
urlpatterns = [
    path("drafts/", views.save_draft_now, name="save_draft_now"),
    path("drafts/discard/", views.discard_draft_now, name="discard_draft_now"),
    path("views/save/", saved_views.save_view, name="save_view"),
    path("views/<uuid:view_id>/forget/", saved_views.forget_view, name="forget_view"),
    path("stay/", views.stay_signed_in, name="stay_signed_in"),
]
