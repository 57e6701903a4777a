from datetime import timedelta

from django.utils import timezone

from clients.models import Status
from providers.due import due
from tests.factories.providers import ReferralFactory


def test_a_referral_without_reply_falls_due_after_fourteen_days(db):
    today = timezone.localdate()
    waiting = ReferralFactory(sent=True, sent_on=today)

    rows = list(due(today + timedelta(days=14)))

    assert [(row.kind, row.subject_id, row.due_on) for row in rows] == [
        ("referral", waiting.pk, today + timedelta(days=14))
    ]
    assert rows[0].client_reference == waiting.client.reference
    assert list(due(today + timedelta(days=13))) == []


def test_drafts_answered_referrals_and_closed_files_do_not_fall_due(db):
    ReferralFactory()
    ReferralFactory(accepted=True)
    ReferralFactory(sent=True, client__status=Status.CLOSED)

    assert list(due(timezone.localdate() + timedelta(days=99))) == []
