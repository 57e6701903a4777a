from accounts.views.own_account import own_sign_ins, sessions
from accounts.views.sign_in_log import sign_in_log
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
    "own_sign_ins",
    "practice_settings",
    "sessions",
    "sign_in_log",
    "staff_list",
]
