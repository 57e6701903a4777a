from clients.models.assignment import Assignment, AssignmentKind, ConflictWall
from clients.models.client import (
    Client,
    InjuryKind,
    Nation,
    SearchWord,
    Status,
    StatusChange,
    WorkingStyle,
)
from clients.models.handover import (
    Handover,
    HandoverKind,
    HandoverLine,
    HandoverNote,
    HandoverState,
    LineState,
)
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
)
from clients.models.link import LinkOpening, OutsideLink
from clients.models.opening import Opening, OpeningNotice
from clients.models.people import Authority, MayBeTold, PersonAround, PersonRole
from clients.models.risk import Risk, Severity
from clients.models.timeline import EntryKind, TimelineEntry
from clients.models.weight import CaseManagerChoice, Travel, WeightOverride

__all__ = [
    "Assignment",
    "AssignmentKind",
    "Authority",
    "CaseManagerChoice",
    "ClaimKind",
    "Client",
    "ConflictWall",
    "Consent",
    "EntryKind",
    "GivenAs",
    "Handover",
    "HandoverKind",
    "HandoverLine",
    "HandoverNote",
    "HandoverState",
    "How",
    "InjuryKind",
    "Instruction",
    "InstructionKind",
    "LineState",
    "LinkOpening",
    "MayBeTold",
    "Nation",
    "Opening",
    "OpeningNotice",
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
    "Travel",
    "WeightOverride",
    "WorkingStyle",
]
