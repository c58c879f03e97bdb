"""How the poll of a feed ended, and what follows from that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from news.errors import FeedError, FetchError, FetchForbidden
from news.failure import Failure
from news.feed import Feed, Rhythm, Validators
from news.ids import FeedId, ItemId
from news.item import Draft
from news.rhythm import STRIKES_UNTIL_BROKEN, NextPoll, after_failure, after_success
from news.text import clean, shorten
from news.wishes import NO_WISHES, Wishes

LONGEST_HALT = timedelta(hours=1)
"""For which one feed's 429 keeps us from all others of its host, whatever the server asks for."""

_REASON_LENGTH = 500
_LONGEST_REASON = 4_000
"""Characters of what others say that we read."""

_NOT_HERE = (Failure.NOT_FOUND, Failure.REFUSED, Failure.NOT_A_FEED)
"""After these a feed that has moved is sought at its own address again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """One line of a feed's history: HTTP status (0 without an answer), bytes of the body, what it listed, how
    much of that was new, and the reason in words where it failed."""

    at: datetime
    took: timedelta = timedelta()
    status: int = 0
    size: int = 0
    listed: int = 0
    new: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedPoll:
    """What must be written down of a poll: `wishes` are those of the feed's last document, `halt` is how long
    its host wants to be left alone by us, `failure` the kind of what went wrong, if anything did."""

    feed: Feed
    record: PollRecord
    next_poll: NextPoll
    validators: Validators
    location: str = ""
    wishes: Wishes = NO_WISHES
    halt: timedelta = timedelta()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article of the feed's outlet that we keep; `feed_id` is the feed that brought it."""

    id: ItemId
    feed_id: FeedId | None
    link: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An item that its feed lists under another headline or address by now."""

    item_id: ItemId
    former_title: str
    draft: Draft


def succeeded(
    feed: Feed,
    record: PollRecord,
    *,
    validators: Validators,
    location: str,
    rhythm: Rhythm,
    wishes: Wishes,
    fresh_for: timedelta = timedelta(),
) -> EndedPoll:
    """The feed answered, with a document or by "not modified".

    `wishes` are those of its last document and hold until another one comes, `fresh_for` what the server said
    of this answer alone.
    """
    asked = replace(wishes, pause=max(wishes.pause, fresh_for))
    next_poll = after_success(
        feed, listed=record.listed, new=record.new, now=record.at, wishes=asked, rhythm=rhythm
    )
    return EndedPoll(
        feed=feed,
        record=record,
        next_poll=next_poll,
        validators=validators,
        location=location,
        wishes=wishes,
    )


def failed(feed: Feed, error: FeedError, *, took: timedelta, now: datetime) -> EndedPoll:
    """The feed could not be used; what it had before still counts.

    Only at its own address can it be gone: where it had moved to may have been a mistake.
    """
    is_lost = error.failure is Failure.GONE and bool(feed.location)
    failure = Failure.NOT_FOUND if is_lost else error.failure
    wish = error.retry_after if isinstance(error, FetchError) else None
    status, reason = _status(error), shorten(clean(error.reason[:_LONGEST_REASON]), _REASON_LENGTH)
    next_poll = after_failure(feed, failure, retry_after=wish, now=now)
    goes_home = failure in _NOT_HERE or next_poll.strikes >= STRIKES_UNTIL_BROKEN
    location = "" if goes_home else feed.location
    return EndedPoll(
        feed=feed,
        record=PollRecord(at=now, took=took, status=status, reason=reason or "no reason given"),
        next_poll=next_poll,
        # What one address gave says nothing to another.
        validators=feed.validators if location == feed.location else Validators(),
        location=location,
        wishes=feed.wishes,
        halt=min(wish or timedelta(), LONGEST_HALT) if status == 429 else timedelta(),
        failure=failure,
    )


def _status(error: FeedError) -> int:
    match error:
        case FetchError():
            return error.status
        case FetchForbidden():
            return 0
    return 200


def new_drafts(drafts: Sequence[Draft], known: Mapping[str, Known]) -> list[Draft]:
    """Those of `drafts` that are not `known` by their links, the oldest first as feeds list them."""
    return [draft for draft in reversed(drafts) if draft.entry.link not in known]


def changes(feed: Feed, drafts: Sequence[Draft], known: Mapping[str, Known]) -> list[Change]:
    """The known articles that their own feed lists under another headline or link by now.

    Another feed of the outlet may word its headlines differently: it changes nothing, or the two would change
    the item for ever. So would a feed that lists an article under its former link as well.
    """
    listed = {draft.entry.link for draft in drafts}
    pairs = ((draft, known[draft.entry.link]) for draft in drafts if draft.entry.link in known)
    return [
        Change(item_id=before.id, former_title=before.title, draft=draft)
        for draft, before in pairs
        if before.feed_id == feed.id
        and (before.title, before.link) != (draft.entry.title, draft.entry.link)
        and (before.link == draft.entry.link or before.link not in listed)
    ]


def checked(validators: Validators, before: Validators, *, brought: bool, moved: bool) -> Validators:
    """`validators` of an answer; deceptive where the same ones came `before` with another body, and that
    `brought` something new or changed.

    Some servers keep an ETag when a feed changes: asked with it, they would say "not modified" for ever.
    Others keep it rightly, and only a remark of their page cache has changed in the body. Other validators,
    or those of another address where the feed has `moved`, are believed again.
    """
    had_some = bool(before.etag or before.modified)
    same = had_some and (validators.etag, validators.modified) == (before.etag, before.modified)
    changed = bool(before.body_hash) and validators.body_hash != before.body_hash
    lies = before.deceptive or (changed and brought)
    return replace(validators, deceptive=same and not moved and lies)
