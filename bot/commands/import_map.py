"""``import map``: proposes what the columns of a council's own export are, for the officer to read and correct."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.clock import SystemClock
from bot.commands.import_next import ENDING, dry_run
from bot.commands.plain_text import print_text
from bot.commands.reading import chosen, keyless_config, opened
from bot.settings import Settings, SettingsError
from cards.words import listing, plural
from storage.copying import NoDatabaseError
from storage.importing.besides import rows_with_besides
from storage.importing.files import FileFault
from storage.importing.known import know, stored
from storage.importing.mapped_rows import sources_of
from storage.importing.mapping import UNDECIDED, MappingError, mapping_of, read_mapping
from storage.importing.proposing import Proposal, propose_for
from storage.importing.staff import Staff
from storage.importing.strangers import are_many, said_of
from storage.importing.values import ImportVocabulary
from storage.importing.workbook import sheets_meant

out, err = Console(), Console(stderr=True)


def propose_mapping(files: Sequence[Path], *, to: Path | None, sheet: str, rules: str) -> int:
    """0 when each mapping was written; 1 for a file that can't be read, or a mapping that is there already. Raises
    SettingsError."""
    if to and len(files) > 1:
        to.mkdir(exist_ok=True)
    wanted = {file: _target(file, to, alone=len(files) == 1) for file in files}
    wrong = {file: said for file, target in wanted.items() if (said := _wrong(file, target))}
    settings = chosen("", rules)
    config = keyless_config(settings)
    today = config.calendar.day_of(SystemClock().now())
    words = ImportVocabulary(config.rules(today), config.cipher, _known(settings, today))
    sheets = sheets_meant([file for file in files if file.is_file()], sheet or None)
    for file, target in wanted.items():
        know(words.staff, _people(file, target, words, sheets.get(file)))
    written: list[Path] = []
    to_decide, strangers = 0, set[str]()
    for file, target in wanted.items():
        proposals: list[Proposal] = []
        try:
            if file not in wrong:
                proposals = propose_for(file, words, sheets.get(file))
                written += _written(proposals, target)
        except (FileFault, FileExistsError) as fault:
            wrong[file] = f"{file.name}: {fault}" if isinstance(fault, FileFault) else str(fault)
        if file in wrong:
            print_text(err, wrong[file])
        to_decide += sum(len(one.undecided) for one in proposals)
        strangers.update(*(one.strangers for one in proposals))
    _say_strangers(strangers, words.staff)
    _say_next([file for file in wanted if file not in wrong], written, to_decide)
    return 1 if wrong else 0


def _say_strangers(strangers: Collection[str], staff: Staff) -> None:
    """At once: what is named wrongly in one file is found nowhere in the others."""
    people = [one.name for one in staff.guesses.known.values()]
    if are_many(len(strangers), len(people)):
        print_text(out, f"First: {said_of([*strangers], people)}.")


def _written(proposals: Sequence[Proposal], target: Path) -> Sequence[Path]:
    """Where each was written. Raises FileExistsError."""
    targets = _of_each(target, len(proposals))
    if there := next((one for one in targets if one.exists()), None):
        raise FileExistsError(_is_there(there))
    for one, proposal in zip(targets, proposals, strict=True):
        one.write_text(proposal.text, encoding="utf-8")
        _say(proposal, one)
    if proposals and proposals[0].others:
        print_text(out, f"Read by none of these, if it should be: sheets {listing(proposals[0].others)}.")
    return targets


def _say_next(files: Sequence[Path], written: Sequence[Path], to_decide: int) -> None:
    if not written:
        return
    which = "it" if len(written) == 1 else "them"
    first = (
        f"Decide {plural('line', to_decide)} with '{UNDECIDED}' in {which}"
        if to_decide
        else f"Read {which} through"
    )
    print_text(out, f"Next: {first}, look at the guesses of who is whom, then:")
    print_text(out, f"  {dry_run(files, written)}")


def _target(file: Path, to: Path | None, *, alone: bool) -> Path:
    name = f"{file.stem}{ENDING}"
    if to is None:
        return file.with_name(name)
    return to if alone and not to.is_dir() else to / name


def _of_each(target: Path, number: int) -> list[Path]:
    """A file for each layout of a workbook's sheets: ``tracker.mapping.yaml``, ``tracker.2.mapping.yaml``."""
    ending = ENDING if target.name.endswith(ENDING) else target.suffix
    stem = target.name.removesuffix(ending)
    return [target, *(target.with_name(f"{stem}.{n}{ending}") for n in range(2, number + 1))][:number]


def _people(
    file: Path, target: Path, words: ImportVocabulary, sheet: str | None
) -> Iterator[Mapping[str, str]]:
    """Those of a file of staff, by its mapping where there is one, else as it would be proposed."""
    with suppress(FileFault, MappingError, OSError):
        if target.is_file():
            mappings = [read_mapping(target)]
        else:
            mappings = [mapping_of(one.text, file.name) for one in propose_for(file, words, sheet)]
        for source in sources_of(file, mappings, sheet) or ():
            if source.kind == "people":
                yield from rows_with_besides(source)


def _known(settings: Settings, today: date) -> Staff:
    """Those of the database, where there is one."""
    with suppress(SettingsError, NoDatabaseError), opened(settings) as bot, bot.read() as work:
        return stored(work, today)
    return Staff(today)


def _wrong(file: Path, target: Path) -> str | None:
    if not file.is_file():
        return f"{file}: there is no such file"
    if target.exists():
        return _is_there(target)
    return None


def _is_there(target: Path) -> str:
    return f"{target} is there already: name another with --to, or move it away"


def _say(proposal: Proposal, target: Path) -> None:
    if proposal.sheets:
        print_text(out, f"{listing(proposal.sheets)}:")
    for line in proposal.guessed:
        print_text(out, f"{line}.")
    if proposal.undecided:
        out.print(f"{plural('thing', len(proposal.undecided))} to decide:")
    for line in proposal.undecided:
        print_text(out, f"  {line}")
    if proposal.to_look_at:
        out.print(f"{plural('guess', len(proposal.to_look_at), 'guesses')} of who is whom, to look at:")
    for line in proposal.to_look_at:
        print_text(out, f"  {line}")
    print_text(out, f"Written to {target}.")
