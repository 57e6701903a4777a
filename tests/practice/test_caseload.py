"""What the board knows: whose load, how much room, and how little it asks the database."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import PracticeSettings, Supervision, User
from accounts.roles import Role
from audit.models import AuditEvent
from clients.models import Assignment, Client, Instruction, Party, Risk
from clients.wall_actions import build_wall
from practice.caseload import caseload_of
from practice.demo.build import tell_stories
from practice.load_points import points_changes
from tests.factories.accounts import AbsenceFactory, SupervisionFactory, UserFactory, WorkingTermsFactory
from tests.factories.clients import (
    AssignmentFactory,
    ClientFactory,
    InstructionFactory,
    PartyFactory,
    RiskFactory,
    WeightOverrideFactory,
)
from tests.factories.providers import ServiceFactory
from tests.factories.reviews import ReviewRhythmFactory
from tests.factories.ui import DraftFactory

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
BOARD, TABLE = "/practice/", "/practice/caseload.csv"


def loads(user):
    return caseload_of(user, PracticeSettings.current(), now=timezone.now())


def carried(staff, **values):
    """A steady client of somebody, of whom nothing else is known: 1 + 1 + 0 + 2 + 2 points."""
    client = ClientFactory(created_at=NOW - timedelta(days=200), **{"last_contact_on": TODAY} | values)
    AssignmentFactory(client=client, staff=staff)
    return client


def test_the_weights_of_the_demo_add_up_by_hand(db):
    """Agencies, risk, travel, stage and reviews of each client, by the default points."""
    tell_stories(now=NOW, password="a plain but long password")

    found = loads(User.objects.get(email="amara@demo.example"))

    by_hand = {
        "Daniel Moss": [
            1 + 4 + 0 + 1 + 2,  # Femi Amadi: a high risk, paused
            14,  # Maja Lindqvist: set by hand in place of 1 + 1 + 1 + 2 + 2
        ],
        "Priya Kaur": [
            3 + 4 + 0 + 2 + 2,  # Jordan Ashby: two parties and three providers, a risk with nothing in place
            1 + 1 + 1 + 2 + 2,  # Rosa Castellane: forty minutes by car
            1 + 1 + 0 + 2 + 2,  # Tobi Obi
            1 + 2 + 0 + 3 + 2,  # Omar Ruane: a medium risk, being assessed
            1 + 1 + 3 + 2 + 2,  # Pauline Whitlow: on the coast
        ],
        "Sam Whitcombe": [1 + 1 + 0 + 2 + 2],  # Iris Calloway
    }
    assert {p.user.name: [each.weight.points for each in p.clients] for p in found.people} == by_hand
    assert {p.user.name: (p.load, p.limit) for p in found.people} == {
        "Daniel Moss": (22, 50),  # 0.5 FTE
        "Priya Kaur": (41, 38),  # 0.5 FTE less 12 for duties
        "Sam Whitcombe": (6, 20),  # 0.4 FTE less 20 for duties
    }
    assert [(each.client.family_name, each.weight.points) for each in found.unassigned] == [
        ("Bashir", 1 + 1 + 0 + 3 + 2)
    ]


def test_the_facts_come_from_the_record(admin, case_manager):
    client = carried(case_manager, status="active")
    PartyFactory(client=client, instruction=InstructionFactory(client=client))
    ServiceFactory(client=client)
    ServiceFactory(client=client, ended_on=TODAY)  # over, does not count
    RiskFactory(client=client, severity="medium")
    RiskFactory(client=client, severity="high", closed_on=TODAY)
    ReviewRhythmFactory(client=client, weeks=20, entered_at=NOW - timedelta(days=9))
    ReviewRhythmFactory(client=client, weeks=4)
    WeightOverrideFactory(client=client, points=30, at=NOW - timedelta(days=9))
    WeightOverrideFactory(client=client, points=None, travel="far")

    [person] = [person for person in loads(admin).people if person.user == case_manager]

    assert [part.points for part in person.clients[0].weight.parts] == [1, 2, 3, 2, 3]
    assert person.load == 11


def test_signs_of_trouble_are_counted(admin, case_manager, outsider):
    late = carried(case_manager, next_review_on=TODAY - timedelta(days=1))
    carried(case_manager, next_review_on=TODAY, last_contact_on=TODAY - timedelta(days=29))
    carried(case_manager, last_contact_on=TODAY - timedelta(days=28))
    DraftFactory(author=case_manager, client=late.reference)
    DraftFactory(author=outsider, client=late.reference)  # not the carrier's own
    DraftFactory(author=case_manager)

    people = {person.user: person for person in loads(admin).people}

    mine = people[case_manager]
    assert (mine.overdue, mine.silent, mine.drafts) == (1, 1, 1)
    assert people[outsider].drafts == 0


def test_a_supervisor_sees_those_they_supervise_today(supervisor, case_manager, outsider):
    carried(case_manager)
    carried(outsider)
    former = SupervisionFactory(supervisor=supervisor, supervisee=outsider)
    Supervision.objects.filter(pk=former.pk).update(ends_on=TODAY)
    ClientFactory()

    found = loads(supervisor)

    assert [person.user for person in found.people] == [case_manager]
    assert len(found.people[0].clients) == 1
    assert not found.unassigned


def test_who_has_left_and_still_carries_somebody_is_not_forgotten(admin, case_manager):
    carried(case_manager)
    User.objects.filter(pk=case_manager.pk).update(is_active=False)

    [person] = loads(admin).people

    assert (person.user, person.limit, person.room) == (case_manager, 0, -6)


def test_a_client_behind_a_wall_leaves_no_trace_in_the_sums(admin, case_manager):
    walled, other = carried(case_manager), carried(case_manager)
    build_wall(walled, staff=admin, by=UserFactory(roles=[Role.PRACTICE_ADMIN]), now=NOW, reason="A relative")

    [person] = [person for person in loads(admin).people if person.user == case_manager]

    assert [each.client for each in person.clients] == [other]


def test_who_is_away_and_who_covers_stands_on_the_board(admin, case_manager, outsider, signed_in):
    client = carried(case_manager)
    AbsenceFactory(person=case_manager, ends_on=TODAY + timedelta(days=3))
    AssignmentFactory(client=client, staff=outsider, kind="cover", starts_at=NOW, ends_at=NOW + timedelta(days=3))

    lines = {line.name: line for line in signed_in(admin).get(BOARD).context["lines"]}

    assert lines[case_manager.name].away.startswith("Away until ")
    assert (lines[outsider.name].away, lines[outsider.name].load) == ("", 0)
    assert lines[outsider.name].note.endswith("covers 1 client")


def test_a_change_of_hands_shows_the_points_on_both_sides(admin, case_manager, outsider):
    client = carried(case_manager)
    practice = PracticeSettings.current()

    move = [(client.pk, case_manager, outsider)]
    given = points_changes(move, cover=False, seen_by=admin, practice=practice, now=NOW)
    covered = points_changes(move, cover=True, seen_by=admin, practice=practice, now=NOW)

    assert {change.name: (change.before, change.after) for change in given} == {
        case_manager.name: (6, 0),
        outsider.name: (0, 6),
    }
    assert {change.name: (change.before, change.after) for change in covered} == {outsider.name: (0, 6)}


def test_ticked_clients_go_to_the_handover(admin, team, signed_in):
    browser = signed_in(admin)
    page = browser.get(f"{BOARD}?person=daniel.m@practice.example")
    [line] = page.context["lines"][0].clients

    moved = browser.get(page.context["move_url"], {"clients": [line.reference]})

    assert line.move_url == f"{page.context['move_url']}?clients={line.reference}"
    assert f'name="clients" value="{line.reference}"' in page.content.decode()
    assert moved.status_code == 200
    assert line.reference in moved.content.decode()


def names_on(page):
    return [line.name for line in page.context["lines"]]


@pytest.fixture
def team(admin):
    """Priya is over her limit, Daniel has room."""
    priya = UserFactory(name="Priya Kaur", email="priya.k@practice.example")
    daniel = UserFactory(name="Daniel Moss", email="daniel.m@practice.example")
    WorkingTermsFactory(person=priya, fte="0.05", profession="ot")
    WorkingTermsFactory(person=daniel, fte="0.5", profession="physio")
    carried(priya, given_name="=cmd", preferred_name="", family_name="Ashby", next_review_on=TODAY - timedelta(days=3))
    carried(daniel, given_name="Femi", family_name="Amadi")
    return {"priya": priya, "daniel": daniel}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Daniel Moss", "Priya Kaur"]),
        ("sort=-name", ["Priya Kaur", "Daniel Moss"]),
        ("sort=room", ["Priya Kaur", "Daniel Moss"]),
        ("only=over", ["Priya Kaur"]),
        ("only=room", ["Daniel Moss"]),
        ("only=overdue", ["Priya Kaur"]),
        ("only=silent", []),
        ("only=nonsense", ["Daniel Moss", "Priya Kaur"]),
        ("profession=physio", ["Daniel Moss"]),
        ("person=priya.k@practice.example", ["Priya Kaur"]),
        ("view=board&only=over", ["Priya Kaur"]),
    ],
)
def test_the_board_filters_and_sorts(admin, team, signed_in, query, shown):
    assert names_on(signed_in(admin).get(f"{BOARD}?{query}")) == shown


def test_a_row_opens_to_the_clients_with_their_parts(admin, team, signed_in):
    browser = signed_in(admin)

    shut = browser.get(BOARD)
    opened = browser.get(BOARD + shut.context["lines"][0].toggle.partition("#")[0])

    assert "Amadi" not in shut.content.decode()
    assert "Agencies 1 · Risk 1 · Travel 0 · Stage 2 · Reviews 2" in opened.content.decode()
    assert [line.is_open for line in opened.context["lines"]] == [True, False]


def test_points_set_by_hand_show_who_set_them_and_why(admin, team, signed_in):
    client = Client.objects.get(family_name="Amadi")
    WeightOverrideFactory(client=client, points=20, reason="Two households", by=admin)

    page = signed_in(admin).get(f"{BOARD}?person=daniel.m@practice.example").content.decode()

    assert f"Set by {admin.name}," in page
    assert "in place of 6: Two households" in page


def test_an_admin_is_led_to_the_allocation_and_a_supervisor_to_the_file(admin, team, signed_in):
    helen = UserFactory(roles=[Role.SUPERVISOR])
    SupervisionFactory(supervisor=helen, supervisee=team["daniel"])
    reference = Client.objects.get(family_name="Amadi").reference
    query = "?person=daniel.m@practice.example"

    assert f'href="/clients/{reference}/allocation/"' in signed_in(admin).get(BOARD + query).content.decode()
    assert f'href="/clients/{reference}/summary/"' in signed_in(helen).get(BOARD + query).content.decode()


def test_the_table_for_a_spreadsheet_holds_the_same_rows_and_is_noted(admin, team, signed_in):
    answer = signed_in(admin).get(f"{TABLE}?only=over")

    [headings, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    told = dict(zip(headings, row, strict=True))
    assert (told["Case manager"], told["Limit"], told["Load"], told["Room"]) == ("Priya Kaur", "5", "6", "-1")
    assert told["Client"] == "Ashby, =cmd"
    assert [told[name] for name in ("Agencies", "Risk", "Travel", "Stage", "Reviews")] == ["1", "1", "0", "2", "2"]
    assert AuditEvent.objects.get(verb="caseload.exported").actor == admin.name


def test_a_name_that_is_a_formula_is_disarmed(admin, team, signed_in):
    Client.objects.filter(family_name="Ashby").update(family_name="=1+1")

    assert '"\'=1+1, =cmd"' in signed_in(admin).get(TABLE).content.decode()


def grow(people, clients):
    """So many case managers with so many clients between them, each with a party and a risk."""
    staff = User.objects.bulk_create(UserFactory.build(email=f"m{n}@{people}.example") for n in range(people))
    by = UserFactory(roles=[Role.PRACTICE_ADMIN])
    made = Client.objects.bulk_create(
        ClientFactory.build(reference=f"L-{people}-{n}", created_by=by) for n in range(clients)
    )
    spells = [
        Assignment(client=c, staff=staff[n % people], kind="lead", starts_at=NOW, by=by) for n, c in enumerate(made)
    ]
    Assignment.objects.bulk_create(spells)
    Risk.objects.bulk_create(Risk(client=c, hazard="Dog", raised_on=TODAY, raised_by=by) for c in made)
    instructions = Instruction.objects.bulk_create(Instruction(client=c, kind="joint", starts_on=TODAY) for c in made)
    Party.objects.bulk_create(
        Party(client=c, instruction=i, role="insurer", firm="Northgate")
        for c, i in zip(made, instructions, strict=True)
    )


def queries_of(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
    assert answer.status_code == 200
    return len(queries)


def test_sixty_people_and_1200_clients_take_as_many_queries_as_three_and_twelve(admin, signed_in):
    browser, paths = signed_in(admin), (BOARD, f"{BOARD}?view=board", f"{BOARD}?open=m1@3.example", TABLE)
    grow(3, 12)
    few = {path: queries_of(browser, path) for path in paths}
    grow(57, 1188)

    assert {path: queries_of(browser, path) for path in paths} == few
    assert max(few.values()) <= 25
    assert (len(loads(admin).people), Client.objects.count()) == (60, 1200)
