import hashlib
import io
import itertools
import re
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import PracticeSettings
from accounts.register_actions import declare_fitness
from accounts.roles import Role
from audit.models import AuditEvent
from practice.models import DueDiligencePack, MadePack, PackState
from practice.packs import actions
from practice.packs.contents import SECTIONS, collect, to_look_at
from practice.packs.render import in_fours, render
from reports.pdf import to_pdf
from tests.access.pages import signed_in
from tests.factories.accounts import CpdEntryFactory, StaffCheckFactory, UserFactory
from tests.factories.packs import DueDiligencePackFactory, MadePackFactory

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
ALL = [name for name, _ in SECTIONS]
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(case_manager, supervisor, outsider, admin):
    """A case manager with everything, supervised; a colleague whose registration ended and whose DBS check is old."""
    practice = PracticeSettings.current()
    PracticeSettings.objects.filter(pk=practice.pk).update(
        name="Alderwren Rehabilitation", address="2 Tannery Yard", complaints_procedure="Write to us.\n\nWe answer."
    )
    seen = {"verified_by": admin, "verified_at": NOW}
    StaffCheckFactory(person=case_manager, ends_on=TODAY + timedelta(days=400), **seen)
    StaffCheckFactory(person=case_manager, dbs=True, issued_on=date(2026, 1, 5), **seen)
    StaffCheckFactory(person=case_manager, indemnity=True, **seen)
    StaffCheckFactory(person=case_manager, kind="membership", which="babicm", body="BABICM", number="B-7", **seen)
    declare_fitness(case_manager, now=NOW, today=TODAY)
    CpdEntryFactory(person=case_manager, minutes=570, reflection="I was out of my depth")
    StaffCheckFactory(person=outsider, number="PH9", ends_on=TODAY - timedelta(days=30), **seen)
    StaffCheckFactory(person=outsider, dbs=True, issued_on=TODAY - timedelta(days=1500))
    return [case_manager, outsider]


def contents_of(staff, admin, sections=ALL):
    people = [person.pk for person in staff]
    practice = PracticeSettings.current()
    return collect(practice, firm="Pike & Rowe", people=people, sections=sections, by=admin, today=TODAY)


def asked(staff, admin, **given):
    people = [person.pk for person in staff]
    return actions.ask_for_pack(firm="Pike & Rowe", people=people, sections=ALL, by=admin, now=NOW, **given)


def test_a_pack_says_what_the_register_says(staff, admin):
    html = render(contents_of(staff, admin))

    for words in (
        "Alderwren Rehabilitation, for Pike &amp; Rowe",
        "Write to us.",
        "HCPC OT123456, to\u00a0",
        "HCPC, occupational therapist, number OT123456, in date to",
        "Evidence seen by Amara Okafor",
        "BABICM, number B-7",
        "Enhanced, issued 5 Jan 2026",
        "Marlow Mutual",
        "Declared by the person on",
        "Helen Reid, since",
        "9 hours 30 minutes",
    ):
        assert words in html


def test_what_has_ended_or_was_never_recorded_is_printed_as_that(staff, admin):
    [theirs] = [member for member in contents_of(staff, admin).members if member.name == "Daniel Owens"]

    assert theirs.checks["registration"][0].has_ended
    assert theirs.checks["indemnity"] == ()
    assert f"ended {TODAY - timedelta(days=30):%-d %b %Y}" in render(contents_of(staff, admin))


def test_only_the_sections_asked_for_are_collected(staff, admin):
    contents = contents_of(staff, admin, sections=["dbs"])

    assert contents.facts is None
    assert [set(member.checks) for member in contents.members] == [{"dbs"}, {"dbs"}]
    assert {(member.supervisors, member.cpd_minutes) for member in contents.members} == {(None, None)}
    html = render(contents)
    assert "OT123456" not in html
    assert "Complaints" not in html


def test_a_pack_about_the_practice_alone_names_nobody(staff, admin):
    html = render(contents_of(staff, admin, sections=["practice"]))

    assert "Write to us." in html
    assert "Priya Kaur" not in html
    assert "Each member of staff" not in html


def test_no_pack_holds_what_somebody_takes_from_learning(staff, admin):
    assert "out of my depth" not in contents_of(staff, admin).to_json()


def test_collecting_asks_as_often_for_many_as_for_few(staff, admin, django_assert_max_num_queries):
    more = [UserFactory() for _ in range(20)]
    for person in more:
        StaffCheckFactory(person=person)

    with django_assert_max_num_queries(5):
        contents_of([*staff, *more], admin)


def test_the_admin_is_told_what_to_look_at_first(staff, admin):
    people = [person.pk for person in staff]

    found = to_look_at(PracticeSettings.current(), people=people, sections=ALL, today=TODAY)

    assert [line.partition(": ")[0] for line in found] == ["Daniel Owens"] * 5
    assert any("DBS check, was due" in line for line in found)
    assert any("DBS check, evidence not verified" in line for line in found)
    assert any("indemnity insurance not recorded" in line for line in found)


