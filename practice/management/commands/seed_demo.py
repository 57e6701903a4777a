import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from practice.demo.build import build
from practice.demo.practice import NAME, STAFF, address_of


class Command(BaseCommand):
    help = "Fills an empty database with the demo practice. The staff's password comes from DEMO_PASSWORD."

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD", "")
        if not User.objects.exists():
            if not password:
                raise CommandError("Set DEMO_PASSWORD to the password that the demo staff are to have.")
            build(now=timezone.now(), password=password)
        else:
            self.stdout.write("The practice has staff already: nothing was changed.")
        if password and User.objects.filter(email=address_of("priya")).exists():
            self.stdout.write(f"{NAME}. Sign in with the password {password} as\n{_sign_ins()}")


def _sign_ins() -> str:
    rows = ((address_of(key), who["name"], _roles(who["roles"])) for key, who in STAFF.items())
    return "\n".join(f"  {address:22} {name}, {roles}" for address, name, roles in rows)


def _roles(roles: Any) -> str:
    words = [role.label.lower() for role in roles]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
