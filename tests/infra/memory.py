"""Databases that are thrown away after a test lie in memory where there is enough of it: SQLite waits for the disk at
every commit, and no test cuts the power."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

#: Where Linux keeps files in memory. In a container it may be as small as 64 MB.
SHARED_MEMORY: Final = Path("/dev/shm")
#: Bytes: a run needs about a tenth of it.
ENOUGH: Final = 4 << 30


def use() -> None:
    """Called once per run, before the workers start: they inherit it by environment. A TMPDIR that was given stays."""
    if "TMPDIR" in os.environ or not os.access(SHARED_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(SHARED_MEMORY).free >= ENOUGH:
        os.environ["TMPDIR"] = str(SHARED_MEMORY)
        tempfile.tempdir = None
