from decimal import Decimal

import pytest

from assessments.measures import MEASURES, PHQ9, WSAS


def phq9_with_total(total):
    """Nine answers that add up to the total, item 9 filled last."""
    answers = []
    for _ in range(9):
        answers.append(min(3, total - sum(answers)))
    return answers


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "Minimal"),
        (4, "Minimal"),
        (5, "Mild"),
        (9, "Mild"),
        (10, "Moderate"),
        (14, "Moderate"),
        (15, "Moderately severe"),
        (19, "Moderately severe"),
        (20, "Severe"),
        (27, "Severe"),
    ],
)
def test_phq9_bands_change_at_their_boundaries(total, band):
    score = PHQ9.score(phq9_with_total(total))

    assert (score.total, score.band, score.note) == (total, band, "")


def test_phq9_worked_check_is_12_and_moderate():
    score = PHQ9.score([3, 3, 2, 2, 1, 1, 0, 0, 0])

    assert (score.total, score.band, score.alert) == (12, "Moderate", None)


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_phq9_item_9_raises_the_alert_whatever_the_total(answer):
    score = PHQ9.score([0] * 8 + [answer])

    assert score.band == "Minimal"
    assert "Item 9" in score.alert


def test_phq9_alert_stands_even_when_other_items_are_missing():
    score = PHQ9.score({"self_harm": 1})

    assert (score.total, score.band) == (None, None)
    assert "Item 9" in score.alert
    assert score.note == "No score: 8 of 9 items are not answered."


@pytest.mark.parametrize("missing", range(9))
def test_phq9_with_any_item_missing_has_no_partial_sum(missing):
    answers = [2 if number != missing else None for number in range(9)]

    score = PHQ9.score(answers)

    assert (score.total, score.band) == (None, None)
    assert score.note == "No score: 1 of 9 items is not answered."


def test_phq9_without_item_9_raises_no_alert():
    assert PHQ9.score([3] * 8 + [None]).alert is None


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0, 0, 0, 0, 0], 0, "Subclinical"),
        ([2, 2, 2, 2, 1], 9, "Subclinical"),
        ([2, 2, 2, 2, 2], 10, "Significant impairment"),
        ([4, 4, 4, 4, 4], 20, "Significant impairment"),
        ([5, 4, 4, 4, 4], 21, "Moderately severe or worse"),
        ([8, 8, 8, 8, 8], 40, "Moderately severe or worse"),
    ],
)
def test_wsas_bands_change_at_their_boundaries(answers, total, band):
    score = WSAS.score(answers)

    assert (score.total, score.band, score.note) == (total, band, "")


@pytest.mark.parametrize("missing", range(5))
def test_wsas_with_work_not_applicable_or_one_missing_uses_the_mean_of_the_rest(missing):
    answers = [4, 4, 4, 4, 4]
    answers[missing] = None

    score = WSAS.score(answers)

    assert score.total == 20
    assert "mean of the other four" in score.note


def test_wsas_scaled_total_keeps_its_quarters_and_its_band():
    assert WSAS.score([None, 2, 2, 2, 2]).total == 10
    assert WSAS.score([None, 3, 2, 2, 1]).band == "Significant impairment"
    assert WSAS.score([None, 2, 2, 2, 1]).total == Decimal("8.75")
    assert WSAS.score([None, 5, 4, 4, 4]).band == "Moderately severe or worse"


@pytest.mark.parametrize("answers", [[None, None, 8, 8, 8], [None, 8, None, 8, 8], [None] * 5])
def test_wsas_with_more_than_one_missing_has_no_score(answers):
    score = WSAS.score(answers)

    assert (score.total, score.band) == (None, None)
    assert score.note.startswith("No score: ")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@pytest.mark.parametrize("value", [1.5, "2", True, -1, 9, Decimal(2), float("nan")])
def test_answers_must_be_whole_and_in_range(measure, value):
    first = measure.items[0]

    with pytest.raises(ValueError, match=f"{first.label}: enter a whole number from 0 to {first.high}"):
        measure.score({first.key: value})


def test_phq9_refuses_a_four():
    with pytest.raises(ValueError, match="Low mood: enter a whole number from 0 to 3"):
        PHQ9.score([0, 4, 0, 0, 0, 0, 0, 0, 0])


def test_wrong_number_of_answers_and_unknown_items_are_refused():
    with pytest.raises(ValueError, match="WSAS has 5 items, but 4 answers were given"):
        WSAS.score([0, 0, 0, 0])
    with pytest.raises(ValueError, match="PHQ-9 has no item called apetite"):
        PHQ9.score({"apetite": 1})


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_measures_say_their_source_and_licence_and_use_short_labels(measure):
    assert measure.source
    assert measure.licence
    assert measure.highest == sum(item.high for item in measure.items)
    assert all(1 <= len(item.label.split()) <= 4 for item in measure.items)
