"""`kliping index`: the word index, and making it anew for a new version of the analyser."""

import click

from app.commands.running import with_database
from app.errors import SettingsError
from app.settings import Settings
from app.wiring import SystemClock
from jobs.reading import Readers
from jobs.rebuild import Rebuilt, rebuild_index
from storage.database import Database
from storage.errors import DatabaseTrouble
from storage.rebuild import IndexState, index_state


@click.group(invoke_without_command=True)
@click.pass_context
def index(context: click.Context) -> None:
    """The word index: whether this version's analyser made it."""
    if context.invoked_subcommand:
        return

    async def ask(db: Database, settings: Settings) -> IndexState:
        async with db.reading() as tx:
            return await index_state(tx)

    print(in_words(with_database(ask)))


@index.command()
def rebuild() -> None:
    """Read all items again, while Kliping runs or not; stopped, it goes on where it was."""
    clock = SystemClock()
    begun = clock.now()

    def tell(rebuilt: Rebuilt) -> None:
        seconds = max((clock.now() - begun).total_seconds(), 0.001)
        rate = rebuilt.done / seconds
        left = (rebuilt.items - rebuilt.done) / rate
        done = f"{rebuilt.done:,} of {rebuilt.items:,} items read again"
        click.echo(f"\r{done}, {rate:,.0f} a second, {left:,.0f} s left   ", err=True, nl=False)

    async def act(db: Database, settings: Settings) -> int:
        async with Readers() as readers:
            return await rebuild_index(db, readers.run, clock=clock, tell=tell)

    try:
        done = with_database(act)
    except DatabaseTrouble as trouble:
        raise SettingsError(
            f"the database cannot be used ({trouble.reason}): see that its disk has room and that nobody "
            "locks it, and rebuild again; it goes on where it stopped"
        ) from trouble
    if done:
        click.echo("", err=True)
    print(f"{done:,} items were read again: the index is this version's.")


def in_words(state: IndexState) -> str:
    """How the index is, and what to do about it."""
    if state.is_current:
        return f"The index holds {state.items:,} items, as this version reads them."
    return (
        f"An older version's analyser read {state.left:,} of {state.items:,} items: searches and topics may "
        "miss some of them. Run `kliping index rebuild`, while Kliping runs or not."
    )
