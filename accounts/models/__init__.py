from accounts.models.absence import Absence, AbsenceKind
from accounts.models.notices import Notice, NoticeKind, NoticeState, SecondFactorReset
from accounts.models.people import Invitation, Supervision, User
from accounts.models.practice import PracticeSettings
from accounts.models.sessions import KnownDevice, Session
from accounts.models.terms import Profession, WorkingTerms

__all__ = [
    "Absence",
    "AbsenceKind",
    "Invitation",
    "KnownDevice",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "PracticeSettings",
    "Profession",
    "SecondFactorReset",
    "Session",
    "Supervision",
    "User",
    "WorkingTerms",
]
