"""An entry of a feed's document as it passes by: what it has, and any doubt how to read it."""

DATES = {
    "pubdate": 0, "published": 0, "issued": 0, "created": 1, "date": 2, "updated": 2, "modified": 2,
}  # fmt: skip
"""What says when an entry came out, the surest first; of two alike, parsers take the last."""

_NAMESAKES = ("title", "description", "summary")
"""Elements that other vocabularies have as well."""

_SUMMARIES = ("description", "summary")
_GUIDS = ("guid", "id")
_LEAVES = frozenset({*DATES, *_NAMESAKES, *_GUIDS, "content", "link"})
"""Own elements of an entry that hold text and nothing else."""

_UNREAD = ("body", "fullitem", "item", "entry")
_HTML_PAGES = ("", "text/html", "application/xhtml+xml")


class Doubt(Exception):
    """The document breaks XML's rules, is built to hurt, or says something as parsers read it differently."""


class Listed:
    """An entry whose element has `prefix` ("atom:" or nothing). `date` is as written, or empty; a summary and
    a guid are its own where it has them. All methods raise Doubt.
    """

    __slots__ = ("_has_other_links", "_names", "_prefix", "_rank", "date", "has_guid", "has_summary")

    def __init__(self, prefix: str = "", *, has_guid: bool = False) -> None:
        self.date = ""
        self.has_summary = False
        self.has_guid = has_guid
        self._prefix = prefix
        self._names: set[str] = set()
        self._has_other_links = False
        self._rank = len(DATES)

    def open(self, prefix: str, local: str, attributes: dict[str, str]) -> bool:
        """See a child element begin; whether it may hold text and nothing else."""
        is_own = prefix == self._prefix
        if local in _NAMESAKES:
            self._see_namesake(local, is_own=is_own)
        elif local == "link":
            self._see_link(attributes, is_own=is_own)
        elif local in _GUIDS:
            self.has_guid = self.has_guid or is_own
        elif local in _UNREAD:
            raise Doubt(f"<{local}>, where few parsers know what to do with it")
        is_leaf = local == "encoded" or (is_own and local in _LEAVES)
        if attributes and is_leaf and _is_base64(attributes):
            raise Doubt("a text in Base64")
        return is_leaf

    def take_date(self, local: str, text: str) -> None:
        """Remember the date that the child element `local` says, if it is the surest so far."""
        rank = DATES[local]
        if text and rank <= self._rank:
            self._rank = rank
            self.date = text

    def close(self) -> None:
        """See the entry end."""
        if self._has_other_links and "link" not in self._names:
            raise Doubt("links, but none to the article")

    def _see_namesake(self, local: str, *, is_own: bool) -> None:
        if not is_own:
            if local not in self._names:
                raise Doubt(f"another vocabulary's <{local}> before, or instead of, the entry's own")
            return
        self._names.add(local)
        if local in _SUMMARIES:
            if self.has_summary:
                raise Doubt("two summaries")
            self.has_summary = True

    def _see_link(self, attributes: dict[str, str], *, is_own: bool) -> None:
        is_article = "href" not in attributes or attributes.get("rel", "alternate") == "alternate"
        is_first = "link" not in self._names
        if is_article and is_own and is_first and attributes.get("type", "") in _HTML_PAGES:
            self._names.add("link")
        elif is_article or (is_first and not is_own):
            raise Doubt("links of which one or the other may be the article's")
        else:
            self._has_other_links = True


def _is_base64(attributes: dict[str, str]) -> bool:
    return attributes.get("mode") == "base64" or attributes.get("type", "").startswith("application/oct")
