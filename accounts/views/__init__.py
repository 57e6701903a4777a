from accounts.views.own_account import own_sign_ins, sessions
from accounts.views.second_factor import reset_second_factor
from accounts.views.sign_in_log import sign_in_log
from accounts.views.staff import (
    accept_invitation,
    add_supervision,
    deactivate_staff,
    invite_staff,
    practice_settings,
    reinstate_staff,
    staff_list,
)
from accounts.views.terms import working_terms

__all__ = [
    "accept_invitation",
    "add_supervision",
    "deactivate_staff",
    "invite_staff",
    "own_sign_ins",
    "practice_settings",
    "reinstate_staff",
    "reset_second_factor",
    "sessions",
    "sign_in_log",
    "staff_list",
    "working_terms",
]
