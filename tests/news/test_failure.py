"""Why a feed could not be used, and how heavily that weighs."""

import pytest

from news.failure import Failure, of_status, weight


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, Failure.REFUSED),
        (401, Failure.REFUSED),
        (403, Failure.REFUSED),
        (404, Failure.NOT_FOUND),
        (408, Failure.TIMEOUT),
        (410, Failure.GONE),
        (425, Failure.TEMPORARY),
        (429, Failure.TEMPORARY),
        (451, Failure.REFUSED),
        (500, Failure.SERVER_ERROR),
        (502, Failure.TEMPORARY),
        (503, Failure.TEMPORARY),
        (504, Failure.TIMEOUT),
        (522, Failure.SERVER_ERROR),
        (999, Failure.SERVER_ERROR),
        (304, Failure.REFUSED),
    ],
)
def test_a_status_says_why(status: int, failure: Failure) -> None:
    assert of_status(status) is failure


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_weighs_something_and_none_breaks_a_feed_alone(failure: Failure) -> None:
    assert 0 < weight(failure) <= 1


def test_what_the_outlet_must_mend_weighs_most_and_what_passes_least() -> None:
    assert weight(Failure.NOT_FOUND) > weight(Failure.TIMEOUT) > weight(Failure.TEMPORARY)
