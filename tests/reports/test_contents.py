from dataclasses import replace
from datetime import date

import pytest

from reports.contents import ProgressReport
from tests.reports.contents_example import bare_report, full_report


@pytest.mark.parametrize("report", [full_report(), bare_report()], ids=["full", "bare"])
def test_report_read_back_from_json_is_the_same(report):
    assert ProgressReport.from_json(report.to_json()) == report


def test_json_and_fingerprint_do_not_depend_on_the_run():
    assert full_report().to_json() == full_report().to_json()
    assert full_report().fingerprint == full_report().fingerprint


def test_any_change_changes_the_fingerprint():
    report = full_report()

    changed = replace(report, next_review_on=date(2027, 2, 10))

    assert changed.fingerprint != report.fingerprint
    assert len(report.fingerprint) == 64


def test_json_of_an_older_shape_still_reads():
    text = (
        bare_report()
        .to_json()
        .replace('"ledger_note":"Neuropsychology is late because the first provider has not replied.",', "")
    )

    assert ProgressReport.from_json(text).ledger_note == ""
