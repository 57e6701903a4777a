"""Records of a client's file. Each takes `client=`; what hangs on another record takes that record's client."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from clients.models import (
    Alert,
    Assignment,
    AssignmentKind,
    CaseManagerChoice,
    Circumstances,
    Client,
    Complaint,
    Concern,
    ConcernStep,
    ConflictWall,
    Consent,
    EntryKind,
    EqualityRecord,
    Handover,
    HandoverKind,
    HandoverLine,
    HandoverNote,
    HandoverState,
    HospitalDocument,
    InjuryKind,
    Instruction,
    InstructionKind,
    LinkOpening,
    MayBeTold,
    Opening,
    OpeningNotice,
    OutsideLink,
    Party,
    PartyRole,
    PersonAround,
    PersonRole,
    Promise,
    Risk,
    SearchWord,
    Status,
    StatusChange,
    TimelineEntry,
    WayIn,
    WeightOverride,
)
from tests.factories.accounts import UserFactory


def days_ago(days: int):
    return factory.LazyFunction(lambda: timezone.now() - timedelta(days=days))


def day_ago(days: int):
    return factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=days))


class ClientFactory(DjangoModelFactory):
    """A client nobody carries yet."""

    class Meta:
        model = Client

    reference = factory.Sequence(lambda n: f"CM-{9000 + n}")
    given_name = "Jonathan"
    family_name = factory.Sequence(lambda n: f"Ashby{LETTERS[n % 26]}{LETTERS[n // 26 % 26]}")
    preferred_name = "Jon"
    born_on = date(1984, 3, 14)
    telephone = "0117 496 0142"
    injury_kind = InjuryKind.BRAIN
    injured_on = date(2025, 5, 2)
    status = Status.ACTIVE
    status_since = day_ago(60)
    created_at = days_ago(60)
    created_by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])


class StatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = StatusChange

    client = factory.SubFactory(ClientFactory)
    status = Status.ACTIVE
    on = day_ago(60)
    reason = "Funding agreed"
    by = factory.SubFactory(UserFactory)
    entered_at = days_ago(60)


class SearchWordFactory(DjangoModelFactory):
    class Meta:
        model = SearchWord

    client = factory.SubFactory(ClientFactory)
    word = factory.Sequence(lambda n: f"word{n}")


class AssignmentFactory(DjangoModelFactory):
    """A live lead; `kind=AssignmentKind.COVER, ends_at=…` makes another spell."""

    class Meta:
        model = Assignment

    client = factory.SubFactory(ClientFactory)
    staff = factory.SubFactory(UserFactory)
    kind = AssignmentKind.LEAD
    starts_at = days_ago(60)
    by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    reason = "Allocated"


class ConflictWallFactory(DjangoModelFactory):
    class Meta:
        model = ConflictWall

    client = factory.SubFactory(ClientFactory)
    staff = factory.SubFactory(UserFactory)
    starts_at = days_ago(30)
    by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    reason = "Knows the family"


class OpeningFactory(DjangoModelFactory):
    """A file that a colleague opened with a reason, for an hour that is over; nobody has reviewed it."""

    class Meta:
        model = Opening

    client = factory.SubFactory(ClientFactory)
    spell = factory.SubFactory(
        AssignmentFactory,
        client=factory.SelfAttribute("..client"),
        kind=AssignmentKind.OPENED_WITH_REASON,
        starts_at=factory.SelfAttribute("..at"),
        ends_at=factory.LazyAttribute(lambda spell: spell.starts_at + timedelta(hours=1)),
        reason="",
    )
    at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2))
    reason = "Seizure at the day centre, and nobody could be reached"


class OpeningNoticeFactory(DjangoModelFactory):
    class Meta:
        model = OpeningNotice

    opening = factory.SubFactory(OpeningFactory)
    person = factory.SubFactory(UserFactory)


class InstructionFactory(DjangoModelFactory):
    """The client's open instruction; made once however often it is asked for."""

    class Meta:
        model = Instruction
        django_get_or_create = ("client", "ends_on")

    client = factory.SubFactory(ClientFactory)
    kind = InstructionKind.JOINT
    starts_on = day_ago(60)
    ends_on = None


