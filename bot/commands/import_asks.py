"""What somebody is asked before a council's first cases come in, or before much of it ends."""

from __future__ import annotations

from typing import Final

from rich.console import Console

from bot.commands.plain_text import print_text
from bot.settings import PREFIX
from cards.formats import listing
from storage.alike_references import AlikeKind, AlikeReferences
from storage.importing.applied.writing import Result
from storage.references import ProposedShapes

REFERENCES: Final = f"{PREFIX}CASE_REFERENCES"


def report_unusual(to: Console, result: Result) -> None:
    """A file that lost its rows must not end a council's work: somebody looks first."""
    named = [f"{number:,} of {of:,} {kind}" for kind, (number, of) in result.unusual.items()]
    said = f"This would end {listing(named)}. Nothing was changed. "
    said += "Look at it with --dry-run; if that is how it is, add --ends-many."
    print_text(to, said)


def ask_shape(to: Console, shapes: ProposedShapes) -> None:
    """What references look like is said once, by somebody who looked: then nothing else is ever kept. What few look
    like may be a name, and isn't repeated."""
    print_text(to, looking(shapes))
    print_text(
        to, f"Nothing was changed, and nothing else looked at yet. {setting_of(shapes)}, and run this again."
    )


def looking(shapes: ProposedShapes) -> str:
    """What references look like, in a few sentences; what few look like may be a name, and isn't repeated."""
    if not shapes.shapes:
        what = (
            f"The {shapes.of:,} case references here have"
            if shapes.of > 1
            else "The one case reference here has"
        )
        return f"{what} no shape in common with others: are these references, or names and initials?"
    named = ", ".join(f"{shape} ({number:,})" for shape, number in shapes.shapes)
    more = (
        f" {shapes.others:,} more look like none of these: are they references, or names?"
        if shapes.others
        else ""
    )
    also = "".join(f" {_fits_too(one)}" for one in shapes.alike)
    return f"Case references here look like {named}.{more}{also}"


def _fits_too(one: AlikeReferences) -> str:
    """What else has that shape, and how many of these could be that; none of them is repeated."""
    number = f"{one.number:,}" if one.number else "none"
    if one.kind is AlikeKind.BIRTHDAY:
        born = f"A date of birth in {one.shape.count('#')} figures fits {one.shape} too"
        return f"{born}, and nothing tells it from a number: {number} of the {one.of:,} could be one."
    found = f"An NHS number fits {one.shape} too: {number} of the {one.of:,} have its check figure"
    if one.are_most:
        return (
            f"{found}, so these are NHS numbers, which are a child's and no case's: is it the right column?"
        )
    return f"{found}, as one number in eleven has by chance."


def setting_of(shapes: ProposedShapes) -> str:
    """What to set so that it is agreed, without a full stop."""
    if shapes.shapes:
        return f"If that is how they look, set {REFERENCES}='{shapes.value}'"
    return f"Set {REFERENCES} to what references look like, # for each digit, as in CB-#####"
