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
    "Meeting",
    "RecordAudit",
    "SupervisionAction",
    "SupervisionAddendum",
    "SupervisionAgreement",
    "SupervisionSession",
    "Verdict",
]
