"""The shipped newspapers: what each shows at the clock's time, as front page, feed and article pages."""

from collections.abc import Sequence
from datetime import date

from sandbox.clock import SandboxClock
from sandbox.newsroom.feeds import write_feed
from sandbox.newsroom.pages import article_page, front_page
from sandbox.newsroom.plan import Outlet, Plan
from sandbox.newsroom.printing import Article, latest_printing, print_for
from sandbox.newsroom.shelf import Document, Feed

FEED_LENGTH = 15


class Press:
    """A shelf whose documents follow the clock: tomorrow's articles appear tomorrow."""

    def __init__(self, plan: Plan, clock: SandboxClock) -> None:
        self._plan = plan
        self._clock = clock

    def feeds(self, root: str) -> list[Feed]:
        return [
            Feed(name=outlet.name, url=f"{root}/{outlet.slug}/rss.xml", region=outlet.region)
            for outlet in self._plan.outlets
        ]

    def find(self, path: str, root: str) -> Document | None:
        match path.rstrip("/").split("/"):
            case [slug] if outlet := self._outlet(slug):
                return front_page(outlet, self._printed(outlet), root)
            case [slug, "rss.xml"] if outlet := self._outlet(slug):
                return write_feed(outlet, self._printed(outlet)[:FEED_LENGTH], root)
            case [_, day, _] if article := self._article(path, day):
                return article_page(article, root)
        return None

    def _outlet(self, slug: str) -> Outlet | None:
        return next((outlet for outlet in self._plan.outlets if outlet.slug == slug), None)

    def _printed(self, outlet: Outlet) -> Sequence[Article]:
        """Newest first."""
        now = self._clock.now()
        printed = (
            latest_printing(account, now) for account in self._plan.accounts if account.outlet == outlet
        )
        return sorted(printed, key=lambda article: article.published_at, reverse=True)

    def _article(self, path: str, day: str) -> Article | None:
        try:
            printed_on = date.fromisoformat(day)
        except ValueError:
            return None
        printed = (
            print_for(account, printed_on) for account in self._plan.accounts if account.falls_on(printed_on)
        )
        now = self._clock.now()
        return next(
            (article for article in printed if article.path == path and article.published_at <= now), None
        )
