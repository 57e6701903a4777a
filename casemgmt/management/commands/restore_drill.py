import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casemgmt.backup.folder import made_at, newest_in
from casemgmt.backup.problems import TROUBLE, Refused, in_words
from casemgmt.backup.scratch import scratch_place
from casemgmt.backup.words import age, size


class Command(BaseCommand):
    help = "Restores the newest backup of FOLDER into a place made for it, compares everything, and clears up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUP_FOLDER)
        parser.add_argument("--identity", type=Path, default=settings.BACKUP_IDENTITY_FILE, help="opens an .age file")
        parser.add_argument("--heads", type=Path, help="the audit heads noted outside the database: audit-heads.log")

    def handle(self, *args: Any, **options: Any) -> None:
        started = timezone.now()
        try:
            newest = newest_in(options["folder"])
            how_old = age(started - made_at(newest))
            self.stdout.write(f"{newest.name}, {how_old} old, {size(newest.stat().st_size)}", ending="\n\n")
            self.stdout.flush()
            with scratch_place(settings.DATABASES["default"]) as place:
                failed = _restore(newest, options, place)
        except (Refused, *TROUBLE) as problem:
            raise CommandError(f"The drill could not be held: {in_words(problem)}.") from problem
        if failed:
            raise CommandError("The drill failed: this backup does not bring the practice back.")
        seconds = (timezone.now() - started).total_seconds()
        self.stdout.write(f"The drill succeeded in {seconds:.0f} seconds. What it restored was removed again.")


def _restore(backup: Path, options: dict[str, Any], place: dict[str, str]) -> int:
    """The real command, in a process that knows only the scratch place."""
    hidden = ("MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE")
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | place
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(backup.resolve())]
    for name in ("identity", "heads"):
        if options[name]:
            command += [f"--{name}", str(options[name].resolve())]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False).returncode  # noqa: S603 - our own
