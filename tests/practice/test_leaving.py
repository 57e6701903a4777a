"""A leaver leaves nothing without an owner; who still has work cannot simply be deactivated."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Q
from django.urls import reverse
from django.utils import timezone

from accounts.actions import WorkStillOpen, deactivate
from accounts.models import Absence, Invitation, Session, Supervision, User
from accounts.roles import Role
from audit.models import AuditEvent
from careplans.models import FundingDecision
from clients.handover_actions import Move, hand_over
from clients.models import Assignment, Client, HandoverKind, HandoverLine, OpeningNotice, OutsideLink
from tests.access.practice import file_of
from tests.factories.accounts import AbsenceFactory, SessionFactory, SupervisionFactory, UserFactory
from tests.factories.clients import (
    AssignmentFactory,
    ClientFactory,
    ConflictWallFactory,
    OpeningFactory,
    OpeningNoticeFactory,
    OutsideLinkFactory,
)
from tests.factories.ui import DraftFactory
from ui import open_work
from ui.models import Draft

NOW = timezone.now()
DAY = timedelta(days=1)
# Columns that name whose something is, and which of their rows are not finished. A column called `by` or `…_by` says
# who did something; that stays as it was.
UNFINISHED = {
    "clients.Assignment.staff": lambda: Q(ends_at=None) | Q(ends_at__gt=timezone.now()),
    "clients.OpeningNotice.person": lambda: Q(seen_at=None),
    "clients.HandoverLine.giver": lambda: Q(state="waiting"),
    "clients.HandoverLine.receiver": lambda: Q(state="waiting"),
    "clients.OutsideLink.kept_by": lambda: Q(stopped_at=None, ends_at__gt=timezone.now()),
    "clients.OutsideLink.sent_by": lambda: Q(stopped_at=None, kept_by=None, ends_at__gt=timezone.now()),
    "accounts.Supervision.supervisor": lambda: Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()),
    "accounts.Supervision.supervisee": lambda: Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()),
    "accounts.Absence.person": lambda: Q(returned_at=None),
    "accounts.Session.person": lambda: Q(),
    "accounts.Invitation.invited_by": lambda: Q(accepted_at=None, expires_at__gt=timezone.now()),
    "practice.Intake.worker": lambda: Q(client=None, given_up_at=None),
    "ui.Draft.author": lambda: ~Q(client=""),
}
# Columns that name somebody, and why none of their rows waits for a new owner.
NOT_WORK = {
    "clients.PossibleMatch.staff": "whom a search found; an admin decides, and that is nobody's by name",
    "clients.ConflictWall.staff": "a wall stands around somebody, whether they work here or not",
    "records.ContactRecord.author": "signed: it stays theirs",
    "records.Addendum.author": "signed: it stays theirs",
    "assessments.Assessment.author": "signed: it stays theirs",
    "clients.CapacityAssessment.author": "signed: it stays theirs",
    "clients.CapacityAddendum.author": "signed: it stays theirs",
    "clients.DecisionForClient.author": "signed: it stays theirs",
    "reports.Report.author": "who began it; whoever works on the file finishes and issues it",
    "reminders.Reminder.person": "asked again before it leaves: is the person still entitled",
    "accounts.SecondFactorReset.person": "what was done",
    "accounts.Notice.person": "mail about their own account",
    "accounts.KnownDevice.person": "opens nothing",
    "ui.OnceKey.person": "forms that were carried out",
    # of packages that stand beside this one
    "accounts.WorkingTerms.person": "how much they could carry",
    "accounts.StaffCheck.person": "their own register",
    "accounts.CpdEntry.person": "their own register",
    "clients.CaseManagerChoice.chosen": "whom the client chose then",
    "practice.SupervisionSession.supervisor": "signed: it stays theirs",
    "practice.SupervisionSession.supervisee": "signed: it stays theirs",
    "practice.SupervisionAddendum.author": "signed: it stays theirs",
    "practice.SupervisionAction.who": "agreed between the two of them; it ends with the supervision",
    "practice.RecordAudit.supervisor": "their own look at records; whoever supervises next draws a sample of their own",
    "practice.RecordAudit.supervisee": "a look at what is signed",
    "practice.AuditComment.author": "it stays theirs",
    "ui.SavedView.owner": "their own filters",
}


def columns_naming_staff():
    for model in apps.get_models():
        if model._meta.app_label in settings.OUR_PACKAGES:
            for column in model._meta.fields:
                acted = column.name == "by" or column.name.endswith("_by")
                acted &= column.name not in ("kept_by", "sent_by", "invited_by")
                if isinstance(column, ForeignKey) and column.related_model is User and not acted:
                    yield f"{model._meta.label}.{column.name}"


def left_without_owner(person):
    """Every column that names staff, and whether a row that is not finished still names this person."""
    for label, unfinished in UNFINISHED.items():
        package, model, column = label.split(".")
        rows = apps.get_model(package, model).objects.filter(unfinished(), **{column: person})
        if rows.exists():
            yield f"{label}: {rows.count()}"


def test_every_column_that_names_somebody_is_work_or_is_not():
    assert not set(columns_naming_staff()) - set(UNFINISHED) - set(NOT_WORK)
    assert set(UNFINISHED) <= set(columns_naming_staff())


@pytest.fixture
def leaver(db):
    """Has one of everything that is open: a whole file, cover and help elsewhere, links, drafts, people, absence."""
    person = UserFactory(name="Priya Kaur", roles=[Role.CASE_MANAGER, Role.SUPERVISOR])
    file = file_of(person, given_name="Olive", family_name="Ownfile")
    HandoverLine.objects.update(state="failed")
    FundingDecision.objects.all().delete()
    AssignmentFactory(client=ClientFactory(), staff=person)
    for kind in ("cover", "assistant"):
        elsewhere = AssignmentFactory().client
        AssignmentFactory(client=elsewhere, kind=kind, staff=person, starts_at=NOW - DAY, ends_at=NOW + 9 * DAY)
    former = AssignmentFactory().client
    AssignmentFactory(client=former, staff=person, starts_at=NOW - 99 * DAY, ends_at=NOW - 60 * DAY)
    OutsideLinkFactory(client=former, sent_by=person)
    DraftFactory(author=person, client=file.client.reference, label="Visit", values={"text": ["On the phone"]})
    DraftFactory(author=person)
    SupervisionFactory(supervisor=person)
    SupervisionFactory(supervisee=person)
    SupervisionFactory(supervisor=person, supervisee=UserFactory(is_active=False))
    opening = OpeningFactory(client=file.client)
    OpeningNoticeFactory(opening=opening, person=person)
    AbsenceFactory(person=person, starts_on=timezone.localdate() - DAY, ends_on=None)
    SessionFactory(person=person)
    return person


@pytest.fixture
def owner(db):
    return UserFactory(name="Daniel Owens")


@pytest.fixture
def head(db):
    return UserFactory(name="Helen Reid", roles=[Role.SUPERVISOR])


def page_of(person):
    return reverse("practice:leaving", args=[person.pk])


def filled(browser, person, **values):
    """What the page would send if one owner took on everything."""
    form = browser.get(page_of(person)).context["form"]
    given = dict.fromkeys(form.fields, "") | {"reason": "Leaves", "sure": "on"}
    return given | {name: value for name, value in values.items() if name in form.fields}


def leave(browser, person, owner, head, **values):
    given = filled(browser, person, owner=owner.pk)
    given |= {name: head.pk for name in given if name.startswith("supervisor_")} | values
    return browser.post(page_of(person), given)


def test_nothing_of_the_leaver_is_without_an_owner(leaver, owner, head, admin, signed_in):
    assert len(list(left_without_owner(leaver))) > 7

    answer = leave(signed_in(admin), leaver, owner, head)

    assert answer.status_code == 303, answer.context["form"].errors
    leaver.refresh_from_db()
    assert not leaver.is_active
    drafts = Draft.objects.filter(author=leaver)
    assert [draft.client for draft in drafts if draft.client] == []
    assert list(left_without_owner(leaver)) == []
    assert drafts.count() == 1, "what is about no client stays with the account"


def test_without_the_check_deactivating_leaves_work_behind(leaver, admin, monkeypatch):
    """The negative control: no list of open work, and the same walk finds what nobody owns."""
    monkeypatch.setattr(open_work, "given", open_work.Given())

    deactivate(leaver, by=admin, now=NOW)

    assert any(line.startswith("clients.Assignment.staff") for line in left_without_owner(leaver))


def test_each_client_has_one_lead_and_a_handover_to_read(leaver, owner, head, admin, signed_in):
    led = list(Client.objects.filter(assignments__staff=leaver, assignments__kind="lead", assignments__ends_at=None))

    leave(signed_in(admin), leaver, owner, head)

    for client in led:
        assert Assignment.objects.live(timezone.now()).leads().get(client=client).staff == owner
        line = HandoverLine.objects.get(client=client, state="moved")
        assert (line.handover.kind, line.giver, line.receiver) == (HandoverKind.LEAVER, leaver, owner)
    assert len(led) == 2
    assert not Client.objects.visible_to(leaver).exists()


def test_each_client_may_go_to_somebody_else(leaver, owner, head, admin, signed_in):
    other, browser = UserFactory(), signed_in(admin)
    client = Client.objects.get(family_name="Ownfile")

    leave(browser, leaver, owner, head, **{f"owner_{client.reference}": other.pk})

    leads = Assignment.objects.live(timezone.now()).leads()
    assert leads.get(client=client).staff == other
    assert leads.filter(staff=owner).count() == 1


def test_a_client_without_an_owner_is_asked_for_by_name(leaver, head, admin, signed_in):
    browser = signed_in(admin)
    given = filled(browser, leaver, owner="")
    answer = browser.post(page_of(leaver), given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose who takes on J. Ownfile" in page
    assert "Choose who supervises" in page
    assert User.objects.get(pk=leaver.pk).is_active


def test_links_go_on_under_the_new_lead_or_stop(leaver, owner, head, admin, signed_in):
    own = Client.objects.get(family_name="Ownfile")
    live = Q(stopped_at=None, ends_at__gt=timezone.now())
    elsewhere = OutsideLink.objects.filter(live, sent_by=leaver).exclude(client=own).get()
    assert OutsideLink.objects.filter(live, client=own).exists()

    leave(signed_in(admin), leaver, owner, head, **{f"links_{own.reference}": "stop"})

    assert not OutsideLink.objects.filter(live, client=own).exists()
    elsewhere.refresh_from_db()
    assert elsewhere.kept_by == Assignment.objects.live(timezone.now()).leads().get(client=elsewhere.client).staff
    assert AuditEvent.objects.filter(verb="link.passed_on").count() == 1


def test_drafts_go_to_the_new_lead_who_sees_who_began_them(leaver, owner, head, admin, signed_in):
    client = Client.objects.get(family_name="Ownfile")

    leave(signed_in(admin), leaver, owner, head)

    draft = Draft.objects.get(author=owner, client=client.reference, label__startswith="Visit")
    assert draft.label == "Visit, begun by Priya Kaur"
    assert draft.values == {"text": ["On the phone"]}
    assert "Visit, begun by Priya Kaur" in signed_in(owner).get("/").content.decode()


def test_a_draft_of_the_same_form_is_never_overwritten(leaver, owner, head, admin, signed_in):
    client = Client.objects.get(family_name="Ownfile")
    theirs = Draft.objects.get(author=leaver, client=client.reference, label="Visit")
    own = DraftFactory(author=owner, client=client.reference, form=theirs.form, subject=theirs.subject)

    leave(signed_in(admin), leaver, owner, head)

    theirs.refresh_from_db()
    assert Draft.objects.get(pk=own.pk).values == own.values
    browser = signed_in(owner)
    assert "On the phone" in browser.get(theirs.path).content.decode()
    assert AuditEvent.objects.filter(verb="draft.opened", client=client.reference).count() == 1
    browser.post(theirs.path)
    assert not Draft.objects.filter(pk=theirs.pk).exists()
    assert Draft.objects.filter(pk=own.pk).exists()


def test_supervisees_get_a_new_supervisor_and_the_leaver_has_none(leaver, owner, head, admin, signed_in):
    (held,) = Supervision.objects.filter(supervisor=leaver, supervisee__is_active=True)
    leave(signed_in(admin), leaver, owner, head)
    assert Supervision.objects.get(supervisee=held.supervisee, ends_on=None).supervisor == head
    assert not Supervision.objects.filter(supervisee=leaver, ends_on=None).exists()
    assert AuditEvent.objects.filter(verb="supervision.ended").count() == 3


def test_cover_goes_on_with_somebody_else_until_its_end(leaver, owner, head, admin, signed_in):
    browser, other = signed_in(admin), UserFactory()
    spell = Assignment.objects.get(staff=leaver, kind="cover")
    name = f"cover_{spell.pk}_{spell.client.reference}"
    assert name in browser.get(page_of(leaver)).context["form"].fields

    leave(browser, leaver, owner, head, **{name: other.pk})

    now = timezone.now()
    cover = Assignment.objects.live(now).get(client=spell.client, kind="cover")
    assert (cover.staff, cover.ends_at) == (other, spell.ends_at)
    assert not Assignment.objects.live(now).filter(staff=leaver).exists()


def test_who_was_told_of_an_opening_is_the_new_lead_then(leaver, owner, head, admin, signed_in):
    leave(signed_in(admin), leaver, owner, head)
    assert not OpeningNotice.objects.filter(person=leaver, seen_at=None).exists()
    assert OpeningNotice.objects.filter(person=owner, seen_at=None).exists()
    assert AuditEvent.objects.filter(verb="opening.passed_on").exists()


def test_the_sessions_end_with_it(leaver, owner, head, admin, signed_in):
    theirs = signed_in(leaver)
    assert theirs.get("/").status_code == 200
    leave(signed_in(admin), leaver, owner, head)
    assert theirs.get("/").status_code == 302
    assert not Session.objects.filter(person=leaver).exists()
    assert not Invitation.objects.filter(invited_by=leaver, expires_at__gt=timezone.now()).exists()
    assert not Absence.objects.filter(person=leaver, returned_at=None).exists()


def test_a_client_who_came_meanwhile_goes_to_the_owner_of_all(leaver, owner, head, admin, signed_in):
    browser = signed_in(admin)
    given = filled(browser, leaver, owner=owner.pk)
    given |= {name: head.pk for name in given if name.startswith("supervisor_")}
    AssignmentFactory(client=ClientFactory(), staff=leaver)

    answer = browser.post(page_of(leaver), given)

    assert answer.status_code == 303, "the default owner takes on what came meanwhile"
    assert list(left_without_owner(leaver)) == []


def test_a_refused_client_takes_everything_back(leaver, owner, head, admin, signed_in):
    client = Client.objects.get(family_name="Ownfile")
    hand_over(
        [Move(client, giver=leaver, receiver=UserFactory())],
        kind=HandoverKind.REASSIGN,
        by=admin,
        now=NOW,
        reason="Planned",
        starts_at=timezone.now() + 3 * DAY,
    )
    events, browser = AuditEvent.objects.count(), signed_in(admin)
    assert "Undo them first, or wait" in browser.get(page_of(leaver)).content.decode()

    answer = leave(browser, leaver, owner, head)

    assert answer.status_code == 422
    assert "still has work that needs a new owner" in answer.content.decode()
    assert User.objects.get(pk=leaver.pk).is_active
    assert AuditEvent.objects.count() == events
    assert Assignment.objects.live(timezone.now()).leads().filter(staff=leaver).count() == 2


def test_who_has_work_is_not_deactivated_and_the_page_leads_on(leaver, admin, signed_in):
    where = reverse("accounts:deactivate_staff", args=[leaver.pk])
    answer = signed_in(admin).post(where, {"sure": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "still has work that needs a new owner. Hand it over first." in page
    assert page_of(leaver) in page
    with pytest.raises(WorkStillOpen):
        deactivate(leaver, by=admin, now=NOW)


def test_who_has_none_is_deactivated_as_before(admin, head, signed_in):
    answer = signed_in(admin).post(reverse("accounts:deactivate_staff", args=[head.pk]), {"sure": "on"})
    assert answer.status_code == 303
    assert not User.objects.get(pk=head.pk).is_active


def test_an_admin_behind_a_wall_learns_nothing_and_ends_nothing(leaver, owner, head, admin, signed_in):
    """The page shows no trace of the client; somebody else has to hand it over, and no number tells of it."""
    client = Client.objects.get(family_name="Ownfile")
    ConflictWallFactory(client=client, staff=admin)
    browser = signed_in(admin)

    page = browser.get(page_of(leaver)).content.decode()
    answer = leave(browser, leaver, owner, head)

    for text in (page, answer.content.decode()):
        assert client.reference not in text
        assert client.family_name not in text
    assert answer.status_code == 422
    assert User.objects.get(pk=leaver.pk).is_active


def test_somebody_behind_a_wall_takes_on_nothing_by_default(leaver, owner, head, admin, signed_in):
    client = Client.objects.get(family_name="Ownfile")
    ConflictWallFactory(client=client, staff=owner)
    browser = signed_in(admin)
    choices = browser.get(page_of(leaver)).context["form"].fields[f"owner_{client.reference}"].choices
    assert str(owner.pk) not in dict(choices)
    answer = leave(browser, leaver, owner, head)
    assert "cannot be assigned to this client" in answer.content.decode()


def test_the_page_says_what_goes_with_a_client_without_clinical_words(leaver, admin, signed_in):
    page = signed_in(admin).get(page_of(leaver)).content.decode()
    for words in ("Review due ", ", answer due ", "not issued", "2 drafts", "1 shared link"):
        assert words in page, words
    assert "On the phone" not in page


def test_the_queries_do_not_grow_with_the_clients(leaver, admin, signed_in, django_assert_max_num_queries):
    browser = signed_in(admin)
    browser.get(page_of(leaver))
    counts = []
    for more in (0, 12):
        for _ in range(more):
            file_of(leaver)
        with django_assert_max_num_queries(25) as captured:
            browser.get(page_of(leaver))
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_every_package_names_its_open_work_of_a_client(leaver):
    client = Client.objects.get(family_name="Ownfile")
    kinds = {row.kind for row in open_work.open_work_of_clients([client.pk], now=NOW)}
    assert kinds >= {"review", "recommendation", "report", "link"}
    assert {row.client_id for row in open_work.open_work_of_clients([client.pk], now=NOW)} == {client.pk}
    kinds = {row.kind for row in open_work.open_work_of_person(leaver.pk, now=NOW)}
    assert kinds == {"spell", "supervisee", "link", "notice", "draft", "intake"}
    assert not list(open_work.open_work_of_person(UUID(int=1), now=NOW))
    assert not [row for row in open_work.open_work_of_clients([client.pk], now=NOW) if re.search("<|Weak", row.words)]
