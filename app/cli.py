"""The command line: `kliping COMMAND`. Exit status 0 done, 1 failed, 2 the operator must change something."""

import sys

import click

from app.commands.check import check
from app.commands.concepts import concepts
from app.commands.demo import demo
from app.commands.digest import digest
from app.commands.evaluate import evaluate
from app.commands.feeds import feeds
from app.commands.match import match
from app.commands.migrate import migrate
from app.commands.poll import poll
from app.commands.read import read
from app.commands.run import run
from app.commands.search import search
from app.commands.stories import stories
from app.errors import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kliping", message="%(package)s %(version)s")
def kliping() -> None:
    """Kliping: every chat's own daily news digest on Telegram, by topic.

    Settings come from the environment or a .env file; .env.example lists them all.
    """


_RUNNING = (run, demo, check, migrate, feeds, poll)
_NEWS = (search, stories, digest, read, match, concepts, evaluate)

for command in (*_RUNNING, *_NEWS):
    kliping.add_command(command)


def main() -> None:
    """The console script."""
    try:
        kliping.main(standalone_mode=False)
    except SettingsError as error:
        _end(str(error), status=2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _end(message: str, *, status: int) -> None:
    click.echo(f"kliping: {message}", err=True)
    sys.exit(status)
