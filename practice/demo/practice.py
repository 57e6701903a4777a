"""The invented practice itself: its settings, its staff, and the providers it knows."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.actions import add_staff, change_practice, start_supervision
from accounts.models import PracticeSettings, Profession, User
from accounts.roles import Role
from accounts.terms_actions import set_terms
from practice.demo.days import Days
from providers.actions import add_provider
from providers.models import Discipline, Provider

BY = "seed_demo"
OPENED = 320
FIRST_NUMBER = 142
NAME, TELEPHONE = "Alderwren Rehabilitation", "01632 960100"
ADDRESS = "2 Tannery Yard\nAlderwren\nAW1 4QT"
COMPLAINTS = (
    "Complaints go to the practice manager, by letter, telephone or e-mail. We confirm a complaint within two working "
    "days and answer it within twenty. The answer says what we found, what we will change, and how to take the matter "
    "further.\n\nWhoever complains loses nothing by it. Anything about somebody's safety is acted on the same day."
)
INSURANCE = (
    "Professional indemnity: Marlow Mutual, policy MM-ALD-27, £10 million any one claim.\n"
    "Public liability: Marlow Mutual, policy MM-ALD-28, £5 million.\n"
    "Employers' liability: Marlow Mutual, policy MM-ALD-29, £10 million."
)
CQC = "Not required: the practice provides and supervises no regulated activity."

STAFF: dict[str, dict[str, Any]] = {
    "priya": {
        "name": "Priya Kaur",
        "job_title": "Case manager",
        "registration": "HCPC OT990142",
        "roles": [Role.CASE_MANAGER],
    },
    "daniel": {
        "name": "Daniel Moss",
        "job_title": "Case manager",
        "registration": "HCPC PH990317",
        "roles": [Role.CASE_MANAGER],
    },
    "helen": {
        "name": "Helen Brandt",
        "job_title": "Clinical supervisor",
        "registration": "NMC 90K0118X",
        "roles": [Role.SUPERVISOR],
    },
    "amara": {"name": "Amara Nwosu", "job_title": "Practice manager", "roles": [Role.PRACTICE_ADMIN]},
    "sam": {
        "name": "Sam Whitcombe",
        "job_title": "Case manager",
        "registration": "HCPC OT990520",
        "roles": [Role.CASE_MANAGER, Role.SUPERVISOR, Role.PRACTICE_ADMIN],
    },
}
SUPERVISED_BY = {"priya": "helen", "daniel": "helen"}
# Who carries clients: how much, what else they do, since when (days ago), and whom they suit.
TERMS: dict[str, dict[str, Any]] = {
    "priya": {
        "fte": Decimal("0.5"),
        "duties": 12,
        "duties_words": "Teaches on the induction course",
        "started_on": 1_400,
        "profession": Profession.OCCUPATIONAL_THERAPIST,
        "specialisms": "Brain injury, return to work",
        "languages": "English, Punjabi",
        "area": "Alderwren AW1",
    },
    "daniel": {
        "fte": Decimal("0.5"),
        "duties": 0,
        "started_on": 700,
        "profession": Profession.PHYSIOTHERAPIST,
        "specialisms": "Amputation, orthopaedic and spinal injuries",
        "languages": "English, Welsh",
        "area": "Eastmoor AW3",
    },
    "sam": {
        "fte": Decimal("0.4"),
        "duties": 20,
        "duties_words": "Runs the practice's second office",
        "started_on": 2_000,
        "profession": Profession.OCCUPATIONAL_THERAPIST,
        "specialisms": "Brain injury, older people",
        "languages": "English, British Sign Language",
        "area": "Marlow Bay MB4",
    },
}

# Name, then discipline, contact, mail domain, telephone, area, registration, days until it and the indemnity end.
PROVIDERS: dict[str, tuple[str, Discipline, str, str, str, str, tuple[str, str], int | None, int]] = {
    "cedar": (
        "Cedar Physio", Discipline.PHYSIOTHERAPY, "Ellis Farrow", "cedar-physio.example", "01632 960233",
        "Alderwren and 20 miles", ("HCPC", "PH990233"), 400, 210,
    ),
    "bright": (
        "Bright OT", Discipline.OCCUPATIONAL_THERAPY, "Tomas Lund", "bright-ot.example", "01632 960241",
        "Alderwren, home visits", ("HCPC", "OT990241"), 310, 6,
    ),
    "rowan": (
        "Rowan Support", Discipline.SUPPORT_WORK, "Lena Okafor", "rowan-support.example", "01632 960260",
        "Whole county", ("", ""), None, 150,
    ),
    "fern": (
        "Fern Neuropsychology", Discipline.NEUROPSYCHOLOGY, "Dr Amrit Sehgal", "fern-neuro.example", "01632 960277",
        "Alderwren clinic and video", ("HCPC", "PYL990277"), 250, 250,
    ),
    "larch": (
        "Larch Neuropsychology", Discipline.NEUROPSYCHOLOGY, "Dr Ines Correia", "larch.example", "01632 960281",
        "Eastmoor clinic", ("HCPC", "PYL990281"), 190, 90,
    ),
    "kestrel": (
        "Kestrel Psychology", Discipline.PSYCHOLOGY, "Hugh Marlow", "kestrel-psychology.example", "01632 960290",
        "Alderwren clinic and video", ("HCPC", "PYL990290"), 120, 330,
    ),
    "tern": (
        "Tern Speech Therapy", Discipline.SPEECH_THERAPY, "Bethan Price", "tern-slt.example", "01632 960295",
        "Video and home visits", ("HCPC", "SL990295"), -20, 75,
    ),
    "homeward": (
        "Homeward Equipment", Discipline.EQUIPMENT, "Sales desk", "homeward.example", "01632 960301",
        "Delivers and fits in the county", ("", ""), None, 280,
    ),
}  # fmt: skip


def open_practice(days: Days, *, password: str) -> dict[str, User]:
    change_practice(
        PracticeSettings.current(),
        by=BY,
        now=days.at(OPENED, "09:00"),
        name=NAME,
        telephone=TELEPHONE,
        address=ADDRESS,
        next_client_number=FIRST_NUMBER,
        complaints_procedure=COMPLAINTS,
        insurance=INSURANCE,
        cqc_status=CQC,
    )
    staff = {
        key: add_staff(email=address_of(key), password=password, by=BY, **details) for key, details in STAFF.items()
    }
    for supervisee, supervisor in SUPERVISED_BY.items():
        start_supervision(staff[supervisor], supervisee=staff[supervisee], on=days.on(OPENED), by=BY)
    for key, terms in TERMS.items():
        since = terms | {"started_on": days.on(terms["started_on"])}
        set_terms(staff[key], version=0, by=BY, **since)
    return staff


def address_of(key: str) -> str:
    return f"{key}@demo.example"


def know_providers(days: Days, *, by: User, now: datetime) -> dict[str, Provider]:
    return {key: _add(row, days, by=by, now=now) for key, row in PROVIDERS.items()}


def _add(row: tuple[Any, ...], days: Days, *, by: User, now: datetime) -> Provider:
    name, discipline, contact, domain, telephone, area, (body, number), registration, indemnity = row
    return add_provider(
        by=by,
        now=now,
        name=name,
        discipline=discipline,
        contact_name=contact,
        email=f"office@{domain}",
        telephone=telephone,
        area=area,
        registration_body=body,
        registration_number=number,
        registration_ends_on=days.on(-registration) if registration is not None else None,
        indemnity_insurer="Marlow Mutual",
        indemnity_ends_on=days.on(-indemnity),
    )
