from django.urls import path

from accounts import views
from accounts.register_urls import urlpatterns as register

app_name = "accounts"
urlpatterns = [
    *register,
    path("practice/team/", views.staff_list, name="staff_list"),
    path("practice/staff/invite/", views.invite_staff, name="invite_staff"),
    path("practice/staff/<uuid:person_id>/deactivate/", views.deactivate_staff, name="deactivate_staff"),
    path("practice/staff/<uuid:person_id>/reinstate/", views.reinstate_staff, name="reinstate_staff"),
    path("practice/staff/<uuid:person_id>/second-step/", views.reset_second_factor, name="reset_second_factor"),
    path("practice/staff/<uuid:person_id>/supervision/", views.add_supervision, name="add_supervision"),
    path("practice/staff/<uuid:person_id>/roles/", views.change_roles, name="change_roles"),
    path("practice/supervisions/<uuid:supervision_id>/end/", views.end_supervision, name="end_supervision"),
    path("practice/roles/", views.roles, name="roles"),
    path("practice/team/<uuid:person_id>/terms/", views.working_terms, name="working_terms"),
    path("practice/settings/", views.practice_settings, name="practice_settings"),
    path("practice/sign-ins/", views.sign_in_log, name="sign_in_log"),
    path("account/sign-ins/", views.own_sign_ins, name="own_sign_ins"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("invitations/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
