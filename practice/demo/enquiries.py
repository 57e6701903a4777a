"""What the demo practice was asked lately: one late, one waiting, one declined, and one whose file is being set up."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from practice.demo.days import Days
from practice.enquiries.actions import acknowledge_enquiry, decide_enquiry, log_enquiry
from practice.intake.actions import save_step
from practice.models import AcknowledgedHow, Answer, Enquiry, Source, Step

LEFT_LYING: dict[str, Any] = {
    "source": Source.SOLICITOR,
    "firm": "Pike & Rowe Solicitors",
    "contact_name": "Alison Rowe",
    "email": "a.rowe@pikerowe.example",
    "telephone": "01632 960455",
    "their_reference": "AR/KET/0612",
    "given_name": "Jonah",
    "family_name": "Ketteridge",
    "area": "Marlow Bay",
    "nation": "ENG",
    "asked": "An immediate needs assessment before he leaves hospital, jointly with the insurer if they agree.",
    "injury": "Fell from a scaffold. Head injury, broken pelvis. Still on the ward.",
}
WAITS: dict[str, Any] = {
    "source": Source.DEPUTY,
    "firm": "Lantern Deputies",
    "contact_name": "Ursula Penn",
    "their_reference": "LD-2207",
    "given_name": "Esme",
    "family_name": "Tolland",
    "area": "Eastmoor",
    "nation": "ENG",
    "asked": "Case management for a young adult who moves into her own flat in the spring.",
}
DECLINED: dict[str, Any] = {
    "source": Source.INSURER,
    "firm": "Northgate Insurance",
    "contact_name": "S. Lyle",
    "their_reference": "NG-93350",
    "given_name": "B.",
    "family_name": "Aldous",
    "area": "Isle of Mull",
    "nation": "SCT",
    "asked": "Telephone triage and a plan for return to work.",
}
TAKEN_ON: dict[str, Any] = {
    "source": Source.SOLICITOR,
    "firm": "Hartley Voss",
    "contact_name": "Ines Hartley",
    "email": "i.hartley@hartleyvoss.example",
    "their_reference": "HV/2291",
    "given_name": "Callum",
    "family_name": "Renshaw",
    "area": "Alderwren",
    "nation": "ENG",
    "asked": "Assessment at home, then a plan with costs.",
    "injury": "Cyclist hit by a van. Wrist and elbow fractures, low mood.",
}


def ask_the_practice(days: Days, staff: dict[str, User]) -> None:
    amara, priya = staff["amara"], staff["priya"]
    _logged(LEFT_LYING, days, ago=5, by=amara)
    waits = _logged(WAITS, days, ago=16, by=amara, acknowledged=True)
    _decide(waits, days, ago=14, by=amara, answer=Answer.WAITING, reason="Nobody has room before the new year.")
    declined = _logged(DECLINED, days, ago=24, by=amara, acknowledged=True)
    _decide(declined, days, ago=23, by=amara, answer=Answer.DECLINED, reason="Too far for us to visit.")
    taken_on = _logged(TAKEN_ON, days, ago=3, by=amara, acknowledged=True)
    _decide(taken_on, days, ago=2, by=amara, answer=Answer.ACCEPTED, worker=priya)
    intake = taken_on.intakes.get()
    person = intake.steps.get(step=Step.PERSON)
    save_step(intake, Step.PERSON, values=person.values, version=1, by=priya, now=days.at(1, "15:20"))


def _logged(about: dict[str, Any], days: Days, *, ago: int, by: User, acknowledged: bool = False) -> Enquiry:
    received = days.at(ago, "10:05")
    enquiry = log_enquiry(by=by, now=received + timedelta(minutes=20), received_at=received, **about)
    if acknowledged:
        at = received + timedelta(hours=3)
        acknowledge_enquiry(enquiry, how=AcknowledgedHow.EMAIL, at=at, by=by, now=at)
    return enquiry


def _decide(enquiry: Enquiry, days: Days, *, ago: int, by: User, answer: Answer, **more: Any) -> None:
    look_again_on = days.on(-20) if answer == Answer.WAITING else None
    asked = {"reason": "", "worker": None} | more
    decide_enquiry(enquiry, answer=answer, look_again_on=look_again_on, by=by, now=days.at(ago, "11:30"), **asked)
