"""What happens in a file to keep people safe and to know the person: told in days, as in `happenings`."""

from dataclasses import dataclass, field
from typing import Any

from clients import capacity_actions, person_actions, safeguarding_actions
from clients import safety_actions as safety
from practice.demo.file import File


@dataclass(frozen=True)
class Known:
    """The injury and the person, the hospital papers, and what they said of themselves for equality."""

    ago: int
    person: dict[str, str | int]
    papers: dict[str, str] = field(default_factory=dict)
    equality: dict[str, str] = field(default_factory=dict)

    def happen(self, file: File) -> None:
        on, now = file.days.on(self.ago), file.now(self.ago)
        person_actions.change_circumstances(file.client, version=0, by=file.lead, now=now, **self.person)
        if self.papers:
            person_actions.note_papers(file.client, self.papers, on=on, by=file.lead)
        if self.equality:
            person_actions.change_equality(file.client, version=0, by=file.lead, today=on, **self.equality)


@dataclass(frozen=True)
class AlertRaised:
    ago: int
    kind: str
    words: str

    def happen(self, file: File) -> None:
        on = file.days.on(self.ago)
        safety.raise_alert(file.client, kind=self.kind, words=self.words, on=on, by=file.lead)


@dataclass(frozen=True)
class WayInKnown:
    ago: int
    text: str

    def happen(self, file: File) -> None:
        safety.change_way_in(file.client, text=self.text, version=0, by=file.lead, now=file.now(self.ago))


@dataclass(frozen=True)
class Promised:
    """`kept` is when and how, where it is settled."""

    ago: int
    what: str
    to_whom: str
    due_ago: int
    kept: tuple[int, str] | None = None

    def happen(self, file: File) -> None:
        on, due_on = file.days.on(self.ago), file.days.on(self.due_ago)
        made = safety.make_promise(
            file.client, what=self.what, to_whom=self.to_whom, on=on, due_on=due_on, by=file.lead
        )
        if self.kept:
            ago, how = self.kept
            safety.settle_promise(made, on=file.days.on(ago), how=how, by=file.lead)


@dataclass(frozen=True)
class Complained:
    ago: int
    kind: str
    from_whom: str
    about: str
    resolved: tuple[int, str, str] | None = None

    def happen(self, file: File) -> None:
        complaint = safety.receive_complaint(
            file.client,
            kind=self.kind,
            received_on=file.days.on(self.ago),
            from_whom=self.from_whom,
            about=self.about,
            by=file.lead,
            now=file.now(self.ago),
        )
        if self.resolved:
            ago, resolution, learning = self.resolved
            safety.resolve_complaint(
                complaint,
                on=file.days.on(ago),
                resolution=resolution,
                learning=learning,
                by=file.lead,
                now=file.now(ago),
            )


@dataclass(frozen=True)
class Concerned:
    """`referred` is to whom, empty for not referred; `outcome` stays empty while the concern is open."""

    ago: int
    what: str
    at_once: str
    wish: str
    referred: str
    reason: str
    steps: tuple[tuple[int, str], ...] = ()
    outcome: tuple[int, str] | None = None

    def happen(self, file: File) -> None:
        raised, by = file.days.at(self.ago, "11:10"), file.lead
        concern = safeguarding_actions.raise_concern(
            file.client,
            noticed_on=file.days.on(self.ago),
            what=self.what,
            at_once=self.at_once,
            client_wish=self.wish,
            by=by,
            now=raised,
        )
        decided = file.days.at(self.ago, "14:40")
        safeguarding_actions.decide_concern(concern, referred_to=self.referred, reason=self.reason, by=by, now=decided)
        for ago, text in self.steps:
            safeguarding_actions.add_step(concern, text=text, by=by, now=file.now(ago))
        if self.outcome:
            ago, outcome = self.outcome
            safeguarding_actions.close_concern(concern, outcome=outcome, by=by, now=file.now(ago))


@dataclass(frozen=True)
class CapacityAssessed:
    """`found` holds the columns of the assessment; `decision` those of the decision that rests on it."""

    ago: int
    found: dict[str, Any]
    review_ago: int | None = None
    decided_ago: int = 0
    decision: dict[str, str] = field(default_factory=dict)

    def happen(self, file: File) -> None:
        signed = capacity_actions.sign_assessment(
            file.client,
            by=file.lead,
            now=file.now(self.ago),
            assessed_on=file.days.on(self.ago),
            review_on=None if self.review_ago is None else file.days.on(self.review_ago),
            **({"cause": ""} | self.found),
        )
        if self.decision:
            capacity_actions.sign_decision(
                signed,
                by=file.lead,
                now=file.now(self.decided_ago),
                decided_on=file.days.on(self.decided_ago),
                **self.decision,
            )
