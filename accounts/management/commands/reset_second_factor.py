from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.sign_in_actions import NoSecondFactor, reset_second_factor


class Command(BaseCommand):
    help = "For a practice whose only admin has lost the second step: takes it away, with a reason, and tells by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("reason")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.active().filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError("Nobody who may sign in has this e-mail address.")
        try:
            reset_second_factor(person, reason=options["reason"], by="reset_second_factor", now=timezone.now())
        except NoSecondFactor as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{person.name} sets up a new second step at the next sign-in.")
