"""Files that only their owner may read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def private() -> Iterator[None]:
    """What is made meanwhile is for its owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
