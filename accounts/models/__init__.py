from accounts.models.notices import Notice, NoticeKind, NoticeState, SecondFactorReset
from accounts.models.people import Invitation, Supervision, User
from accounts.models.practice import PracticeSettings, TermsGate
from accounts.models.sessions import KnownDevice, Session

__all__ = [
    "Invitation",
    "KnownDevice",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "PracticeSettings",
    "SecondFactorReset",
    "Session",
    "Supervision",
    "TermsGate",
    "User",
]
