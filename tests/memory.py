"""Where the tests keep their databases: in memory, where there is room; disks are slow, and often shared."""

import os
import shutil

_IN_MEMORY = "/dev/shm"
_ROOM = 2 * 1024**3
"""Bytes; a run needs a tenth of them, a server's log beforehand included."""


def folder_in_memory() -> str | None:
    """None where there is none, or too little of it: some containers have 64 MB."""
    if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
        return _IN_MEMORY
    return None
