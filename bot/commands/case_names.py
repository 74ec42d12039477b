"""How ``doctor`` and an import name cases that are stored: by reference, and what can be none, a name perhaps, by its
number in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.commands.findings import Finding, fine, look, some
from bot.commands.import_asks import REFERENCES, looking, setting_of
from cards.formats import plural
from storage import health
from storage.references import fits, proposed
from storage.work import Work


def case_names(work: Work, references: Collection[str]) -> dict[str, str]:
    """What each is called, by reference as it is stored."""
    odd = [one for one in references if not fits(one, work.config.references)]
    ids = health.ids_of_cases(work, odd) if odd else {}
    return {one: f"no. {ids[one]} in the database" if one in ids else one for one in references}


def shapes_to_go_by(work: Work) -> tuple[str, ...]:
    """As somebody said, or while nobody did those that the stored ones would be proposed."""
    said = work.config.references
    return said or tuple(shape for shape, _ in proposed(health.references(work).values()).shapes)


def references(work: Work) -> Iterator[Finding]:
    """Whether it is said what they look like, and which of those that are stored don't."""
    stored = health.references(work)
    if not stored:
        return
    shapes = shapes_to_go_by(work)
    odd = [str(id_) for id_, reference in stored.items() if not fits(reference, shapes)]
    if not work.config.references:
        found = proposed(stored.values())
        without = f"{REFERENCES} is not set: no import brings in a case that isn't stored."
        yield look(f"{without} {looking(found)}{_numbers(odd)}", f"{setting_of(found)}.")
    elif odd:
        they = "doesn't look" if len(odd) == 1 else "don't look"
        what = f"{plural('stored reference', len(odd))} {they} like {' or '.join(shapes)}.{_numbers(odd)}"
        yield look(
            what, f"If they are references, add their shape to {REFERENCES}. Names of children are none."
        )
    else:
        yield fine(f"All {plural('stored reference', len(stored))} look like {' or '.join(shapes)}.")


def _numbers(odd: Sequence[str]) -> str:
    return f" By their numbers in the database (case.id): {some(odd)}." if odd else ""
