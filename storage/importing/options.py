"""How an import is made."""

from __future__ import annotations

from dataclasses import dataclass

from storage.importing.applied.writing import Every
from storage.importing.reading import Progress, silent


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """``dry_run``: nothing is written. ``complete``: each kind given is all there is, and what is stored and missing
    ends. ``leaves_out``: rows with a fault don't come in, and the rest does; the result names them. ``any_reference``:
    of invented cases, whatever references look like; no other new one comes in before somebody said it, and the
    result's ``shapes`` say what they look like here. ``asks_endings``: nothing is written where unusually much would
    end (``unusual``). ``again_within``: days within which another import is expected. ``account``: who brings it in, as
    their machine knows them; the trail says so. ``every`` hears each difference, also those too many to list."""

    dry_run: bool = False
    complete: bool = False
    leaves_out: bool = False
    any_reference: bool = False
    asks_endings: bool = False
    again_within: int | None = None
    account: str | None = None
    every: Every | None = None
    progress: Progress = silent
