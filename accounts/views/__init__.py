from accounts.views.own_account import own_sign_ins, sessions
from accounts.views.practice import practice_settings
from accounts.views.roles import change_roles, roles
from accounts.views.second_factor import reset_second_factor
from accounts.views.sign_in_log import sign_in_log
from accounts.views.staff import (
    accept_invitation,
    add_supervision,
    deactivate_staff,
    end_supervision,
    invite_staff,
    reinstate_staff,
    staff_list,
)

__all__ = [
    "accept_invitation",
    "add_supervision",
    "change_roles",
    "deactivate_staff",
    "end_supervision",
    "invite_staff",
    "own_sign_ins",
    "practice_settings",
    "reinstate_staff",
    "reset_second_factor",
    "roles",
    "sessions",
    "sign_in_log",
    "staff_list",
]
