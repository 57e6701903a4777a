"""Addresses of the staff register: one's own under the account, everybody's under the practice."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("account/register/", views.own_register, name="own_register"),
    path("account/register/add/<str:kind>/", views.add_own_check, name="add_own_check"),
    path("account/register/fitness/", views.declare_fitness, name="declare_fitness"),
    path("account/register/learning/add/", views.log_cpd, name="log_cpd"),
    path("account/register/learning/<uuid:entry_id>/", views.change_cpd, name="change_cpd"),
    path("practice/team/register/", views.staff_register, name="staff_register"),
    path("practice/team/register/csv/", views.staff_register_csv, name="staff_register_csv"),
    path("practice/team/register/<uuid:person_id>/", views.person_register, name="person_register"),
    path("practice/team/register/<uuid:person_id>/add/<str:kind>/", views.add_check, name="add_check"),
    path("register/<uuid:check_id>/change/", views.change_check, name="change_check"),
    path("register/<uuid:check_id>/renew/", views.renew_check, name="renew_check"),
    path("register/<uuid:check_id>/end/", views.end_check, name="end_check"),
    path("register/<uuid:check_id>/verify/", views.verify_check, name="verify_check"),
]
