"""What a file of people says of them that is no column of ours: what they are called besides, and where they work. It
tells who is meant in other files, for a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from storage.importing.known import KNOWN_AS, POST, UNIT
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import MappedColumn
from storage.importing.proposal.forenames import is_forename, is_former_surname
from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.known_headings import HEADINGS
from storage.importing.proposal.team_names import narrowest

_UNITS: Final = frozenset({*HEADINGS["people"]["team"], "org_unit_path", "organisation_path", "location"})
_POSTS: Final = frozenset(HEADINGS["people"]["role"])
#: Of the forenames that their papers have, where nothing else tells those.
_INITIALS: Final = frozenset({"initial", "initials", "forename_initial", "forename_initials"})


def rows_with_besides(source: MappedRows) -> Iterator[Mapping[str, str]]:
    """Raises FileFault."""
    for row in _wider(source).by_column():
        yield {name: narrowest(said) if name.startswith(UNIT) else said for name, said in row.items()}


def _wider(source: MappedRows) -> MappedRows:
    """With a column each for what ours doesn't have."""
    made = source.mapping.makes[source.kind]
    said: dict[str, MappedColumn] = {f"{UNIT}team": made.columns["team"]} if "team" in made.columns else {}
    titles = [*filter(str.strip, source.opened()[0][1])]
    said |= dict(_before(titles))
    for title in titles:
        if is_forename(title) or canonical(title) in _INITIALS:
            said[f"{KNOWN_AS}{title}"] = MappedColumn.model_validate(title)
        elif canonical(title) in _UNITS:
            said[f"{UNIT}{title}"] = MappedColumn.model_validate(title)
        elif canonical(title) in _POSTS:
            said[f"{POST}{title}"] = MappedColumn.model_validate(title)
    kind = made.model_copy(update={"columns": {**made.columns, **said}})
    makes = {**source.mapping.makes, source.kind: kind}
    return replace(source, mapping=source.mapping.model_copy(update={"makes": makes}))


def _before(titles: Sequence[str]) -> Iterator[tuple[str, MappedColumn]]:
    """What people were called by the surname that they had before."""
    for former in filter(is_former_surname, titles):
        for first in filter(is_forename, titles):
            both = {"from": [first, former], "when": {first: "*", former: "*"}}
            yield f"{KNOWN_AS}{first} {former}", MappedColumn.model_validate(both)
