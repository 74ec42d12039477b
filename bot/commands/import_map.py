"""``import map``: proposes what the columns of a council's own export are, for the officer to read and correct. Run
again it adds what is new to what the officer left, and changes nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from rich.console import Console

from bot.clock import SystemClock
from bot.commands.import_left import sheets_left
from bot.commands.import_lines import HEADING as OF_LINES
from bot.commands.import_next import dry_run
from bot.commands.import_own import is_of, without_reports
from bot.commands.import_standing import (
    StandingMapping,
    add_new,
    free_targets,
    is_mapping,
    names_before,
    own_target,
    standing_for,
)
from bot.commands.plain_text import print_text
from bot.commands.reading import chosen, keyless_config, opened
from bot.settings import Settings, SettingsError
from cards.formats import listing, plural
from storage.copying import NoDatabaseError
from storage.importing.checks.strangers import are_many, said_of
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know, know_lines, stored, stored_lines
from storage.importing.mapped.joined_by_name import is_by_name
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import UNDECIDED, FileMapping, MappingError, mapping_of
from storage.importing.mapped.names_answered import NamesElsewhere
from storage.importing.proposal.besides import rows_with_besides
from storage.importing.proposal.key_sheets import keys_of
from storage.importing.proposal.leavers import is_of_leavers
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_again import Again
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.proposal.recognising import ROWS
from storage.importing.staff import Staff
from storage.importing.tables.files import FileFault
from storage.importing.tables.headings import own_kind
from storage.importing.tables.kept_rows import rows_kept
from storage.importing.tables.mapped_files import sources_of, table_of
from storage.importing.tables.workbook import sheets_meant

_BY_HAND: Final = "Name a sheet with --sheet, or write one by “Your own columns” in docs/import.md"
_NOBODY_KNOWN: Final = (
    "so nobody whom they name is known. Give the staff file too; where it is one of these, its mapping makes none: "
    "move that away, and write one by “Your own columns” in docs/import.md"
)
_IN_SEVERAL: Final = (
    "Where two name different workers of one case, the row with the later day of allocation is taken; two that say "
    "anything else differently are a fault: leave the case out of the list that is less right (leave_out)."
)
#: Files by which others are read: whom they name, and what references look like.
_TOLD_BY: Final = frozenset({"people", "relationships", "cases"})
out, err = Console(), Console(stderr=True)


@dataclass(slots=True)
class _Done:
    """``mappings``: those written, and those that stand; ``of_cases``: how many of them make cases; ``unknown``: files
    of which it can't be told what they are."""

    names: NamesElsewhere
    files: list[Path] = field(default_factory=list)
    mappings: list[Path] = field(default_factory=list)
    to_decide: int = 0
    of_cases: int = 0
    strangers: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)

    def take(self, path: Path, mapping: FileMapping, one: Proposal | Again) -> None:
        self.mappings.append(path)
        self.of_cases += "cases" in mapping.makes
        self.to_decide += len(one.undecided)
        self.strangers |= one.strangers
        self.unnamed |= one.unnamed


@dataclass(slots=True)
class _Given:
    """A file, with the mappings that there are for it, and the sheet that is meant; ``has_people``: a list of them."""

    file: Path
    before: StandingMapping
    sheet: str | None
    has_people: bool = False
    _sources: Sequence[MappedRows] | None = None

    @property
    def sources(self) -> Sequence[MappedRows]:
        """What those mappings make of it: a workbook's sheets are looked at once. Raises FileFault."""
        if self._sources is None:
            self._sources = sources_of(self.file, [*self.before.mappings.values()], self.sheet) or ()
        return self._sources


