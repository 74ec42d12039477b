"""How ``doctor`` and an import name cases that are stored: by reference, and what can be none, a name perhaps, by its
number in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.commands.findings import Finding, fine, look, some
from bot.commands.import_asks import REFERENCES, looking, setting_of
from cards.formats import plural
from storage import health
from storage.alike_references import birthdays, may_be_birthdays
from storage.merging import before_merging
from storage.references import ProposedShapes, fits, proposed
from storage.work import Work

_BIRTHDAYS: Final = ("a date of birth", "dates of birth")
_PUT_RIGHT: Final = (
    "Where they are none, import the case under its reference; then: "
    "python app.py merge cases no.NUMBER REFERENCE."
)


def case_names(work: Work, references: Collection[str]) -> dict[str, str]:
    """What each is called, by reference as it is stored."""
    born = _born(work, references)
    odd = [one for one in references if one in born or not fits(one, work.config.references)]
    ids = health.ids_of_cases(work, odd) if odd else {}
    return {one: f"no. {ids[one]} in the database" if one in ids else one for one in references}


@dataclass(frozen=True, slots=True)
class StoredReferences:
    """Those of all cases, by their ids. ``found``: while nobody said what references look like, what these do;
    ``born``: those that may be dates of birth."""

    by_id: Mapping[int, str]
    said: tuple[str, ...]
    found: ProposedShapes | None
    born: frozenset[str]

    @property
    def shapes(self) -> tuple[str, ...]:
        """To go by: as somebody said, or while nobody did those that these would be proposed."""
        return tuple(shape for shape, _ in self.found.shapes) if self.found else self.said

    def findings(self) -> Iterator[Finding]:
        """Whether it is said what they look like, and which of those that are stored don't."""
        if not self.by_id:
            return
        shapes = self.shapes
        odd = [str(id_) for id_, reference in self.by_id.items() if not fits(reference, shapes)]
        like = " or ".join(shapes)
        if self.found:
            without = f"{REFERENCES} is not set: no import brings in a case that isn't stored."
            yield look(f"{without} {looking(self.found)}{_numbers(odd)}", f"{setting_of(self.found)}.")
        elif odd:
            they = "doesn't look" if len(odd) == 1 else "don't look"
            what = f"{plural('stored reference', len(odd))} {they} like {like}.{_numbers(odd)}"
            yield look(what, f"Where they are references, add their shape to {REFERENCES}. {_PUT_RIGHT}")
        else:
            yield fine(f"What is stored of case references looks like {like}: {len(self.by_id):,}.")
        if self.born:
            ids = [str(id_) for id_, reference in self.by_id.items() if reference in self.born]
            what = (
                f"{plural('stored reference', len(ids))} could be {_BIRTHDAYS[len(ids) > 1]}.{_numbers(ids)}"
            )
            yield look(what, f"Look in the case system whether they are references. {_PUT_RIGHT}")


def stored_references(work: Work) -> StoredReferences:
    """All are read, once. Those that were given up are as they were before."""
    before = ((id_, before_merging(id_, reference)) for id_, reference in health.references(work).items())
    by_id, said = {id_: reference for id_, reference in before if reference}, work.config.references
    found = None if said else proposed(by_id.values(), work.today)
    return StoredReferences(by_id, said, found, _born(work, by_id.values()))


def _born(work: Work, references: Collection[str]) -> frozenset[str]:
    """Those of these that may be dates of birth."""
    looked_at = references if may_be_birthdays(work.config.references) else ()
    return frozenset(birthdays(looked_at, work.today))


def _numbers(odd: Sequence[str]) -> str:
    return f" By their numbers in the database (case.id): {some(odd)}." if odd else ""
