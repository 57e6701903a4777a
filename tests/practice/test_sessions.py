"""Sessions of supervision: signed once, read by the two of them, agreed to and added to."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.roles import Role
from audit import triggers
from audit.models import AuditEvent
from clients.models import TimelineEntry
from clients.wall_actions import build_wall
from practice.models import SupervisionAction, SupervisionSession
from practice.supervision import session_actions as actions
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.practice import SupervisionActionFactory, SupervisionSessionFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SAID = "A word that nobody else reads"


@pytest.fixture
def sign(supervisor, case_manager):
    def signed(**values):
        given = {"on": TODAY, "minutes": 60, "how": "video", "discussed": SAID, "now": NOW}
        return actions.sign_session(supervisor, supervisee=case_manager, **given | values)

    return signed


def typed(**values):
    return {"on": "today", "minutes": "60", "how": "in_person", "discussed": SAID, **values}


def test_a_session_is_signed_with_its_actions_and_stands_apart_from_the_file(
    supervisor, case_manager, client_file, signed_in
):
    told = TimelineEntry.objects.filter(client=client_file).count()
    answer = signed_in(supervisor).post(
        f"/practice/supervision/{case_manager.pk}/sessions/add/",
        typed(
            clients=[str(client_file.pk)],
            wellbeing="Tired",
            competencies=["strategy", "monitoring"],
            what_1="Ring the school",
            who_1="supervisor",
            due_1="tomorrow",
            what_2="Read it again",
        ),
    )

    signed = SupervisionSession.objects.get()
    assert answer["Location"] == signed.get_absolute_url()
    assert (signed.supervisor, signed.supervisee, signed.wellbeing) == (supervisor, case_manager, "Tired")
    assert list(signed.clients.all()) == [client_file]
    assert signed.competency_words == ["Thinking ahead and planning", "Following what comes of it"][::-1]
    done = signed.actions.order_by("position").values_list("what", "who", "due_on")
    assert list(done) == [
        ("Ring the school", supervisor.pk, TODAY + timedelta(days=1)),
        ("Read it again", case_manager.pk, None),
    ]
    assert TimelineEntry.objects.filter(client=client_file).count() == told
    assert not AuditEvent.objects.filter(client=client_file.reference, verb__startswith="supervision").exists()
    assert SAID not in AuditEvent.objects.get(verb="supervision.signed").text


def test_a_day_without_an_action_is_explained(supervisor, case_manager, signed_in):
    answer = signed_in(supervisor).post(
        f"/practice/supervision/{case_manager.pk}/sessions/add/", typed(due_2="tomorrow")
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"what_2": ["Enter what is to be done by that day."]}
    assert not SupervisionSession.objects.exists()


def test_only_a_session_that_took_place_under_supervision_is_signed(sign, supervisor, outsider):
    with pytest.raises(actions.NotYetHeld):
        sign(on=TODAY + timedelta(days=1))
    with pytest.raises(actions.NotSupervised):
        sign(on=TODAY - timedelta(days=91))  # the supervision began 90 days ago
    with pytest.raises(actions.NotSupervised):
        actions.sign_session(supervisor, supervisee=outsider, on=TODAY, minutes=5, how="video", discussed="x", now=NOW)


def test_the_two_of_them_read_it_and_nobody_else(sign, supervisor, case_manager, admin, outsider, signed_in):
    where = sign(wellbeing="Sleeps badly").get_absolute_url()
    other = SupervisionFactory(supervisee=case_manager).supervisor  # a second supervisor of the same person
    reader = UserFactory(roles=[Role.CLINICAL_READER])

    for person in (supervisor, case_manager):
        page = signed_in(person).get(where).content.decode()
        assert SAID in page
        assert "Sleeps badly" in page
    for person in (admin, outsider, other, reader):
        assert signed_in(person).get(where).status_code == 404
    assert AuditEvent.objects.filter(verb="supervision.read").count() == 2


def test_a_page_that_asks_for_any_session_would_show_it(sign, admin, monkeypatch, signed_in):
    """The negative control: it is `of_person` that keeps the others out."""
    where = sign().get_absolute_url()
    kind = type(SupervisionSession.objects.all())
    monkeypatch.setattr(kind, "of_person", lambda sessions, user: sessions)

    assert SAID in signed_in(admin).get(where).content.decode()


def test_admins_see_the_day_and_the_minutes(sign, case_manager, admin, signed_in):
    sign(minutes=55, wellbeing="Sleeps badly")

    page = signed_in(admin).get("/practice/supervision/held/").content.decode()

    assert "55m" in page
    assert case_manager.name in page
    assert SAID not in page
    assert "Sleeps badly" not in page


def test_only_clients_known_to_both_can_be_named(supervisor, case_manager, client_file, admin, signed_in):
    where = f"/practice/supervision/{case_manager.pk}/sessions/add/"
    offered = signed_in(supervisor).get(where).context["form"].fields["clients"].queryset
    assert list(offered) == [client_file]

    build_wall(client_file, staff=supervisor, by=admin, now=NOW, reason="A cousin")

    offered = signed_in(supervisor).get(where).context["form"].fields["clients"].queryset
    assert not offered.exists()


def test_a_client_whom_a_reader_no_longer_knows_is_only_counted(
    sign, supervisor, case_manager, client_file, admin, signed_in
):
    where = sign(clients=[client_file]).get_absolute_url()
    build_wall(client_file, staff=supervisor, by=admin, now=NOW, reason="A cousin")

    assert client_file.reference not in signed_in(supervisor).get(where).content.decode()
    assert "1 no longer known to you" in signed_in(supervisor).get(where).content.decode()
    assert client_file.reference in signed_in(case_manager).get(where).content.decode()


def test_what_is_signed_cannot_be_changed(sign):
    sign()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE practice_supervisionsession SET discussed = 'other'")
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE practice_supervisionsession SET discussed = 'other'")
    triggers.install(connection)
    assert SupervisionSession.objects.get().discussed == "other", "it is the trigger that refuses"


def test_the_supervisee_agrees_once_and_nobody_for_them(sign, supervisor, case_manager, signed_in):
    session = sign()
    with pytest.raises(actions.NotTheSupervisee):
        actions.agree_session(session, by=supervisor, now=NOW)
    assert signed_in(supervisor).get(f"{session.get_absolute_url()}agree/").status_code == 403

    answer = signed_in(case_manager).post(f"{session.get_absolute_url()}agree/", {"sure": "on"})
    first = SupervisionSession.objects.get().agreement
    actions.agree_session(session, by=case_manager, now=NOW + timedelta(days=1))

    assert answer.status_code == 303
    assert SupervisionSession.objects.get().agreement.at == first.at
    assert AuditEvent.objects.filter(verb="supervision.agreed").count() == 1


def test_both_add_under_numbers_of_their_own(sign, supervisor, case_manager, signed_in):
    session = sign()
    for person, text in ((case_manager, "Leave in March"), (supervisor, "Seen")):
        answer = signed_in(person).post(f"{session.get_absolute_url()}add/", {"text": text})
        assert answer.status_code == 303

    page = signed_in(supervisor).get(session.get_absolute_url()).content.decode()
    assert list(session.addenda.order_by("number").values_list("number", "text")) == [
        (1, "Leave in March"),
        (2, "Seen"),
    ]
    assert page.index("Leave in March") < page.index("Seen")
    assert AuditEvent.objects.filter(verb="supervision.addendum_added").count() == 2


def test_an_action_is_done_once(case_manager, outsider, supervisor, signed_in):
    action = SupervisionActionFactory(session__supervisor=supervisor, session__supervisee=case_manager)
    where = f"/practice/supervision/actions/{action.pk}/done/"

    assert signed_in(outsider).post(where).status_code == 404
    assert signed_in(case_manager).post(where).status_code == 303
    assert signed_in(supervisor).post(where).status_code == 303

    done = SupervisionAction.objects.get()
    assert (done.done_by, done.done_on) == (case_manager, TODAY)
    assert AuditEvent.objects.filter(verb="supervision.action_done").count() == 1


def test_my_day_asks_for_what_supervision_needs(supervisor, case_manager, signed_in):
    session = SupervisionSessionFactory(
        supervisor=supervisor, supervisee=case_manager, on=TODAY - timedelta(days=43), discussed=SAID
    )
    SupervisionActionFactory(session=session, what="Ring the school", due_on=TODAY - timedelta(days=1))
    SupervisionActionFactory(session=session, what="Later", due_on=TODAY + timedelta(days=30))

    theirs = [(line.word, line.why) for line in signed_in(case_manager).get("/").context["supervision"]]
    own = [(line.word, line.who, line.tag.word) for line in signed_in(supervisor).get("/").context["supervision"]]

    assert [word for word, _ in theirs] == ["Session", "Action"]
    assert theirs[1] == ("Action", "Ring the school")
    assert own == [("Session", case_manager.name, "1 day late")]


def test_what_somebody_receives_stands_on_one_page(sign, case_manager, supervisor, signed_in):
    sign()
    page = signed_in(case_manager).get("/account/supervision/").content.decode()
    assert supervisor.name in page
    assert "Not yet agreed" in page
    assert SAID not in page
