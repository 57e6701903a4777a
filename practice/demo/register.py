"""What shows that the invented staff may do their work: in date, but for two entries that somebody must look after."""

from typing import Any

from accounts.models import CheckKind, DbsLevel, MemberOf, Register, User
from accounts.register_actions import add_check, declare_fitness, log_cpd, verify_check
from accounts.renewals import suggested_end
from practice.demo.days import Days
from practice.packs.actions import ask_for_pack, render_next
from practice.packs.contents import SECTIONS

JOINED, VERIFIED, DECLARED, PACKED = 318, 300, 140, 16
FOLDER = "Staff folders, shelf 2"
OTS, NURSES, PHYSIOS = Register.HCPC_OT, Register.NMC, Register.HCPC_PHYSIO

# Register and number; days until it ends, or None for the end of the register's cycle.
REGISTRATIONS: dict[str, tuple[Register, str, str, int | None]] = {
    "priya": (OTS, "HCPC", "OT990142", None),
    "daniel": (PHYSIOS, "HCPC", "PH990317", None),
    "helen": (NURSES, "NMC", "90K0118X", 20),
    "sam": (OTS, "HCPC", "OT990520", None),
}
MEMBERSHIPS: dict[str, tuple[MemberOf, str, str]] = {
    "priya": (MemberOf.BABICM, "Practitioner member", "B-4471"),
    "daniel": (MemberOf.CMSUK, "Member", "C-20913"),
    "helen": (MemberOf.BABICM, "Advanced member", "B-1180"),
    "sam": (MemberOf.IRCM, "Registered case manager", "R-0714"),
}
# Level, days since the issue and, where somebody has joined the update service, since the last look at it.
DBS: dict[str, tuple[DbsLevel, int, int | None]] = {
    "priya": (DbsLevel.ENHANCED_BARRED, 410, None),
    "daniel": (DbsLevel.ENHANCED_BARRED, 1190, None),
    "helen": (DbsLevel.ENHANCED_BARRED, 1320, 95),
    "amara": (DbsLevel.BASIC, 512, None),
    "sam": (DbsLevel.ENHANCED, 640, None),
}
INDEMNITY_ENDS = {"priya": 212, "daniel": 118, "helen": 260, "sam": 301}
LEARNING: dict[str, list[tuple[int, int, str, str]]] = {
    "priya": [
        (21, 120, "Webinar: return to work after brain injury", "Ask the employer for a task list before the visit."),
        (74, 360, "Study day: goal attainment scaling", "Write the level above expected first."),
        (160, 90, "Peer discussion: capacity and unwise decisions", "Record the decision, not the diagnosis."),
    ],
    "daniel": [
        (35, 240, "Workshop: spasticity for physiotherapists", ""),
        (130, 60, "Reading: seating after spinal cord injury", "Ask about pressure care at every visit."),
    ],
    "helen": [(15, 180, "Supervisors' course, second half", ""), (190, 420, "Safeguarding adults, level 3", "")],
    "amara": [(50, 90, "Data protection for small practices", "")],
    "sam": [(28, 150, "Conference: neuro rehabilitation at home", ""), (101, 60, "Report writing for the court", "")],
}


def keep_register(staff: dict[str, User], days: Days) -> None:
    admin = staff["amara"]
    for key, person in staff.items():
        checks = [
            add_check(person, kind=kind, by=person, now=days.at(JOINED, "09:00"), evidence=FOLDER, **details)
            for kind, details in _checks_of(key, days)
        ]
        for check in checks:
            if person != admin:
                verify_check(check, version=check.version, by=admin, now=days.at(VERIFIED, "15:30"))
        if key != "amara":
            declare_fitness(person, now=days.at(DECLARED, "08:45"), today=days.on(DECLARED))
        for ago, minutes, what, reflection in LEARNING[key]:
            log_cpd(
                person, now=days.at(ago, "17:00"), on=days.on(ago), minutes=minutes, what=what, reflection=reflection
            )


def make_pack(staff: dict[str, User], days: Days) -> None:
    """The pack that Pike & Rowe asked for, with its PDF as the worker would have made it."""
    asked = ask_for_pack(
        firm="Pike & Rowe Solicitors",
        people=[staff[key].pk for key in REGISTRATIONS],
        sections=[name for name, _ in SECTIONS],
        by=staff["amara"],
        now=days.at(PACKED, "10:20"),
    )
    render_next(now=asked.asked_at)


def _checks_of(key: str, days: Days) -> list[tuple[CheckKind, dict[str, Any]]]:
    found: list[tuple[CheckKind, dict[str, Any]]] = []
    if key in REGISTRATIONS:
        which, body, number, ends_in = REGISTRATIONS[key]
        end = suggested_end(which, before=None, today=days.today) if ends_in is None else days.on(-ends_in)
        found.append((CheckKind.REGISTRATION, {"which": which, "body": body, "number": number, "ends_on": end}))
    if key in MEMBERSHIPS:
        member_of, grade, number = MEMBERSHIPS[key]
        given = {"which": member_of, "body": member_of.label, "detail": grade, "number": number}
        found.append((CheckKind.MEMBERSHIP, given | {"ends_on": days.on(-165)}))
    level, issued, looked_up = DBS[key]
    seen = {"looked_up_on": days.on(looked_up) if looked_up else None}
    found.append((CheckKind.DBS, {"which": level, "issued_on": days.on(issued), **seen}))
    if key in INDEMNITY_ENDS:
        policy = {"body": "Marlow Mutual", "number": f"MM-{key[:3].upper()}-27", "detail": "£5 million any one claim"}
        found.append((CheckKind.INDEMNITY, policy | {"ends_on": days.on(-INDEMNITY_ENDS[key])}))
    return found