class PartyFactory(DjangoModelFactory):
    """The claimant's solicitor, who instructs and may read reports."""

    class Meta:
        model = Party

    client = factory.SubFactory(ClientFactory)
    instruction = factory.SubFactory(InstructionFactory, client=factory.SelfAttribute("..client"))
    role = PartyRole.CLAIMANT_SOLICITOR
    firm = "Pike & Rowe Solicitors"
    contact_name = "A. Rowe"
    email = factory.Sequence(lambda n: f"reader{n}@pikerowe.example")
    their_reference = factory.Sequence(lambda n: f"PR/{n:05d}")
    instructs = True
    may_read_reports = True


class ConsentFactory(DjangoModelFactory):
    """Consent to share with treating providers; `party=` makes it consent to share with a party."""

    class Meta:
        model = Consent

    client = factory.SubFactory(ClientFactory)
    party = None
    given_on = day_ago(50)
    given_by = "The client"
    recorded_by = factory.SubFactory(UserFactory)


class PersonAroundFactory(DjangoModelFactory):
    class Meta:
        model = PersonAround

    client = factory.SubFactory(ClientFactory)
    name = "Ruth Ashby"
    role = PersonRole.NEXT_OF_KIN
    relation = "sister"
    telephone = "0117 496 0143"
    may_be_told = MayBeTold.PROGRESS


class OutsideLinkFactory(DjangoModelFactory):
    class Meta:
        model = OutsideLink

    client = factory.SubFactory(ClientFactory)
    party = factory.SubFactory(PartyFactory, client=factory.SelfAttribute("..client"))
    target_kind = "reports.IssuedReport"
    target_id = "0193"
    token_digest = factory.Sequence(lambda n: f"{n:064x}")
    passcode_hash = "!"
    sent_by = factory.SubFactory(UserFactory)
    sent_at = days_ago(1)
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=13))


class LinkOpeningFactory(DjangoModelFactory):
    class Meta:
        model = LinkOpening

    link = factory.SubFactory(OutsideLinkFactory)
    at = factory.LazyFunction(timezone.now)
    what = "viewed"


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    client = factory.SubFactory(ClientFactory)
    hazard = "Dog at the property"
    in_place = "Ring before visits"
    raised_on = day_ago(40)
    raised_by = factory.SubFactory(UserFactory)


class TimelineEntryFactory(DjangoModelFactory):
    class Meta:
        model = TimelineEntry

    client = factory.SubFactory(ClientFactory)
    at = days_ago(3)
    entered_at = factory.SelfAttribute("at")
    kind = EntryKind.CONTACT
    title = "Home visit"
    by_name = "Priya Kaur"


class AlertFactory(DjangoModelFactory):
    class Meta:
        model = Alert

    client = factory.SubFactory(ClientFactory)
    kind = "lone_worker"
    words = "Dog at the property"
    raised_on = day_ago(40)
    raised_by = factory.SubFactory(UserFactory)


class WayInFactory(DjangoModelFactory):
    class Meta:
        model = WayIn
        django_get_or_create = ("client",)

    client = factory.SubFactory(ClientFactory)
    text = "Key safe left of the door"
    changed_at = days_ago(40)
    changed_by = factory.SubFactory(UserFactory)


class ComplaintFactory(DjangoModelFactory):
    class Meta:
        model = Complaint

    client = factory.SubFactory(ClientFactory)
    kind = "complaint"
    received_on = day_ago(9)
    from_whom = "Carol Ashby (mother)"
    about = "Nobody rang back"
    answer_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=19))
    raised_by = factory.SubFactory(UserFactory)


