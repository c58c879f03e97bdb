"""Deep links: what `/start` carries when somebody comes from elsewhere, such as a search to go on with."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from news.text import clean

LONGEST = 64
"""Characters that Telegram lets a start parameter have, of letters, digits, `_` and `-`."""

PLAIN = "inline"
"""From the button above inline results, with nothing to go on with."""

_SEARCH = re.compile(r"cari-([A-Za-z0-9_-]+)", re.ASCII)


def search_parameter(query: str) -> str:
    """The start parameter that searches for `query`; PLAIN where that is too long, or nothing."""
    written = urlsafe_b64encode(query.encode()).decode().rstrip("=")
    parameter = f"cari-{written}"
    return parameter if query and len(parameter) <= LONGEST else PLAIN


def linked_query(parameter: str) -> str:
    """The query that `search_parameter` wrote; empty where it was anything else."""
    found = _SEARCH.fullmatch(parameter)
    if not found:
        return ""
    padded = found[1] + "=" * (-len(found[1]) % 4)
    try:
        return clean(urlsafe_b64decode(padded).decode())
    except ValueError:
        return ""
