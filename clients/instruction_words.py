"""What the pages say of an instruction, its parties and a consent."""

from collections.abc import Sequence
from datetime import date

from clients.models import Consent, Party
from ui import status
from ui.status import Status


def shares_in_words(parties: Sequence[Party]) -> str:
    """What is wrong with the shares of the cost, if anything; one payer carries it all without a word."""
    paying = [party for party in parties if party.pays]
    known = [party.share_percent for party in paying if party.share_percent is not None]
    if len(paying) < 2 and not known:
        return ""
    if len(known) < len(paying):
        return "Not every paying party has a share of the cost."
    return "" if sum(known) == 100 else f"The shares of the cost come to {sum(known)} per cent."


def consent_status(consent: Consent, today: date) -> Status:
    if consent.withdrawn_on and consent.withdrawn_on <= today:
        return status.WITHDRAWN
    if consent.party and consent.party.instruction.ends_on and consent.party.instruction.ends_on <= today:
        return status.worded(status.ENDED, "Instruction ended")
    return status.ends_on(consent.ends_on, today=today) if consent.ends_on else status.IN_DATE
