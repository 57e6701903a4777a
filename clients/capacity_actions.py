"""Signing an assessment of capacity and a decision that rests on it. What is signed is only added to."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from audit.actions import record
from clients.capacity_words import WORDS, terms_of
from clients.models import (
    CapacityAddendum,
    CapacityAssessment,
    Client,
    Conclusion,
    DecisionForClient,
    EntryKind,
    Terms,
)
from clients.timeline_actions import add_entry


class Refusal(Exception):
    """The record does not hold together; `field` says where."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def sign_assessment(
    client: Client, *, by: User, now: datetime, follows: CapacityAssessment | None = None, **values: Any
) -> CapacityAssessment:
    """Signs an assessment of one decision, in the terms of the client's nation. `follows` is the one it takes over."""
    if values["conclusion"] == Conclusion.LACKS and not values["cause"]:
        raise Refusal("Enter the impairment and how it causes the inability.", "cause")
    if follows and CapacityAssessment.objects.filter(follows=follows).exists():
        raise Refusal("Somebody has assessed this decision again already.")
    signed = CapacityAssessment.objects.create(
        client=client, terms=terms_of(client), follows=follows, author=by, signed_at=now, **values
    )
    record("capacity.assessed", signed, by=by, client=client, fields=sorted(values), now=now)
    _tell(signed, f"{WORDS[Terms(signed.terms)].assessment}: {signed.decision}", signed.assessed_on, by=by, now=now)
    return signed


@transaction.atomic
def sign_decision(assessment: CapacityAssessment, *, by: User, now: datetime, **values: Any) -> DecisionForClient:
    """Signs a decision made for the client, which rests on an assessment that found they could not make it."""
    if assessment.conclusion != Conclusion.LACKS:
        raise Refusal("A decision for the client rests on an assessment that they cannot make it themselves.")
    made = DecisionForClient.objects.create(
        client=assessment.client, assessment=assessment, author=by, signed_at=now, **values
    )
    record("capacity.decision_made", made, by=by, client=assessment.client, fields=sorted(values), now=now)
    _tell(
        assessment, f"{WORDS[Terms(assessment.terms)].decision}: {assessment.decision}", made.decided_on, by=by, now=now
    )
    return made


@transaction.atomic
def add_addendum(assessment: CapacityAssessment, *, text: str, by: User, now: datetime) -> CapacityAddendum:
    """Adds to what was signed under the next number; two people at once get two numbers."""
    CapacityAssessment.objects.select_for_update().get(pk=assessment.pk)
    last = assessment.addenda.aggregate(last=Max("number"))["last"] or 0
    addendum = CapacityAddendum.objects.create(
        client=assessment.client, assessment=assessment, number=last + 1, text=text, author=by, signed_at=now
    )
    record("capacity.addendum_added", addendum, by=by, client=assessment.client, fields=["text"], now=now)
    return addendum


def _tell(assessment: CapacityAssessment, title: str, at: Any, *, by: User, now: datetime) -> None:
    add_entry(
        assessment.client,
        at=at,
        now=now,
        kind=EntryKind.ASSESSMENT,
        title=title[:200],
        by=by,
        icon="badge",
        route="clients:capacity_assessment",
        target=assessment,
    )
