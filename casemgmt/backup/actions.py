from accounts.models import PracticeSettings
from audit.actions import record


def note_backup() -> None:
    record("backup.made", PracticeSettings.current(), by="backup")


def note_restore() -> None:
    record("backup.restored", PracticeSettings.current(), by="restore")
