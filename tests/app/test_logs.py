"""Logs hide tokens and can be read by machines."""

import json
import logging

import pytest

from app.logs import set_up_logs, without_token

TOKEN = "123456789:" + "Ab_-" * 9


def test_whatever_looks_like_a_token_is_hidden() -> None:
    assert without_token(f"POST /bot{TOKEN}/getMe") == "POST /bot<token>/getMe"


@pytest.fixture
def _restored_logging() -> object:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before


@pytest.mark.usefixtures("_restored_logging")
@pytest.mark.parametrize("style", ["text", "json"])
def test_no_log_line_shows_a_token_not_even_in_a_traceback(
    style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(level="info", style=style)
    try:
        raise ConnectionError(f"cannot reach /bot{TOKEN}/sendMessage")
    except ConnectionError:
        logging.getLogger("bot.test").exception("failed with %s", TOKEN)
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert written.count("<token>") == 2


@pytest.mark.usefixtures("_restored_logging")
def test_json_logs_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="info", style="json")
    logging.getLogger("jobs.test").info("two\nlines")
    event = json.loads(capsys.readouterr().err)
    assert (event["level"], event["room"], event["message"]) == ("info", "jobs.test", "two\nlines")


@pytest.mark.usefixtures("_restored_logging")
def test_libraries_that_log_addresses_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="debug", style="text")
    logging.getLogger("httpx").info("HTTP Request: POST /bot%s/getMe", TOKEN)
    assert capsys.readouterr().err == ""
