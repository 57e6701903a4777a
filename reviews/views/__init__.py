from reviews.views.all_clients import review_list
from reviews.views.one_client import agree_rhythm, client_reviews, review, start_review

__all__ = ["agree_rhythm", "client_reviews", "review", "review_list", "start_review"]
