"""A feed that we follow: who publishes it, and what its next poll must know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from news.ids import FeedId, OutletId
from news.wishes import NO_WISHES, Wishes

FIRST_INTERVAL = timedelta(minutes=30)


class Health(StrEnum):
    """How a feed is: SILENT answers but brings nothing new for far longer than it ever did, BROKEN has failed
    several times in a row, GONE was taken away for good by its outlet."""

    OK = "ok"
    SILENT = "silent"
    BROKEN = "broken"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed as the operator names it; `region` is the code of the outlet's home region or empty, `full_text`
    whether its articles are fetched from their pages as well."""

    url: str
    outlet: str
    region: str = ""
    full_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a feed brings news: when its newest article came out, and its longest pause of late without
    weekends."""

    newest_at: datetime | None = None
    longest_pause: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What the server gave with the body that we have read, and that body's own hash.

    `marks` are those of the entries that the body listed. Where `deceptive`, the server has said "not
    modified" although it had changed: it is not asked so again.
    """

    etag: str = ""
    modified: str = ""
    body_hash: str = ""
    read_at: datetime | None = None
    marks: frozenset[bytes] = frozenset()
    deceptive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """The hub that a feed names, and the feed's address there.

    It has promised to push what is new `since` then and `until` then; that is None where it has not, or does
    not do it.
    """

    url: str
    topic: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with what its next poll must know.

    `url` is the address under which it is followed, `location` the one to which that has moved for good, if
    it has. `region` is the outlet's home; `interval` the time between polls; `strikes` what the failures
    since the last success weigh together; `polls` how many there have been; `full_text` whether its articles'
    pages are fetched; `wishes` what its last document asked for. A feed may name no `hub`.
    """

    id: FeedId
    url: str
    location: str = ""
    outlet_id: OutletId = OutletId(0)
    outlet: str
    region: str = ""
    interval: timedelta = FIRST_INTERVAL
    strikes: float = 0.0
    polls: int = 0
    full_text: bool = False
    validators: Validators = Validators()
    rhythm: Rhythm = Rhythm()
    wishes: Wishes = NO_WISHES
    hub: Hub | None = None

    @property
    def address(self) -> str:
        """Where to fetch it."""
        return self.location or self.url

    def is_pushed(self, *, now: datetime) -> bool:
        """Whether its hub tells us of what is new, so that polling is but a safety net."""
        return self.hub is not None and self.hub.until is not None and now < self.hub.until
