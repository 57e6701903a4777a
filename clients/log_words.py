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
    "access": "the access log",
    "brief": "the brief",
    "capacity": "the capacity records",
    "concern": "a page with narrow access",
    "equality": "the equality record",
    "person": "the person and the injury",
    "safety": "risk and safety",
    "way_in": "how to get in",
    "allocation": "the allocation",
}
NARROW = "Wrote on a page with narrow access"
DEEDS = {
    "assessment.signed": "Signed a needs assessment",
    "alert.ended": "Ended an alert",
    "alert.raised": "Raised an alert",
    "capacity.addendum_added": "Added to a capacity record",
    "capacity.assessed": "Signed a capacity assessment",
    "capacity.decision_made": "Signed a decision for the client",
    "circumstances.changed": "Changed the person and the injury",
    "client.added": "Opened the file",
    "client.assigned": "Assigned a case manager",
    "client.assignment_ended": "Ended an assignment",
    "client.changed": "Changed the details",
    "client.status_changed": "Changed the status",
    "complaint.received": "Entered a complaint or disagreement",
    "complaint.resolved": "Resolved a complaint or disagreement",
    "concern.closed": NARROW,
    "concern.decided": NARROW,
    "concern.raised": NARROW,
    "concern.readers_named": NARROW,
    "concern.step_added": NARROW,
    "consent.given": "Entered a consent",
    "consent.withdrawn": "Withdrew a consent",
    "contact.addendum_added": "Added to a record",
    "contact.signed": "Signed a record",
    "equality.changed": "Changed the equality record",
    "goal.changed": "Changed a goal",
    "goal.closed": "Closed a goal",
    "goal.rated": "Rated a goal",
    "goal.set": "Set a goal",
    "hospital_papers.changed": "Changed the list of hospital papers",
    "link.downloaded": "Downloaded a shared report",
    "link.made": "Shared a report by link",
    "link.passcode_wrong": "Entered a wrong passcode",
    "link.stopped": "Stopped a shared link",
    "link.viewed": "Opened a shared report",
    "measure.alert_answered": "Answered an alert",
    "measure.entered": "Entered a measure",
    "plan.agreed": "Recorded an agreement to the plan",
    "promise.made": "Noted a promise",
    "promise.settled": "Settled a promise",
    "recommendation.decided": "Recorded an answer to a recommendation",
    "recommendation.made": "Made a recommendation",
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
    "risk.reviewed": "Reviewed a risk",
    "service.ended": "Ended a service",
    "service.started": "Started a service",
    "way_in.changed": "Changed how to get in",
    "wall.built": "Kept somebody away from the file",
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