def test_a_pack_is_frozen_when_it_is_asked_for(staff, admin):
    pack = asked(staff, admin)
    StaffCheckFactory(person=staff[0], number="OT-LATER")

    assert actions.render_next(now=NOW)

    pack.refresh_from_db()
    made = MadePack.objects.get()
    assert pack.state == PackState.DONE
    assert made.html == pack.html
    assert "OT-LATER" not in made.html
    assert bytes(made.pdf).startswith(b"%PDF-")
    assert made.pdf_digest == hashlib.sha256(made.pdf).hexdigest()
    assert verbs() == ["pack.asked", "pack.made"]
    assert not actions.render_next(now=NOW)


def test_a_made_pack_cannot_be_changed():
    made = MadePackFactory()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MadePack.objects.filter(pk=made.pk).update(pdf=b"other")


def test_a_pack_whose_worker_died_is_taken_up_again_and_given_up_after_three_tries(staff, admin):
    pack = asked(staff, admin)
    gone = {"state": PackState.RENDERING, "lease_until": NOW - timedelta(minutes=1)}

    DueDiligencePack.objects.filter(pk=pack.pk).update(attempts=3, **gone)
    actions.render_next(now=NOW)

    pack.refresh_from_db()
    assert (pack.state, MadePack.objects.count()) == (PackState.FAILED, 0)
    assert "three tries" in pack.problem
    assert verbs()[-1] == "pack.failed"


def test_a_pack_in_another_worker_s_hands_is_left_alone():
    DueDiligencePackFactory(state=PackState.RENDERING, lease_until=NOW + timedelta(minutes=1))

    assert not actions.render_next(now=NOW)


@pytest.mark.parametrize("change", [{"is_active": False}, {"role_words": f"|{Role.CASE_MANAGER}|"}])
def test_who_is_no_admin_any_more_gets_no_pack(staff, admin, change):
    pack = asked(staff, admin)
    type(admin).objects.filter(pk=admin.pk).update(**change)

    actions.render_next(now=NOW)

    pack.refresh_from_db()
    assert pack.state == PackState.FAILED
    assert "no practice admin any more" in pack.problem


def test_an_admin_asks_for_a_pack_and_downloads_it(staff, admin):
    browser = signed_in(admin)

    response = browser.post(
        "/practice/packs/new/",
        {"firm": "Pike & Rowe", "people": [person.pk for person in staff], "sections": ["registration", "dbs"]},
    )
    pack = DueDiligencePack.objects.get()
    waiting = browser.get(response["Location"]).content.decode()
    assert browser.get(reverse("practice:pack_pdf", args=[pack.pk])).status_code == 404
    actions.render_next(now=timezone.now())
    pdf = browser.get(reverse("practice:pack_pdf", args=[pack.pk]))
    page = browser.get(pack.get_absolute_url()).content.decode()

    assert response.status_code == 303
    assert "Making the PDF" in waiting
    assert "Daniel Owens: DBS check, was due" in waiting
    assert pdf.content == bytes(MadePack.objects.get().pdf)
    assert in_fours(MadePack.objects.get().pdf_digest) in page
    assert AuditEvent.objects.get(verb="pack.downloaded").actor_id == str(admin.pk)
    assert "Amara Okafor, " in page.partition("Downloads")[2]


def test_the_form_proposes_those_who_work_with_clients(staff, admin):
    form = signed_in(admin).get("/practice/packs/new/").context["form"]

    assert admin.pk not in form.initial["people"]
    assert staff[0].pk in form.initial["people"]
    assert "cpd" not in form.initial["sections"]


@pytest.mark.one_leg
def test_the_pdf_is_accessible_and_in_confidence(staff, admin):
    with pikepdf.open(io.BytesIO(to_pdf(render(contents_of(staff, admin))))) as document:
        kinds = [str(node.S).removeprefix("/") for node in structure(document)]
        levels = [int(kind[1]) for kind in kinds if re.fullmatch(r"H[1-6]", kind)]

        assert str(document.Root.Lang) == "en-GB"
        assert str(document.docinfo.Title).startswith("Due diligence pack – Alderwren Rehabilitation – ")
        assert str(document.open_metadata()["pdfuaid:part"]) == "1"
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
        assert kinds.count("Table") >= 4
        assert kinds.count("TH") > 20


def structure(document):
    queue = [document.Root.StructTreeRoot.K]
    while queue:
        node = queue.pop(0)
        if isinstance(node, pikepdf.Array):
            queue = [*node, *queue]
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            queue = [node.get("/K", pikepdf.Array()), *queue]


def verbs():
    found = AuditEvent.objects.filter(verb__startswith="pack.").order_by("number")
    return list(found.values_list("verb", flat=True))
