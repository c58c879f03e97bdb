"""What a command loads: a poller has no Telegram library in memory, no Alembic and no holidays."""

import subprocess
import sys

import pytest

LARGE = ("telegram", "alembic", "sandbox", "holidays")


def loaded_by(code: str) -> set[str]:
    """Those of the large packages that are loaded once `code` has run, in a process of its own."""
    asked = f"import sys; sys.path[:] = {sys.path!r}; {code}; print(*(set({LARGE!r}) & sys.modules.keys()))"
    ended = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    return set(ended.stdout.split())


@pytest.mark.parametrize("module", ["app.cli", "app.commands.run", "app.commands.poll", "storage.schema"])
def test_what_polls_loads_neither_telegram_nor_alembic(module: str) -> None:
    assert loaded_by(f"import {module}") == set()


@pytest.mark.parametrize("module", ["app.conversing", "app.sending"])
def test_what_talks_to_telegram_loads_its_library(module: str) -> None:
    assert loaded_by(f"import {module}") == {"telegram"}
