"""The processor time that work takes: the machine may have other things to do."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds, and what the work brought."""
    gc.collect()  # else it would pay for sweeping up what was made before it
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result
