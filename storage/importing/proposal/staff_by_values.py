"""Who the staff of a council's own file are where no heading says it, by what stands in its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.importing.columns.values import ImportVocabulary
from storage.importing.proposal.coded import are_codes, fits_as
from storage.importing.proposal.likely import likely_role
from storage.importing.proposal.own_columns import MOSTLY, NEARLY, Column


def know_by_values(
    found: Mapping[str, dict[str, Column]], columns: Sequence[Column], words: ImportVocabulary
) -> None:
    """Who staff are, where their headings aren't known: nobody of a list of cases or a log of sessions."""
    people, cases = found["people"], found["cases"]
    if "name" in people or "last_name" in people or not cases.keys().isdisjoint(("case", "worker")):
        return
    told = _by_values([c for c in columns if c not in people.values()])
    if "role" not in people:
        titles = (c for c in columns if fits_as("role", c) and c not in told.values())
        of_roles = (c for c in titles if _are_of_roles(c, _share_of_roles(c, words)))
        role = next(of_roles, None)
        people |= {"role": role} if role else {}
    if told and "role" in people:
        people |= told if "staff_number" not in people else {"name": told["name"]}


def number_of(name: Column, columns: Sequence[Column]) -> dict[str, Column]:
    """Where names and posts have headings and numbers stand under ``Employee`` alone: each is one name's, and who was
    lent has none."""
    free = (c for c in columns if c.of_staff and are_codes(c) and not (c.of_others or c.are_days))
    apart = (c for c in free if c.filled > MOSTLY * len(c.cells) and len(c.words) > NEARLY * c.filled)
    found = next((c for c in apart if not (c.has_several(name) or c.counts_rows)), None)
    return {"staff_number": found} if found else {}


def _share_of_roles(column: Column, words: ImportVocabulary) -> float:
    said = [word for word in column.words if likely_role(word, words.roles)]
    return max(column.share_of(words.roles), len(said) / len(column.words) if column.words else 0.0)


def _by_values(columns: Sequence[Column]) -> dict[str, Column]:
    """Where no heading says so: a number and a name that tell the rows apart together, each number one name's. A post
    has a number too, of which several may have one name."""
    names = [c for c in columns if c.are_full_names and not c.of_others and _tells_apart(c)]
    numbers = [c for c in columns if are_codes(c) and not (c.of_others or c.of_a_post or c.is_case)]
    both = [(c, n) for n in names for c in numbers if _tells_apart(c) and not c.has_several(n)]
    if not both:
        return {}
    number, name = min(both, key=lambda pair: pair[1].text_of != pair[0].title)
    return {"staff_number": number, "name": name}


def _tells_apart(column: Column) -> bool:
    """Nearly each row says another; somebody may have two posts."""
    return column.filled > NEARLY * len(column.cells) and len(column.words) > NEARLY * column.filled


def _are_of_roles(column: Column, roles: float) -> bool:
    """Few titles, said of many. ``roles``: the share of them that are a role's."""
    return roles > MOSTLY and 1 < len(column.words) <= MOSTLY * column.filled
