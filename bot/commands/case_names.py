"""How ``doctor`` and an import name cases that are stored: by reference, and what can be none, a name perhaps, by its
number in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from bot.commands.findings import Finding, fine, look, some
from bot.commands.import_asks import REFERENCES, looking, setting_of
from cards.formats import plural
from storage import health
from storage.merging import before_merging
from storage.references import fits, proposed
from storage.work import Work

_PUT_RIGHT: Final = (
    "Where they are names, import the case under its reference; then: "
    "python app.py merge cases no.NUMBER REFERENCE."
)


def case_names(work: Work, references: Collection[str]) -> dict[str, str]:
    """What each is called, by reference as it is stored."""
    odd = [one for one in references if not fits(one, work.config.references)]
    ids = health.ids_of_cases(work, odd) if odd else {}
    return {one: f"no. {ids[one]} in the database" if one in ids else one for one in references}


def shapes_to_go_by(work: Work) -> tuple[str, ...]:
    """As somebody said, or while nobody did those that the stored ones would be proposed."""
    said = work.config.references
    return said or tuple(shape for shape, _ in proposed(_stored(work).values()).shapes)


def references(work: Work) -> Iterator[Finding]:
    """Whether it is said what they look like, and which of those that are stored don't."""
    stored, shapes = _stored(work), shapes_to_go_by(work)
    odd = [str(id_) for id_, reference in stored.items() if not fits(reference, shapes)]
    if not stored:
        return
    if not work.config.references:
        found = proposed(stored.values())
        without = f"{REFERENCES} is not set: no import brings in a case that isn't stored."
        yield look(f"{without} {looking(found)}{_numbers(odd)}", f"{setting_of(found)}.")
    elif odd:
        they = "doesn't look" if len(odd) == 1 else "don't look"
        what = f"{plural('stored reference', len(odd))} {they} like {' or '.join(shapes)}.{_numbers(odd)}"
        yield look(what, f"Where they are references, add their shape to {REFERENCES}. {_PUT_RIGHT}")
    else:
        yield fine(f"What is stored of case references looks like {' or '.join(shapes)}: {len(stored):,}.")


def _stored(work: Work) -> dict[int, str]:
    """By their ids, those that were given up as they were before."""
    before = ((id_, before_merging(id_, reference)) for id_, reference in health.references(work).items())
    return {id_: reference for id_, reference in before if reference}


def _numbers(odd: Sequence[str]) -> str:
    return f" By their numbers in the database (case.id): {some(odd)}." if odd else ""