@rows_kept()
def propose_mapping(files: Sequence[Path], *, to: Path | None, sheet: str, rules: str) -> int:
    """0 when there is a mapping for each; 1 for a file or a mapping that can't be read. Raises SettingsError."""
    if to and (len(files) > 1 or not is_mapping(to)):
        to.mkdir(parents=True, exist_ok=True)
    files = without_reports(files, out)
    settings = chosen("", rules)
    config = keyless_config(settings)
    today = config.calendar.day_of(SystemClock().now())
    there = [file for file in files if file.is_file()]
    known, keys = _known(settings, today), keys_of(there)
    words = ImportVocabulary(config.rules(today), config.cipher, known, accounts=config.accounts, keys=keys)
    sheets = sheets_meant(there, sheet or None)
    wrong = False
    standing: dict[Path, StandingMapping] = {}
    for file in files:
        try:
            standing[file] = standing_for(file, own_target(file, to), sheets.get(file))
        except (FileFault, MappingError) as fault:
            wrong = True
            print_text(err, str(fault))
    given = [_Given(file, before, sheets.get(file)) for file, before in standing.items()]
    unnumbered = [source for one in given for source in _know_people(one, words)]
    for source in unnumbered:
        _know(source, words)
    _say_nobody(given, words.staff)
    done = _Done(names_before(one.target for one in standing.values()))
    made = [_is_made(one, words, done) for one in given]
    wrong |= not all(made)
    _say_unknown(done.unknown)
    _say_strangers(done, words.staff)
    _say_lists_of_cases(done)
    _say_next(done)
    return 1 if wrong else 0


def _is_made(one: _Given, words: ImportVocabulary, done: _Done) -> bool:
    """Whether there is a mapping for it now, or needs to be none; else it is said why there isn't."""
    try:
        _one(one, words, done)
    except MappingError as fault:
        print_text(err, str(fault))
        if not one.before.mappings:  # nobody has written it
            done.unknown.append(one.file.name)
    except FileFault as fault:
        if _own_kind(one):
            _say_own(one.file, done)
            return True
        done.unknown.append(one.file.name)
        print_text(err, f"{one.file.name}: {fault}")
    else:
        return True
    return False


def _own_kind(one: _Given) -> str:
    """Which of the bot's files it is by its headings, as the file of lines is that a dry run wrote."""
    with suppress(FileFault):
        first = next(table_of(one.file, one.sheet).lines(), None)
        return own_kind(one.file.name, *first) if first else ""
    return ""


def _say_own(file: Path, done: _Done) -> None:
    print_text(out, f"{file.name} needs no mapping: its headings are the bot's own.")
    done.files.append(file)


def _one(one: _Given, words: ImportVocabulary, done: _Done) -> None:
    """Raises FileFault."""
    file, before = one.file, one.before
    if is_of(file, OF_LINES):
        print_text(out, f"{file.name} needs no mapping: the bot wrote it (--lines).")
        return
    if before.mappings:
        for path, again in add_new(file, before, words, one.sources, done.names):
            _say_again(again, path, file)
            done.take(path, before.mappings[path], again)
        for line in sheets_left(one.sources):
            print_text(out, f"{line}; --sheet proposes what is in one.")
    else:
        words.staff.elsewhere = done.names.besides(before.target)
        proposals = propose_for(file, words, one.sheet)
        mappings = [mapping_of(proposal.text, file.name) for proposal in proposals]
        if (own := _own_kind(one)) and not any(own in mapping.makes for mapping in mappings):
            _say_own(file, done)  # what it is proposed as, its headings don't say
            return
        targets = free_targets(before.target, len(proposals))
        for target, mapping, proposal in zip(targets, mappings, proposals, strict=True):
            target.write_text(proposal.text, encoding="utf-8")
            done.names.done(target, mapping)
            _say(proposal, target)
            done.take(target, mapping, proposal)
        if proposals and proposals[0].others:
            print_text(out, f"Read by none of these, if it should be: sheets {listing(proposals[0].others)}.")
    done.files.append(file)


def _say_strangers(done: _Done, staff: Staff) -> None:
    """At once: what is named wrongly in one file is found nowhere in the others."""
    people = [one.name for one in staff.guesses.known.values()]
    if are_many(len(done.strangers), len(people)):
        print_text(out, f"First: {said_of(done.strangers, people, done.unnamed)}.")


def _say_lists_of_cases(done: _Done) -> None:
    """Before a child that stands on several of them is a fault, or is another's than somebody thinks."""
    if done.of_cases > 1:
        print_text(out, f"{done.of_cases} of these make cases. {_IN_SEVERAL}")


