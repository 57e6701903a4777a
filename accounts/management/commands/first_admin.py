import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.actions import EmailInUse, add_staff
from accounts.models import User
from accounts.roles import Role


class Command(BaseCommand):
    help = "Adds the first practice admin of an empty practice; asks for the password, or reads one line of input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("The practice has staff already. An admin invites the others under Practice.")
        email = options["email"]
        password = getpass.getpass("Password (15 characters or more): ") if sys.stdin.isatty() else input()
        try:
            validate_email(email)
            validate_password(password, User(email=email))
            name = options["name"] or email.split("@")[0].replace(".", " ").title()
            add_staff(email=email, name=name, roles=[Role.PRACTICE_ADMIN], password=password, by="first_admin")
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        except EmailInUse as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{email} is practice admin. Sign in, and invite your colleagues under Practice.")
