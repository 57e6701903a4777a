from django.urls import include, path

from assessments import views

app_name = "assessments"
of_one_client = [
    path("", views.assessments, name="assessments"),
    path("add/", views.add_assessment, name="add_assessment"),
    path("measures/<slug:key>/add/", views.add_measure, name="add_measure"),
]
urlpatterns = [
    path("clients/<str:reference>/assessments/", include(of_one_client)),
    path("assessments/<uuid:assessment_id>/", views.assessment, name="assessment"),
    path("measures/<uuid:result_id>/", views.measure_result, name="measure_result"),
    path("measures/<uuid:result_id>/answer/", views.answer_alert, name="answer_alert"),
]
