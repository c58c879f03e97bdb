"""What Telegram makes of a message: its own parser, and its own eye for what can be tapped."""

from dataclasses import dataclass

from tests.sandbox.oracle import Shape, found, parse_html

TAPPED = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email"})


@dataclass(frozen=True, kw_only=True)
class Read:
    """Text and entities as they would stand in the chat, and what Telegram adds to them by itself."""

    text: str
    entities: list[Shape]
    sparks: list[str]

    @property
    def units(self) -> int:
        return len(self.text.encode("utf-16-le")) // 2

    @property
    def links(self) -> list[tuple[str, str]]:
        """Text and address of every link, in order."""
        return [
            (self.cut(offset, length), url)
            for kind, offset, length, url in sorted(self.entities, key=lambda entity: entity[1])
            if kind == "text_link"
        ]

    def cut(self, offset: int, length: int) -> str:
        return _cut(self.text, offset, length)


def telegram_reads(html: str) -> Read:
    """Raises AssertionError where Telegram refuses the markup."""
    parsed = parse_html(html)
    assert not isinstance(parsed, str), parsed
    text, entities = parsed
    linked = [(offset, offset + length) for kind, offset, length, _ in entities if kind == "text_link"]
    sparks = [
        _cut(text, offset, length)
        for kind, offset, length, _ in found(text)
        # Where a link stands already, Telegram adds nothing.
        if kind in TAPPED and not any(start < offset + length and offset < end for start, end in linked)
    ]
    return Read(text=text, entities=entities, sparks=sparks)


def _cut(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")
