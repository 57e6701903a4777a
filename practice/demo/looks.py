"""Whom the staff asked for before they were to become clients: one waits for an admin, one is decided."""

from dataclasses import replace

from accounts.models import User
from clients.match_actions import decide, note_look
from clients.matching import Sought, sought_of
from clients.models import Client, PossibleMatch
from practice.demo.days import Days


def look_for_people(days: Days, staff: dict[str, User]) -> None:
    """A call to Daniel about somebody whose file Priya has; and a namesake of a provider's therapist."""
    rosa = Client.objects.get(preferred_name="Rosa")
    asked = replace(sought_of(rosa), given_name=rosa.family_name, family_name=rosa.given_name, preferred_name="")
    note_look(asked, by=staff["daniel"], now=days.at(1, "15:10"))
    note_look(Sought("Bethan", "Price"), by=staff["sam"], now=days.at(40, "11:25"))
    namesake = PossibleMatch.objects.waiting().get(look__by=staff["sam"])
    decide(
        namesake,
        decision="no_conflict",
        reason="Another Bethan Price: she lives in Leeds",
        by=staff["amara"],
        now=days.at(39, "09:30"),
    )
