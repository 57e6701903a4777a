from collections import defaultdict

from django.db import migrations, transaction

from clients.match_keys import keys_of_file
from clients.sought import Firm, Sought

BLOCK = 500


def fill(apps, schema_editor):
    """Block by block, each in its own transaction; running it again writes what is missing."""
    Client, MatchKey = apps.get_model("clients", "Client"), apps.get_model("clients", "MatchKey")
    last = None
    while True:
        after = Client.objects.order_by("pk") if last is None else Client.objects.filter(pk__gt=last).order_by("pk")
        block = list(after[:BLOCK])
        if not block:
            return
        rows = [MatchKey(client_id=client, key=key) for client, keys in keys_of(apps, block) for key in sorted(keys)]
        with transaction.atomic(using=schema_editor.connection.alias):
            MatchKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
        last = block[-1].pk


def keys_of(apps, block):
    parties, around = defaultdict(list), defaultdict(list)
    for party in apps.get_model("clients", "Party").objects.filter(client__in=block):
        parties[party.client_id].append(party)
    for person in apps.get_model("clients", "PersonAround").objects.filter(client__in=block):
        around[person.client_id].append(person.name)
    for client in block:
        own = parties[client.pk]
        person = Sought(
            given_name=client.given_name,
            family_name=client.family_name,
            preferred_name=client.preferred_name,
            born_on=client.born_on,
            references=tuple(party.their_reference for party in own),
            firms=tuple(Firm(party.firm, party.role, party.email, party.contact_name) for party in own),
        )
        yield client.pk, keys_of_file(person, around[client.pk])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("clients", "0008_matches")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
