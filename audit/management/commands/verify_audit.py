from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.verification import first_fault, head, heads_in, not_sealed_yet


class Command(BaseCommand):
    help = "Checks every audit event and seal, and names the first that was altered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", help="digest of the newest seal as noted outside the database")
        parser.add_argument("--heads", type=Path, help="file with the digest of every seal: var/audit-heads.log")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = heads_in(options["heads"]) if options["heads"] else []
        except OSError as problem:
            raise CommandError(f"The file of heads cannot be read: {problem}") from problem
        fault = first_fault(head=options["head"], heads=heads)
        if fault:
            raise CommandError(fault)
        self.stdout.write(f"The audit log is whole. Head: {head()}. Events not sealed yet: {not_sealed_yet()}.")
