"""What this process and those that it started take of the processor and of memory."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(*, without: int = 0) -> float:
    """Of the processor's time; the process `without`, if any, does not count as long as it runs."""
    ended = os.times()
    return (
        time.process_time()
        + ended.children_user
        + ended.children_system
        + sum(map(cpu_seconds_of, _children(without)))
    )


def resident_mb(*, without: int = 0) -> float:
    """Memory by now, without that of one process."""
    return sum(_megabytes(process, "VmRSS") for process in (os.getpid(), *_children(without)))


def proportional_mb() -> float:
    """Memory by now, what the processes share counted once."""
    return sum(_megabytes(process, "Pss", file="smaps_rollup") for process in _family())


def peak_mb() -> float:
    """The most memory since `forget_peaks`: what processes share counts for each of them, and they need not
    have had their most at the same time."""
    return sum(_megabytes(process, "VmHWM") for process in _family())


def forget_peaks() -> None:
    """Peaks are counted from what is in memory now."""
    for process in _family():
        (_PROC / str(process) / "clear_refs").write_text("5")


def _family() -> list[int]:
    return [os.getpid(), *_children()]


def _children(without: int = 0) -> Iterator[int]:
    for process in map(int, filter(str.isdigit, os.listdir(_PROC))):
        if process != without and _parent(process) == os.getpid():
            yield process


def _parent(process: int) -> int:
    try:
        return int(_fields(process)[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has just ended


def cpu_seconds_of(process: int) -> float:
    """What one running process has taken of the processor's time, in hundredths."""
    user, system = _fields(process)[11:13]
    return (int(user) + int(system)) / _TICKS


def _fields(process: int) -> list[str]:
    # The name before them stands in brackets and may hold spaces.
    return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()


def _megabytes(process: int, name: str, *, file: str = "status") -> float:
    status = (_PROC / str(process) / file).read_text()
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
