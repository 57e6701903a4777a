"""What stands around a page of the file: the log in words, what may be added, and what a printed page says."""

import re
from pathlib import Path

import pytest

from audit.models import AuditEvent
from clients.log_words import DEEDS, PAGES, deed, doer

ROOT = Path(__file__).parents[2]
PACKAGES = ("clients", "records", "assessments", "careplans", "providers", "reviews", "reports", "practice")
NOT_OF_A_FILE = {"provider.added", "provider.changed", "handover.planned", "handover.undone", "handover.tried_again"}
NOT_OF_A_FILE |= {"match.found"}
NOT_OF_A_FILE |= {"absence.entered", "absence.changed", "absence.ended", "opening.refused"}
NOT_OF_A_FILE |= {"import.sent", "import.asked", "import.carried_out", "import.discarded", "import.rows_downloaded"}
NOT_OF_A_FILE |= {"pack.asked", "pack.made", "pack.failed", "pack.downloaded", "caseload.exported"}
NOT_OF_A_FILE |= {"enquiry.logged", "enquiry.changed", "enquiry.acknowledged", "enquiry.decided", "enquiries.exported"}
NOT_OF_A_FILE |= {"intake.begun", "intake.opened", "intake.step_saved", "intake.handed_on", "intake.given_up"}
APART_FROM_FILES = {"supervision.signed", "supervision.read", "supervision.agreed"}
APART_FROM_FILES |= {"supervision.addendum_added", "supervision.action_done"}


def verbs_in_the_code():
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "demo" not in path.parts]
    calls = (re.findall(r"""\brecord\(\s*"([a-z_]+\.[a-z_]+)\"""", path.read_text()) for path in sources)
    return {verb for found in calls for verb in found}


def test_every_deed_of_a_file_has_words_in_the_access_log():
    worded = set(DEEDS) | {f"{page}.opened" for page in PAGES}
    assert len(verbs_in_the_code()) > 30
    assert verbs_in_the_code() - NOT_OF_A_FILE - APART_FROM_FILES <= worded


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("plan.opened", "Opened the care plan"),
        ("consent.withdrawn", "Withdrew a consent"),
        ("thing.turned_over", "thing: turned over"),
    ],
)
def test_the_log_speaks_in_words_and_hides_nothing(verb, words):
    assert deed(AuditEvent(verb=verb)) == words


def test_a_reader_outside_is_not_shown_as_a_number():
    assert doer(AuditEvent(verb="link.viewed", actor="link 01a2")) == "Reader with a shared link"
    assert doer(AuditEvent(verb="goal.set", actor="Priya Kaur")) == "Priya Kaur"


def test_only_who_works_on_a_file_is_offered_to_add_to_it(signed_in, case_manager, supervisor, client_file):
    page = f"/clients/{client_file.reference}/people/"
    adding = f"/clients/{client_file.reference}/timeline/add/"
    assert adding in signed_in(case_manager).get(page).content.decode()
    assert adding not in signed_in(supervisor).get(page).content.decode()


def test_a_printed_page_of_the_file_says_that_it_is_confidential(signed_in, case_manager, client_file):
    page = signed_in(case_manager).get(f"/clients/{client_file.reference}/people/").content.decode()
    assert f"Confidential – {client_file.reference} – {client_file.initials}" in page
