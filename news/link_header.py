"""HTTP's Link header: the addresses that a server names beside a document, by what they are to it."""

import re

MOST_CHARACTERS = 16_384
"""Of a header that are looked at."""

_LINK = re.compile(r'<([^<>]*+)>((?:[^<"]|"[^"]*+")*+)')
_PARAMETER = re.compile(r';\s*+([\w-]++)\s*+=\s*+(?:"([^"]*+)"|([^\s;,"]++))')


def linked(header: str, rel: str) -> list[str]:
    """The addresses, as written, that `header` names with the relation `rel` (in lower case)."""
    return [
        link[1].strip() for link in _LINK.finditer(header[:MOST_CHARACTERS]) if rel in _relations(link[2])
    ]


def _relations(parameters: str) -> list[str]:
    named: dict[str, str] = {}
    for found in _PARAMETER.finditer(parameters):
        # Of several the first counts, as RFC 8288 has it.
        named.setdefault(found[1].lower(), found[2] or found[3] or "")
    # With an anchor, the link is another document's.
    return [] if "anchor" in named else named.get("rel", "").lower().split()
