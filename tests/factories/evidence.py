import factory
from factory.django import DjangoModelFactory

from clients.models import Evidence
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, InstructionFactory, days_ago
from tests.factories.files import StoredFileFactory


class EvidenceFactory(DjangoModelFactory):
    """The signed terms of the client's open instruction."""

    class Meta:
        model = Evidence

    client = factory.SubFactory(ClientFactory)
    shows = "terms"
    instruction = factory.SubFactory(InstructionFactory, client=factory.SelfAttribute("..client"))
    file = factory.SubFactory(StoredFileFactory, name="Signed terms.txt")
    added_at = days_ago(50)
    added_by = factory.SubFactory(UserFactory)
