"""What each package has that falls due or is unfinished: one plain list, handed out at start."""

from reminders import sources
from reminders.models import Kind
from reminders.sources import Source


def hand_out() -> None:
    """Gives `reminders` its sources and `practice` its lists of open work."""
    import careplans.due
    import clients.due
    import providers.due
    import reviews.due
    from clients.responsibility import known_to, responsible_for

    sources.hand_in(
        [
            Source(Kind.REVIEW, "Reviews", reviews.due.due),
            Source(Kind.DECISION, "Funding decisions", careplans.due.due),
            Source(Kind.REFERRAL, "Referrals", providers.due.due),
            Source(Kind.RISK_REVIEW, "Risk reviews", clients.due.risks_due),
            Source(Kind.CAPACITY, "Capacity reviews", clients.due.capacity_due),
            Source(Kind.COMPLAINT, "Complaints", clients.due.complaints_due),
            Source(Kind.PROMISE, "Promises", clients.due.promises_due),
        ],
        responsible_for=responsible_for,
        known_to=known_to,
    )
