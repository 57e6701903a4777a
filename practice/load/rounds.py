"""What goes on for years: contact records, and with every fifth of them a review with ratings and a measure.

A round is one of each for every client, so that the rows of one client lie as far apart as they do in real tables.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.measures import WSAS
from assessments.models import MeasureResult, Teller
from careplans.attainment import score_words
from careplans.models import GoalRating, RecordGoal
from clients.models import EntryKind
from practice.load.shape import REVIEWS, WEEKS, File, Goal, Load
from practice.load.words import PRESENT
from providers.models import Effect
from records.actions import ICONS
from records.models import ContactKind, ContactRecord
from reminders.models import Channel, Kind, Reminder, Stage, State
from reviews.models import Outlook, Review, ReviewedGoal, ReviewRhythm, ServiceEffect

RATED_AT_A_REVIEW = 3
KINDS = [ContactKind.VISIT, ContactKind.CALL, ContactKind.CALL, ContactKind.EMAIL, ContactKind.NOTE]


def add_rounds(load: Load) -> None:
    due = {load.rounds * number // REVIEWS - 1: number for number in range(1, REVIEWS + 1)}
    for number in range(load.rounds):
        for file in load.files:
            _sign(load, file, number)
        if number in due:
            for file in load.files:
                _review(load, file, REVIEWS - due[number])
    for file in load.files:
        _plan(load, file)


def _sign(load: Load, file: File, number: int) -> None:
    to_come = load.rounds - 1 - number
    random, by = load.random, file.lead
    on = file.last_record_on - timedelta(days=to_come * load.days_between)
    at = load.moment(on)
    signed_at, text = at + timedelta(minutes=random.randrange(20, 600)), load.text(7)
    kind = random.choice(KINDS) if to_come else ContactKind.VISIT
    with_whom, pk = random.choice(PRESENT), load.id(signed_at)
    load.store.add(
        ContactRecord,
        id=pk,
        client_id=file.id,
        kind=str(kind),
        happened_at=at,
        minutes=random.choice((15, 30, 60, 90)),
        with_whom=with_whom,
        with_client=kind != ContactKind.NOTE,
        text=text,
        author_id=by.pk,
        signed_at=signed_at,
    )
    if number % 3 == 0:
        goal = random.choice(file.goals)
        load.store.add(RecordGoal, id=load.id(signed_at), client_id=file.id, record_id=pk, goal_id=goal.id)
    fields = ["kind", "happened_at", "text", "minutes", *(["with_whom"] if with_whom else [])]
    load.event("contact.signed", "records.ContactRecord", pk, by=by, at=signed_at, file=file, fields=fields)
    entry = EntryKind.NOTE if kind == ContactKind.NOTE else EntryKind.CONTACT
    title = f"{kind.label}, {with_whom}" if with_whom else kind.label
    told: dict[str, Any] = {"at": at, "by": by, "entered_at": signed_at, "icon": ICONS[kind]}
    load.tell(file, entry, title, excerpt=text, source=("records:contact_record", pk), **told)


def _review(load: Load, file: File, to_come: int) -> None:
    """Held on its day; `to_come` finished ones follow it."""
    on = file.next_review_on - timedelta(weeks=WEEKS * (to_come + 1))
    at, by = load.moment(on), file.lead
    pk, changed = load.id(at - timedelta(weeks=WEEKS)), load.text(3)
    load.store.add(
        Review,
        id=pk,
        client_id=file.id,
        due_on=on,
        held_on=on,
        present="Client, mother",
        changed=changed,
        unchanged=load.text(1),
        next_steps=load.text(1),
        finished_at=at,
        by_id=by.pk,
        version=2,
    )
    for goal in load.random.sample(file.goals, RATED_AT_A_REVIEW):
        if goal.is_open:
            _rate(load, file, goal, pk, on, at)
    if file.service.int:
        judged = {"effect": str(Effect.HELPING), "outlook": str(Outlook.CONTINUE)}
        load.store.add(
            ServiceEffect, id=load.id(at), client_id=file.id, review_id=pk, service_id=file.service, **judged
        )
    load.event("review.finished", "reviews.Review", pk, by=by, at=at, file=file)
    told: dict[str, Any] = {"at": on, "by": by, "entered_at": at, "icon": "review", "excerpt": changed}
    load.tell(file, EntryKind.REVIEW, "Review completed", source=("reviews:review", pk), **told)
    _measure(load, file, on, at)
    _remind(load, file, pk, on)


def _rate(load: Load, file: File, goal: Goal, review: UUID, on: date, at: datetime) -> None:
    pk, score, evidence = load.id(at), Decimal(load.random.randrange(-2, 3)), load.text(1)
    said = {"score": score, "evidence": evidence, "evidence_kind": "fact", "rated_on": on}
    load.store.add(GoalRating, id=pk, client_id=file.id, goal_id=goal.id, by_id=file.lead.pk, entered_at=at, **said)
    load.store.add(ReviewedGoal, id=load.id(at), client_id=file.id, review_id=review, rating_id=pk)
    load.event("goal.rated", "careplans.GoalRating", pk, by=file.lead, at=at, file=file)
    title = f"Goal {goal.number}: {goal.title}: {score_words(score).lower()}"
    told: dict[str, Any] = {"at": on, "by": file.lead, "entered_at": at, "icon": "goal", "excerpt": evidence}
    load.tell(file, EntryKind.PLAN, title, source=("careplans:goal", goal.id), **told)


def _measure(load: Load, file: File, on: date, at: datetime) -> None:
    answers = [load.random.randrange(9) for _ in WSAS.items]
    score, pk = WSAS.score(answers), load.id(at)
    load.store.add(
        MeasureResult,
        id=pk,
        client_id=file.id,
        measure=WSAS.key,
        taken_on=on,
        rater=str(Teller.CLIENT),
        answers=answers,
        total=score.total,
        band=score.band or "",
        note=score.note,
        alert=score.alert or "",
        entered_by_id=file.lead.pk,
        entered_at=at,
    )
    load.event("measure.entered", "assessments.MeasureResult", pk, by=file.lead, at=at, file=file)
    told: dict[str, Any] = {"at": on, "by": file.lead, "entered_at": at, "icon": "doc"}
    source = ("assessments:measure_result", pk)
    load.tell(
        file, EntryKind.ASSESSMENT, f"{WSAS.short_name} entered", excerpt=f"{score.total} of 40", source=source, **told
    )


def _remind(load: Load, file: File, review: UUID, on: date) -> None:
    """The lead heard of the review a week before, in the app and by mail."""
    at = load.moment(on - timedelta(days=7))
    for channel in (Channel.IN_APP, Channel.MAIL):
        load.store.add(
            Reminder,
            id=load.id(at),
            kind=str(Kind.REVIEW),
            subject_id=review,
            client_id=file.id,
            client_reference=file.reference,
            due_on=on,
            stage=str(Stage.BEFORE),
            person_id=file.lead.pk,
            channel=str(channel),
            state=str(State.SENT),
            send_after=at,
            made_at=at,
            sent_at=at,
            message_id=f"<reminders.{file.lead.pk}.{at.date()}@load.example>" if channel == Channel.MAIL else "",
        )


def _plan(load: Load, file: File) -> None:
    """The review that is planned now, and the rhythm it keeps."""
    at = load.moment(file.next_review_on - timedelta(weeks=WEEKS))
    load.store.add(Review, id=load.id(at), client_id=file.id, due_on=file.next_review_on)
    agreed = {"weeks": WEEKS, "agreed_with": "The client", "agreed_on": file.opened, "by_id": file.lead.pk}
    entered_at = load.moment(file.opened)
    load.store.add(ReviewRhythm, id=load.id(entered_at), client_id=file.id, entered_at=entered_at, **agreed)
