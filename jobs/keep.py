"""Keeping what polls brought: new articles, changed ones, next polls and health, in one transaction."""

import asyncio
import logging
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from news.edition import Edition
from news.errors import FeedUnreadable
from news.feed import Feed, Validators
from news.ids import FeedId, ItemId
from news.item import Draft, Item
from news.poll import Change, EndedPoll, Known, PollRecord, changes, checked, failed, new_drafts, succeeded
from news.rhythm import STRIKES_UNTIL_BROKEN, after_news, after_push
from news.websub import Advertised, Subscription, has_missed
from news.wishes import NO_WISHES, Wishes
from storage.database import Database, Transaction
from storage.errors import DatabaseTrouble
from storage.feeds import lock_feeds
from storage.headlines import save_changes
from storage.hubs import save_missed, save_push
from storage.items import known_articles, save_drafts
from storage.pages import Kept, kept_pages, with_body
from storage.polls import save_polls
from storage.subscriptions import save_advertised

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """How one poll ended: what the feed listed, how much of it was new, and what went wrong."""

    feed: Feed
    listed: int = 0
    new: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a feed's server answered: an edition with the validators that came with it, or None where nothing
    has changed; and the hub that it names.

    `wishes` are those of the feed's last document, `fresh_for` is what the server said of this answer.
    """

    feed: Feed
    record: PollRecord
    validators: Validators
    location: str = ""
    edition: Edition | None = None
    wishes: Wishes = NO_WISHES
    fresh_for: timedelta = timedelta()
    hub: Advertised | None = None

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return self.edition.drafts if self.edition else ()


Outcome = Answer | EndedPoll
"""EndedPoll is a failure: there is nothing to sift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sifted:
    """An answer with what it brings: drafts of new articles, and changes of known ones, those of `whole`
    items read with their bodies."""

    answer: Answer
    new: Sequence[Draft] = ()
    changed: Sequence[Change] = ()
    whole: Set[ItemId] = frozenset()


async def keep(db: Database, outcomes: Sequence[Outcome], *, now: datetime, pause: timedelta) -> list[Poll]:
    """Write polls down, and give their hosts back after `pause`.

    Where that fails, each is written by itself, so that one cannot take the others along. Trouble with the
    database is no feed's fault: after a second attempt DatabaseTrouble is raised.
    """
    try:
        return await _keep_firmly(db, outcomes, now=now, pause=pause)
    except DatabaseTrouble:
        raise
    except Exception as error:
        log.exception("%s polls could not be kept together", len(outcomes))
        if len(outcomes) == 1:
            return await _keep_failure(db, outcomes[0], error, now=now, pause=pause)
    return [poll for one in outcomes for poll in await keep(db, [one], now=now, pause=pause)]


async def keep_pushed(
    db: Database,
    subscription: Subscription,
    edition: Edition,
    *,
    now: datetime,
) -> Poll | None:
    """Write down what a hub has pushed, as a poll would; None where the feed is followed no more."""
    feed = subscription.feed
    answer = Answer(feed=feed, record=PollRecord(at=now), validators=feed.validators, edition=edition)
    sifted = await _sift_all(db, [answer])
    async with db.writing() as tx:
        if not await lock_feeds(tx, [feed]):
            return None
        kept = (await _save(tx, sifted, now=now)).get(feed.id, [])
        rhythm = after_news(feed.rhythm, [item.published_at for item in kept], now=now)
        next_poll_at = after_push(feed, polled_at=subscription.polled_at, now=now)
        fed = replace(feed, rhythm=rhythm)
        await save_push(tx, subscription, fed, new=len(kept), next_poll_at=next_poll_at, now=now)
    return Poll(feed=feed, listed=edition.listed, new=len(kept))


async def _keep_firmly(
    db: Database, outcomes: Sequence[Outcome], *, now: datetime, pause: timedelta
) -> list[Poll]:
    try:
        return await _keep_all(db, outcomes, now=now, pause=pause)
    except DatabaseTrouble as trouble:
        log.warning("%s polls are written once more: %s", len(outcomes), trouble.reason)
        return await _keep_all(db, outcomes, now=now, pause=pause)


async def _keep_failure(
    db: Database, outcome: Outcome, error: Exception, *, now: datetime, pause: timedelta
) -> list[Poll]:
    """Write down, in words of ours alone, that a poll cannot be."""
    feed, reason = outcome.feed, f"cannot be kept: {type(error).__name__}"
    unkept = failed(feed, FeedUnreadable(feed.url, reason), took=outcome.record.took, now=now)
    try:
        return await _keep_firmly(db, [unkept], now=now, pause=pause)
    except DatabaseTrouble:
        raise
    except Exception:
        # Its host is free again when our claim ends: sooner, it would be asked in vain every second.
        log.exception("it could not even be written that a feed failed: %s", feed.url)
        return []


