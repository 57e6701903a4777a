import csv
import io
from datetime import date

import pytest

from ui.csv_files import cell, csv_file


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\r=1", "|calc", "%0A", '=HYPERLINK("x")']
)
def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Ashby, Jordan", "O'Brien", "", 7, -7, 0.8, date(2026, 11, 22)])
def test_everything_else_stays_as_it_is(value):
    assert cell(value) == value


def test_a_file_reads_back_as_it_was_written():
    response = csv_file("people.csv", ["Name", "Room"], [['Kaur, "Priya"', -8], ["=cmd", None]])

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [["Name", "Room"], ['Kaur, "Priya"', "-8"], ["'=cmd", ""]]
    assert response["Content-Disposition"] == 'attachment; filename="people.csv"'
