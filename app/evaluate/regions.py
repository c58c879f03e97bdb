"""Regions: how many articles belong to one, and a sample for the eye."""

from app.documents import Document, ReadDocument
from app.evaluate.section import Section, headline, sample, share
from news.gazetteer import regions
from news.regions import Placed

_SAMPLE = 20
_SHOWN = 3


class Regions:
    """Articles that belong to a region, with what says so."""

    name = "regions"

    def __init__(self) -> None:
        self._articles = 0
        self._placed: list[str] = []

    def take(self, article: Document, found: ReadDocument) -> None:
        self._articles += 1
        if placed := found.reading.regions:
            named = "; ".join(map(why_placed, placed[:_SHOWN]))
            self._placed.append(f"{headline(article, found)}: {named}")

    def section(self) -> Section:
        part = share(len(self._placed), self._articles)
        return Section(
            name=self.name,
            title="Regions",
            lines=[
                f"{len(self._placed)} of {self._articles} articles belong to one ({part:.1%})",
                *(f"  {each}" for each in sample(self._placed, _SAMPLE)),
            ],
            figures={
                "articles": self._articles,
                "articles_with_one": len(self._placed),
                "share_with_one": part,
            },
        )


def why_placed(placed: Placed) -> str:
    """A region with the words that named it first, and where."""
    name = regions()[placed.code].name
    mention = placed.why[0] if placed.why else None
    return f"{name} ({mention.words!r} in the {mention.field})" if mention else name
