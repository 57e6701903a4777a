"""What a client's record says of the five things that a handover note must tell, collected as text."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from careplans.models import Goal, Recommendation
from clients.models import Client, Party, Promise, Risk
from providers.models import Referral, Service
from records.models import ContactRecord
from reviews.models import Review
from ui.dates import counted, day

LATEST_CONTACTS = 3
LONGEST_PART = 400


@dataclass(frozen=True)
class Collected:
    """The five parts of a note. A part is empty where the record holds nothing."""

    where_things_stand: str
    next_contact: str
    risks: str
    promises: str
    people_to_call: str

    def parts(self) -> dict[str, str]:
        return asdict(self)


def collect(client: Client, *, today: date) -> Collected:
    """In a fixed number of queries. The caller has checked that the reader may see the content."""
    contacts = ContactRecord.objects.filter(client=client).order_by("-happened_at", "-pk")
    contacts = contacts.select_related("author")[:LATEST_CONTACTS]
    review = Review.objects.finished().filter(client=client).order_by("-held_on", "-pk").first()
    letters = list(Referral.objects.filter(client=client).select_related("provider").order_by("written_on", "pk"))
    asked = Recommendation.objects.undecided().filter(client=client).select_related("asked").order_by("number")
    promised = Promise.objects.open().filter(client=client).order_by("due_on", "pk")
    return Collected(
        where_things_stand=_lines([*map(_contact, contacts), *_goals(client)]),
        next_contact=_lines(_next_contact(client, today)),
        risks=_lines(_risk(risk) for risk in Risk.objects.open().filter(client=client).order_by("raised_on", "pk")),
        promises=_lines(
            [*map(_promise, promised), *_next_steps(review), *map(_waiting_decision, asked), *_letters(letters, today)]
        ),
        people_to_call=_lines([*_parties(client), *_providers(client, today)]),
    )


def _contact(record: ContactRecord) -> str:
    return f"{day(record.happened_at)}, {record.title} ({record.author.name}): {_short(record.text)}"


def _promise(promise: Promise) -> str:
    return f"To {promise.to_whom}, by {day(promise.due_on)}: {promise.what}"


def _goals(client: Client) -> Iterable[str]:
    for goal in Goal.objects.open().filter(client=client).with_latest_rating().order_by("number"):
        now = f"{goal.latest.words.lower()} on {day(goal.latest.rated_on)}" if goal.latest else "not rated yet"
        yield f"Goal {goal.number}, {goal.title}: {now}; target {day(goal.target_on)}"


def _next_contact(client: Client, today: date) -> Iterable[str]:
    last = client.last_contact_on
    yield f"Last contact {day(last)}" if last else "No contact recorded yet"
    due = client.next_review_on
    if due:
        yield f"Review due {day(due)}" + (f", {counted((today - due).days, 'day')} late" if due < today else "")
    if client.communication:
        yield f"How to speak, write and call: {_short(client.communication)}"


def _risk(risk: Risk) -> str:
    return (
        f"{risk.hazard} ({risk.get_severity_display().lower()}): {_short(risk.in_place) or 'nothing in place recorded'}"
    )


def _next_steps(review: Review | None) -> Iterable[str]:
    if review and review.next_steps and review.held_on:
        yield f"Next steps from the review of {day(review.held_on)}: {_short(review.next_steps)}"


def _waiting_decision(asked: Recommendation) -> str:
    return (
        f"{asked.asked.firm} is to answer recommendation {asked.number} ({asked.action}) by {day(asked.answer_due_on)}"
    )


def _letters(letters: Iterable[Referral], today: date) -> Iterable[str]:
    for letter in letters:
        if letter.is_draft:
            yield f"Referral to {letter.provider.name} written {day(letter.written_on)}, not sent yet"
        elif letter.waits_for_reply and letter.sent_on:
            waited = counted((today - letter.sent_on).days, "day")
            yield f"{letter.provider.name} has not answered the referral of {day(letter.sent_on)} ({waited})"


def _parties(client: Client) -> Iterable[str]:
    for party in Party.objects.filter(client=client, instruction__ends_on=None).order_by("pk"):
        yield _reachable(f"{party.addressee}, {party.get_role_display().lower()}", party.telephone, party.email)


def _providers(client: Client, today: date) -> Iterable[str]:
    services = Service.objects.in_place(today).filter(client=client).select_related("provider")
    for service in services.order_by("starts_on", "pk"):
        provider = service.provider
        name = f"{provider.contact_name}, {provider.name}" if provider.contact_name else provider.name
        yield _reachable(f"{name} ({service.title})", provider.telephone, provider.email)


def _reachable(who: str, *ways: str) -> str:
    known = ", ".join(filter(None, ways))
    return f"{who}: {known or 'no number recorded'}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_PART else f"{text[:LONGEST_PART].rpartition(' ')[0]}…"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
