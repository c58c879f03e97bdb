"""A poller with WebSub at its desk, a hub and a newspaper that names it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from app.websub_page import websub_page
from jobs.fetch import Fetcher
from jobs.guard import Guard
from jobs.inbox import Inbox
from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from jobs.websub import Subscriber, subscribe_due
from news.address import read_networks
from news.websub import Subscription
from storage.database import Database
from storage.feeds import followed_feeds
from storage.following import follow_feed
from storage.subscriptions import subscription_of
from tests.clocks import MORNING, TestClock
from tests.hub import CHALLENGE, Hub, Newspaper, standing_hub, standing_newspaper
from tests.make import make_source
from tests.storage.given import asked


@dataclass(kw_only=True)
class Desk:
    """One poller with WebSub, a hub and a newspaper that names it."""

    db: Database
    clock: TestClock
    hub: Hub
    paper: Newspaper
    poller: Poller
    subscriber: Subscriber
    inbox: Inbox

    async def follows(self, path: str = "/rss", *, outlet: str = "Kabar") -> None:
        async with self.db.writing() as tx:
            source = make_source(url=self.paper.url + path, outlet=outlet)
            await follow_feed(tx, source, now=self.clock.now())

    async def polls(self) -> int:
        return await poll_due_feeds(self.poller)

    async def subscribes(self) -> int:
        return await subscribe_due(self.subscriber)

    async def is_subscribed(self) -> None:
        """Follow a feed, poll it, ask its hub and be verified."""
        await self.follows()
        assert await self.polls() == 1
        assert await self.subscribes() == 1
        assert await self.hub.verify() == (200, CHALLENGE)

    async def pushed(
        self, body: bytes, number: int = -1, *, method: str = "sha256", secret: str | None = None
    ) -> int:
        """What the hub pushes has been taken in; the status that the hub saw."""
        status = await self.hub.push(body, number, method=method, secret=secret)
        await self.inbox.queue.join()
        return status

    async def titles(self) -> list[str]:
        return [title for (title,) in await asked(self.db, "SELECT title FROM items ORDER BY id")]

    async def subscription(self, number: int = 0) -> Subscription | None:
        async with self.db.reading() as tx:
            feeds = await followed_feeds(tx, now=self.clock.now())
            return await subscription_of(tx, feeds[number].id)

    async def next_poll_in(self) -> timedelta:
        async with self.db.reading() as tx:
            (feed,) = await followed_feeds(tx, now=self.clock.now())
        assert feed.next_poll_at
        return feed.next_poll_at - self.clock.now()

    async def polls_when_due(self) -> int:
        self.clock.at += await self.next_poll_in()
        return await self.polls()


@asynccontextmanager
async def standing_desk(db: Database, clock: TestClock) -> AsyncIterator[Desk]:
    numbers = count(1)
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(standing_hub())
        paper = await stack.enter_async_context(standing_newspaper(hub.url, now=MORNING))
        guard = Guard(allowed=read_networks("127.0.0.0/8"))
        fetcher = await stack.enter_async_context(Fetcher(user_agent="Kliping/test", guard=guard))
        readers = await stack.enter_async_context(Readers())
        inbox = await stack.enter_async_context(
            Inbox(db=db, read=readers.read, clock=clock, pause=timedelta())
        )
        page = websub_page(db, inbox, clock=clock, port=0, host="127.0.0.1")
        base = f"http://127.0.0.1:{await stack.enter_async_context(page)}"
        pause = timedelta()
        yield Desk(
            db=db, clock=clock, hub=hub, paper=paper, inbox=inbox,
            poller=Poller(db=db, fetch=fetcher.fetch, read=readers.read, clock=clock, pause=pause),
            subscriber=Subscriber(
                db=db, post=fetcher.post, clock=clock, base=base, pause=pause,
                chance=lambda: f"unguessable-text-number-{next(numbers)}",
            ),
        )  # fmt: skip