def _say_nobody(given: Sequence[_Given], staff: Staff) -> None:
    """Before all questions who somebody is."""
    if given and not staff.guesses.known and not any(one.has_people for one in given):
        files = listing([one.file.name for one in given])
        print_text(out, f"First: no list of people was found in {files}: {_NOBODY_KNOWN}.")


def _say_unknown(files: Sequence[str]) -> None:
    """Before what depends on them: names of a file of staff that isn't read are nobody's in all others."""
    if files:
        have = "file has" if len(files) == 1 else "files have"
        print_text(out, f"First: {len(files)} {have} no mapping: {listing(files)}. {_BY_HAND}.")


def _say_next(done: _Done) -> None:
    if not done.mappings:
        return
    which = "it" if len(done.mappings) == 1 else "them"
    first = (
        f"Decide {plural('line', done.to_decide)} with '{UNDECIDED}' in {which}"
        if done.to_decide
        else f"Read {which} through"
    )
    print_text(out, f"Next: {first}, look at the guesses of who is whom, then:")
    print_text(out, f"  {dry_run(done.files, done.mappings)}")


def _know_people(one: _Given, words: ImportVocabulary) -> Sequence[MappedRows]:
    """Those of a file of staff, by its mapping where there is one, else as it would be proposed; and whom that leaves
    out. Lists without numbers, and of leavers, are kept for later: those may be others' who have one, or more zeros in
    front of it."""
    with suppress(FileFault, MappingError):
        sources = one.sources if one.before.mappings else _proposed(one, words)
        later = [
            source for source in sources if is_by_name(source) or is_of_leavers(source.mapping.sheet or "")
        ]
        one.has_people = any(source.kind == "people" for source in sources)
        for source in sources:
            if source not in later:
                _know(source, words)
        return later
    return ()


def _know(source: MappedRows, words: ImportVocabulary) -> None:
    with suppress(FileFault):
        if source.kind == "people":
            know(words.staff, rows_with_besides(source))
            words.staff.leave_out(source.aside)
        elif source.kind == "cases":
            words.references.know(row.get("case", "") for row in islice(source.by_column(), ROWS))
        elif source.kind == "relationships":
            know_lines(words.staff, source.by_column())


def _proposed(one: _Given, words: ImportVocabulary) -> Sequence[MappedRows]:
    """Raises FileFault."""
    proposed = propose_for(one.file, words, one.sheet, _TOLD_BY)
    mappings = [mapping_of(each.text, one.file.name) for each in proposed]
    return sources_of(one.file, mappings, one.sheet) or ()


def _known(settings: Settings, today: date) -> Staff:
    """Those of the database, where there is one."""
    with suppress(SettingsError, NoDatabaseError), opened(settings) as bot, bot.read() as work:
        staff = stored(work, today)
        staff.lines += stored_lines(work)
        return staff
    return Staff(today)


def _say(proposal: Proposal, target: Path) -> None:
    if proposal.sheets:
        print_text(out, f"{listing(proposal.sheets)}:")
    for line in proposal.guessed:
        print_text(out, f"{line}.")
    _say_open(proposal)
    print_text(out, f"Written to {target}.")


def _say_again(again: Again, mapping: Path, file: Path) -> None:
    print_text(out, f"{mapping} stands as it is: {plural('answer', again.kept)} kept.")
    if again.new:
        print_text(out, f"Added to it, for {file.name}: {plural('word', again.new)} that nobody has decided.")
    if again.settled:
        print_text(out, f"Nobody has to answer {plural('question', again.settled)} of it any more.")
    for line in again.besides:
        print_text(out, f"{line}.")
    _say_open(again)


def _say_open(one: Proposal | Again) -> None:
    if one.undecided:
        out.print(f"{plural('thing', len(one.undecided))} to decide:")
    for line in one.undecided:
        print_text(out, f"  {line}")
    if one.to_look_at:
        out.print(f"{plural('guess', len(one.to_look_at), 'guesses')} of who is whom, to look at:")
    for line in one.to_look_at:
        print_text(out, f"  {line}")
