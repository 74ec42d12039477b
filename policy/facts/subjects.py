"""What an obligation is about, and which fact starts or meets it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple


class SubjectKind(StrEnum):
    CASE = "case"
    PERSON = "person"
    SESSION = "session"
    ABSENCE = "absence"


class Subject(NamedTuple):
    """What an obligation is about, and the unit that is assessed and locked."""

    kind: SubjectKind
    id: int


def ids_by_kind(subjects: Iterable[Subject]) -> defaultdict[SubjectKind, list[int]]:
    """The ids of these by kind, each as often and in the order as given; of a kind that isn't among them, none."""
    ids: defaultdict[SubjectKind, list[int]] = defaultdict(list)
    for kind, number in subjects:
        ids[kind].append(number)
    return ids


class FactRef(NamedTuple):
    """The fact that starts a clock or meets an obligation: kind and id, or a window (``month:2026-11``)."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


#: The kind of the fact from which the first of a case counts.
ALLOCATION: Final = "allocation"
#: What a case became: another kind of case.
CATEGORIES: Final = "categories"
#: A longer interval that was granted for a case.
AUTHORISATION: Final = "authorisation"
