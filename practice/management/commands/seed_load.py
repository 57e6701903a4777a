from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from practice.load.build import NotEmpty, build


class Command(BaseCommand):
    help = "Fills an empty database with invented clients in great number, for measurement. See docs/performance.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clients", type=int, default=1_000)
        parser.add_argument("--records", type=int, default=50_000, help="contact records in all")
        parser.add_argument("--staff", type=int, default=10, help="case managers; supervisors and an admin come on top")

    def handle(self, *args: Any, clients: int, records: int, staff: int, **options: Any) -> None:
        if min(clients, records, staff) < 1 or staff > clients:
            raise CommandError("Each number is at least 1, and there are no more case managers than clients.")
        try:
            build(clients=clients, records=records, staff=staff, now=timezone.now())
        except NotEmpty as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{clients} clients and {staff} case managers.")
