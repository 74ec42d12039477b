"""What a council's own file is, by which of its columns are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from storage.importing.mapped.rota_codes import are_codes
from storage.importing.proposal.own_columns import NEARLY, Column
from storage.importing.proposal.recognising import KINDS_OF_SESSION, STATES_OF_SESSION


def kinds_of(found: Mapping[str, Mapping[str, Column]]) -> Iterator[str]:
    """What the file is: a list of what managers did about cases, where it is one, else what its other columns tell."""
    listed = next((kind for kind in ("audits", "agenda") if found.get(kind)), None)
    yield from [listed] if listed else _told(found)


def _told(found: Mapping[str, Mapping[str, Column]]) -> Iterator[str]:
    """Sessions where it has two people, a day and something else of a session, cases where it has references, or notes
    of them, absences where it has their days and tells of leave or of nobody's post, with who covers in them or that
    alone, else people."""
    covers = ["covers"] if found.get("covers") else []
    people, cases, absences = found["people"], found["cases"], found["absences"]
    pairs = {"supervisee", "supervisor", "date"} <= found["sessions"].keys()
    if whose(people) and tell_of_leave(absences) and not _are_of_posts(people, absences):
        yield from ["absences", *covers]
    elif {"role", "staff_number"} <= people.keys() and not _are_of_cases(people["staff_number"], cases):
        yield from _staffed(found)
    elif pairs and is_of_sessions(found["sessions"]) and "allocated_on" not in cases:
        yield from _logged(found)
    elif found.get("last_discussed"):
        yield "last_discussed"
    elif "case" in cases and ("worker" in cases or "service" in cases):
        yield from ["cases", *(["allocations"] if found.get("allocations") else [])]
    elif whose(people) and "first" in absences and is_of_absences(absences):
        yield from ["absences", *covers]
    elif covers and "role" not in people and "case" not in cases:
        yield from covers
    else:
        yield from _logged(found) if pairs and "staff_number" not in people else _staffed(found)


def _staffed(found: Mapping[str, Mapping[str, Column]]) -> Iterator[str]:
    people = found["people"]
    if "staff_number" in people and ({"name", "last_name"} & people.keys()):
        yield "people"
        if "supervisor" in found["relationships"]:
            yield "relationships"


def _logged(found: Mapping[str, Mapping[str, Column]]) -> Iterator[str]:
    yield "sessions"
    if "case" in found["discussions"]:
        yield "discussions"


def whose(people: Mapping[str, Column]) -> Column | None:
    """The column that says whose an absence is: a number, an address or a name."""
    return next((people[name] for name in ("staff_number", "email", "name") if name in people), None)


def is_of_absences(absences: Mapping[str, Column]) -> bool:
    return not absences.keys().isdisjoint(("sickness", "absence"))


def tell_of_leave(absences: Mapping[str, Column]) -> bool:
    """Nearly every row has a day away and says what for, or its heading says that it is one: such a file may tell the
    post, the team and the manager of whoever was away. A list of staff says it of a few."""
    first, sort = absences.get("first"), absences.get("sickness")
    if first is None or first.filled <= NEARLY * len(first.cells):
        return False
    said = first.of_absence or (
        sort is not None and sort.of_absence and sort.filled > NEARLY * len(sort.cells)
    )
    return said or (sort is not None and (sort.is_mostly_leave or are_codes(sort)))


def _are_of_posts(people: Mapping[str, Column], absences: Mapping[str, Column]) -> bool:
    """A row for each post, and whose status says of some that they are away: most rows say no leave, and hardly anybody
    stands in several, as in a list of absences or of days."""
    identity, sort = whose(people), absences.get("sickness")
    if "role" not in people or identity is None or sort is None or sort.is_mostly_leave:
        return False
    return len(identity.words) > NEARLY * identity.filled


def _are_of_cases(staff: Column, cases: Mapping[str, Column]) -> bool:
    """A row for each of somebody's cases, which says their number and what they are in it, as no list of staff does."""
    case = cases.get("case")
    return case is not None and "allocated_on" in cases and len(staff.words) < NEARLY * len(case.words)


def is_of_sessions(sessions: Mapping[str, Column]) -> bool:
    """A length, a time of day, a day that was planned, or words that a session's state or kind may be."""
    worded_so = ((name, words) for name, words in (("kind", KINDS_OF_SESSION), ("state", STATES_OF_SESSION)))
    known = any(name in sessions and sessions[name].share_of(words) > 0 for name, words in worded_so)
    return (
        known
        or not sessions.keys().isdisjoint(("minutes", "start", "planned_date"))
        or sessions["date"].are_moments
    )


def tell_sessions(made: Set[str], found: Mapping[str, Mapping[str, Column]], kinds: Sequence[str]) -> bool:
    """Whether the columns that are made say on which day sessions are, or with whom."""
    sessions = found["sessions"]
    return kinds[0] == "sessions" and any(sessions[ours].title in made for ours in ("date", "supervisee"))
