"""Leads: how many articles have none."""

from app.documents import Document, ReadDocument
from app.evaluate.section import Section, headline, sample, share

_SAMPLE = 10


class Leads:
    """Articles with a text of which no lead is left."""

    name = "leads"

    def __init__(self) -> None:
        self._articles = 0
        self._empty: list[str] = []

    def take(self, article: Document, found: ReadDocument) -> None:
        if article.text.strip():
            self._articles += 1
            if not found.lead:
                self._empty.append(headline(article, found))

    def section(self) -> Section:
        part = share(len(self._empty), self._articles)
        return Section(
            name=self.name,
            title="Leads",
            lines=[
                f"{len(self._empty)} of {self._articles} are empty ({part:.2%})",
                *(f"  {title}" for title in sample(self._empty, _SAMPLE)),
            ],
            figures={"articles": self._articles, "empty": len(self._empty), "share_empty": part},
        )