async def _keep_all(
    db: Database, outcomes: Sequence[Outcome], *, now: datetime, pause: timedelta
) -> list[Poll]:
    answers = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, EndedPoll)]
    sifted = await _sift_all(db, answers)
    async with db.writing() as tx:
        followed = await lock_feeds(tx, [outcome.feed for outcome in outcomes])
        kept = await _save(tx, [one for one in sifted if one.answer.feed.id in followed], now=now)
        well = [_ended(one, kept.get(one.answer.feed.id, []), now=now) for one in sifted]
        ended = [*well, *failures]
        # Subscriptions are locked before hosts, as everywhere.
        await _save_hubs(tx, [one.answer for one in sifted if one.answer.feed.id in followed], kept, now=now)
        await save_polls(tx, ended, followed=followed, now=now, pause=pause)
    saved = [poll for poll in ended if poll.feed.id in followed]
    for poll in saved:
        _log(poll)
    return [_poll(poll) for poll in saved]


async def _sift_all(db: Database, answers: Sequence[Answer]) -> list[_Sifted]:
    # What can be done before anything is locked is done here.
    listed = [(each.feed, [draft.entry for draft in each.drafts]) for each in answers if each.drafts]
    if not listed:
        return [_Sifted(answer=answer) for answer in answers]
    async with db.reading() as tx:
        known = await known_articles(tx, listed)
        sifted = [_sift(answer, known.get(answer.feed.outlet_id, {})) for answer in answers]
        ids = {change.item_id for one in sifted for change in one.changed}
        whole = await kept_pages(tx, ids) if ids else {}
    return [
        replace(one, changed=await _with_bodies(one.changed, whole), whole=whole.keys()) for one in sifted
    ]


def _sift(answer: Answer, known: Mapping[str, Known]) -> _Sifted:
    changed = changes(answer.feed, answer.drafts, known)
    return _Sifted(answer=answer, new=new_drafts(answer.drafts, known), changed=changed)


async def _with_bodies(changed: Sequence[Change], whole: Mapping[ItemId, Kept]) -> list[Change]:
    read: list[Change] = []
    for change in changed:
        if (kept := whole.get(change.item_id)) is not None:
            await asyncio.sleep(0)  # reading a body takes milliseconds
        read.append(with_body(change, kept))
    return read


async def _save(
    tx: Transaction, brought: Sequence[_Sifted], *, now: datetime
) -> Mapping[FeedId, Sequence[Item]]:
    changed = [change for one in brought for change in one.changed]
    await save_changes(tx, changed, whole={id_ for one in brought for id_ in one.whole}, now=now)
    return await save_drafts(tx, [(one.answer.feed, one.new) for one in brought if one.new], now=now)


async def _save_hubs(
    tx: Transaction, answers: Sequence[Answer], kept: Mapping[FeedId, Sequence[Item]], *, now: datetime
) -> None:
    missed = [
        answer.feed.id
        for answer in answers
        if has_missed(
            answer.feed, (item.published_at for item in kept.get(answer.feed.id, [])), now=answer.record.at
        )
    ]
    await save_missed(tx, missed, now=now)
    seen = [(answer.feed, answer.hub) for answer in answers if answer.edition]
    await save_advertised(tx, seen, now=now)


def _ended(one: _Sifted, kept: Sequence[Item], *, now: datetime) -> EndedPoll:
    answer, feed = one.answer, one.answer.feed
    return succeeded(
        answer.feed,
        replace(answer.record, listed=answer.edition.listed if answer.edition else 0, new=len(kept)),
        validators=checked(
            answer.validators,
            feed.validators,
            brought=bool(one.new or one.changed),
            moved=answer.location != feed.location,
        ),
        location=answer.location,
        rhythm=after_news(answer.feed.rhythm, [item.published_at for item in kept], now=now),
        wishes=answer.wishes,
        fresh_for=answer.fresh_for,
    )


def _log(poll: EndedPoll) -> None:
    if poll.record.reason:
        log.warning("feed failed: %s: %s", poll.feed.url, poll.record.reason)
    elif poll.feed.strikes >= STRIKES_UNTIL_BROKEN:
        log.info("feed works again: %s", poll.feed.url)


def _poll(poll: EndedPoll) -> Poll:
    record = poll.record
    return Poll(feed=poll.feed, listed=record.listed, new=record.new, reason=record.reason)
