from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        pre_migrate.connect(let_go_of_the_ledger, sender=self, dispatch_uid="append-only triggers before a migrate")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="append-only triggers")
        post_migrate.connect(grant_to_the_app, sender=self, dispatch_uid="rights of the app's database role")
        register(Tags.database)(check_triggers)


def let_go_of_the_ledger(*, using: str, **_: Any) -> None:
    """SQLite rebuilds no table that a trigger of another one names. Until the migrate is through, all is refused."""
    from audit.triggers import install

    if connections[using].vendor == "sqlite":
        install(connections[using], refiling=False)


def install_triggers(*, using: str, **_: Any) -> None:
    from audit.triggers import install

    install(connections[using])


def grant_to_the_app(*, using: str, **_: Any) -> None:
    from audit.grants import grant

    connection = connections[using]
    if settings.APP_DATABASE_ROLE and connection.vendor == "postgresql":
        grant(connection, settings.APP_DATABASE_ROLE)


def check_triggers(app_configs: Any = None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    from audit.triggers import missing

    return [
        Error(f"The append-only triggers of {table} are missing.", hint="Run manage.py migrate.", id="audit.E001")
        for alias in databases or []
        for table in missing(connections[alias])
    ]
