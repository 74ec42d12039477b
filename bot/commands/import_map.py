"""``import map``: proposes what the columns of a council's own export are, for the officer to read and correct."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from rich.console import Console

from bot.clock import SystemClock
from bot.commands.reading import chosen, keyless_config
from cards.words import plural
from storage.importing.files import FileFault
from storage.importing.proposing import Proposal, propose_for
from storage.importing.staff import Staff
from storage.importing.values import ImportVocabulary

out, err = Console(), Console(stderr=True)


def propose_mapping(file: Path, *, to: Path | None, sheet: str, rules: str) -> int:
    """0 when the mapping was written; 1 for a file that can't be read, or a mapping that is there already. Raises
    SettingsError."""
    target = to or file.with_name(f"{file.stem}.mapping.yaml")
    wrong = _wrong(file, target)
    if wrong:
        err.print(wrong, markup=False)
        return 1
    config = keyless_config(chosen("", rules))
    today = config.calendar.day_of(SystemClock().now())
    words = ImportVocabulary(config.rules(today), config.cipher, Staff(today))
    try:
        proposal = propose_for(file, words, sheet or None)
    except FileFault as fault:
        err.print(f"{file.name}: {fault}", markup=False)
        return 1
    target.write_text(proposal.text, encoding="utf-8")
    _say(proposal, file, target)
    return 0


def _wrong(file: Path, target: Path) -> str | None:
    if not file.is_file():
        return f"{file}: there is no such file"
    if target.exists():
        return f"{target} is there already: name another with --to, or move it away"
    return None


def _say(proposal: Proposal, file: Path, target: Path) -> None:
    for line in proposal.guessed:
        out.print(f"{line}.", markup=False, highlight=False, soft_wrap=True)
    if proposal.undecided:
        out.print(f"{plural('thing', len(proposal.undecided))} to decide:")
    for line in proposal.undecided:
        out.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
    out.print(
        f"Written to {target}. Correct it, then: python app.py import --dry-run --mapping "
        f"{quote(str(target))} {quote(str(file))}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
