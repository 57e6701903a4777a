"""What can stop a backup or a restore. Each message is for whoever typed the command."""


class Refused(Exception):
    """Nothing was changed."""


class Damaged(Refused):
    """The file is not what was once written, or not whole."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This backup is damaged, nothing was restored from it: {what}")
