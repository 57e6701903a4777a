from practice.models.imports import Import, ImportProblem, ImportState
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
    "AuditAnswer",
    "AuditComment",
    "AuditedRecord",
    "Competency",
    "DueDiligencePack",
    "Import",
    "ImportProblem",
    "ImportState",
    "MadePack",
    "Meeting",
    "PackState",
    "RecordAudit",
    "SupervisionAction",
    "SupervisionAddendum",
    "SupervisionAgreement",
    "SupervisionSession",
    "Verdict",
]
