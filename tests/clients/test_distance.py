import pytest

from clients.distance import distance_band, district_of


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("Flat 1, 14 Chapel Row\nAlderwren\nAW2 7HB", ("AW", "2")),
        ("Alderwren AW1", ("AW", "1")),
        ("aw14qt", ("AW", "1")),
        ("1 Strand, London WC2N 5HR", ("WC", "2N")),
        ("Unit B2, Bristol BS1 4DJ", ("BS", "1")),
        ("14 Chapel Row", None),
        ("", None),
    ],
)
def test_a_district_is_read_out_of_an_address(text, district):
    assert district_of(text) == district


@pytest.mark.parametrize(
    ("base", "address", "band"),
    [
        ("Alderwren AW1", "Tannery Yard AW1 4QT", "near"),
        ("Alderwren AW1", "Chapel Row AW2 7HB", "middle"),
        ("Alderwren AW1", "Harbour Road MB4 1AA", "far"),
        ("Alderwren", "Chapel Row AW2 7HB", None),
        ("Alderwren AW1", "", None),
    ],
)
def test_distance_goes_by_district_and_area(base, address, band):
    assert distance_band(base, address) == band
