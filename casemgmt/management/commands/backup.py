import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from casemgmt.backup import actions, folder, tables
from casemgmt.backup.encryption import new_pair, recipients_in
from casemgmt.backup.making import make
from casemgmt.backup.problems import TROUBLE, Refused, in_words
from casemgmt.backup.words import age, size

logger = logging.getLogger("backup")


class Command(BaseCommand):
    help = "Writes database, files and a manifest of their sums into one file of FOLDER, encrypted for BACKUP_KEY."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUP_FOLDER)
        parser.add_argument("--keep", type=int, help="how many to keep; older ones go once the new one is verified")
        parser.add_argument("--new-key", type=Path, metavar="FILE", help="only makes a key: its secret half into FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_key"]:
                self._new_key(options["new_key"])
            else:
                self._back_up(options["folder"], options["keep"])
        except (Refused, *TROUBLE) as problem:
            words = str(problem) if isinstance(problem, Refused) else f"No backup was made: {in_words(problem)}."
            logger.error("%s", words)
            raise CommandError(words) from problem

    def _back_up(self, into: Path, keep: int | None) -> None:
        if keep is not None and keep < 1:
            raise Refused("--keep is at least 1.")
        recipients, identity = recipients_in(settings.BACKUP_KEY), settings.BACKUP_IDENTITY_FILE
        now = timezone.now()
        if into == settings.VAR / "backups":
            into.mkdir(parents=True, exist_ok=True, mode=0o700)  # ours; any other folder missing is a disk missing
        before = folder.backups_in(into) if into.is_dir() else []
        media_root = Path(settings.MEDIA_ROOT)
        path, manifest = make(
            connection, into=into, media_root=media_root, recipients=recipients, identity=identity, now=now
        )
        actions.note_backup()
        made = f"{path.name}: {manifest.rows:,} rows, {len(manifest.files):,} files, {size(path.stat().st_size)}."
        if before:
            made += f" The backup before it was made {age(now - folder.made_at(before[-1]))} ago."
        logger.info("%s", made)
        self.stdout.write(made)
        self.stdout.write(f"Audit head: {manifest.audit_head}")
        self.stdout.write(_how_far_verified(encrypted=bool(recipients), identity=identity))
        self._warn(encrypted=bool(recipients))
        for gone in folder.let_go(into, keep=keep) if keep else []:
            self.stdout.write(f"Removed {gone.name}.")

    def _warn(self, *, encrypted: bool) -> None:
        if not encrypted:
            self.stderr.write("WARNING: BACKUP_KEY is not set. Whoever gets this file can read every client's record.")
        foreign = tables.foreign_tables(connection)
        if foreign:
            self.stderr.write(f"WARNING: not of this application and not backed up: {', '.join(foreign)}.")

    def _new_key(self, file: Path) -> None:
        public = new_pair(file)
        self.stdout.write(
            f"The secret identity is in {file}. Keep it away from the server, twice, one of them on paper: without it\n"
            f"no backup can be read, by anybody. On the server set\nBACKUP_KEY={public}"
        )


def _how_far_verified(*, encrypted: bool, identity: Path | None) -> str:
    if encrypted and not identity:
        return "Read back byte by byte. Whether it opens, restore_drill tells where the identity is."
    return "Read back in full: every row and file is as its manifest says."
