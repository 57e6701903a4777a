"""What stands in a due diligence pack: plain values, collected once and then frozen. Nothing about any client."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import CheckKind, PracticeSettings, StaffCheck, Supervision, User
from accounts.register import Rules, cpd_minutes, state_of, year_before
from ui.dates import day

PRACTICE, SUPERVISION, CPD = "practice", "supervision", "cpd"
SECTIONS: list[tuple[str, str]] = [
    (PRACTICE, "The practice: insurance, CQC registration, complaints procedure"),
    *((kind.value, kind.label) for kind in CheckKind),
    (SUPERVISION, "Clinical supervision in place"),
    (CPD, "Hours of CPD in the last twelve months"),
]
LEFT_OUT_AT_FIRST = {CPD}


@dataclass(frozen=True)
class Line:
    """One check in words, how far it reaches, and who of the practice saw the evidence."""

    what: str
    number: str = ""
    issued_on: date | None = None
    looked_up_on: date | None = None
    ends_on: date | None = None
    has_ended: bool = False
    seen_by: str = ""
    seen_on: date | None = None


@dataclass(frozen=True)
class Supervisor:
    name: str
    since: date


@dataclass(frozen=True)
class Member:
    """A member of staff. A section that was not asked for is None; one in which nothing is recorded is empty."""

    name: str
    role: str
    profession: str
    checks: dict[str, tuple[Line, ...]]
    supervisors: tuple[Supervisor, ...] | None
    cpd_minutes: int | None


@dataclass(frozen=True)
class PracticeFacts:
    address: str
    telephone: str
    insurance: str
    cqc_status: str
    complaints_procedure: str


@dataclass(frozen=True)
class PackContents:
    practice: str
    firm: str
    as_at: date
    asked_by: str
    sections: tuple[str, ...]
    facts: PracticeFacts | None
    members: tuple[Member, ...]
    cpd_since: date

    def to_json(self) -> str:
        return json.dumps(
            asdict(self), default=date.isoformat, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the contents, as the pack prints it."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def collect(
    practice: PracticeSettings, *, firm: str, people: Collection[UUID], sections: Collection[str], by: User, today: date
) -> PackContents:
    """Four queries, however many people."""
    staff = list(User.objects.active().filter(pk__in=people).order_by("name", "pk"))
    held = _checks_of(staff)
    supervisors = _supervisors_of(staff, today) if SUPERVISION in sections else None
    learnt = cpd_minutes([person.pk for person in staff], today=today) if CPD in sections else None
    return PackContents(
        practice=practice.name,
        firm=firm,
        as_at=today,
        asked_by=by.name,
        sections=tuple(name for name, _ in SECTIONS if name in sections),
        facts=_facts(practice) if PRACTICE in sections else None,
        members=tuple(
            Member(
                name=person.name,
                role=person.job_title,
                profession=_profession(held[person.pk]),
                checks={kind: _lines(held[person.pk], kind, today) for kind in CheckKind if kind in sections},
                supervisors=None if supervisors is None else tuple(supervisors[person.pk]),
                cpd_minutes=None if learnt is None else learnt[person.pk],
            )
            for person in staff
        ),
        cpd_since=year_before(today),
    )


def to_look_at(
    practice: PracticeSettings, *, people: Collection[UUID], sections: Collection[str], today: date
) -> list[str]:
    """What an admin should see before the pack leaves: what lapsed or is not recorded, by the practice's own rules."""
    staff = list(User.objects.active().filter(pk__in=people).order_by("name", "pk"))
    held, rules = _checks_of(staff), Rules.of(practice)
    found = []
    for person in staff:
        for kind in CheckKind:
            checks = [check for check in held[person.pk] if check.kind == kind]
            if kind not in sections or (kind == CheckKind.MEMBERSHIP and not checks):
                continue
            if not checks:
                found.append(f"{person.name}: {_as_noun(kind)} not recorded")
            states = [(check, state_of(check, rules, today=today)) for check in checks]
            late = [state.word for _, state in states if state.tone == "red"]
            found += [f"{person.name}: {_as_noun(kind)}, {word[:1].lower()}{word[1:]}" for word in late]
            if kind != CheckKind.FITNESS and any(check.verified_by_id is None for check in checks):
                found.append(f"{person.name}: {_as_noun(kind)}, evidence not verified")
    return found


def _as_noun(kind: CheckKind) -> str:
    return kind.label if kind == CheckKind.DBS else f"{kind.label[:1].lower()}{kind.label[1:]}"


def _facts(practice: PracticeSettings) -> PracticeFacts:
    return PracticeFacts(
        practice.address,
        practice.telephone,
        practice.insurance,
        practice.cqc_status,
        practice.complaints_procedure,
    )


def _checks_of(staff: Iterable[User]) -> dict[UUID, list[StaffCheck]]:
    held: dict[UUID, list[StaffCheck]] = {person.pk: [] for person in staff}
    found = StaffCheck.objects.current().filter(person__in=list(held)).select_related("verified_by")
    for check in found.newest_first():
        held[check.person_id].append(check)
    return held


def _supervisors_of(staff: Iterable[User], today: date) -> dict[UUID, list[Supervisor]]:
    found: dict[UUID, list[Supervisor]] = {person.pk: [] for person in staff}
    live = Supervision.objects.filter(supervisee__in=list(found), starts_on__lte=today, supervisor__is_active=True)
    live = live.filter(Q(ends_on=None) | Q(ends_on__gt=today)).select_related("supervisor")
    for supervision in live.order_by("starts_on", "pk"):
        found[supervision.supervisee_id].append(Supervisor(supervision.supervisor.name, supervision.starts_on))
    return found


def _profession(checks: Iterable[StaffCheck]) -> str:
    words = dict.fromkeys(check.profession for check in checks if check.profession)
    return ", ".join(words).capitalize()


def _lines(checks: Iterable[StaffCheck], kind: str, today: date) -> tuple[Line, ...]:
    return tuple(_line(check, today) for check in checks if check.kind == kind)


def _line(check: StaffCheck, today: date) -> Line:
    seen = timezone.localdate(check.verified_at, timezone.get_default_timezone()) if check.verified_at else None
    return Line(
        what=check.title,
        number=check.number,
        issued_on=check.issued_on,
        looked_up_on=check.looked_up_on,
        ends_on=check.ends_on,
        has_ended=check.ends_on is not None and check.ends_on < today,
        seen_by=check.verified_by.name if check.verified_by else "",
        seen_on=seen,
    )


def long_name(contents: PackContents) -> str:
    return f"Due diligence pack – {contents.practice} – {day(contents.as_at)}"
