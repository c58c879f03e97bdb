"""What a person cannot do here, and how every such error is worded.

UserError                 see news.errors
├─ AdministratorsOnly     a member wants to change a group's settings
└─ StaleButton            a button of long ago, or one that was never ours
"""

from bot.texts import Html, Texts
from news.errors import LimitReached, OffsetUnknown, QueryError, ScheduleError, UserError
from news.grammar import LONGEST, MOST_TERMS
from news.text import plain, shorten

_MARK = "👉"
_AROUND = 80
"""Characters of a long query that are shown on each side of the place where reading it stopped."""

_LONGEST_SHOWN = 100


class AdministratorsOnly(UserError):
    """Only administrators change a group's settings."""


class StaleButton(UserError):
    """The button's message or what it was about is gone."""


def worded(error: UserError, texts: Texts) -> Html:
    """What went wrong and what to do, in the person's language."""
    match error:
        case QueryError():
            return texts.html("query-error", marked=_marked(error), expected=_expected(error, texts))
        case OffsetUnknown():
            return texts.html("offset-unknown", text=shorten(error.text, _LONGEST_SHOWN))
        case ScheduleError():
            return texts.html("schedule-error", text=shorten(error.text, _LONGEST_SHOWN))
        case LimitReached():
            return texts.html(f"limit-{error.what}", limit=error.limit)
        case AdministratorsOnly():
            return texts.html("administrators-only")
        case StaleButton():
            return texts.html("stale-button")
        case _:
            raise error


def briefly(error: UserError, texts: Texts) -> str:
    """The same for a button: without what was written, which stands beside it, and on one line."""
    return plain(_expected(error, texts) if isinstance(error, QueryError) else worded(error, texts))


def _expected(error: QueryError, texts: Texts) -> Html:
    expected = texts.html(f"expected-{error.expected.value}", length=LONGEST, terms=MOST_TERMS)
    if not error.suggestions:
        return expected
    return Html(f"{expected} {texts.html('query-meant', suggestions=', '.join(error.suggestions))}")


def _marked(error: QueryError) -> str:
    """The query with a mark where reading it stopped."""
    start, end = max(error.position - _AROUND, 0), error.position + _AROUND
    before, after = error.text[start : error.position], error.text[error.position : end]
    return f"{'…' if start else ''}{before}{_MARK}{after}{'…' if end < len(error.text) else ''}"
