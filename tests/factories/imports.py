import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from practice.models import Import, ImportProblem, ImportState
from tests.factories.accounts import UserFactory
from tests.factories.files import StoredFileFactory
from tests.practice.tables import row, written


class ImportFactory(DjangoModelFactory):
    """A table of two clients that was looked through, with nothing wrong; `content` is another table."""

    class Meta:
        model = Import
        exclude = ("content",)

    content = factory.Sequence(lambda n: written([row(100_000 + 2 * n), row(100_001 + 2 * n)]))
    by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    sent_at = factory.LazyFunction(timezone.now)
    name = "clients.csv"
    file = factory.SubFactory(
        StoredFileFactory, content=factory.SelfAttribute("..content"), name="clients.csv", kind="csv"
    )
    read_as = "UTF-8, commas between the cells"
    rows = 2
    good = 2
    done = 2
    state = ImportState.CHECKED
    checked_at = factory.LazyFunction(timezone.now)


class ImportProblemFactory(DjangoModelFactory):
    class Meta:
        model = ImportProblem

    table = factory.SubFactory(ImportFactory)
    row = factory.Sequence(lambda n: n + 2)
    column = "Date of birth"
    words = "Enter a date such as 22 Nov 2026 or 22/11/2026."
