"""Imports keep the rule: they point down, walls have no door, and each library lives in one room."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def test_imports_keep_the_rule() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [lint_imports, "--no-cache"], cwd=HOUSE, capture_output=True, text=True, check=False, env=os.environ
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