class PromiseFactory(DjangoModelFactory):
    class Meta:
        model = Promise

    client = factory.SubFactory(ClientFactory)
    what = "Send the leaflet"
    to_whom = "Carol Ashby (mother)"
    made_on = day_ago(9)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=5))
    made_by = factory.SubFactory(UserFactory)


class ConcernFactory(DjangoModelFactory):
    """Raised two hours ago and not decided yet; nobody is named besides the lead and their supervisor."""

    class Meta:
        model = Concern

    client = factory.SubFactory(ClientFactory)
    noticed_on = day_ago(0)
    what = "The bank card is gone"
    raised_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2))
    raised_by = factory.SubFactory(UserFactory)
    decide_by = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=22))


class ConcernStepFactory(DjangoModelFactory):
    class Meta:
        model = ConcernStep

    client = factory.SubFactory(ClientFactory)
    concern = factory.SubFactory(ConcernFactory, client=factory.SelfAttribute("..client"))
    text = "Rang the duty desk"
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class CircumstancesFactory(DjangoModelFactory):
    class Meta:
        model = Circumstances
        django_get_or_create = ("client",)

    client = factory.SubFactory(ClientFactory)
    work = "Kitchen fitter"
    changed_at = days_ago(40)
    changed_by = factory.SubFactory(UserFactory)


class HospitalDocumentFactory(DjangoModelFactory):
    class Meta:
        model = HospitalDocument
        django_get_or_create = ("client", "paper")

    client = factory.SubFactory(ClientFactory)
    paper = "discharge"
    state = "received"
    on = day_ago(40)
    by = factory.SubFactory(UserFactory)


class EqualityRecordFactory(DjangoModelFactory):
    class Meta:
        model = EqualityRecord
        django_get_or_create = ("client",)

    client = factory.SubFactory(ClientFactory)
    ethnic_group = "white"
    asked_on = day_ago(40)
    changed_by = factory.SubFactory(UserFactory)


class WeightOverrideFactory(DjangoModelFactory):
    class Meta:
        model = WeightOverride

    client = factory.SubFactory(ClientFactory)
    points = 12
    reason = "Two households"
    by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    at = days_ago(5)


class CaseManagerChoiceFactory(DjangoModelFactory):
    class Meta:
        model = CaseManagerChoice

    client = factory.SubFactory(ClientFactory)
    said_by = "Carol Ashby, his mother"
    words = "Somebody who has worked with young men"
    on = day_ago(50)
    by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    entered_at = days_ago(50)


LETTERS = "abcdefghijklmnopqrstuvwxyz"


class HandoverFactory(DjangoModelFactory):
    """A handover of today that is done."""

    class Meta:
        model = Handover

    kind = HandoverKind.REASSIGN
    by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    made_at = factory.LazyFunction(timezone.now)
    starts_at = factory.LazyFunction(timezone.now)
    reason = "Caseloads evened out"
    state = HandoverState.MOVED


class HandoverLineFactory(DjangoModelFactory):
    """One client of it; `state=LineState.MOVED` needs `started=`."""

    class Meta:
        model = HandoverLine

    handover = factory.SubFactory(HandoverFactory)
    client = factory.SubFactory(ClientFactory)
    giver = factory.SubFactory(UserFactory)
    receiver = factory.SubFactory(UserFactory)


class HandoverNoteFactory(DjangoModelFactory):
    """What the giver confirmed."""

    class Meta:
        model = HandoverNote

    client = factory.SubFactory(ClientFactory)
    line = factory.SubFactory(HandoverLineFactory, client=factory.SelfAttribute("..client"))
    where_things_stand = "Walks to the corner with one stick"
    next_contact = "Call his mother on Friday"
    risks = "Seizures at night"
    promises = "To ring the insurer about the ramp"
    people_to_call = "His mother"
    written_at = factory.LazyFunction(timezone.now)
    confirmed_by = factory.SubFactory(UserFactory)
