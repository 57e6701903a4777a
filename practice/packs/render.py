"""From a pack's contents to its one HTML text, which becomes the PDF."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string

from accounts.models import CheckKind
from practice.packs.contents import CPD, SUPERVISION, Line, Member, PackContents, long_name
from ui.dates import counted, day, long_day, minutes_in_words

AT_A_GLANCE = (CheckKind.REGISTRATION, CheckKind.DBS, CheckKind.INDEMNITY, CheckKind.FITNESS)
HEADINGS: dict[str, str] = {
    CheckKind.REGISTRATION: "Registration",
    CheckKind.MEMBERSHIP: "Membership",
    CheckKind.DBS: "DBS check",
    CheckKind.INDEMNITY: "Indemnity insurance",
    CheckKind.FITNESS: "Fitness to practise",
}
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True)
class Entry:
    """A line of a member's table: what it is about, and sentences with, beneath each, who saw the evidence."""

    label: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class MemberPage:
    name: str
    role: str
    entries: list[Entry]


@dataclass(frozen=True)
class Glance:
    name: str
    role: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """What the template needs beside the contents: ready strings."""

    contents: PackContents

    @property
    def title(self) -> str:
        return long_name(self.contents)

    @property
    def as_at(self) -> str:
        return long_day(self.contents.as_at)

    @property
    def count(self) -> str:
        return counted(len(self.contents.members), "member of staff", "members of staff")

    @property
    def columns(self) -> list[str]:
        return [HEADINGS[kind] for kind in AT_A_GLANCE if kind in self.contents.sections]

    @property
    def glance(self) -> list[Glance]:
        kinds = [kind for kind in AT_A_GLANCE if kind in self.contents.sections]
        return [
            Glance(
                member.name,
                role_of(member),
                [(HEADINGS[kind], brief(member.checks[kind], kind)) for kind in kinds],
            )
            for member in self.contents.members
        ]

    @property
    def members(self) -> list[MemberPage]:
        """Nobody where only the practice itself was asked about."""
        pages = [
            MemberPage(member.name, role_of(member), list(self._entries(member))) for member in self.contents.members
        ]
        return [page for page in pages if page.entries]

    def _entries(self, member: Member) -> Iterator[Entry]:
        for kind, lines in member.checks.items():
            found = [(sentence(line, kind), seen(line)) for line in lines]
            yield Entry(HEADINGS[kind], found or [(NOT_RECORDED, "")])
        if member.supervisors is not None and SUPERVISION in self.contents.sections:
            held = [(f"{one.name}, since {day(one.since)}", "") for one in member.supervisors]
            yield Entry("Clinical supervision", held or [(NOT_RECORDED, "")])
        if member.cpd_minutes is not None and CPD in self.contents.sections:
            since = f"since {day(self.contents.cpd_since)}"
            yield Entry("CPD", [(f"{minutes_in_words(member.cpd_minutes)}, {since}", "")])

    @property
    def fingerprint(self) -> str:
        return in_fours(self.contents.fingerprint)


def in_fours(digest: str) -> str:
    """A fingerprint in groups of four, to be read out and to break over lines."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def role_of(member: Member) -> str:
    return ", ".join(dict.fromkeys(filter(None, [member.role, member.profession.lower()])))


def brief(lines: tuple[Line, ...], kind: str) -> str:
    """One cell of the table at a glance: what there is, and until when."""
    if not lines:
        return NOT_RECORDED
    return "; ".join(_brief(line, kind) for line in lines)


def _brief(line: Line, kind: str) -> str:
    if kind == CheckKind.DBS:
        return f"{line.what}, {_whole(day(line.issued_on))}" if line.issued_on else line.what
    if kind == CheckKind.FITNESS:
        return f"Declared {_whole(day(line.issued_on))}" if line.issued_on else line.what
    end = _whole(until(line))
    if kind == CheckKind.REGISTRATION:
        return f"{line.what.partition(',')[0]} {line.number}, {end}"
    return f"{end[:1].upper()}{end[1:]}"


def _whole(words: str) -> str:
    """Not to be broken over two lines."""
    return words.replace(" ", "\u00a0")


def until(line: Line) -> str:
    if line.ends_on is None:
        return "no end date"
    return f"{'ended' if line.has_ended else 'to'} {day(line.ends_on)}"


def sentence(line: Line, kind: str) -> str:
    if kind == CheckKind.FITNESS:
        return f"Declared by the person on {day(line.issued_on)}" if line.issued_on else line.what
    if kind == CheckKind.DBS:
        issued = f"issued {day(line.issued_on)}" if line.issued_on else ""
        looked_up = f"update service checked {day(line.looked_up_on)}" if line.looked_up_on else ""
        return ", ".join(filter(None, [line.what, issued, looked_up]))
    number = f"number {line.number}" if line.number else ""
    in_date = until(line) if line.has_ended or line.ends_on is None else f"in date to {day(line.ends_on)}"
    return ", ".join(filter(None, [line.what, number, in_date]))


def seen(line: Line) -> str:
    if line.seen_by and line.seen_on:
        return f"Evidence seen by {line.seen_by} on {day(line.seen_on)}"
    return ""


def render(contents: PackContents) -> str:
    return render_to_string("practice/packs/pack_document.html", {"contents": contents, "page": Page(contents)})
