from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import register_actions as actions
from accounts.models import CheckKind, CpdEntry, StaffCheck
from audit.models import AuditEvent
from tests.factories.accounts import CpdEntryFactory, StaffCheckFactory
from ui.versions import Stale

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
NEXT = TODAY + timedelta(days=700)
DETAILS = {"which": "hcpc_ot", "body": "HCPC", "number": "OT700700", "ends_on": NEXT}

pytestmark = pytest.mark.django_db


def add(person, **more):
    return actions.add_check(person, kind=CheckKind.REGISTRATION, by=person, now=NOW, **DETAILS | more)


def current(person):
    return set(StaffCheck.objects.current().filter(person=person))


def test_adding_a_registration_changes_what_reports_print(case_manager):
    add(case_manager)
    add(case_manager, body="NMC", which="nmc", number="90K0118X")

    case_manager.refresh_from_db()
    assert case_manager.registration == "HCPC OT700700; NMC 90K0118X"


def test_what_was_typed_at_the_invitation_stays_until_the_register_knows_better(case_manager):
    before = case_manager.registration
    actions.add_check(case_manager, kind=CheckKind.INDEMNITY, by=case_manager, now=NOW, body="Marlow", ends_on=NEXT)

    case_manager.refresh_from_db()
    assert case_manager.registration == before != ""


def test_printed_registrations_are_left_out_whole_rather_than_cut(case_manager):
    for number in range(5):
        add(case_manager, body="A register with a name", which="other", number=f"LONG-NUMBER-{number:08}")

    case_manager.refresh_from_db()
    assert case_manager.registration == "A register with a name LONG-NUMBER-00000000"


def test_renewing_keeps_what_was_before(case_manager):
    check = add(case_manager, ends_on=TODAY)

    renewed = actions.renew_check(check, by=case_manager, now=NOW, **DETAILS)

    assert current(case_manager) == {renewed}
    assert renewed.replaces == check
    assert StaffCheck.objects.get(pk=check.pk).ends_on == TODAY
    assert "check.renewed" in verbs()


def test_a_check_is_renewed_once(case_manager):
    check = add(case_manager)
    actions.renew_check(check, by=case_manager, now=NOW, **DETAILS)

    for again in (actions.renew_check, lambda check, **more: actions.change_check(check, version=1, **more)):
        with pytest.raises(actions.NotCurrent):
            again(check, by=case_manager, now=NOW, **DETAILS)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffCheckFactory(person=case_manager, replaces=check)


def test_ending_a_check_takes_it_off_what_reports_print(case_manager):
    check = add(case_manager)

    actions.end_check(check, on=TODAY, by=case_manager, now=NOW)

    case_manager.refresh_from_db()
    assert current(case_manager) == set()
    assert case_manager.registration == ""
    assert "check.ended" in verbs()


def test_a_change_is_to_be_verified_again(case_manager, admin):
    check = add(case_manager)
    actions.verify_check(check, version=check.version, by=admin, now=NOW)

    actions.change_check(check, version=check.version, by=case_manager, now=NOW, **DETAILS | {"number": "OT700701"})

    check = StaffCheck.objects.get(pk=check.pk)
    assert (check.number, check.verified_by) == ("OT700701", None)
    assert {"check.added", "check.verified", "check.changed"} <= set(verbs())


def test_nobody_verifies_their_own_evidence(admin):
    check = add(admin)

    with pytest.raises(actions.OwnCheck):
        actions.verify_check(check, version=check.version, by=admin, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffCheckFactory(person=admin, verified_by=admin, verified_at=NOW)


def test_what_changed_since_it_was_looked_at_is_not_verified(case_manager, admin):
    check = add(case_manager)
    actions.change_check(check, version=1, by=case_manager, now=NOW, **DETAILS | {"number": "OT999999"})

    with pytest.raises(Stale):
        actions.verify_check(check, version=1, by=admin, now=NOW)


@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": None},
        {"kind": CheckKind.INDEMNITY, "ends_on": None},
        {"kind": CheckKind.DBS, "issued_on": None},
        {"kind": CheckKind.FITNESS, "issued_on": None},
        {"verified_at": NOW},
    ],
)
def test_the_database_refuses_a_check_without_its_dates(case_manager, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffCheckFactory(person=case_manager, **values)


def test_declaring_fitness_keeps_the_words_and_lasts_a_year(case_manager):
    first = actions.declare_fitness(case_manager, now=NOW, today=date(2026, 11, 22))
    second = actions.declare_fitness(case_manager, now=NOW, today=date(2027, 11, 1))

    assert first.statement == actions.STATEMENT
    assert (first.ends_on, second.replaces) == (date(2027, 11, 22), first)
    assert current(case_manager) == {second}
    assert verbs().count("fitness.declared") == 2


def test_learning_is_logged_and_put_right(case_manager):
    entry = actions.log_cpd(case_manager, now=NOW, on=TODAY, minutes=90, what="Webinar")

    actions.change_cpd(entry, version=1, by=case_manager, now=NOW, minutes=60)

    assert CpdEntry.objects.get().minutes == 60
    assert verbs() == ["cpd.logged", "cpd.changed"]
    with pytest.raises(Stale):
        actions.change_cpd(entry, version=1, by=case_manager, now=NOW, minutes=30)


def test_learning_takes_time(case_manager):
    with pytest.raises(IntegrityError), transaction.atomic():
        CpdEntryFactory(person=case_manager, minutes=0)


def verbs():
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))
