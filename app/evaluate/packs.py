"""Topic packs: how many articles each finds, and examples with the reason for the eye."""

from collections.abc import Iterator

from app.documents import Document, ReadDocument
from app.evaluate.section import Section, headline, sample
from news.grammar import parse_query
from news.packs import packs
from news.query import Query, matches, reasons

_EXAMPLES = 5


class Packs:
    """What every pack finds."""

    name = "packs"

    def __init__(self) -> None:
        self._queries = pack_queries()
        self._found: dict[str, list[str]] = {key: [] for key in self._queries}
        self._articles = 0

    def take(self, article: Document, found: ReadDocument) -> None:
        self._articles += 1
        for key, query in self._queries.items():
            if matches(query, found.reading):
                why = reasons(query, found.reading)[0]
                self._found[key].append(f"{headline(article, found)} ({why.matched!r} in the {why.field})")

    def section(self) -> Section:
        counts = {key: len(found) for key, found in self._found.items()}
        return Section(
            name=self.name,
            title=f"Topic packs: {len(counts)}, over {self._articles} articles",
            lines=list(self._lines()),
            figures={"articles": self._articles, "packs": len(counts), "found": counts},
        )

    def _lines(self) -> Iterator[str]:
        for key, found in self._found.items():
            yield f"{key}: {len(found)}"
            yield from (f"  {example}" for example in sample(found, _EXAMPLES))


def pack_queries() -> dict[str, Query]:
    return {key: parse_query(pack.query) for key, pack in packs().items()}
