"""`kliping poll`: poll what is due, and say what happened."""

import click

from app.commands.running import with_database
from app.settings import Settings
from app.wiring import SystemClock, fetcher, follow_feeds_file
from jobs.group import group_new_items
from jobs.poll import Poll, poll_due_feeds
from storage.database import Database


@click.command()
@click.option("--once", is_flag=True, help="One round of feeds only; otherwise until nothing is due.")
def poll(once: bool) -> None:
    """Poll the feeds that are due and print how each poll ended."""

    async def act(db: Database, settings: Settings) -> tuple[int, int]:
        clock = SystemClock()
        await follow_feeds_file(db, settings, now=clock.now())
        polls = new = 0
        async with fetcher(settings) as fetch:
            while done := await poll_due_feeds(db, fetch.fetch, clock=clock):
                print("\n".join(map(_line, done)), flush=True)
                polls, new = polls + len(done), new + sum(poll.new for poll in done)
                if once:
                    break
        while await group_new_items(db):
            pass
        return polls, new

    polls, new = with_database(act)
    print(f"{polls} feeds polled, {new} new articles." if polls else "No feed is due.")


def _line(poll: Poll) -> str:
    outcome = poll.reason or f"{poll.new} new of {poll.listed}"
    return f"{poll.feed.outlet}  {poll.feed.url}  {outcome}"
