"""What somebody who brings data in does next: each run of ``import`` says the command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import Final

from storage.importing.mapped.mapping import MappingError

#: How the name of a mapping ends that ``import map`` writes.
ENDING: Final = ".mapping.yaml"
_NUMBERED: Final = re.compile(r"(.*?)(?:\.(\d+))?\.mapping\.yaml")


def mappings_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Those named, and of a folder all that are in it, in the order in which ``import map`` writes them. Raises
    MappingError for a folder with none."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = in_folder(path)
        if not found:
            raise MappingError(f"{path}: no mapping is in this folder; their names end with {ENDING}")
        yield from found


def in_folder(folder: Path) -> list[Path]:
    """The mappings in it, in that order."""
    return sorted(folder.glob(f"*{ENDING}"), key=_place)


def first_of(path: Path) -> str:
    """What the names of ``tracker.mapping.yaml`` and ``tracker.2.mapping.yaml``, for other sheets, have in common."""
    return _place(path)[0]


def _place(path: Path) -> tuple[str, int]:
    """``tracker.mapping.yaml`` before ``tracker.2.mapping.yaml``: each sheet is read by the first that is for it."""
    match = _NUMBERED.fullmatch(path.name)
    return (match[1], int(match[2] or 1)) if match else (path.name, 1)


def dry_run(files: Iterable[Path], targets: Sequence[Path]) -> str:
    """The command that looks at what these mappings make of these files."""
    folders = {target.parent for target in targets}
    alone = len(folders) == 1 and {*in_folder(*folders)} == {*targets}
    given = folders if alone and len(targets) > 1 else targets
    mappings = " ".join(f"--mapping {quote(str(one))}" for one in given)
    return f"python app.py import --dry-run {mappings} {' '.join(quote(str(file)) for file in files)}"


AFTER_FAULTS: Final = (
    "Say in the mapping what such a word means, and run this again; with --leave-out-faults these rows stay out, and "
    "the rest comes in. What is wrong in the system that a file is from is put right there."
)
_UNCHANGED: Final = "Nothing was changed (--dry-run)."
AFTER_DRY_RUN: Final = f"{_UNCHANGED} Next: the same without --dry-run."
NOTHING_OF: Final = (
    f"{_UNCHANGED} Next: no row comes in by {{}}, as is said above; correct that, or leave out its file, and run this "
    "again."
)
WRITE_LINES: Final = (
    "Where sessions are right about who supervises whom: --lines FILE writes those lines into a file; take out what "
    "isn't so, and give it with the others."
)


def after_import(morning: date) -> str:
    """``morning``: the next on which anybody is told something."""
    return (
        "Next: python app.py doctor says what to look at; python app.py due says what is late, by team; "
        f"python app.py simulate --to {morning.isoformat()} shows what each would read by then, and tells nobody."
    )
