from clients.models.assignment import Assignment, AssignmentKind, ConflictWall
from clients.models.capacity import (
    Ability,
    CapacityAddendum,
    CapacityAssessment,
    Conclusion,
    DecisionForClient,
    DecisionMaker,
    Terms,
)
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
from clients.models.person import Circumstances, EqualityRecord, HospitalDocument, HospitalPaper, PaperState
from clients.models.risk import Likelihood, Risk, Severity
from clients.models.safeguarding import Concern, ConcernStep
from clients.models.safety import Alert, AlertKind, Complaint, ComplaintKind, Promise, WayIn
from clients.models.timeline import EntryKind, TimelineEntry
from clients.models.weight import CaseManagerChoice, Travel, WeightOverride

__all__ = [
    "Ability",
    "Alert",
    "AlertKind",
    "Assignment",
    "AssignmentKind",
    "CapacityAddendum",
    "CapacityAssessment",
    "CaseManagerChoice",
    "Circumstances",
    "Client",
    "Complaint",
    "ComplaintKind",
    "Concern",
    "ConcernStep",
    "Conclusion",
    "ConflictWall",
    "Consent",
    "DecisionForClient",
    "DecisionMaker",
    "EntryKind",
    "EqualityRecord",
    "Handover",
    "HandoverKind",
    "HandoverLine",
    "HandoverNote",
    "HandoverState",
    "HospitalDocument",
    "HospitalPaper",
    "InjuryKind",
    "Instruction",
    "InstructionKind",
    "Likelihood",
    "LineState",
    "LinkOpening",
    "Nation",
    "Opening",
    "OpeningNotice",
    "OutsideLink",
    "PaperState",
    "Party",
    "PartyRole",
    "Promise",
    "Risk",
    "SearchWord",
    "Severity",
    "Status",
    "StatusChange",
    "Terms",
    "TimelineEntry",
    "Travel",
    "WayIn",
    "WeightOverride",
]
