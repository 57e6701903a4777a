from accounts.models.absence import Absence, AbsenceKind
from accounts.models.notices import Notice, NoticeKind, NoticeState, SecondFactorReset
from accounts.models.people import Invitation, Supervision, User
from accounts.models.practice import DaysAre, PracticeSettings, SettingsChange, TermsGate
from accounts.models.register import CheckKind, CpdEntry, DbsLevel, MemberOf, Register, StaffCheck
from accounts.models.sessions import KnownDevice, Session
from accounts.models.terms import Profession, WorkingTerms

__all__ = [
    "Absence",
    "AbsenceKind",
    "CheckKind",
    "CpdEntry",
    "DaysAre",
    "DbsLevel",
    "Invitation",
    "KnownDevice",
    "MemberOf",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "PracticeSettings",
    "Profession",
    "Register",
    "SecondFactorReset",
    "Session",
    "SettingsChange",
    "StaffCheck",
    "Supervision",
    "TermsGate",
    "User",
    "WorkingTerms",
]
