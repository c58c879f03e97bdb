"""FTS5, SQLite's word index: queries in its language."""

from typing import assert_never

from news.query import And, Field, Inside, Named, Not, Or, Query, Words
from news.tokens import region_token
from storage.runs import runs_of

_COLUMNS = {
    Field.TEXT: "{title lead body}",
    Field.OPENING: "{title lead}",
    Field.TITLE: "{title}",
    Field.OUTLET: "{outlet}",
}


def as_fts(query: Query) -> str:
    """The query in the language of FTS5."""
    match query:
        case Words() | Named():
            alternatives = " OR ".join(f'"{" ".join(run)}"' for run in runs_of(query))
            return f"{_COLUMNS[query.field]} : ({alternatives})"
        case Inside(codes=codes):
            return " OR ".join(f'lead : "{region_token(code)}"' for code in codes)
        case And(parts):
            wanted = " AND ".join(f"({as_fts(part)})" for part in parts if not isinstance(part, Not))
            excluded = "".join(f" NOT ({as_fts(part.part)})" for part in parts if isinstance(part, Not))
            return f"({wanted}){excluded}"
        case Or(parts):
            return " OR ".join(f"({as_fts(part)})" for part in parts)
        case Not():
            raise AssertionError("a Not stands in an And only")
        case _:
            assert_never(query)
