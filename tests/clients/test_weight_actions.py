import pytest
from django.utils import timezone

from audit.models import AuditEvent
from clients.caseload_actions import AlreadyTheLead
from clients.models import Assignment, CaseManagerChoice, TimelineEntry, WeightOverride
from clients.weight_actions import ChosenButNotOffered, record_choice, set_weight
from tests.factories.clients import ClientFactory

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SAID = {"said_by": "Carol, his mother", "words": "She knows the hospital", "on": TODAY}


def test_what_was_set_before_is_kept_and_the_log_holds_no_reason(admin, db):
    client = ClientFactory()

    set_weight(client, travel="far", points=None, reason="On the coast", by=admin, now=NOW)
    set_weight(client, travel="far", points=14, reason="Two households", by=admin, now=NOW)

    assert list(WeightOverride.objects.in_order().values_list("travel", "points")) == [("far", None), ("far", 14)]
    events = AuditEvent.objects.filter(verb="weight.set").order_by("number")
    assert [event.fields for event in events] == [["travel"], ["points", "travel"]]
    assert not any("households" in event.text for event in events)


def test_a_choice_names_who_was_offered_and_gives_the_client_to_the_one_chosen(admin, case_manager, outsider):
    client = ClientFactory()

    choice = record_choice(client, offered=[case_manager, outsider], chosen=outsider, by=admin, now=NOW, **SAID)

    assert set(choice.offered.all()) == {case_manager, outsider}
    assert Assignment.objects.leads().live(NOW).get(client=client).staff == outsider
    assert TimelineEntry.objects.filter(client=client, title__contains=outsider.name).exists()
    assert AuditEvent.objects.filter(verb="case_manager.chosen", client=client.reference).count() == 1
    assert "hospital" not in " ".join(AuditEvent.objects.values_list("text", flat=True))


def test_a_client_may_choose_none_of_those_offered(admin, case_manager):
    client = ClientFactory()

    choice = record_choice(client, offered=[case_manager], chosen=None, by=admin, now=NOW, **SAID)

    assert choice.chosen is None
    assert not Assignment.objects.filter(client=client).exists()


def test_nobody_is_chosen_who_was_not_offered(admin, case_manager, outsider):
    client = ClientFactory()

    with pytest.raises(ChosenButNotOffered, match=outsider.name):
        record_choice(client, offered=[case_manager], chosen=outsider, by=admin, now=NOW, **SAID)

    assert not CaseManagerChoice.objects.exists()


def test_a_choice_that_cannot_be_carried_out_leaves_nothing(admin, case_manager, client_file):
    with pytest.raises(AlreadyTheLead):
        record_choice(client_file, offered=[case_manager], chosen=case_manager, by=admin, now=NOW, **SAID)

    assert not CaseManagerChoice.objects.exists()
