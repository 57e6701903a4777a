from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("reminders/", views.undelivered, name="undelivered"),
    path("reminders/<uuid:reminder_id>/send-again/", views.send_again, name="send_again"),
    path("reminders/<uuid:reminder_id>/settle/", views.settle, name="settle"),
]
