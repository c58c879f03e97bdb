"""`tantivy` as a peer: the same articles under the same tokens, every match ranked by BM25."""

import time
from collections.abc import Iterable
from pathlib import Path

import tantivy

from benchmarks.search.corpus import Article

_HEAP = 256 * 1024 * 1024
_BOOSTS = {"title": 4.0, "lead": 2.0, "body": 1.0}


class Peer:
    """An index in `folder`."""

    def __init__(self, folder: Path) -> None:
        schema = tantivy.SchemaBuilder().add_integer_field("id", stored=True)
        for field in _BOOSTS:
            schema.add_text_field(field, tokenizer_name="whitespace")
        self._index = tantivy.Index(schema.build(), path=str(folder))

    def fill(self, articles: Iterable[Article]) -> float:
        """Index them; returns the seconds that it took, the making of the articles included."""
        begun = time.perf_counter()
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for id_, article in enumerate(articles, start=1):
            tokens = article.tokens
            writer.add_document(
                tantivy.Document(id=id_, title=tokens.title, lead=tokens.lead, body=tokens.body)
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return time.perf_counter() - begun

    def search(self, words: str, *, limit: int) -> int:
        """How many of the best `limit` items that hold all these words there are."""
        query = self._index.parse_query(
            words, list(_BOOSTS), field_boosts=_BOOSTS, conjunction_by_default=True
        )
        return len(self._index.searcher().search(query, limit).hits)
