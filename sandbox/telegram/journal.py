"""The request log: every Bot API call with its time, parameters and answer; the newest of them."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from sandbox.telegram.call import Call
from sandbox.telegram.faults import Kind
from sandbox.telegram.records import Json

KEPT = 5_000


class Journal:
    def __init__(self, *, kept: int = KEPT) -> None:
        self._entries: deque[Json] = deque(maxlen=kept)
        self._last = 0

    def note(
        self,
        call: Call,
        *,
        at: datetime,
        status: int | None,
        answer: Json | None,
        unknown: Sequence[str] = (),
        done: bool = False,
        fault: Kind | None = None,
    ) -> None:
        """`status` and `answer` are None when the caller never got one, though it may be `done`."""
        self._last += 1
        entry: Json = {
            "n": self._last,
            "time": at.isoformat(),
            "method": call.method,
            "parameters": dict(call.parameters)
            | {name: {"file": file.name} for name, file in call.files.items()},
            "status": status,
            "answer": answer,
            "done": done or status == 200,
        }
        if fault:
            entry["fault"] = fault.value
        if unknown:
            entry["unknown_parameters"] = list(unknown)
        self._entries.append(entry)

    def after(self, number: int) -> list[Json]:
        return [entry for entry in self._entries if entry["n"] > number]
