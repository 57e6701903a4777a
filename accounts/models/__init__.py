from accounts.models.notices import Notice, NoticeKind, NoticeState, SecondFactorReset
from accounts.models.people import Invitation, Supervision, User
from accounts.models.practice import PracticeSettings
from accounts.models.register import CheckKind, CpdEntry, DbsLevel, MemberOf, Register, StaffCheck
from accounts.models.sessions import KnownDevice, Session

__all__ = [
    "CheckKind",
    "CpdEntry",
    "DbsLevel",
    "Invitation",
    "KnownDevice",
    "MemberOf",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "PracticeSettings",
    "Register",
    "SecondFactorReset",
    "Session",
    "StaffCheck",
    "Supervision",
    "User",
]
