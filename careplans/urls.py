from django.urls import include, path

from careplans import views

app_name = "careplans"
of_one_client = [
    path("", views.plan, name="plan"),
    path("agreement/", views.record_agreement, name="record_agreement"),
    path("recommend/", views.add_recommendation, name="add_recommendation"),
]
of_one_goal = [
    path("", views.goal, name="goal"),
    path("change/", views.change_goal, name="change_goal"),
    path("rate/", views.rate_goal, name="rate_goal"),
    path("close/", views.close_goal, name="close_goal"),
]
of_one_recommendation = [
    path("", views.recommendation, name="recommendation"),
    path("decision/", views.record_decision, name="record_decision"),
]
urlpatterns = [
    path("clients/<str:reference>/plan/", include(of_one_client)),
    path("needs/<uuid:need_id>/goals/add/", views.add_goal, name="add_goal"),
    path("goals/<uuid:goal_id>/", include(of_one_goal)),
    path("recommendations/<uuid:recommendation_id>/", include(of_one_recommendation)),
]
