from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from practice.models import (
    AuditAnswer,
    AuditComment,
    AuditedRecord,
    Meeting,
    RecordAudit,
    SupervisionAction,
    SupervisionAddendum,
    SupervisionAgreement,
    SupervisionSession,
    Verdict,
)
from tests.factories.accounts import UserFactory
from tests.factories.records import ContactRecordFactory


class SupervisionSessionFactory(DjangoModelFactory):
    """An hour, twelve days ago, not yet agreed to."""

    class Meta:
        model = SupervisionSession

    supervisor = factory.SubFactory(UserFactory, roles=[Role.SUPERVISOR])
    supervisee = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=12))
    minutes = 60
    how = Meeting.IN_PERSON
    discussed = "The pace of two new files, and saying no to a solicitor."
    boundaries = "Asked to drive a client to court."
    wellbeing = "Two hard visits in a week."
    competencies = ["communication", "monitoring"]
    signed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=12))


class SupervisionAddendumFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionAddendum

    session = factory.SubFactory(SupervisionSessionFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "We also spoke about leave in March."
    author = factory.SelfAttribute("session.supervisee")
    signed_at = factory.LazyFunction(timezone.now)


class SupervisionAgreementFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionAgreement

    session = factory.SubFactory(SupervisionSessionFactory)
    by = factory.SelfAttribute("session.supervisee")
    at = factory.LazyFunction(timezone.now)


class SupervisionActionFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionAction

    session = factory.SubFactory(SupervisionSessionFactory)
    position = factory.Sequence(lambda n: n + 1)
    what = "Read the new goal with its family"
    who = factory.SelfAttribute("session.supervisee")
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=5))


class RecordAuditFactory(DjangoModelFactory):
    """Drawn twenty days ago and finished; `finished_at=None` makes one that is under way."""

    class Meta:
        model = RecordAudit

    supervisor = factory.SubFactory(UserFactory, roles=[Role.SUPERVISOR])
    supervisee = factory.SubFactory(UserFactory)
    since = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=110))
    until = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=20))
    seed = "9f2c41d0a7b35e68"
    drawn_from = 1
    drawn_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=20))
    items = ["Says who was present", "Names the next step"]
    finished_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=19))


class AuditedRecordFactory(DjangoModelFactory):
    class Meta:
        model = AuditedRecord

    record = factory.SubFactory(ContactRecordFactory)
    client = factory.SelfAttribute("record.client")
    audit = factory.SubFactory(RecordAuditFactory, supervisee=factory.SelfAttribute("..record.author"))
    position = factory.Sequence(lambda n: n + 1)
    judged_on = factory.LazyFunction(timezone.localdate)


class AuditAnswerFactory(DjangoModelFactory):
    class Meta:
        model = AuditAnswer

    audited = factory.SubFactory(AuditedRecordFactory)
    item = factory.Sequence(lambda n: n % 2)
    verdict = Verdict.YES
    remark = "Clear, and in plain words."


class AuditCommentFactory(DjangoModelFactory):
    class Meta:
        model = AuditComment

    audit = factory.SubFactory(RecordAuditFactory)
    text = "Thank you. The next step is often in the diary instead."
    author = factory.SelfAttribute("audit.supervisee")
    at = factory.LazyFunction(timezone.now)
