"""What somebody is asked before a council's first cases come in, or before much of it ends."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from bot.commands.plain_text import print_text
from bot.settings import PREFIX
from cards.formats import listing
from storage.importing.applied.writing import Result
from storage.references import ANY, MOST


def report_unusual(to: Console, result: Result) -> None:
    """A file that lost its rows must not end a council's work: somebody looks first."""
    named = [f"{number:,} of {of:,} {kind}" for kind, (number, of) in result.unusual.items()]
    said = f"This would end {listing(named)}. Nothing was changed. "
    said += "Look at it with --dry-run; if that is how it is, add --ends-many."
    print_text(to, said)


def ask_shape(to: Console, shapes: Sequence[tuple[str, int]]) -> None:
    """What a council's references look like is said once, by somebody who looked: then nothing else is ever kept. What
    only one of several looks like may be a name, and isn't repeated."""
    common = [one for one in shapes if one[1] > 1 or len(shapes) == 1][:MOST]
    if not common:
        said = f"The {len(shapes):,} case references here have no shape in common: are these references, or names "
        said += f"and initials? Nothing was changed. Where references have no shape, set {PREFIX}CASE_REFERENCES={ANY}."
        print_text(to, said)
        return
    named = [f"{shape} ({number:,})" for shape, number in common]
    print_text(to, f"Case references here look like {', '.join(named)}.")
    if len(shapes) > len(common):
        more = f"{len(shapes) - len(common):,} more look like none of these: are they references, or names?"
        print_text(to, more)
    written = ",".join(shape for shape, _ in common)
    say = f"{PREFIX}CASE_REFERENCES='{written}'"
    print_text(
        to,
        f"Nothing was changed. If that is how they look, set {say} and import again; leave out what is none. "
        f"Where references have no shape, set it to {ANY}.",
    )
