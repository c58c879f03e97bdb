"""Wherever a test lets the bot speak, the judge listens: Telegram's own parser reads whatever is said."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
OPENS_TELEGRAM = re.compile(r"\bSandbox\(|\bstanding_sandbox\(|\bstanding_demo\(")
JUDGED = {"sandbox/judge.py", "journeys/conftest.py"}
RAW = {"sandbox/conftest.py", "sandbox/test_limits.py", "sandbox/test_script.py"}
"""Here it is the sandbox itself that is tested, with calls that no bot of ours makes."""


def test_no_test_opens_a_telegram_that_is_not_judged() -> None:
    opening = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if OPENS_TELEGRAM.search(path.read_text("utf-8")) and path != Path(__file__)
    }
    assert opening == JUDGED | RAW
