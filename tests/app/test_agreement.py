"""Scores, kappa and the area under the curve are what the textbooks say."""

import pytest

from app.evaluate.agreement import agreeing, auc, kappa, score


def test_a_score_counts_what_is_right_wrong_and_missed() -> None:
    found = score([(True, True)] * 6 + [(False, True)] * 2 + [(True, False)] * 4 + [(False, False)] * 9)

    assert found.figures == {"precision": 0.75, "recall": 0.6, "f1": 0.6667}
    assert str(found) == "precision 0.750, recall 0.600, F1 0.667"


def test_a_share_of_nothing_is_none() -> None:
    assert score([(False, False)]).figures == {"precision": None, "recall": None, "f1": None}


def test_kappa_is_agreement_beyond_chance() -> None:
    readings = [("E", "E")] * 20 + [("E", "R")] * 10 + [("R", "E")] * 5 + [("R", "R")] * 15

    assert (agreeing(readings), kappa(readings)) == (0.7, 0.4)
    assert kappa([("E", "R"), ("R", "E")]) == -1
    assert kappa([("E", "E")]) is None


@pytest.mark.parametrize(
    ("wanted", "others", "area"),
    [([0.9, 0.8], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.9, 0.5], [0.5, 0.7], 0.625)],
)
def test_the_area_is_how_often_the_wanted_one_of_two_is_higher(
    wanted: list[float], others: list[float], area: float
) -> None:
    assert auc([*((True, value) for value in wanted), *((False, value) for value in others)]) == area


def test_without_both_kinds_there_is_no_area() -> None:
    assert auc([(True, 0.5)]) is None
