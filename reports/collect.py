"""From the record to the values of a progress report: its queries are here and in the modules of its parts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from clients.consent import consent_for, readers_together, to_party
from clients.models import Client, Party, Risk
from reports import contents, parts, recommended, services
from reports.models import Report
from reports.sources import Sources
from ui import dates


def collect(
    report: Report, *, practice: str, now: datetime, number: str, signed_by: User | None = None
) -> contents.ProgressReport:
    """What the report says as the record stands now. `signed_by` is given when it is to be issued.

    Contacts, goals, measures, services and risks are those of the period; recommendations, their answers and the money
    stand as they are today. Nothing is invented: a part that the record does not hold is left out.
    """
    client, sources, today = report.client, Sources(), timezone.localdate(now)
    readers = readers_together(report.reader)
    period = contents.Period(report.starts_on, report.ends_on)
    goals, goal_numbers = parts.goals(client, period, sources)
    entries = recommended.recommendations(client)
    waiting = [entry for entry in entries if entry.decided is None]
    risks = parts.open_risks(client, period)
    return contents.ProgressReport(
        practice=practice,
        subject=_subject(client),
        period=period,
        as_at=now,
        author=_author(signed_by or report.author),
        parties=_parties(client, readers),
        summary=contents.Summary(
            lead=report.summary or _lead(goals),
            changed=report.changed,
            unchanged=report.unchanged,
            next_steps=report.next_steps,
        ),
        statement=_statement(report, signed_by, now),
        version=number,
        replaces=_replaces(report),
        next_review_on=client.next_review_on,
        decisions=recommended.decisions(waiting),
        basis=_basis(report, readers, period, risks, today),
        goals=goals,
        measures=parts.measures(client, period),
        services=services.services(client, period, goal_numbers, sources),
        costs=recommended.costs(entries, today),
        risks=parts.risks(risks, period, sources),
        recommendations=recommended.recommendation_lines(waiting, goal_numbers),
        ledger=recommended.ledger(entries, period, today),
        sources=sources.listed(),
    )


def _subject(client: Client) -> contents.Subject:
    kind = client.get_injury_kind_display()
    on = f", {dates.long_day(client.injured_on)}" if client.injured_on else ""
    return contents.Subject(
        name=client.name,
        short_name=client.short_name,
        reference=client.reference,
        born=client.born_on,
        injury=f"{kind}{on}" if kind else "",
    )


def _author(author: User) -> contents.Author:
    return contents.Author(author.name, (author.job_title or author.role_label).lower(), author.registration)


def _parties(client: Client, readers: Sequence[Party]) -> contents.Parties:
    found = Party.objects.filter(client=client, instruction__ends_on=None).select_related("instruction")
    open_parties = list(found.order_by("pk"))
    kinds = {party.instruction.get_kind_display() for party in open_parties}  # a client has one open instruction
    kind = "".join(f" ({words.split(' (')[0].lower()} instruction)" for words in kinds)
    instructed = ", ".join(_named(party) for party in open_parties if party.instructs)
    return contents.Parties(
        instructed_by=f"{instructed}{kind}" if instructed else "",
        reader="; ".join(reader.addressee for reader in readers),
        funder=", ".join(_named(party) for party in open_parties if party.pays),
    )


def _named(party: Party) -> str:
    return f"{party.firm}, ref. {party.their_reference}" if party.their_reference else party.firm


def _lead(goals: contents.Goals | None) -> str:
    if goals is None or not goals.rated:
        return "This report sets out the plan and what has been done in the period."
    rated, verb = dates.counted(goals.rated, "rated goal"), "is" if goals.at_or_above == 1 else "are"
    return f"{goals.at_or_above} of {rated} {verb} as expected or better."


def _basis(
    report: Report, readers: Sequence[Party], period: contents.Period, risks: Sequence[Risk], today: date
) -> contents.Basis:
    return contents.Basis(
        contacts=parts.contacts(report.client, period),
        consent=" ".join(filter(None, (_consent(reader, today) for reader in readers))),
        left_out=(
            "Some information about risks is not included because it is not for this report’s readers."
            if parts.are_withheld(risks)
            else "No recorded risk is withheld."
        ),
    )


def _consent(reader: Party, today: date) -> str:
    consent = consent_for(to_party(reader), on=today)
    if consent is None:
        return ""
    ends = f", ends {dates.long_day(consent.ends_on)}" if consent.ends_on else ""
    return f"{reader.firm}: given {dates.long_day(consent.given_on)} by {consent.given_by}{ends}."


def _statement(report: Report, signed_by: User | None, now: datetime) -> contents.AuthorsStatement:
    signed = None
    if signed_by:
        signed = contents.Signature(signed_by.name, (signed_by.job_title or signed_by.role_label).lower(), now)
    return contents.AuthorsStatement(
        paragraphs=(
            "I write as the client’s case manager and not as an expert. The report is drawn from the client’s record "
            "as it stood at the time shown in section 1. Every sentence of evidence names its source.",
        ),
        signed=signed,
        changes=f"Why: {report.correction_reason}" if report.correction_reason else "",
    )


def _replaces(report: Report) -> str:
    before = report.replaces
    if before is None:
        return ""
    return f"Replaces version {before.issued.number}, issued {dates.long_day(before.issued.issued_at)}."
