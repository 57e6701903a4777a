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
from clients.models.instruction import Consent, Instruction, InstructionKind, Party, PartyRole
from clients.models.link import LinkOpening, OutsideLink
from clients.models.person import Circumstances, EqualityRecord, HospitalDocument, HospitalPaper, PaperState
from clients.models.risk import Likelihood, Risk, Severity
from clients.models.safeguarding import Concern, ConcernStep
from clients.models.safety import Alert, AlertKind, Complaint, ComplaintKind, Promise, WayIn
from clients.models.timeline import EntryKind, TimelineEntry

__all__ = [
    "Ability",
    "Alert",
    "AlertKind",
    "Assignment",
    "AssignmentKind",
    "CapacityAddendum",
    "CapacityAssessment",
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
    "HospitalDocument",
    "HospitalPaper",
    "InjuryKind",
    "Instruction",
    "InstructionKind",
    "Likelihood",
    "LinkOpening",
    "Nation",
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
    "WayIn",
]
