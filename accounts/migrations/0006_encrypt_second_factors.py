from django.db import migrations

from accounts import encryption

SECRETS = ("secret", "seed")


def change(apps, how):
    for factor in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        factor.data |= {name: how(factor.data[name]) for name in SECRETS if name in factor.data}
        factor.save(update_fields=["data"])


def encrypted(stored):
    """Also when the migration runs a second time."""
    try:
        return encryption.renewed(stored)
    except encryption.Unreadable:
        return encryption.encrypt(stored)


def encrypt(apps, schema_editor):
    change(apps, encrypted)


def decrypt(apps, schema_editor):
    change(apps, encryption.decrypt)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0005_second_factor_resets"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
