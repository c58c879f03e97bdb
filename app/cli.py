"""The command line: `kliping COMMAND`. Exit status 0 done, 1 failed, 2 the operator must change something."""

import keyword
import sys
from importlib import import_module

import click

from app.errors import SettingsError

COMMANDS = (
    "run", "demo", "check", "migrate", "compact", "feeds", "poll", "import",
    "index", "search", "stories", "digest", "outbox", "updates", "read", "match", "concepts", "evaluate",
)  # fmt: skip
"""Each is a function of that name, in a module of that name (`identifier`)."""


class _Commands(click.Group):
    """Loads the command that is called, and not what the others need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = identifier(cmd_name)
        command: click.Command = getattr(import_module(f"app.commands.{name}"), name)
        return command


def identifier(command: str) -> str:
    """What the command's function and its module are called."""
    return f"{command}_" if keyword.iskeyword(command) else command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kliping", message="%(package)s %(version)s")
def kliping() -> None:
    """Kliping: every chat's own daily news digest on Telegram, by topic.

    Settings come from the environment or a .env file; .env.example lists them all.
    """


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
