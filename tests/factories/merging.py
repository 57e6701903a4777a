"""A merge as it stands between two files, without the rows that a true one moves."""

import factory
from factory.django import DjangoModelFactory

from accounts.roles import Role
from clients.models import Merge, RefiledRow
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, days_ago


class MergeFactory(DjangoModelFactory):
    """Made nine days ago and standing."""

    class Meta:
        model = Merge

    client = factory.SubFactory(ClientFactory)
    earlier = factory.SubFactory(ClientFactory)
    reason = "The same date of birth and the same accident"
    by = factory.SubFactory(UserFactory, roles=[Role.PRACTICE_ADMIN])
    made_at = days_ago(9)


class RefiledRowFactory(DjangoModelFactory):
    """A line of the ledger about a row that stayed where it was."""

    class Meta:
        model = RefiledRow

    merge = factory.SubFactory(MergeFactory)
    table_name = "clients_alert"
    row_key = factory.Sequence(lambda n: f"{n:032x}")
    out_of = factory.SelfAttribute("merge.client")
    into = factory.SelfAttribute("merge.client")
