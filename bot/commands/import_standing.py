"""The mappings that there are already for a file that ``import map`` is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.commands.import_next import ENDING, first_of, in_folder
from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import FileMapping, MappingError, mapping_of, read_mapping
from storage.importing.mapped.names_answered import NamesElsewhere
from storage.importing.proposal.proposing_again import Again, propose_again
from storage.importing.tables.files import FileFault
from storage.importing.tables.mapped_files import reads_sheet

#: Of a mapping for files of whatever name.
_ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class StandingMapping:
    """``mappings``: by their paths, those for a file, in the order in which they are taken; ``target``: where the first
    is written if there is none."""

    mappings: Mapping[Path, FileMapping]
    target: Path


def own_target(file: Path, to: Path | None) -> Path:
    """``to``: a folder, or the mapping itself, as its name says."""
    name = f"{file.stem}{ENDING}"
    if to is None:
        return file.with_name(name)
    return to if is_mapping(to) else to / name


def is_mapping(to: Path) -> bool:
    """By its name; a folder may be called anything."""
    return to.suffix.lower() in (".yaml", ".yml") and not to.is_dir()


def standing_for(file: Path, target: Path, sheet: str | None) -> StandingMapping:
    """The one of its own name, and those beside it that are for files so called: last month's is this month's. Raises
    FileFault for a file that isn't there, MappingError for a mapping of its own name that can't be read."""
    if not file.is_file():
        raise FileFault(f"{file}: there is no such file")
    found: dict[Path, FileMapping] = {}
    for path in in_folder(target.parent):
        with suppress(MappingError):
            mapping = read_mapping(path)
            if first_of(path) == first_of(target) or (mapping.is_for(file) and mapping.files != _ANY):
                found[path] = mapping
    if target.is_file() and target not in found:
        found = {target: read_mapping(target), **found}
    meant = {path: one for path, one in found.items() if _is_of(one, file, sheet)}
    return StandingMapping(meant, target)


def names_before(targets: Iterable[Path]) -> NamesElsewhere:
    """What the mappings say that are in the folders into which it is written."""
    names = NamesElsewhere()
    for path in (
        path for folder in dict.fromkeys(one.parent for one in targets) for path in in_folder(folder)
    ):
        with suppress(MappingError):
            names.answered(path, read_mapping(path))
    return names


def _is_of(mapping: FileMapping, file: Path, sheet: str | None) -> bool:
    return not (sheet and mapping.sheet) or reads_sheet(file, sheet, mapping)


def add_new(
    file: Path,
    standing: StandingMapping,
    words: ImportVocabulary,
    sources: Sequence[MappedRows],
    names: NamesElsewhere,
) -> Iterator[tuple[Path, Again]]:
    """What the file asks that they don't answer is written into each. ``sources``: what they make of it. Raises
    FileFault, MappingError."""
    for path, mapping in standing.mappings.items():
        mine = [source for source in sources if source.mapping is mapping]
        if not mine:
            continue
        written = path.read_bytes().decode("utf-8")
        bom = "\ufeff" if written.startswith("\ufeff") else ""
        text = written.removeprefix(bom)
        words.staff.elsewhere = names.besides(path)
        again = propose_again(file, text, mapping, mine, words)
        if again.text != text:
            mapping_of(again.text, path.name)
            path.write_bytes((bom + again.text).encode("utf-8"))
        names.done(path, mapping_of(again.text, path.name))
        yield path, again


def free_targets(target: Path, number: int) -> list[Path]:
    """A file for each layout of a workbook's sheets: ``tracker.mapping.yaml``, ``tracker.2.mapping.yaml``; what is
    there already stays."""
    ending = ENDING if target.name.endswith(ENDING) else target.suffix
    stem = target.name.removesuffix(ending)
    names = (target if n == 1 else target.with_name(f"{stem}.{n}{ending}") for n in range(1, 1000))
    free = (path for path in names if not path.exists())
    return [next(free) for _ in range(number)]
