"""`kliping poll`: poll what is due, and say what happened."""

import click

from app.commands.running import with_database
from app.settings import Settings
from app.wiring import SystemClock, follow_feeds_file, opened_grouper, opened_poller
from app.wording import count
from jobs.group import group_all
from jobs.keep import Poll
from jobs.poll import Poller, poll_due_feeds
from storage.database import Database
from storage.polls import next_feed_due_at


@click.command()
@click.option(
    "--once",
    is_flag=True,
    help="Does not wait for hosts that pause: at most one feed of each host is polled.",
)
def poll(once: bool) -> None:
    """Poll the feeds that are due and print how each poll ended.

    Hosts are asked side by side, the feeds of one host one after another, KLIPING_HOST_PAUSE seconds apart.
    """

    async def act(db: Database, settings: Settings) -> list[int]:
        clock = SystemClock()
        await follow_feeds_file(db, settings, now=clock.now())
        new: list[int] = []

        def tell(poll: Poll) -> None:
            print(_line(poll), flush=True)
            new.append(poll.new)

        async with opened_poller(db, settings, clock=clock) as poller:
            await poll_due_feeds(poller, tell=tell)
            while not once and await _wait_for_hosts(poller):
                await poll_due_feeds(poller, tell=tell)
        async with opened_grouper(db, clock=clock) as grouper:
            await group_all(grouper)
        return new

    new = with_database(act)
    print(
        f"{count(len(new), 'feed')} polled, {count(sum(new), 'new article')}." if new else "No feed is due."
    )


async def _wait_for_hosts(poller: Poller) -> bool:
    """Wait until a feed that is due may be asked; False where none is, or none within reach of a pause."""
    async with poller.db.reading() as tx:
        at = await next_feed_due_at(tx)
    if at is None or (wait := at - poller.clock.now()) > poller.pause:
        return False
    await poller.clock.sleep(max(wait.total_seconds(), 0.01))
    return True


def _line(poll: Poll) -> str:
    outcome = poll.reason or f"{poll.new} new of {poll.listed}"
    return f"{poll.feed.outlet}  {poll.feed.url}  {outcome}"
