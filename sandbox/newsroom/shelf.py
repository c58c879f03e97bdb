"""What a newsroom lays out to be read: documents by path, and the feeds among them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as an operator would list it; `region` is an official region code."""

    name: str
    url: str
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as HTTP hands it out; a `content_type` without charset leaves the encoding to the reader."""

    body: bytes
    content_type: str
    changed_at: datetime


class Shelf(Protocol):
    """Where documents stand; `root` is the URL under which the newsroom is mounted, without a last slash."""

    def feeds(self, root: str) -> list[Feed]: ...

    def find(self, path: str, root: str) -> Document | None: ...
