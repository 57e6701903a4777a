"""Tables as spreadsheets and other programs write them, read or refused in words."""

import pytest

from ui.csv_files import cell, plain
from ui.csv_reading import NotATable, read_table

KNOWN = {"Name", "Town"}


def read(content, most_rows=10):
    return read_table(content, most_rows=most_rows, fits=lambda cells: len(KNOWN.intersection(cells)))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Name,Town\nZoë,Caernarfon\n".encode(), "UTF-8"),
        ("Name,Town\nZoë,Caernarfon\n".encode("utf-8-sig"), "UTF-8"),
        ("Name,Town\nZoë,Caernarfon\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_both_encodings_of_spreadsheets_are_read(content, encoding):
    table = read(content)

    assert table.rows == [(2, ["Zoë", "Caernarfon"])]
    assert table.encoding == encoding


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_mark_between_the_cells_is_found_and_rows_keep_their_numbers(delimiter, ending):
    lines = ["Name,Town", "", 'Ann,"Bath, Avon; west"', ",", '"B\nC",Ely']
    text = ending.join(line.replace(",", delimiter) if "Bath" not in line else line for line in lines)
    text = text.replace("Ann,", f"Ann{delimiter}")

    table = read(text.encode())

    assert [number for number, _ in table.rows] == [3, 5]
    assert [cells[0] for _, cells in table.rows] == ["Ann", "B\nC"]
    assert table.rows[0][1][1] == "Bath, Avon; west"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Name,Town\nAnn,Bath\n".encode("utf-16"), "It is not text"),
        (b"Name,Town\nAnn\x00,Bath\n", "It is not text"),
        (b"Name,Town\nZo\x81,Bath\n", "cannot be told for certain"),
        (b'Name,Town\nAnn,Bath\nBob,"Ely\nCat,York\n', "In row 3 a quotation mark is opened and never closed"),
        (b'Name,Town\nAnn,"Bath"ford\n', "The quotation marks of row 2 do not fit"),
        (b"Name,Town\nAnn," + b"B" * 100_001, "far too long"),
        (b"Ann,Bath\nBob,Ely\n", "must hold the names of the columns"),
        (b"\nName,Town\nAnn,Bath\n", "must hold the names of the columns"),
        (b"Name,Town\n", "holds no row"),
        (b"Name,Town\n" + b"Ann,Bath\n" * 11, "more than 10 rows"),
        (b"", "must hold the names of the columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_row_it_is_in(content, words):
    with pytest.raises(NotATable, match=words):
        read(content)


@pytest.mark.parametrize("text", ["=1+1", "+44 1632 960001", "-5", "@home", "Ann", "", "O'Neill", "'quoted'", " =x"])
def test_what_we_write_for_a_spreadsheet_is_read_back_as_it_was(text):
    assert plain(str(cell(text))) == text
