"""Logging: one line an event, as text or JSON, without the bot's token."""

import json
import logging
import re
import sys

_TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{30,}")
_OWN = ("app", "bot", "jobs", "storage", "news", "sandbox")


def set_up_logs(*, level: str, style: str) -> None:
    """Log to standard error: our own rooms from `level` on, libraries from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if style == "json" else _TextFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for room in _OWN:
        logging.getLogger(room).setLevel(level.upper())


def without_token(text: str) -> str:
    """`text` with whatever looks like a bot's token hidden: request addresses and errors contain it."""
    return _TOKEN.sub("<token>", text)


class _TextFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return without_token(super().format(record))


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "room": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["error"] = self.formatException(record.exc_info)
        return without_token(json.dumps(event, ensure_ascii=False))
