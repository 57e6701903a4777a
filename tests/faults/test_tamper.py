"""F23: somebody with the owner's password alters the audit log, in a random way each time. The verifier names where."""

import random

import pytest
from django.db import transaction
from django.utils import timezone

from audit.actions import FIRST_PREVIOUS, canonical, digest_of, record, seal_digest, seal_events
from audit.models import AuditEvent, Seal, SealedEvent
from audit.verification import first_fault, head
from tests.factories.accounts import UserFactory
from tests.faults.counts import small_and_full

SEALS, EVENTS_IN_EACH = 8, 5
COPIED = ("at", "verb", "actor_id", "actor", "target_kind", "target_id", "client", "fields", "origin", "text", "digest")


@pytest.fixture
def log(db):
    """What the events are, in order."""
    person = UserFactory()
    for number in range(SEALS):
        for place in range(EVENTS_IN_EACH):
            record(f"verb {number}.{place}", person, by=person, fields=["name"])
        seal_events(now=timezone.now())
    return list(AuditEvent.objects.order_by("number").values_list("number", flat=True))


def update(chance, log):
    """One column of one event."""
    number = chance.choice(log)
    column, value = chance.choice([("verb", "harmless"), ("actor", "Nobody"), ("fields", []), ("origin", "10.0.0.1")])
    AuditEvent.objects.filter(pk=number).update(**{column: value})
    return event(number)


def update_with_digest(chance, log):
    """One event, with its text and digest made to fit."""
    found = AuditEvent.objects.get(pk=chance.choice(log))
    found.verb = "harmless"
    found.text = canonical(found)
    AuditEvent.objects.filter(pk=found.pk).update(verb=found.verb, text=found.text, digest=digest_of(found.text))
    return its_seal(found.pk)


def delete(chance, log):
    number = chance.choice(log)
    seal = its_seal(number)
    SealedEvent.objects.filter(event=number).delete()
    AuditEvent.objects.filter(pk=number).delete()
    return seal


def insert(chance, log):
    """An event that never was, slipped into an old seal."""
    seal = chance.randint(1, SEALS)
    late = record("never was", UserFactory(), by="somebody")
    SealedEvent.objects.create(seal_id=seal, event=late)
    return f"Seal {seal} "


def reorder(chance, log):
    """Two events of different seals change places."""
    first, second = sorted(chance.sample(log, 2))
    if its_seal(first) == its_seal(second):
        return update(chance, log)
    one, other = AuditEvent.objects.get(pk=first), AuditEvent.objects.get(pk=second)
    overwrite(first, other)
    overwrite(second, one)
    return its_seal(first)


def replay(chance, log):
    """An old event takes the place of a later one."""
    old, later = sorted(chance.sample(log, 2))
    overwrite(later, AuditEvent.objects.get(pk=old))
    return its_seal(later)


def truncate(chance, log):
    """Everything from some seal on is gone."""
    seal = chance.randint(2, SEALS)
    gone = list(SealedEvent.objects.filter(seal__gte=seal).values_list("event_id", flat=True))
    SealedEvent.objects.filter(seal__gte=seal).delete()
    Seal.objects.filter(number__gte=seal).delete()
    AuditEvent.objects.filter(pk__in=gone).delete()
    return "The log ends before the head"


def seal_anew(chance, log):
    """One event is altered and every seal from its own on is made to fit."""
    where = its_seal(number := chance.choice(log))
    found = AuditEvent.objects.get(pk=number)
    found.verb = "harmless"
    found.text = canonical(found)
    AuditEvent.objects.filter(pk=number).update(verb=found.verb, text=found.text, digest=digest_of(found.text))
    previous = FIRST_PREVIOUS
    for seal in Seal.objects.order_by("number"):
        members = SealedEvent.objects.filter(seal=seal).order_by("event_id").values_list("event__digest", flat=True)
        digest = seal_digest(previous, members)
        Seal.objects.filter(pk=seal.pk).update(previous=previous, digest=digest)
        previous = digest
    assert where
    return "The log ends before the head"


EDITS = [update, update_with_digest, delete, insert, reorder, replay, truncate, seal_anew]


def overwrite(number, source):
    AuditEvent.objects.filter(pk=number).update(**{name: getattr(source, name) for name in COPIED})


def event(number):
    return f"Event {number} "


def its_seal(number):
    return f"Seal {SealedEvent.objects.get(event=number).seal_id} "


def verdicts(log, edits):
    """For each edit: what it was, where it was, and the first fault the verifier names; nothing of it stays."""
    noted, chance = head(), random.Random(23)  # noqa: S311 - the same edits every time
    for number in range(edits):
        edit = EDITS[number % len(EDITS)]
        with transaction.atomic():
            where = edit(chance, log)
            yield edit.__name__, where, first_fault(head=noted), first_fault()
            transaction.set_rollback(True)


@small_and_full("edits", 48, 1000)
def test_each_edit_is_found_where_it_was_made(log, without_triggers, edits, figures):
    found = list(verdicts(log, edits))

    missed = [f"{what}: {where}, said {said}" for what, where, said, _ in found if not (said or "").startswith(where)]
    figures(edits=len(found), missed=len(missed))
    assert missed == []
    assert first_fault(head=head()) is None


def test_control_without_a_head_kept_elsewhere_a_cut_and_a_forged_log_look_whole(log, without_triggers):
    unseen = {what for what, _, _, said in verdicts(log, 48) if said is None}

    assert unseen == {"truncate", "seal_anew"}
