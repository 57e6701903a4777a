from datetime import timedelta

from django.utils import timezone

from clients.models import Status
from reviews.due import due
from tests.factories.reviews import ReviewFactory


def test_a_planned_review_falls_due_on_its_day(db):
    today = timezone.localdate()
    planned = ReviewFactory(due_on=today)

    (row,) = due(today)

    assert (row.kind, row.subject_id, row.client_id, row.due_on) == ("review", planned.pk, planned.client_id, today)
    assert row.client_reference == planned.client.reference
    assert list(due(today - timedelta(days=1))) == []


def test_finished_reviews_and_closed_files_do_not_fall_due(db):
    ReviewFactory(finished=True)
    ReviewFactory(client__status=Status.CLOSED)

    assert list(due(timezone.localdate() + timedelta(days=99))) == []
