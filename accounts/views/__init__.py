from accounts.views.own_account import sessions
from accounts.views.staff import (
    accept_invitation,
    add_supervision,
    deactivate_staff,
    invite_staff,
    practice_settings,
    staff_list,
)

__all__ = [
    "accept_invitation",
    "add_supervision",
    "deactivate_staff",
    "invite_staff",
    "practice_settings",
    "sessions",
    "staff_list",
]
