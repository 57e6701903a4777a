import pytest

from ui.money import pounds


@pytest.mark.parametrize(
    ("pence", "words"),
    [(108000, "£1,080"), (4550, "£45.50"), (5, "£0.05"), (0, "£0"), (-4550, "−£45.50"), (123456789, "£1,234,567.89")],
)
def test_pounds_shows_pence_only_where_there_are_any(pence, words):
    assert pounds(pence) == words
