"""What keeps a role from being taken away: people and clients who depend on its holder in that role."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from accounts.roles import Role
from ui.open_work import open_work_of_person

# The kind of open work that hangs on a role, and what to do about it. Without numbers and names: an admin behind a wall
# must not learn from them of a client whom they may not know.
HANGS_ON = {
    Role.CASE_MANAGER: ("spell", "still works with clients. Hand them over first."),
    Role.SUPERVISOR: ("supervisee", "still supervises colleagues. Give them another supervisor first."),
}


def reasons(person: User, roles: Iterable[str], *, now: datetime) -> list[str]:
    """Why the person cannot lose these roles yet."""
    open_kinds = {work.kind for work in open_work_of_person(person.pk, now=now)}
    losing = [HANGS_ON[role] for role in HANGS_ON if role in set(roles)]
    return [f"{person.name} {words}" for kind, words in losing if kind in open_kinds]
