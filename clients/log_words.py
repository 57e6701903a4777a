"""The access log in words: "consent.withdrawn" reads "Withdrew a consent"."""

from audit.models import AuditEvent

PAGES = {
    "summary": "the summary",
    "timeline": "the timeline",
    "assessments": "the assessments",
    "plan": "the care plan",
    "referrals": "referrals and services",
    "reviews": "the reviews",
    "reports": "the reports",
    "people": "instruction and consent",
    "around": "the people around the client",
    "access": "the access log",
    "allocation": "the allocation",
    "candidates": "the case managers with room",
    "weight": "the points",
    "draft": "a draft that a colleague had begun",
    "handover": "the handover note",
}
DEEDS = {
    "assessment.signed": "Signed a needs assessment",
    "case_manager.chosen": "Recorded the client's choice of case manager",
    "client.added": "Opened the file",
    "client.assigned": "Assigned a case manager",
    "client.assignment_ended": "Ended an assignment",
    "client.changed": "Changed the details",
    "client.status_changed": "Changed the status",
    "consent.given": "Entered a consent",
    "consent.withdrawn": "Withdrew a consent",
    "consent.evidence_opened": "Downloaded the evidence of a consent",
    "file.stored": "Added a file",
    "contact.addendum_added": "Added to a record",
    "contact.signed": "Signed a record",
    "goal.changed": "Changed a goal",
    "goal.closed": "Closed a goal",
    "goal.rated": "Rated a goal",
    "goal.set": "Set a goal",
    "instruction.changed": "Changed the instruction",
    "instruction.costs_shared": "Shared out the cost",
    "instruction.ended": "Ended an instruction",
    "instruction.started": "Started an instruction",
    "instruction.terms_recorded": "Recorded terms and fees",
    "handover.note_confirmed": "Confirmed a handover note",
    "handover.read": "Read a handover note",
    "link.downloaded": "Downloaded a shared report",
    "link.made": "Shared a report by link",
    "link.passed_on": "Took on a shared link",
    "link.passcode_wrong": "Entered a wrong passcode",
    "link.stopped": "Stopped a shared link",
    "link.viewed": "Opened a shared report",
    "measure.alert_answered": "Answered an alert",
    "measure.entered": "Entered a measure",
    "party.added": "Added a party",
    "party.changed": "Changed a party",
    "person.added": "Added a person around the client",
    "person.changed": "Changed a person around the client",
    "person.ended": "Noted that a person is no longer around",
    "opening.made": "Opened the file with a reason",
    "opening.passed_on": "Passed on the news of an opening",
    "opening.reviewed": "Reviewed an opening with a reason",
    "opening.seen": "Saw that the file was opened with a reason",
    "plan.agreed": "Recorded an agreement to the plan",
    "recommendation.decided": "Recorded an answer to a recommendation",
    "recommendation.made": "Made a recommendation",
    "record_audit.record_judged": "Judged a record for an audit",
    "record.goals_linked": "Linked a record to goals",
    "referral.answered": "Recorded a reply to a referral",
    "referral.changed": "Changed a referral",
    "referral.sent": "Sent a referral",
    "referral.written": "Wrote a referral",
    "report.changed": "Changed a report",
    "report.correction_started": "Started to correct a report",
    "report.issue_asked": "Asked for a report to be issued",
    "report.issued": "Issued a report",
    "report.pdf_opened": "Opened the PDF of a report",
    "report.render_asked": "Asked for the PDF of a report",
    "report.render_failed": "Could not make the PDF of a report",
    "report.rendered": "Made the PDF of a report",
    "report.started": "Started a report",
    "review.finished": "Finished a review",
    "review.moved": "Moved a review",
    "review.planned": "Planned a review",
    "review.rhythm_agreed": "Agreed how often to review",
    "risk.closed": "Closed a risk",
    "risk.raised": "Raised a risk",
    "service.ended": "Ended a service",
    "service.started": "Started a service",
    "wall.built": "Kept somebody away from the file",
    "weight.set": "Set the points",
    "wall.ended": "Ended a wall around the file",
}


def deed(event: AuditEvent) -> str:
    """A verb without words of its own is shown as it is stored: the log hides nothing."""
    subject, _, what = event.verb.partition(".")
    if what == "opened" and subject in PAGES:
        return f"Opened {PAGES[subject]}"
    return DEEDS.get(event.verb, event.verb.replace(".", ": ").replace("_", " "))


def doer(event: AuditEvent) -> str:
    """Who opens a shared link is not known to us; the link is."""
    return "Reader with a shared link" if event.verb in {"link.viewed", "link.downloaded"} else event.actor
