from accounts.models.absence import Absence, AbsenceKind
from accounts.models.notices import Notice, NoticeKind, NoticeState, SecondFactorReset
from accounts.models.people import Invitation, Supervision, User
from accounts.models.practice import PracticeSettings
from accounts.models.sessions import KnownDevice, Session

__all__ = [
    "Absence",
    "AbsenceKind",
    "Invitation",
    "KnownDevice",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "PracticeSettings",
    "SecondFactorReset",
    "Session",
    "Supervision",
    "User",
]
