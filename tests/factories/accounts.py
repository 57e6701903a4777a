from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory, Password

from accounts.models import (
    Absence,
    AbsenceKind,
    CheckKind,
    CpdEntry,
    Invitation,
    KnownDevice,
    Notice,
    NoticeKind,
    PracticeSettings,
    Register,
    SecondFactorReset,
    Session,
    SettingsChange,
    StaffCheck,
    Supervision,
    User,
    WorkingTerms,
)
from accounts.roles import Role

PASSWORD = "a long made-up password"


class UserFactory(DjangoModelFactory):
    """A case manager; `roles=[Role.PRACTICE_ADMIN]` makes somebody else."""

    class Meta:
        model = User

    class Params:
        roles = (Role.CASE_MANAGER,)

    name = factory.Sequence(lambda n: f"{GIVEN[n % len(GIVEN)]} {FAMILY[n // len(GIVEN) % len(FAMILY)]}")
    email = factory.Sequence(lambda n: f"staff{n}@practice.example")
    job_title = "Occupational therapist"
    registration = "HCPC OT123456"
    role_words = factory.LazyAttribute(lambda user: "|" + "".join(f"{role}|" for role in sorted(user.roles)))
    password = Password(PASSWORD)


class SupervisionFactory(DjangoModelFactory):
    class Meta:
        model = Supervision

    supervisor = factory.SubFactory(UserFactory, roles=[Role.SUPERVISOR])
    supervisee = factory.SubFactory(UserFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=90))


class WorkingTermsFactory(DjangoModelFactory):
    """Full time, with nothing else to do."""

    class Meta:
        model = WorkingTerms

    person = factory.SubFactory(UserFactory)
    fte = 1
    profession = "ot"
    specialisms = "Brain injury"
    languages = "English"
    area = "Bristol BS1"


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invited{n}@practice.example")
    name = "Owen Pryce"
    role_words = f"|{Role.CASE_MANAGER}|"
    token_digest = factory.Sequence(lambda n: f"{n:064x}")
    invited_by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    session_key = factory.Sequence(lambda n: f"{n:032x}")
    expire_date = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    person = factory.SubFactory(UserFactory)
    device = "Firefox on Windows"
    address = "198.51.100.7"
    signed_in_at = factory.LazyFunction(timezone.now)
    seen_at = factory.SelfAttribute("signed_in_at")


class KnownDeviceFactory(DjangoModelFactory):
    class Meta:
        model = KnownDevice

    person = factory.SubFactory(UserFactory)
    digest = factory.Sequence(lambda n: f"{n:064x}")
    device = "Firefox on Windows"
    first_seen_at = factory.LazyFunction(timezone.now)
    last_seen_at = factory.SelfAttribute("first_seen_at")


class SecondFactorResetFactory(DjangoModelFactory):
    class Meta:
        model = SecondFactorReset

    person = factory.SubFactory(UserFactory)
    by_name = "Amara Okafor"
    reason = "Phone lost on the train; we spoke on the telephone"
    at = factory.LazyFunction(timezone.now)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    person = factory.SubFactory(UserFactory)
    kind = NoticeKind.NEW_DEVICE
    to = factory.SelfAttribute("person.email")
    device = "Firefox on Windows"
    address = "198.51.100.7"
    at = factory.LazyFunction(timezone.now)
    send_after = factory.SelfAttribute("at")


class StaffCheckFactory(DjangoModelFactory):
    """An occupational therapist's registration, in date for a year; `dbs=True` and `indemnity=True` make others."""

    class Meta:
        model = StaffCheck

    class Params:
        dbs = factory.Trait(
            kind=CheckKind.DBS,
            which="enhanced",
            body="",
            number="",
            issued_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=200)),
            ends_on=None,
        )
        indemnity = factory.Trait(kind=CheckKind.INDEMNITY, which="", body="Marlow Mutual", number="")

    person = factory.SubFactory(UserFactory)
    kind = CheckKind.REGISTRATION
    which = Register.HCPC_OT
    body = "HCPC"
    number = "OT123456"
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
    evidence = "Staff folder, 4.2"
    recorded_by = factory.SelfAttribute("person")
    recorded_at = factory.LazyFunction(timezone.now)


class CpdEntryFactory(DjangoModelFactory):
    class Meta:
        model = CpdEntry

    person = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    minutes = 90
    what = "Webinar on return to work after brain injury"
    reflection = "Ask employers for a job description early"
    evidence = "Certificate, own folder"
    recorded_at = factory.LazyFunction(timezone.now)


class PracticeSettingsFactory(DjangoModelFactory):
    class Meta:
        model = PracticeSettings
        django_get_or_create = ("id",)

    id = 1


class SettingsChangeFactory(DjangoModelFactory):
    class Meta:
        model = SettingsChange

    field = "reply_days"
    old = "14"
    new = "10"
    by_name = "Amara Okafor"
    at = factory.LazyFunction(timezone.now)


GIVEN = ("Priya", "Daniel", "Helen", "Amara", "Sam", "Ruth", "Gareth", "Ewa", "Tomasz", "Siân")
FAMILY = ("Kaur", "Owens", "Reid", "Okafor", "Price", "Lindqvist", "Nowak", "Bevan", "Malik", "Hart")


class AbsenceFactory(DjangoModelFactory):
    """Away since yesterday; nobody knows until when."""

    class Meta:
        model = Absence

    person = factory.SubFactory(UserFactory)
    kind = AbsenceKind.SICK
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    entered_by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    entered_at = factory.LazyFunction(timezone.now)
