"""Trouble on request: what the Bot API answers to the next calls, by method, chat and share."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sandbox.telegram.call import Call
from sandbox.telegram.errors import TelegramError, forbidden, too_many_requests


class Kind(StrEnum):
    DEACTIVATED = "403"
    TOO_MANY = "429"
    BROKEN = "500"
    BAD_GATEWAY = "502"
    SILENCE = "silence"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    TIMEOUT_AFTER = "timeout_after"
    LATE = "late"

    @property
    def comes_after(self) -> bool:
        """The call is carried out first."""
        return self in (Kind.DROP_AFTER, Kind.TIMEOUT_AFTER, Kind.LATE)


LONGEST_SILENCE = 600.0


@dataclass(slots=True, kw_only=True)
class Fault:
    """`after` so many calls that it concerns, it strikes; a silence, or what is late, takes `seconds`."""

    method: str
    kind: Kind
    chat: str | None = None
    share: float = 1.0
    left: int | None = None
    after: int = 0
    seconds: float = LONGEST_SILENCE
    retry_after: int = 1
    halts_all: bool = False

    def concerns(self, call: Call) -> bool:
        return (
            self.left != 0
            and self.method in ("*", call.method.lower())
            and self.chat in (None, call.text("chat_id"))
        )


class Faults:
    """A global 429 halts every call until its time is over; all others concern the call they hit."""

    def __init__(self, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._faults: list[Fault] = []
        self._chance = random.Random(0)
        self._halted_until = 0.0

    def replace(self, faults: Sequence[Fault], *, seed: int = 0) -> None:
        self._faults = list(faults)
        self._chance = random.Random(seed)
        self._halted_until = 0.0

    def strike(self, call: Call) -> Fault | None:
        """The fault that hits this call, counted off. Raises the refusals among them."""
        halted_for = self._halted_until - self._seconds()
        if halted_for > 0:
            raise too_many_requests(int(halted_for) + 1)
        fault = next((fault for fault in self._ready(call) if self._is_drawn(fault)), None)
        if fault is None:
            return None
        if fault.left is not None:
            fault.left -= 1
        self._refuse(fault)
        return fault

    def _ready(self, call: Call) -> list[Fault]:
        concerned = [fault for fault in self._faults if fault.concerns(call)]
        ready = [fault for fault in concerned if not fault.after]
        for fault in concerned:
            fault.after = max(0, fault.after - 1)
        return ready

    def _is_drawn(self, fault: Fault) -> bool:
        return fault.share >= 1 or self._chance.random() < fault.share

    def _refuse(self, fault: Fault) -> None:
        match fault.kind:
            case Kind.TOO_MANY:
                if fault.halts_all:
                    self._halted_until = self._seconds() + fault.retry_after
                raise too_many_requests(fault.retry_after)
            case Kind.DEACTIVATED:
                raise forbidden("user is deactivated")
            case Kind.BROKEN:
                raise TelegramError(500, "Internal Server Error")
            case Kind.BAD_GATEWAY:
                raise TelegramError(502, "Bad Gateway")
            case _:
                return


def fault_from_json(raw: Mapping[str, Any]) -> Fault:
    """Raises KeyError, TypeError or ValueError when it is not a fault."""
    times, chat = raw.get("times"), raw.get("chat")
    return Fault(
        method=str(raw.get("method", "*")).lower(),
        kind=Kind(str(raw["kind"])),
        chat=None if chat is None else str(chat),
        share=float(raw.get("share", 1)),
        left=None if times is None else int(times),
        after=int(raw.get("after", 0)),
        seconds=float(raw.get("seconds", LONGEST_SILENCE)),
        retry_after=int(raw.get("retry_after", 1)),
        halts_all=bool(raw.get("global", False)),
    )
