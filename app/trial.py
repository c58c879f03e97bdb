"""What one poll of a feed would bring, with what an operator should know before following it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from app.errors import SettingsError
from app.wording import minute
from jobs.find import FoundFeed, FoundPage
from news.address import url_refusal
from news.errors import FeedError, FetchForbidden
from news.feed_address import shown
from news.item import Draft, draft
from news.link import web_link

STALE = timedelta(days=30)
"""A feed whose newest article is older is probably not kept up."""

_SHOWN = 20
"""Articles that are shown of a feed."""


def show_feed(feed: FoundFeed, *, asked: str, now: datetime, known: str = "") -> Iterator[str]:
    """Lines about the feed found under the address that was asked for; what is `known` of it comes first."""
    drafts = [draft(entry, outlet="", now=now) for entry in feed.document.entries]
    yield f"{feed.document.title or '(no title)'}: {len(drafts)} articles, {len(feed.fetched.body):,} bytes"
    told = filter(None, [known, *warnings(feed, drafts, asked=asked, now=now)])
    yield from (f"warning: {warning}" for warning in told)
    for listed in drafts[:_SHOWN]:
        at = minute(listed.entry.published_at) if listed.entry.published_at else f"{'(no date)':20}"
        yield f"{at}  {listed.entry.title}\n    {listed.entry.url}"
        if listed.lead:
            yield f"    {listed.lead}"
    if len(drafts) > _SHOWN:
        yield f"… and {len(drafts) - _SHOWN} more"


def warnings(feed: FoundFeed, drafts: Sequence[Draft], *, asked: str, now: datetime) -> Iterator[str]:
    """What an operator should know; nothing for a feed as it should be."""
    if feed.fetched.moved_to:
        yield f"it has moved for good to {feed.fetched.moved_to}: follow that address"
    elif feed.fetched.url != web_link(asked, base=""):
        yield f"it is answered by {feed.fetched.url}"
    if not drafts:
        yield "it lists nothing at the moment"
        return
    yield from _about_dates(drafts, now=now)
    yield from _about_texts(drafts)
    if not (feed.fetched.etag or feed.fetched.modified):
        yield "its server gives no ETag and no Last-Modified: every poll transfers it whole"


def _about_dates(drafts: Sequence[Draft], *, now: datetime) -> Iterator[str]:
    dates = [draft.entry.published_at for draft in drafts if draft.entry.published_at]
    if not dates:
        yield "its articles have no dates that can be read: first sight will count"
        return
    if len(dates) < len(drafts):
        yield f"{len(drafts) - len(dates)} of its articles have no date that can be read"
    if future := sum(date > now for date in dates):
        yield f"{future} of its articles are dated in the future: first sight will count"
    if now - max(dates) > STALE:
        yield f"its newest article is of {max(dates):%Y-%m-%d}: it may not be kept up"


def _about_texts(drafts: Sequence[Draft]) -> Iterator[str]:
    if sum(not draft.lead for draft in drafts) > len(drafts) / 2:
        yield "most of its articles have a headline only"
    hosts = Counter(draft.entry.link.split("/")[2] for draft in drafts)
    if len(hosts) > 3:
        yield f"its articles are on {len(hosts)} hosts: it collects other outlets' news"


def show_page(page: FoundPage) -> Iterator[str]:
    """Lines about a page and the feeds that were found from there."""
    yield f"{page.url} is a web page" + (f" ({page.title})" if page.title else "")
    if not page.feeds:
        yield f"No feed was found from there; {page.tried} addresses were tried."
    for feed in page.feeds:
        yield f"    {feed.url}  {feed.document.title or '(no title)'}: {len(feed.document.entries)} articles"
    for error in page.failed:
        yield f"    {error.url}  is named there, but: {error.reason}"


def unusable(error: FeedError) -> SettingsError:
    """What the operator can do about an address that cannot be used."""
    if not isinstance(error, FetchForbidden):
        return SettingsError(f"{shown(error.url)}: {error.reason}")
    # What is wrong with a URL itself no setting allows.
    hint = "" if url_refusal(error.url) else "; KLIPING_ALLOWED_NETWORKS may allow a network of your own"
    return SettingsError(f"{shown(error.url)} points where feeds are not fetched from: {error.reason}{hint}")
