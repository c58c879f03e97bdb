"""The folder of recorded news: word families, articles, and one article that must be read perfectly."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from app.documents import Document, document_in
from app.errors import SettingsError
from app.json_lines import records

FAMILIES = "word_families.tsv"
ARTICLES = "articles.jsonl.gz"
REGIONAL_ARTICLE = "article_belitung.txt"
FILES = (FAMILIES, ARTICLES, REGIONAL_ARTICLE)


def families(folder: Path) -> dict[str, list[str]]:
    """The forms of each family, by the family's name."""
    lines = (folder / FAMILIES).read_text(encoding="utf-8").splitlines()
    named = (line.partition("\t") for line in lines if line.strip())
    return {name: members.split() for name, _, members in named}


def articles(folder: Path) -> Iterator[Document]:
    """The articles; raises SettingsError where the file is damaged."""
    path = folder / ARTICLES
    try:
        with gzip.open(path, "rb") as lines:
            for record in records(lines, source=ARTICLES):
                yield Document(
                    title=record.text("title"), text=record.text("body"), outlet=record.text("outlet")
                )
    except (OSError, EOFError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error


def regional_article(folder: Path) -> Document:
    return document_in((folder / REGIONAL_ARTICLE).read_text(encoding="utf-8"))
