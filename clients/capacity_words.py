"""The words of a capacity record, by whose law it follows: a record keeps its terms when the client moves."""

from dataclasses import dataclass

from clients.models import Client, DecisionMaker, Nation, Terms


@dataclass(frozen=True)
class Words:
    assessment: str
    decision: str
    abilities: tuple[tuple[str, str], ...]
    cause: str
    benefit: str
    maker: str
    principles: str
    not_by: DecisionMaker  # whom this law does not know


WORDS = {
    Terms.CAPACITY: Words(
        assessment="Capacity assessment",
        decision="Best-interests decision",
        abilities=(
            ("understand", "Understand the information"),
            ("retain", "Retain it long enough"),
            ("weigh", "Use or weigh it"),
            ("communicate", "Communicate the decision"),
        ),
        cause="The impairment or disturbance of mind or brain, and how it causes the inability",
        benefit="Why it is in their best interests",
        maker="Best-interests decision maker",
        principles="An unwise choice is no sign of incapacity. The record is about this decision at this time.",
        not_by=DecisionMaker.GUARDIAN,
    ),
    Terms.INCAPACITY: Words(
        assessment="Assessment of incapacity",
        decision="Intervention",
        abilities=(
            ("act", "Act on it"),
            ("weigh", "Make the decision"),
            ("communicate", "Communicate the decision"),
            ("understand", "Understand the decision"),
            ("retain", "Retain the memory of the decision"),
        ),
        cause="The mental disorder, or inability to communicate because of physical disability, and how it causes this",
        benefit="The benefit that cannot reasonably be had without intervening",
        maker="Who intervenes",
        principles="The record is about this decision at this time. They are helped to use the skills they have.",
        not_by=DecisionMaker.DEPUTY,
    ),
}


def terms_of(client: Client) -> Terms:
    return Terms.INCAPACITY if client.nation == Nation.SCOTLAND else Terms.CAPACITY
