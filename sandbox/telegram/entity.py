"""A stretch of text with a meaning: bold, a link, a command; offsets count UTF-16 units."""

from dataclasses import dataclass, replace

SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
"""Types that may be cut in two without a change of meaning."""

WITHOUT_STYLE_INSIDE = frozenset({"code", "pre"})
BLOCKQUOTES = frozenset({"blockquote", "expandable_blockquote"})

OUTER_FIRST = (
    ("blockquote", "expandable_blockquote"),
    ("pre",),
    ("code",),
    ("text_link", "text_mention", "date_time"),
    ("bold",),
    ("italic",),
    ("underline",),
    ("strikethrough",),
    ("spoiler",),
    ("custom_emoji",),
)
_RANK = {kind: rank for rank, kinds in enumerate(OUTER_FIRST) for kind in kinds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def between(self, offset: int, end: int) -> "Entity":
        """The same in another place."""
        # Nearly all stay where they are, and to make them anew would take most of a message's time.
        stays = offset == self.offset and end == self.end
        return self if stays else replace(self, offset=offset, length=end - offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def sort_key(entity: Entity) -> tuple[int, int, int]:
    """By place, the longer first; of equal ones, the one that goes outside first."""
    return entity.offset, -entity.length, _RANK.get(entity.type, 0)
