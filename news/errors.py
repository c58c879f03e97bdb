"""What can go wrong with news and with what people ask of it, as data; worded at the edge.

NewsError
├─ FeedError            one feed, this time          .url .reason .failure
│  ├─ FetchError        could not be fetched         .status .retry_after
│  ├─ FetchForbidden    points where we do not go
│  └─ FeedUnreadable    is not a feed
├─ ListUnreadable       is not a list of feeds       .reason
├─ PackError            a topic pack is wrong        .key .reason
└─ UserError            the person can put it right; `bot` words it in their language
   ├─ QueryError        .text .position .expected .suggestions
   ├─ ScheduleError     .text
   │  └─ OffsetUnknown  no zone keeps it all year
   └─ LimitReached      .what .limit
"""

from datetime import timedelta
from enum import StrEnum

from news.failure import Failure


class NewsError(Exception):
    """Anything in this tree."""


class FeedError(NewsError):
    """One feed could not be used this time; the others go on."""

    failure = Failure.NOT_A_FEED

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class FetchError(FeedError):
    """The feed could not be fetched.

    `status` is HTTP's, 0 without an answer; `retry_after` is the server's own wish, if it had one.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        failure: Failure = Failure.TEMPORARY,
        status: int = 0,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(url, reason)
        self.failure = failure
        self.status = status
        self.retry_after = retry_after


class FetchForbidden(FeedError):
    """The feed is where we do not go: inside somebody's network, or on a port that no newspaper uses."""

    failure = Failure.FORBIDDEN


class FeedUnreadable(FeedError):
    """What was fetched is not a feed, or cannot be read within our limits."""


class ListUnreadable(NewsError):
    """A document is not the list of feeds that it was handed in as; `reason` says what it is instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UserError(NewsError):
    """The person who asked can put it right."""


class Expected(StrEnum):
    """What a query should have had at the place where reading it stopped."""

    WORD = "word"
    CLOSING_PARENTHESIS = "closing-parenthesis"
    OPERATOR = "operator"
    CLOSING_QUOTE = "closing-quote"
    SOMETHING_TO_FIND = "something-to-find"
    FEWER_TERMS = "fewer-terms"
    LESS_NESTING = "less-nesting"
    SHORTER_TEXT = "shorter-text"
    FIELD = "field"
    REGION = "region"
    DATE = "date"
    NO_DATE = "no-date"


class QueryError(UserError):
    """A query that cannot be read: `position` counts characters from 0 in `text`.

    `suggestions` are what may have been meant there, the likeliest first.
    """

    def __init__(
        self, text: str, position: int, expected: Expected, *, suggestions: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"at {position} in {text!r}: expected {expected.value}")
        self.text = text
        self.position = position
        self.expected = expected
        self.suggestions = suggestions


class ScheduleError(UserError):
    """A time, weekday or timezone that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(f"no schedule: {text!r}")
        self.text = text


class OffsetUnknown(ScheduleError):
    """An offset from UTC that no zone keeps all year, so that it cannot be kept for a chat."""


class LimitReached(UserError):
    """The chat has as many of something as it may have."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"at most {limit} {what}")
        self.what = what
        self.limit = limit
