"""Abbreviations: how many definitions the articles make, and a sample for the eye."""

from app.documents import Document, ReadDocument
from app.evaluate.section import Section, sample, share

_SAMPLE = 50


class Abbreviations:
    """Definitions found, in all and by article."""

    name = "abbreviations"

    def __init__(self) -> None:
        self._articles = 0
        self._with_one = 0
        self._definitions: list[str] = []

    def take(self, article: Document, found: ReadDocument) -> None:
        self._articles += 1
        self._with_one += bool(found.abbreviations)
        self._definitions += (f"{each.short}: {each.long}" for each in found.abbreviations)

    def section(self) -> Section:
        count, part = len(self._definitions), share(self._with_one, self._articles)
        return Section(
            name=self.name,
            title="Abbreviations",
            lines=[
                f"{count} definitions; {self._with_one} of {self._articles} articles make one ({part:.1%})",
                *(f"  {each}" for each in sample(self._definitions, _SAMPLE)),
            ],
            figures={
                "articles": self._articles,
                "definitions": count,
                "different": len(set(self._definitions)),
                "articles_with_one": self._with_one,
                "share_with_one": part,
            },
        )
