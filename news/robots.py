"""What an outlet asks of robots: what its robots.txt lets us fetch, and what its pages let us keep."""

import re
from dataclasses import dataclass
from datetime import timedelta

from protego import Protego

AGENT = "Kliping"
"""The name under which robots.txt and pages speak to us."""

MOST_BYTES = 500 * 1024
"""Of a robots.txt that are read (RFC 9309, 2.5, asks for at least as many)."""

LONGEST_DELAY = timedelta(minutes=5)
"""For which a Crawl-delay is honoured: its feeds wait as well, and must not wait for ever."""

_KEEPS_NOTHING = frozenset({"noindex", "none", "noarchive"})
_LONGEST_DIRECTIVES = 2_000
_FOR_AGENT = re.compile(r"\s*([a-z][\w-]{1,60})\s*:", re.IGNORECASE)
_OF_DIRECTIVES = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an address may be fetched, and the pause that is asked for between two requests."""

    allowed: bool
    delay: timedelta = timedelta()


def judge(robots: bytes, *, url: str, agent: str) -> Verdict:
    """What the bytes of a robots.txt say to the robot named `agent` about `url`, which is on its host."""
    rules = Protego.parse(robots[:MOST_BYTES].decode("utf-8-sig", "replace"))
    seconds = min(LONGEST_DELAY.total_seconds(), rules.crawl_delay(agent) or 0.0)
    return Verdict(allowed=rules.can_fetch(url, agent), delay=timedelta(seconds=seconds))


def allows(robots: bytes, *, url: str, agent: str) -> bool:
    """Whether the bytes of a robots.txt let the robot named `agent` fetch `url`, which is on its host."""
    return judge(robots, url=url, agent=agent).allowed


def forbids_keeping(directives: str, *, agent: str) -> bool:
    """Whether the words of a page's robots tag or of an X-Robots-Tag, "noindex, nofollow", forbid us to keep
    its text for search; words for another robot ("otherbot: noindex") are not for us."""
    named = ""
    for part in directives[:_LONGEST_DIRECTIVES].split(","):
        words = part
        if (found := _FOR_AGENT.match(part)) and found[1].lower() not in _OF_DIRECTIVES:
            named, words = found[1].lower(), part[found.end() :]
        if named in ("", agent.lower()) and words.strip().lower() in _KEEPS_NOTHING:
            return True
    return False
