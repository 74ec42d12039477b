"""Who covers for whom, by the headings and names of a council's own file: of absences, or of nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Final

from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.kinds_of_file import whose
from storage.importing.proposal.own_columns import WORDS, Column
from storage.importing.staff import Staff

#: What a column is called that names whoever covers, and one that names whoever is away.
_COVER: Final = frozenset(
    {
        *("cover", "covered_by", "cover_by", "cover_name", "cover_manager", "cover_provided_by", "covering"),
        *("cover_arrangement", "cover_arrangements", "covering_manager", "covering_supervisor", "who_covers"),
        *("acting", "acting_manager", "acting_up", "acting_supervisor", "stand_in", "standing_in"),
    }
)
_ABSENT: Final = frozenset(
    {
        *("acting_for", "acting_up_for", "cover_for", "covers_for", "covering_for", "standing_in_for"),
        *("absent_manager", "manager_absent", "absent", "person_absent", "person_covered", "manager_covered"),
        *("on_behalf_of", "who_is_away", "in_place_of", "instead_of"),
    }
)
_SINCE: Final = frozenset(
    {
        *("since", "from", "from_date", "date_from", "start", "start_date", "first_day"),
        *("cover_from", "cover_start", "cover_start_date", "cover_since", "covering_from"),
        *("acting_from", "acting_since", "acting_start", "acting_start_date"),
    }
)
_UNTIL: Final = frozenset(
    {
        *("until", "to", "to_date", "date_to", "end", "end_date", "last_day"),
        *("cover_to", "cover_until", "cover_end", "cover_end_date", "covering_to", "covering_until"),
        *("acting_to", "acting_until", "acting_end", "acting_end_date"),
    }
)


def covers_in(
    found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column], staff: Staff
) -> dict[str, Column]:
    people, absences = found["people"], found["absences"]
    names = [c for c in columns if _names_people(c, staff)]
    cover, absent = _called(names, _COVER), _called(names, _ABSENT)
    mine = whose(people)
    if cover and mine and mine is not cover and "first" in absences:
        last = {"until": absences["last"]} if "last" in absences else {}
        return {"absent": mine, "cover": cover, "since": absences["first"], **last}
    others = [c for c in names if c not in (cover, absent)]
    if cover is None and absent and len(others) == 1:
        cover = others[0]
    if absent is None and cover and len(others) == 1:
        absent = others[0]
    days = [c for c in columns if c.are_days or not c.words]
    since, until = _called(days, _SINCE), _called(days, _UNTIL)
    if not (cover and absent and since):
        return {}
    return {"absent": absent, "cover": cover, "since": since, **({"until": until} if until else {})}


def _called(columns: Sequence[Column], titles: Set[str]) -> Column | None:
    return next((c for c in columns if canonical(c.title) in titles), None)


def _names_people(column: Column, staff: Staff) -> bool:
    return column.are_names or 2 * sum(_known(column, staff)) > min(len(column.words), WORDS) > 0


def _known(column: Column, staff: Staff) -> Iterator[bool]:
    return (staff.known(word) is not None for word in islice(column.words, WORDS))
