"""`kliping updates`: what Telegram brought and was set aside, because it cannot be read or handled."""

import json

import click

from app.commands.running import with_database
from app.errors import SettingsError
from app.json_lines import print_json
from app.settings import Settings
from app.wording import count, minute
from storage.database import Database
from storage.updates import Aside, count_waiting, forget_set_aside, updates_set_aside


@click.group(invoke_without_command=True)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line, without what is in the updates."
)
@click.pass_context
def updates(context: click.Context, *, as_json: bool) -> None:
    """Updates that were set aside, the oldest first, with the reason; and how many wait to be handled.

    They hold what people wrote, so only `show` prints that. After 30 days they are forgotten.
    """
    if context.invoked_subcommand is None:
        _list(as_json=as_json)


@updates.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """Print the update that `kliping updates` lists under NUMBER, as Telegram brought it."""

    async def ask(db: Database, _: Settings) -> list[Aside]:
        async with db.reading() as tx:
            return await updates_set_aside(tx)

    found = [aside for aside in with_database(ask) if aside.number == number]
    if not found:
        raise _unknown(number)
    print(json.dumps(json.loads(found[0].raw), indent=2))


@updates.command()
@click.argument("numbers", type=int, nargs=-1, required=True)
def forget(numbers: tuple[int, ...]) -> None:
    """Forget the updates that `kliping updates` lists under NUMBERS."""

    async def act(db: Database, _: Settings) -> None:
        async with db.writing() as tx:
            known = {aside.number for aside in await updates_set_aside(tx)}
            if unknown := [number for number in numbers if number not in known]:
                raise _unknown(unknown[0])
            await forget_set_aside(tx, numbers)

    with_database(act)


def _list(*, as_json: bool) -> None:
    async def ask(db: Database, _: Settings) -> tuple[list[Aside], int]:
        async with db.reading() as tx:
            return await updates_set_aside(tx), await count_waiting(tx)

    set_aside, waiting = with_database(ask)
    if as_json:
        for aside in set_aside:
            print_json(_object(aside))
        return
    for aside in set_aside:
        print(_line(aside))
    print(f"{count(len(set_aside), 'update')} set aside, {waiting} waiting to be handled.")


def _line(aside: Aside) -> str:
    what = "no update" if aside.update_id is None else f"update {aside.update_id}"
    return f"{aside.number}  {minute(aside.arrived_at)}  {what}  {aside.reason}"


def _object(aside: Aside) -> dict[str, object]:
    return {
        "number": aside.number,
        "update_id": aside.update_id,
        "reason": aside.reason,
        "arrived_at": aside.arrived_at.isoformat(),
    }


def _unknown(number: int) -> SettingsError:
    return SettingsError(f"nothing is set aside as {number}: `kliping updates` prints their numbers")
