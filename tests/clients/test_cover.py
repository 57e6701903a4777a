"""Cover for somebody who is away."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.absence_actions import AlreadyAway, AlreadyBack, enter_absence
from accounts.models import AbsenceKind
from audit.models import AuditEvent
from clients.cover_actions import change_end, cover, end_absence
from clients.handover_actions import HandoverRefused
from clients.models import Assignment, AssignmentKind, Client, HandoverState
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def caseload(case_manager):
    return [AssignmentFactory(staff=case_manager).client for _ in range(3)]


def away(person, admin, *, starts_on=TODAY, ends_on=None):
    return enter_absence(person, kind=AbsenceKind.SICK, starts_on=starts_on, ends_on=ends_on, by=admin, now=NOW)


def covered(absence, clients, staff, admin):
    return cover(absence, dict.fromkeys(clients, staff), by=admin, now=NOW)


def spells(clients):
    return list(Assignment.objects.filter(client__in=clients, kind=AssignmentKind.COVER))


def midnight_after(on):
    return timezone.make_aware(datetime.combine(on + DAY, time.min))


def test_cover_begins_now_and_the_lead_stays_the_lead(caseload, case_manager, outsider, admin):
    covered(away(case_manager, admin), caseload, outsider, admin)

    for client in caseload:
        assert Client.objects.workable_by(outsider).contains(client)
        assert Client.objects.workable_by(case_manager).contains(client)
    assert {(spell.starts_at, spell.ends_at) for spell in spells(caseload)} == {(NOW, None)}


def test_cover_with_a_known_end_ends_by_itself(caseload, case_manager, outsider, admin):
    covered(away(case_manager, admin, ends_on=TODAY + 4 * DAY), caseload, outsider, admin)

    end = midnight_after(TODAY + 4 * DAY)
    assert Client.objects.workable_by(outsider, now=end - timedelta(seconds=1)).count() == 3
    assert not Client.objects.known_to(outsider, now=end).exists()


def test_the_return_ends_cover(caseload, case_manager, outsider, admin):
    absence = away(case_manager, admin)
    covered(absence, caseload, outsider, admin)
    back = NOW + 3 * DAY

    end_absence(absence, by=case_manager, now=back)

    assert not Client.objects.known_to(outsider, now=back).exists()
    assert Client.objects.workable_by(case_manager, now=back).count() == 3
    assert {spell.ends_at for spell in spells(caseload)} == {back}
    verbs = AuditEvent.objects.values_list("verb", flat=True)
    assert {"absence.entered", "absence.ended"} <= set(verbs)
    assert list(verbs).count("client.assignment_ended") == 3
    with pytest.raises(AlreadyBack):
        end_absence(absence, by=admin, now=back)


def test_leave_that_is_called_off_leaves_no_cover(caseload, case_manager, outsider, admin):
    absence = away(case_manager, admin, starts_on=TODAY + 7 * DAY, ends_on=TODAY + 14 * DAY)
    handover = covered(absence, caseload, outsider, admin)

    end_absence(absence, by=admin, now=NOW)

    handover.refresh_from_db()
    assert handover.state == HandoverState.UNDONE
    assert not Client.objects.known_to(outsider, now=NOW + 8 * DAY).exists()


def test_an_absence_that_lasts_longer_takes_its_cover_along(caseload, case_manager, outsider, admin):
    absence = away(case_manager, admin, ends_on=TODAY)
    covered(absence, caseload, outsider, admin)

    change_end(absence, ends_on=TODAY + 2 * DAY, by=admin, now=NOW)
    assert {spell.ends_at for spell in spells(caseload)} == {midnight_after(TODAY + 2 * DAY)}

    change_end(absence, ends_on=None, by=admin, now=NOW)
    assert {spell.ends_at for spell in spells(caseload)} == {None}
    assert AuditEvent.objects.filter(verb="absence.changed").count() == 2


def test_one_refusal_leaves_nothing_behind(caseload, case_manager, outsider, admin):
    absence = away(case_manager, admin)
    chosen = {caseload[0]: outsider, caseload[1]: admin}

    with pytest.raises(HandoverRefused, match="not a case manager"):
        cover(absence, chosen, by=admin, now=NOW)

    assert spells(caseload) == []


def test_nobody_covers_the_same_client_twice(caseload, case_manager, outsider, admin):
    absence = away(case_manager, admin)
    covered(absence, caseload[:1], outsider, admin)

    with pytest.raises(HandoverRefused, match="already works on"):
        covered(absence, caseload, outsider, admin)


def test_absences_of_one_person_do_not_overlap(case_manager, admin):
    away(case_manager, admin, ends_on=TODAY + 2 * DAY)

    for start, end in [(TODAY - DAY, None), (TODAY + 2 * DAY, TODAY + 5 * DAY), (TODAY - 5 * DAY, TODAY)]:
        with pytest.raises(AlreadyAway):
            away(case_manager, admin, starts_on=start, ends_on=end)
    away(case_manager, admin, starts_on=TODAY + 3 * DAY)
    away(UserFactory(), admin)
