"""What somebody leaves behind among the staff: who is supervised by whom."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.actions import start_supervision
from accounts.models import Supervision, User
from audit.actions import record


@transaction.atomic
def pass_on_supervision(supervision: Supervision, *, to: User, by: User, on: date) -> None:
    """Ends it on the day and lets somebody else supervise from then on, unless they do already."""
    _end(supervision, by=by, on=on)
    supervisee = supervision.supervisee
    if not Supervision.objects.filter(supervisor=to, supervisee=supervisee, ends_on=None).exists():
        start_supervision(to, supervisee=supervisee, on=on, by=by)


@transaction.atomic
def end_own_supervision(person: User, *, by: User, on: date) -> None:
    """Nobody supervises somebody who has left; nor does a leaver supervise colleagues who have left before."""
    held = Supervision.objects.filter(Q(supervisee=person) | Q(supervisor=person, supervisee__is_active=False))
    for supervision in held.filter(Q(ends_on=None) | Q(ends_on__gt=on)):
        _end(supervision, by=by, on=on)


def _end(supervision: Supervision, *, by: User, on: date) -> None:
    Supervision.objects.filter(pk=supervision.pk).update(ends_on=max(on, supervision.starts_on))
    record("supervision.ended", supervision, by=by, fields=["ends_on"])
