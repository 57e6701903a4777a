"""What each package has that falls due or is unfinished: one plain list, handed out at start."""

from reminders import sources
from reminders.models import Kind
from reminders.sources import Source


def hand_out() -> None:
    """Gives `reminders` its sources and `practice` its lists of open work."""
    import careplans.due
    import practice.expiring
    import providers.due
    import reviews.due
    from accounts import work_held
    from accounts.roles import Role
    from clients.responsibility import carried_by, known_to, responsible_for

    sources.hand_in(
        [
            Source(Kind.REVIEW, "Reviews", reviews.due.due),
            Source(Kind.DECISION, "Funding decisions", careplans.due.due),
            Source(Kind.REFERRAL, "Referrals", providers.due.due),
        ],
        responsible_for=responsible_for,
        known_to=known_to,
        own_sources=practice.expiring.SOURCES,
    )
    work_held.hand_in([(Role.CASE_MANAGER, carried_by)])
