from clients.models.assignment import Assignment, AssignmentKind, ConflictWall
from clients.models.client import Client, InjuryKind, Nation, SearchWord, Status, StatusChange
from clients.models.instruction import (
    ClaimKind,
    Consent,
    GivenAs,
    How,
    Instruction,
    InstructionKind,
    Party,
    PartyRole,
    Receives,
    Recipient,
    Scope,
    Track,
    WorkingStyle,
)
from clients.models.link import LinkOpening, OutsideLink
from clients.models.people import Authority, MayBeTold, PersonAround, PersonRole
from clients.models.risk import Risk, Severity
from clients.models.timeline import EntryKind, TimelineEntry

__all__ = [
    "Assignment",
    "AssignmentKind",
    "Authority",
    "ClaimKind",
    "Client",
    "ConflictWall",
    "Consent",
    "EntryKind",
    "GivenAs",
    "How",
    "InjuryKind",
    "Instruction",
    "InstructionKind",
    "LinkOpening",
    "MayBeTold",
    "Nation",
    "OutsideLink",
    "Party",
    "PartyRole",
    "PersonAround",
    "PersonRole",
    "Receives",
    "Recipient",
    "Risk",
    "Scope",
    "SearchWord",
    "Severity",
    "Status",
    "StatusChange",
    "TimelineEntry",
    "Track",
    "WorkingStyle",
]
