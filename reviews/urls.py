from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("reviews/", views.review_list, name="review_list"),
    path("reviews/<uuid:review_id>/", views.review, name="review"),
    path("clients/<str:reference>/reviews/", views.client_reviews, name="client_reviews"),
    path("clients/<str:reference>/reviews/rhythm/", views.agree_rhythm, name="agree_rhythm"),
    path("clients/<str:reference>/reviews/start/", views.start_review, name="start_review"),
]
