"""What a client weighs: a plain sum over five scales of three levels, with the practice's points for each level.

The scales follow SCIE's guide to managing caseloads (agencies, risk, travel), with stage and review rhythm added.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models.points import WeightPoints
from clients.models import Severity, Status, Travel

LEVELS = {
    "agencies_minimal": "few",
    "agencies_changeable": "several",
    "agencies_multiple": "many",
    "risk_known": "none, or known and planned for",
    "risk_assessed": "being assessed",
    "risk_unassessed": "unassessed or high",
    "travel_near": "near",
    "travel_middle": "middle",
    "travel_far": "far",
    "stage_new": "new",
    "stage_steady": "steady",
    "stage_closing": "closing or paused",
    "rhythm_seldom": "seldom",
    "rhythm_usual": "usual",
    "rhythm_often": "often",
}
NAMES = {"agencies": "Agencies", "risk": "Risk", "travel": "Travel", "stage": "Stage", "rhythm": "Reviews"}


@dataclass(frozen=True)
class OpenRisk:
    severity: str
    planned: bool


@dataclass(frozen=True)
class Facts:
    """What the record says about a client's work; `opened_on` is the day the file was opened."""

    status: str
    opened_on: date
    agencies: int = 0
    risks: tuple[OpenRisk, ...] = ()
    travel: str = Travel.NEAR
    review_weeks: int = 12
    set_points: int | None = None


@dataclass(frozen=True)
class Part:
    name: str
    level: str
    points: int

    def __str__(self) -> str:
        return f"{self.name} {self.points} ({self.level})"


@dataclass(frozen=True)
class Weight:
    """`points` is what counts: the sum of the parts, or what somebody set in its place."""

    parts: tuple[Part, ...] = field(default=())
    set_points: int | None = None

    @property
    def sum(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def points(self) -> int:
        return self.sum if self.set_points is None else self.set_points


def weigh(facts: Facts, points: WeightPoints, *, today: date) -> Weight:
    if facts.status == Status.CLOSED:
        return Weight()
    levels = (
        agencies_level(facts.agencies, points),
        risk_level(facts.risks),
        f"travel_{facts.travel}",
        stage_level(facts.status, facts.opened_on, points, today=today),
        rhythm_level(facts.review_weeks, points),
    )
    parts = tuple(Part(NAMES[level.split("_")[0]], LEVELS[level], getattr(points, level)) for level in levels)
    return Weight(parts, facts.set_points)


def agencies_level(count: int, points: WeightPoints) -> str:
    if count >= points.multiple_from:
        return "agencies_multiple"
    return "agencies_changeable" if count >= points.changeable_from else "agencies_minimal"


def risk_level(risks: tuple[OpenRisk, ...]) -> str:
    if any(risk.severity == Severity.HIGH or not risk.planned for risk in risks):
        return "risk_unassessed"
    return "risk_assessed" if any(risk.severity == Severity.MEDIUM for risk in risks) else "risk_known"


def stage_level(status: str, opened_on: date, points: WeightPoints, *, today: date) -> str:
    if status in (Status.MONITORING, Status.PAUSED):
        return "stage_closing"
    young = today < opened_on + timedelta(weeks=points.new_weeks)
    return "stage_new" if young or status in (Status.ENQUIRY, Status.ASSESSMENT) else "stage_steady"


def rhythm_level(weeks: int, points: WeightPoints) -> str:
    if weeks <= points.often_weeks:
        return "rhythm_often"
    return "rhythm_usual" if weeks <= points.usual_weeks else "rhythm_seldom"
