import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from audit.verification import first_fault, heads_in, not_sealed_yet
from casemgmt.backup import actions
from casemgmt.backup.problems import TROUBLE, Refused, in_words
from casemgmt.backup.restoring import Different, noted_until, restore
from casemgmt.backup.words import comparison

logger = logging.getLogger("backup")


class Command(BaseCommand):
    help = "Puts a backup into an empty database and an empty MEDIA_ROOT, and compares every row and file afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, default=settings.BACKUP_IDENTITY_FILE, help="opens an .age file")
        parser.add_argument("--heads", type=Path, help="the audit heads noted outside the database: audit-heads.log")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = heads_in(options["heads"]) if options["heads"] else []
            manifest, lines = restore(
                connection, options["file"], identity=options["identity"], media_root=Path(settings.MEDIA_ROOT)
            )
        except Different as problem:
            self.stdout.write(comparison(problem.lines))
            raise CommandError(str(problem)) from problem
        except Refused as problem:
            raise CommandError(str(problem)) from problem
        except TROUBLE as problem:
            raise CommandError(f"Nothing was restored: {in_words(problem)}.") from problem
        self.stdout.write(comparison(lines))
        fault = first_fault(head=manifest.audit_head, heads=noted_until(manifest.audit_head, heads))
        actions.note_restore()
        logger.info("Restored %s, of %s", options["file"].name, manifest.made_at.isoformat(timespec="seconds"))
        if fault:
            raise CommandError(
                f"All rows and files came back as they were backed up, but the audit log is not whole: {fault}"
            )
        self.stdout.write(f"The audit log is whole. Head: {manifest.audit_head}. Not sealed yet: {not_sealed_yet()}.")
        self.stdout.write(f"Everything of {manifest.made_at:%Y-%m-%d %H:%M} UTC is back. What came after it is not.")
