"""What a progress report says, as plain values: collected once, frozen when issued, read by one template.

A part that is not known is None or empty and is left out of the report; it is never shown as zero.
Money is integer pence. Everything here can be written to JSON and read back unchanged.
"""

import hashlib
import json
import types
import typing
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    FACT = "fact"
    REPORTED = "reported"
    OPINION = "opinion"


class Tone(StrEnum):
    """How a status is marked beside its word, so that it also reads in greyscale."""

    GOOD = "good"
    PLAIN = "plain"
    ACT = "act"


@dataclass(frozen=True)
class SourceRef:
    number: int
    label: str
    on: date


@dataclass(frozen=True)
class Statement:
    text: str
    kind: Kind
    source: SourceRef
    quote: str = ""  # the client's own words, shown in quotation marks after the text


@dataclass(frozen=True)
class Source:
    number: int
    label: str
    event_on: date
    recorded_on: date | None = None
    late_entry: bool = False


@dataclass(frozen=True)
class Status:
    word: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Period:
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Subject:
    """The client, as this reader may know them."""

    name: str
    short_name: str
    reference: str
    born: date | None = None
    injury: str = ""


@dataclass(frozen=True)
class Author:
    name: str
    role: str
    registration: str = ""


@dataclass(frozen=True)
class Parties:
    instructed_by: str
    reader: str
    funder: str = ""


@dataclass(frozen=True)
class Decision:
    number: int
    text: str
    cost_pence: int | None = None
    cost_words: str = ""  # "up to" stands before the amount and makes the total "at most"
    answer_by: date | None = None


@dataclass(frozen=True)
class Summary:
    lead: str
    changed: str = ""
    unchanged: str = ""
    next_steps: str = ""


@dataclass(frozen=True)
class ContactCount:
    words: str
    count: int


@dataclass(frozen=True)
class Basis:
    contacts: tuple[ContactCount, ...] = ()
    not_available: tuple[str, ...] = ()
    consent: str = ""
    capacity: str = ""
    left_out: str = "Nothing withheld."


@dataclass(frozen=True)
class GoalLine:
    """Levels are the numbers of goal attainment scaling (-0.5 is partially achieved); None is not rated."""

    number: int
    title: str
    measure: str = ""
    target_on: date | None = None
    baseline: Decimal | None = None
    now: Decimal | None = None
    change: str = ""
    evidence: Statement | None = None
    next_step: str = ""


@dataclass(frozen=True)
class Goals:
    lines: tuple[GoalLine, ...]
    at_or_above: int
    rated: int
    agreed: str = ""
    baseline_t: Decimal | None = None
    achieved_t: Decimal | None = None
    change_t: Decimal | None = None
    weighted: bool = False

    @property
    def total(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class MeasureLine:
    name: str
    on: date
    rater: str
    total: Decimal | None = None
    highest: int | None = None
    band: str = ""
    earlier: Decimal | None = None
    earlier_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class ServiceLine:
    service: str
    provider: str
    status: Status
    in_place: bool = True
    ended: bool = False
    checks: str = ""
    goals: tuple[int, ...] = ()
    given: str = ""
    agreed_pence: int | None = None
    spent_pence: int | None = None
    effect: Statement | None = None
    next_step: str = ""


@dataclass(frozen=True)
class CostLine:
    category: str
    asked_pence: int | None = None
    agreed_pence: int | None = None
    spent_pence: int | None = None
    committed_pence: int | None = None
    expected_pence: int | None = None


@dataclass(frozen=True)
class Costs:
    lines: tuple[CostLine, ...]
    as_at: date
    note: str = ""


@dataclass(frozen=True)
class RiskLine:
    title: str
    in_place: Statement
    change: Status | None = None
    change_note: str = ""
    who: str = ""


@dataclass(frozen=True)
class Risks:
    lines: tuple[RiskLine, ...]
    closed: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class RecommendationLine:
    number: int
    need: str
    action: str
    why: str = ""
    options: tuple[str, ...] = ()
    who: str = ""
    by: date | None = None
    cost_pence: int | None = None
    cost_working: str = ""  # "6 × £90"
    expected: str = ""
    if_not_done: str = ""
    goals: tuple[int, ...] = ()


@dataclass(frozen=True)
class LedgerLine:
    """One earlier need, from identified to started; `days` runs to the start, or to the report while not started."""

    title: str
    status: Status
    identified_on: date | None = None
    recommended_on: date | None = None
    decided_on: date | None = None
    decision: str = ""
    started_on: date | None = None
    days: int | None = None


@dataclass(frozen=True)
class PlanStep:
    on: date
    text: str
    who: str = ""


@dataclass(frozen=True)
class Signature:
    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class AuthorsStatement:
    paragraphs: tuple[str, ...]
    signed: Signature | None = None
    checked: Signature | None = None
    changes: str = ""


@dataclass(frozen=True)
class ProgressReport:
    practice: str
    subject: Subject
    period: Period
    as_at: datetime
    author: Author
    parties: Parties
    summary: Summary
    statement: AuthorsStatement
    version: str = "1.0"
    replaces: str = ""
    issued_at: datetime | None = None
    next_review_on: date | None = None
    decisions: tuple[Decision, ...] = ()
    decisions_note: str = ""
    basis: Basis | None = None
    goals: Goals | None = None
    measures: tuple[MeasureLine, ...] = ()
    services: tuple[ServiceLine, ...] = ()
    costs: Costs | None = None
    risks: Risks | None = None
    recommendations: tuple[RecommendationLine, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    ledger_note: str = ""
    plan: tuple[PlanStep, ...] = ()
    sources: tuple[Source, ...] = ()

    def to_json(self) -> str:
        """The one canonical text of this report: the same values always give the same characters."""
        return json.dumps(asdict(self), default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        report = _read(cls, json.loads(text))
        if not isinstance(report, cls):
            raise ValueError("This is not a progress report.")
        return report

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the report's data, as printed in the author's statement."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a report.")


def _read(kind: Any, value: Any) -> Any:
    if isinstance(kind, types.UnionType):
        return None if value is None else _read(kind.__args__[0], value)
    if typing.get_origin(kind) is tuple:
        return tuple(_read(kind.__args__[0], entry) for entry in value)
    if is_dataclass(kind):
        hints, make = typing.get_type_hints(kind), typing.cast("Any", kind)
        known = [field.name for field in fields(kind) if field.name in value]
        return make(**{name: _read(hints[name], value[name]) for name in known})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if kind is Decimal or issubclass(kind, StrEnum):
        return kind(value)
    return value
