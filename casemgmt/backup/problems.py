"""What can stop a backup or a restore. Each message is for whoever typed the command."""

from django.db import Error as DatabaseTrouble
from psycopg import Error as ServerTrouble

TROUBLE = (OSError, DatabaseTrouble, ServerTrouble)  # disk, database and server; Refused comes on top


class Refused(Exception):
    """Nothing was changed."""


def in_words(trouble: BaseException) -> str:
    """One line: what a database appends would show the row that it refused."""
    if isinstance(trouble, OSError) and trouble.strerror:
        return trouble.strerror
    return str(trouble).partition("\n")[0].rstrip(".")


class Damaged(Refused):
    """The file is not what was once written, or not whole."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This backup is damaged, nothing was restored from it: {what}")
