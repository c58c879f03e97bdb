"""The canonical link: the same for every address at which a feed may list one article."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|_ga|ref|ref_src|source|tag_from", re.IGNORECASE
)
_SCHEMES = frozenset({"http", "https"})
LENGTH_LIMIT = 2048


def web_link(url: str, *, base: str) -> str | None:
    """`url` made absolute against `base`, or None where it is nothing that a browser could open."""
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        absolute = parts.geturl()
        # Asking for the port raises where it is none.
        usable = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return absolute if usable and len(absolute) <= LENGTH_LIMIT else None


def canonical_link(url: str) -> str:
    """The identity of the article at the absolute web address `url`.

    Scheme, `www.`, default ports, fragments, trailing slashes, tracking parameters and the order of the
    others do not tell articles apart.
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))
    return f"//{_host(parts)}{parts.path.rstrip('/') or '/'}" + (f"?{query}" if query else "")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
