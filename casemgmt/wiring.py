"""What each package has that falls due or is unfinished: one plain list, handed out at start."""

from reminders import sources
from reminders.models import Kind
from reminders.sources import Source
from ui import open_work


def hand_out() -> None:
    """Gives `reminders` its sources, and whoever asks what is unfinished its lists of open work."""
    import accounts.open_work
    import assessments.open_work
    import careplans.due
    import careplans.open_work
    import clients.due
    import clients.open_work
    import practice.enquiries.due
    import practice.expiring
    import practice.open_work
    import providers.due
    import providers.matches
    import providers.open_work
    import reports.open_work
    import reviews.due
    import reviews.open_work
    from clients import matching
    from clients.responsibility import known_to, responsible_for

    sources.hand_in(
        [
            Source(Kind.REVIEW, "Reviews", reviews.due.due),
            Source(Kind.DECISION, "Funding decisions", careplans.due.due),
            Source(Kind.REFERRAL, "Referrals", providers.due.due),
            Source(Kind.RISK_REVIEW, "Risk reviews", clients.due.risks_due, together=clients.due.all_due),
            Source(Kind.CAPACITY, "Capacity reviews", clients.due.capacity_due, together=clients.due.all_due),
            Source(Kind.COMPLAINT, "Complaints", clients.due.complaints_due, together=clients.due.all_due),
            Source(Kind.PROMISE, "Promises", clients.due.promises_due, together=clients.due.all_due),
        ],
        responsible_for=responsible_for,
        known_to=known_to,
        own_sources=[*practice.expiring.SOURCES, practice.enquiries.due.SOURCE],
    )
    open_work.hand_in(
        of_person=[
            accounts.open_work.open_work,
            clients.open_work.open_work_of_person,
            practice.open_work.open_work_of_person,
        ],
        of_clients=[
            assessments.open_work.open_work,
            reviews.open_work.open_work,
            careplans.open_work.open_work,
            providers.open_work.open_work,
            reports.open_work.open_work,
            clients.open_work.open_work_of_clients,
        ],
    )
    matching.hand_in(outside=[providers.matches.providers_like])
