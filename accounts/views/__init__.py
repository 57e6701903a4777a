from accounts.views.checks import add_check, add_own_check, change_check, end_check, renew_check, verify_check
from accounts.views.own_account import own_sign_ins, sessions
from accounts.views.own_learning import change_cpd, declare_fitness, log_cpd
from accounts.views.practice import practice_settings
from accounts.views.register import own_register, person_register, staff_register, staff_register_csv
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
from accounts.views.terms import working_terms

__all__ = [
    "accept_invitation",
    "add_check",
    "add_own_check",
    "add_supervision",
    "change_check",
    "change_cpd",
    "change_roles",
    "deactivate_staff",
    "declare_fitness",
    "end_check",
    "end_supervision",
    "invite_staff",
    "log_cpd",
    "own_register",
    "own_sign_ins",
    "person_register",
    "practice_settings",
    "reinstate_staff",
    "renew_check",
    "reset_second_factor",
    "roles",
    "sessions",
    "sign_in_log",
    "staff_list",
    "staff_register",
    "staff_register_csv",
    "verify_check",
    "working_terms",
]
