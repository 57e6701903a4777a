"""Supervision in the demo practice: sessions, what came of them, and sample audits of records."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.actions import change_practice
from accounts.models import PracticeSettings, User
from audit.actions import record
from clients.models import Assignment, Client
from practice.demo.days import Days
from practice.demo.file import Practice
from practice.models import AuditedRecord, Competency, Meeting, RecordAudit, SupervisionSession, Verdict
from practice.supervision.audit_actions import comment_on_audit, draw_sample, finish_audit, judge_record
from practice.supervision.session_actions import NewAction, add_to_session, agree_session, finish_action, sign_session

SUPERVISOR = "helen"


@dataclass(frozen=True)
class Task:
    what: str
    who: str
    due_ago: int
    done_ago: int | None = None


@dataclass(frozen=True)
class Session:
    ago: int
    who: str
    minutes: int
    how: Meeting
    discussed: str
    boundaries: str = ""
    wellbeing: str = ""
    areas: tuple[Competency, ...] = ()
    clients: int = 2
    tasks: tuple[Task, ...] = ()
    agreed_ago: int | None = None
    added: str = ""


SESSIONS = (
    Session(
        86,
        "priya",
        75,
        Meeting.IN_PERSON,
        "How to keep a family's hopes and a funder's questions in one plan. Priya set out two goals whose levels say "
        "the same thing twice; she will write them anew with the family.",
        "A mother asks for advice about the claim. Agreed words: that is for the solicitor, I can ring them with you.",
        "Slept badly after the visit of the 3rd. Talked through it; no need for more today.",
        (Competency.COMMUNICATION, Competency.STRATEGY),
        tasks=(
            Task("Write the two goals anew with the family", "priya", 65, 70),
            Task("Send the paper on goal levels", "helen", 80, 84),
        ),
        agreed_ago=85,
    ),
    Session(
        37,
        "priya",
        60,
        Meeting.VIDEO,
        "Two providers who do not answer, and when to go elsewhere. Chasing by telephone within a week, then another "
        "provider: Priya drafts a rule for the team.",
        "",
        "Travel takes two days of the week. To be looked at with Amara when the next client is given out.",
        (Competency.COORDINATION, Competency.MONITORING, Competency.PERSONAL),
        tasks=(
            Task("Draft a rule for providers who do not answer", "priya", 9),
            Task("Ask Amara about travel when allocating", "helen", -4),
        ),
        added="The rule is drafted; it needs an example from somebody else's caseload before it goes round.",
    ),
    Session(
        61,
        "daniel",
        60,
        Meeting.IN_PERSON,
        "Records that say what was done and not what came of it. Looked at three together; Daniel names a next step "
        "in each from now on.",
        "Invited to a client's birthday. Went for ten minutes with the support worker, as agreed before.",
        "Steady. Would like a second person on the visits to the farm.",
        (Competency.MONITORING, Competency.PROFESSIONALISM, Competency.DUTY_OF_CARE),
        tasks=(Task("Name a next step in each record", "daniel", 30, 30),),
        agreed_ago=60,
    ),
)


@dataclass(frozen=True)
class Audit:
    """`verdicts` are given in turn to the items of one record after another."""

    ago: int
    who: str
    days: int
    size: int
    verdicts: str
    remark: str
    finished: bool = True
    comment: str = ""


LETTERS = {"y": Verdict.YES, "p": Verdict.PARTLY, "n": Verdict.NO, "-": Verdict.DOES_NOT_APPLY}
AUDITS = (
    Audit(110, "priya", 120, 4, "yyypn-yyyynp-yypyyn-yyyyyy-p", "The next step stands in the diary, not here."),
    Audit(
        22,
        "priya",
        90,
        5,
        "yyyyynyyyypyyyyyyyyyyypyyyypnyyyyyy",
        "Clear, and can be followed by anybody.",
        comment="The late one was after a week without signal at the coast. I now dictate on the way home.",
    ),
    Audit(3, "daniel", 180, 4, "yypynyyyyyynyp", "What came of it?", finished=False),
)


def hold_supervision(practice: Practice) -> None:
    for session in sorted(SESSIONS, key=lambda session: -session.ago):
        _hold(session, practice)
    for audit in AUDITS:
        _audit(audit, practice)
    _open_files(practice)
    _change_a_setting(practice)


def _hold(told: Session, practice: Practice) -> None:
    days, staff = practice.days, practice.staff
    person, supervisor = staff[told.who], staff[SUPERVISOR]
    session = sign_session(
        supervisor,
        supervisee=person,
        on=days.on(told.ago),
        minutes=told.minutes,
        how=told.how,
        discussed=told.discussed,
        boundaries=told.boundaries,
        wellbeing=told.wellbeing,
        competencies=told.areas,
        clients=_led_by(person, days, told)[: told.clients],
        actions=[NewAction(task.what, staff[task.who], days.on(task.due_ago)) for task in told.tasks],
        now=days.at(told.ago, "17:10"),
    )
    _follow_up(told, session, practice)


def _follow_up(told: Session, session: SupervisionSession, practice: Practice) -> None:
    days, person = practice.days, practice.staff[told.who]
    if told.agreed_ago is not None:
        agree_session(session, by=person, now=days.at(told.agreed_ago, "08:50"))
    if told.added:
        add_to_session(session, text=told.added, by=person, now=days.at(told.ago - 20, "12:30"))
    for task, action in zip(told.tasks, session.actions.order_by("position"), strict=True):
        if task.done_ago is not None:
            finish_action(action, by=action.who, on=days.on(task.done_ago))


def _led_by(person: User, days: Days, told: Session) -> list[Client]:
    spells = Assignment.objects.live(days.at(told.ago, "12:00")).leads().filter(staff=person)
    return list(Client.objects.filter(pk__in=spells.values("client")).order_by("reference"))


def _audit(told: Audit, practice: Practice) -> None:
    days, supervisor = practice.days, practice.staff[SUPERVISOR]
    audit = draw_sample(
        supervisor,
        supervisee=practice.staff[told.who],
        since=days.on(told.ago) - timedelta(days=told.days),
        until=days.on(told.ago),
        size=told.size,
        now=days.at(told.ago, "14:00"),
    )
    _judge(told, audit, practice)
    if told.finished:
        finish_audit(audit, by=supervisor, now=days.at(told.ago, "15:20"))
    if told.comment:
        comment_on_audit(audit, text=told.comment, by=audit.supervisee, now=days.at(told.ago - 2, "09:10"))


def _judge(told: Audit, audit: RecordAudit, practice: Practice) -> None:
    given, items = iter(told.verdicts), range(len(audit.items))
    for audited in AuditedRecord.objects.filter(audit=audit).select_related("client").order_by("position"):
        letters = [next(given, "y" if told.finished else "") for _ in items]
        if "" in letters:
            return
        answers = [
            (LETTERS[letter], told.remark if place == 4 and letter != "-" else "")
            for place, letter in enumerate(letters)
        ]
        judge_record(
            audited,
            answers=answers,
            version=audited.version,
            by=audit.supervisor,
            now=practice.days.at(told.ago, "15:00"),
        )


def _open_files(practice: Practice) -> None:
    """Whoever works on a file has opened it this week."""
    days = practice.days
    spells = Assignment.objects.live(days.at(0, "00:05")).leads().select_related("client", "staff")
    for place, spell in enumerate(spells.order_by("client__reference")):
        at = days.at(1 + place % 4, "09:05")
        record("summary.opened", spell.client, by=spell.staff, client=spell.client, now=at)


def _change_a_setting(practice: Practice) -> None:
    at = practice.days.at(45, "10:15")
    change_practice(PracticeSettings.current(), by=practice.staff["amara"], now=at, stale_goal_days=42)
