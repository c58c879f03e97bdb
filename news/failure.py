"""Why a feed could not be used this time, and how heavily that weighs."""

from enum import StrEnum


class Failure(StrEnum):
    """Kinds of failure, from what is final to what will have passed by the next time."""

    GONE = "gone"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"
    NOT_A_FEED = "not-a-feed"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    SERVER_ERROR = "server-error"
    TEMPORARY = "temporary"


_WEIGHTS = {Failure.TIMEOUT: 0.5, Failure.SERVER_ERROR: 0.5, Failure.TEMPORARY: 0.25}

_OF_STATUS = {
    404: Failure.NOT_FOUND,
    408: Failure.TIMEOUT,
    410: Failure.GONE,
    425: Failure.TEMPORARY,
    429: Failure.TEMPORARY,
    502: Failure.TEMPORARY,
    503: Failure.TEMPORARY,
    504: Failure.TIMEOUT,
}


def as_failure(written: str) -> Failure | None:
    """The kind that is written down so; None for nothing."""
    return Failure(written) if written else None


def weight(failure: Failure) -> float:
    """1 for what the outlet must mend, less for what mends itself.

    The scale is that of rss-fetcher, which watches 180,000 feeds.
    """
    return _WEIGHTS.get(failure, 1.0)


def of_status(status: int) -> Failure:
    """What an HTTP status that is no success means for a feed."""
    if known := _OF_STATUS.get(status):
        return known
    return Failure.SERVER_ERROR if status >= 500 else Failure.REFUSED
