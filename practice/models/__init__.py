from practice.models.enquiry import AcknowledgedHow, Answer, Enquiry, EnquiryDecision, Source
from practice.models.imports import Import, ImportProblem, ImportState
from practice.models.intake import Intake, IntakeStep, Step
from practice.models.packs import DueDiligencePack, MadePack, PackState
from practice.models.record_audit import AuditAnswer, AuditComment, AuditedRecord, RecordAudit, Verdict
from practice.models.supervision import (
    Competency,
    Meeting,
    SupervisionAction,
    SupervisionAddendum,
    SupervisionAgreement,
    SupervisionSession,
)

__all__ = [
    "AcknowledgedHow",
    "Answer",
    "AuditAnswer",
    "AuditComment",
    "AuditedRecord",
    "Competency",
    "DueDiligencePack",
    "Enquiry",
    "EnquiryDecision",
    "Import",
    "ImportProblem",
    "ImportState",
    "Intake",
    "IntakeStep",
    "MadePack",
    "Meeting",
    "PackState",
    "RecordAudit",
    "Source",
    "Step",
    "SupervisionAction",
    "SupervisionAddendum",
    "SupervisionAgreement",
    "SupervisionSession",
    "Verdict",
]
