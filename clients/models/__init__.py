from clients.models.assignment import Assignment, AssignmentKind, ConflictWall
from clients.models.client import Client, InjuryKind, Nation, SearchWord, Status, StatusChange
from clients.models.handover import (
    Handover,
    HandoverKind,
    HandoverLine,
    HandoverNote,
    HandoverState,
    LineState,
)
from clients.models.instruction import Consent, Instruction, InstructionKind, Party, PartyRole
from clients.models.link import LinkOpening, OutsideLink
from clients.models.opening import Opening, OpeningNotice
from clients.models.risk import Risk, Severity
from clients.models.timeline import EntryKind, TimelineEntry
from clients.models.weight import CaseManagerChoice, Travel, WeightOverride

__all__ = [
    "Assignment",
    "AssignmentKind",
    "CaseManagerChoice",
    "Client",
    "ConflictWall",
    "Consent",
    "EntryKind",
    "Handover",
    "HandoverKind",
    "HandoverLine",
    "HandoverNote",
    "HandoverState",
    "InjuryKind",
    "Instruction",
    "InstructionKind",
    "LineState",
    "LinkOpening",
    "Nation",
    "Opening",
    "OpeningNotice",
    "OutsideLink",
    "Party",
    "PartyRole",
    "Risk",
    "SearchWord",
    "Severity",
    "Status",
    "StatusChange",
    "TimelineEntry",
    "Travel",
    "WeightOverride",
]
