import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from practice.models import DueDiligencePack, MadePack, PackState
from tests.factories.accounts import UserFactory


class DueDiligencePackFactory(DjangoModelFactory):
    class Meta:
        model = DueDiligencePack

    firm = "Pike & Rowe Solicitors"
    as_at = factory.LazyFunction(timezone.localdate)
    people = 1
    content = factory.LazyFunction(lambda: {"members": [{"name": "Priya Kaur"}], "sections": ["dbs"]})
    html = "<html></html>"
    to_look_at = factory.LazyFunction(lambda: ["Priya Kaur: DBS check not recorded"])
    asked_by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    asked_at = factory.LazyFunction(timezone.now)


class MadePackFactory(DjangoModelFactory):
    class Meta:
        model = MadePack

    pack = factory.SubFactory(DueDiligencePackFactory, state=PackState.DONE)
    html = "<html></html>"
    pdf = b"%PDF-1.7"
    html_digest = factory.Sequence(lambda n: f"{n:064x}")
    pdf_digest = factory.SelfAttribute("html_digest")
    made_at = factory.LazyFunction(timezone.now)
