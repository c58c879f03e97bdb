"""`kliping feeds find`, `import` and `export`: feeds by the list."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from app.commands.running import with_database
from app.errors import SettingsError
from app.finding import address_of, found_at, show
from app.settings import Settings
from app.wiring import SystemClock
from app.wording import count
from news.catalogue import Listed, listed_as, listed_in
from news.errors import ListUnreadable
from news.feed import Source
from news.feed_csv import read_csv, write_csv
from news.gazetteer import regions
from news.opml import read_opml, write_opml
from news.regions import regions_named
from news.subscription_lists import FeedList
from storage.database import Database
from storage.feeds import followed_feeds
from storage.following import FollowedList, follow_list

_ADDRESS = re.compile(r".*//.*|[^\s/]+\.[^\s/]+/\S*|\S+\.[A-Za-z]{2,}", re.DOTALL)
"""With a scheme, with a path behind a host, or a host alone."""


@click.command()
@click.argument("what")
def find(what: str) -> None:
    """Find feeds: of the web page at an address, of an outlet, or of a region.

    WHAT is the address of any page of an outlet, the outlet's name, or a region's name or code. Addresses are
    asked; names are looked up in the catalogue that is shipped.
    """
    listed = [] if "//" in what else _listed(what)
    if not listed and _ADDRESS.fullmatch(what):
        address = address_of(what if "//" in what else f"https://{what}")
        return show(found_at(address), asked=address, now=SystemClock().now())
    if not listed:
        raise SettingsError(
            f"the catalogue knows neither an outlet nor a region {what!r}; give the address of a page instead"
        )
    for one in listed:
        print(_listed_line(one))
    return None


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Follow the feeds that FILE lists, as OPML or as CSV.

    CSV has the columns outlet, url and, if wanted, region and full_text (yes or no). What is wrong with a
    line is said with its number, and all others are followed.
    """
    listed = _read(file)

    async def act(db: Database, _: Settings) -> FollowedList:
        return await follow_list(db, listed.sources, now=SystemClock().now())

    followed = with_database(act)
    for problem in listed.problems:
        click.echo(f"{file}, line {problem.line}: {problem.reason}", err=True)
    print(_imported(followed, wrong=len(listed.problems)))
    if listed.problems:
        sys.exit(2)


@click.command()
@click.option("--csv", "as_csv", is_flag=True, help="As CSV instead of OPML.")
def export(as_csv: bool) -> None:
    """Print all followed feeds as OPML, for other feed readers, or as CSV."""

    async def ask(db: Database, _: Settings) -> Sequence[Source]:
        async with db.reading() as tx:
            followed = await followed_feeds(tx, now=SystemClock().now())
        return [
            Source(url=feed.url, outlet=feed.outlet, region=feed.region, full_text=feed.full_text)
            for feed in followed
        ]

    sources = with_database(ask)
    click.echo(write_csv(sources) if as_csv else write_opml(sources, title="Kliping"), nl=False)


def _imported(followed: FollowedList, *, wrong: int) -> str:
    known = f"{followed.known} {_were(followed.known)} followed already"
    if followed.different:
        known += f" ({followed.different} otherwise than listed: `kliping feeds change` changes that)"
    parts = [known]
    if followed.gone:
        parts.append(f"{followed.gone} {'is' if followed.gone == 1 else 'are'} gone")
    if followed.removed:
        parts.append(f"{followed.removed} {_were(followed.removed)} removed by `kliping feeds remove`")
    parts.append(f"{count(wrong, 'line')} {'is' if wrong == 1 else 'are'} wrong")
    return f"Following {count(followed.new, 'new feed')}; {', '.join(parts)}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _listed(what: str) -> Sequence[Listed]:
    codes = [what] if what in regions() else [region.code for region in regions_named(what)]
    named = listed_as(what)
    return list(dict.fromkeys([*named, *(one for code in codes for one in listed_in(code))]))


def _listed_line(one: Listed) -> str:
    where = regions()[one.region].name if one.region else one.kind.value
    note = f"  ({one.note})" if one.note else ""
    return f"{one.outlet}  {one.url or 'no feed of its own'}  {where} {one.region}".rstrip() + note


def _read(file: Path) -> FeedList:
    document = file.read_bytes()
    is_xml = document.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or file.suffix.lower() == ".opml"
    try:
        return read_opml(document) if is_xml else read_csv(document)
    except ListUnreadable as error:
        raise SettingsError(f"{file} cannot be imported: it is {error.reason}") from error
