"""The gate before chargeable work: signed terms and a fee schedule."""

from dataclasses import dataclass
from datetime import date

from accounts.models import PracticeSettings, TermsGate
from clients.models import Client, Instruction
from ui.dates import day
from ui.links import path_to


class TermsMissing(Exception): ...


@dataclass(frozen=True)
class Gate:
    """What is missing, in words, where to mend it, and whether the practice stops the work until then."""

    words: str
    stops: bool
    url: str
    link: str


def gate(client: Client, *, on: date, practice: PracticeSettings) -> Gate | None:
    """None where the terms and the fee schedule of the instruction were signed by that day."""
    instruction = Instruction.objects.open().filter(client=client).first()
    if instruction is not None and instruction.terms_hold(on):
        return None
    stops = practice.terms_gate == TermsGate.STOP
    url = path_to("clients:people", client.reference)
    if instruction is None:
        return Gate("There is no open instruction, so nobody has agreed to pay.", stops, url, "Start an instruction")
    url = path_to("clients:record_terms", instruction.pk)
    return Gate(f"{_missing(instruction, on)}, so nobody has agreed to pay yet.", stops, url, "Record the terms")


def check_chargeable(client: Client, *, on: date, practice: PracticeSettings) -> None:
    """Raises TermsMissing where the practice has decided to stop; where it warns, the page has done so."""
    found = gate(client, on=on, practice=practice) if practice.terms_gate == TermsGate.STOP else None
    if found:
        raise TermsMissing(found.words)


def _missing(instruction: Instruction, on: date) -> str:
    terms, fees = instruction.terms_signed_on, instruction.fees_agreed_on
    if terms is None and fees is None:
        return "Terms and fee schedule are not signed"
    if terms is None or fees is None:
        return "The terms are not signed" if terms is None else "The fee schedule is not agreed"
    return f"Terms and fee schedule hold only from {day(max(terms, fees))}"
