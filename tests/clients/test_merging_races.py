"""Two admins at the same moment: of A into B and B into A one is done and the other is told."""

import pytest
from django.utils import timezone

from clients import merge_actions
from clients.merge_actions import Choices, merge_files
from clients.models import Client, Merge
from records.models import ContactRecord
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.records import ContactRecordFactory
from tests.reviews.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def cross(by):
    """Both ways at once; gives what became of each."""
    one, other = ClientFactory(), ClientFactory()
    for client in (one, other):
        ContactRecordFactory(client=client)

    def merging(into, earlier):
        files = [Client.objects.get(pk=file.pk) for file in (into, earlier)]
        merge_files(*files, seen=2, choices=Choices(), reason="One person", by=by, now=timezone.now())

    outcomes = at_once(lambda: merging(one, other), lambda: merging(other, one))
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_of_two_who_merge_crosswise_one_is_told(transactional_db, admin):
    for _ in range(ROUNDS):
        assert cross(admin) == ["AlreadyMerged", "NoneType"]
    for merge in Merge.objects.select_related("client"):
        assert ContactRecord.objects.filter(client=merge.client).count() == 2
    assert Client.objects.known_to(admin).count() == ROUNDS


def test_without_the_look_behind_the_lock_both_files_are_gone(transactional_db, admin, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(merge_actions, "_check", lambda *_: None)
    assert cross(admin) == ["NoneType", "NoneType"]
    assert not Client.objects.known_to(UserFactory(roles=admin.roles)).exists()
