"""What one kind's columns of a council's own file tell of another's, where no heading is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from storage.importing.columns.session_columns import PAIR
from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.grid_cells import FEWEST_MONTHS, met_in, month_of
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.mapped.own_words import OwnWords
from storage.importing.mapped.posts import of_posts
from storage.importing.mapped.rota_codes import of_days
from storage.importing.proposal.absences_by_values import days_by_values, whose_by_values
from storage.importing.proposal.case_references import own_reference, referring
from storage.importing.proposal.completing_cases import (
    complete_cases,
    identity,
    involved,
    known_to,
    named_worker,
    worked_where,
)
from storage.importing.proposal.covers_found import covers_in
from storage.importing.proposal.grid_columns import under_each_month
from storage.importing.proposal.heading_signs import NEVER_OF, SAYS_WHY
from storage.importing.proposal.kinds_of_file import is_of_absences, whose
from storage.importing.proposal.known_headings import MONTHS
from storage.importing.proposal.likely import says_review
from storage.importing.proposal.lists_of_cases import agenda_in, audits_in
from storage.importing.proposal.more_categories import also_categories, plans_in
from storage.importing.proposal.notes_found import notes_in
from storage.importing.proposal.own_columns import MOSTLY, Column
from storage.importing.proposal.people_by_name import named_alone
from storage.importing.proposal.planned_and_held import as_held, code_in
from storage.importing.proposal.recognising import is_asked, looks
from storage.importing.proposal.recorded_flags import says_recorded
from storage.importing.proposal.second_days import second_day
from storage.importing.proposal.staff_by_values import know_by_values, number_of
from storage.importing.proposal.staff_named import held_by_values, pair_by_values
from storage.importing.staff import Staff

#: A heading of these words alone says not whose name it is.
_OF_ANYBODY: Final = frozenset({"name", "full", "your", "completed", "by"})
_OF_MONTH: Final = OwnWords.of(MONTHS)
_IS_MOVED: Final = frozenset(
    {"moved", "rearranged", "rescheduled", "rebooked", "postponed", "deferred", "revised", "new"}
)
#: Of so many rows the pair and the day tell the sessions of a log apart.
_NEARLY_ALL: Final = 0.95
#: What a log of sessions has.
PAIR_AND_DAY: Final = frozenset({"supervisee", "supervisor", "date"})
#: What tells who was in a session, when, and whether it was held.
_TELLS_OF_PAIR: Final = (
    *("state", "kind", "planned_date", "supervisee_email", "supervisor_email"),
    *("filled_by", "is_recorded"),
)


def completed(
    found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column], words: ImportVocabulary
) -> dict[str, dict[str, Column]]:
    """With what one kind's columns tell of another's: the staff number of a file of people, the reference of one of
    cases, and the number and the supervisor of one of sessions, where no heading is known; and the column of
    managers. ``words``: the rule set's, and the staff who are
    known."""
    filled = {kind: dict(some) for kind, some in found.items()}
    know_by_values(filled, columns, words)
    _complete_people(filled["people"], columns)
    filled["people"] |= named_alone(filled, columns)
    complete_cases(filled["cases"], filled["people"], filled["sessions"], columns)
    _complete_absences(filled["absences"], filled["people"], columns, words.staff)
    if not filled["sessions"].keys() >= PAIR_AND_DAY:
        filled["absences"] |= of_days(columns)
    if _tells_only_absences(filled):
        filled["people"] |= whose_by_values(columns, words.staff)
    filled["sessions"] |= pair_by_values(filled, columns, words.staff)
    if held := held_by_values(filled, columns, words.staff):
        filled["cases"] |= held
        complete_cases(filled["cases"], filled["people"], filled["sessions"], columns)
    filled["sessions"] = _completed_sessions(filled["sessions"], columns, words.staff.today)
    filled["discussions"] = _discussed(filled["discussions"], filled["sessions"], columns)
    written = found["discussions"].get("recorded_on", filled["sessions"].get("written_up"))
    filled["sessions"] |= _written_up(filled["sessions"], filled["discussions"], written)
    filled["people"], line = of_posts(filled["people"], columns)
    filled["relationships"] = {**line, **filled["relationships"]}
    filled["relationships"] |= _managed(filled["relationships"], filled["people"], columns)
    filled["cases"] = named_worker(filled["cases"], columns, words.staff)
    filled["cases"] |= also_categories(filled["cases"], columns, words)
    filled["cases"] |= _reviewed(filled["cases"], words)
    if len(set(words.services.values())) > 1:
        filled["cases"] |= worked_where(filled["cases"], columns)
    if {"worker", "allocated_on"} <= filled["cases"].keys():
        filled["allocations"] = involved(filled["cases"], columns)
    filled["last_discussed"] = notes_in(found, columns)
    filled["audits"], filled["agenda"] = audits_in(found, columns, words), agenda_in(found, columns, words)
    filled["covers"] = covers_in(filled, columns, words.staff)
    return filled


def _reviewed(cases: Mapping[str, Column], words: ImportVocabulary) -> dict[str, Column]:
    """How often plans are reviewed, where a column says it among categories."""
    if "plan_every_months" in cases or not is_asked("plan_every_months", words):
        return {}
    told = (one for one in plans_in(cases).values() if any(map(says_review, one.words)))
    found = next(told, None)
    return {"plan_every_months": found} if found else {}


def _complete_people(people: dict[str, Column], columns: Sequence[Column]) -> None:
    named = "role" in people and not people.keys().isdisjoint(("name", "last_name"))
    if named and "staff_number" not in people:
        own = [c for c in columns if not c.is_case]
        likeliest = sorted(own, key=lambda c: (c.of_a_post, not c.of_staff))
        people |= identity("staff_number", people, likeliest)
    if named and "staff_number" not in people:
        told = [c for c in columns if c not in people.values()]
        people |= number_of(people["name"] if "name" in people else people["last_name"], told)
    # Many a spreadsheet has no numbers: an address is one person's.
    address = people.get("email")
    if named and address and "staff_number" not in people and len(address.words) == len(address.cells):
        people["staff_number"] = address


def _complete_absences(
    absences: dict[str, Column], people: dict[str, Column], columns: Sequence[Column], staff: Staff
) -> None:
    """Whose they are, by numbers that staff are known by, else by the one column of names; and the last day of each."""
    absences |= days_by_values(absences, columns)
    of_staff = [c for c in columns if known_to(c, staff) and c not in absences.values()]
    numbers = [c for c in of_staff if c.is_of_identity or ("first" in absences and not c.of_others)]
    told = people.get("staff_number")
    if numbers and "role" not in people and (told is None or not known_to(told, staff)):
        people["staff_number"] = numbers[0]
    names = [c for c in columns if c.are_names and c not in absences.values()]
    if not whose(people) and "sickness" in absences and len(names) == 1 and not names[0].text_of:
        people["name"] = names[0]
    absences |= _day_by_day(absences, columns)


def _tells_only_absences(found: Mapping[str, Mapping[str, Column]]) -> bool:
    """Of nobody whose heading is known."""
    people, absences = found["people"], found["absences"]
    others = (
        "role" in people or "case" in found["cases"] or {"supervisee", "date"} <= found["sessions"].keys()
    )
    return not whose(people) and not others and "first" in absences and is_of_absences(absences)


def _completed_sessions(
    sessions: Mapping[str, Column], columns: Sequence[Column], today: date
) -> dict[str, Column]:
    both = _the_right_way_round({**sessions, **_other_of_two(sessions, columns)})
    dated = under_each_month(both, columns) or as_held(_by_month(both, columns), columns, today)
    dated = _moved(dated, columns)
    dated |= second_day(dated, columns)
    both = {**dated, **code_in(dated, columns), **_addressed(dated, columns), **_session_id(dated, columns)}
    return {**both, **_recorded(both, columns)}


def _moved(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """Where nothing else is the day of a session: the first column of days; and the day to which some were moved."""
    if not {"supervisee", "supervisor"} <= sessions.keys():
        return dict(sessions)
    days = [c for c in columns if c.are_days and not c.each and c not in sessions.values()]
    found = {**sessions}
    if "date" not in found:
        usual = (
            c for c in days if NEVER_OF["date"].isdisjoint(c.heading) and _IS_MOVED.isdisjoint(c.heading)
        )
        if first := next(usual, None):
            found["date"] = first
    state, on = found.get("state"), found.get("date")
    other = next((c for c in days if c is not on and not _IS_MOVED.isdisjoint(c.heading)), None)
    if not state or not on or on.each or not other or "planned_date" in found:
        return found
    told = ((word, state.beside(word, other).total()) for word in state.words if not _says_off(word, state))
    state.moves = frozenset(word for word, rows in told if rows > MOSTLY * state.words[word])
    return {**found, "date": other, "planned_date": on} if state.moves else found


def _says_off(word: str, state: Column) -> bool:
    """That it was cancelled: the new day is another session's, that stands in for it."""
    return "cancel" in state.spelt(word).lower()


def _written_up(
    sessions: Mapping[str, Column], discussions: Mapping[str, Column], day: Column | None
) -> dict[str, Column]:
    """The day on which the record of a session was written, where each has a row of its own."""
    ids = sessions.get("session")
    its_own = not discussions or (ids is not None and len(ids.words) == len(ids.cells))
    return {"written_up": day} if day and its_own else {}


def _recorded(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """The first column that says of which sessions the record is written."""
    told = (c for c in columns if c not in sessions.values() and says_recorded(c))
    found = None if "is_recorded" in sessions else next(told, None)
    return {"is_recorded": found} if found else {}


def _addressed(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """Beside a name, the address of the same person: two people may have one name."""
    found: dict[str, Column] = {}
    for ours in ("supervisee", "supervisor"):
        named = sessions.get(ours)
        if named is None or not named.are_names:
            continue
        about = set(named.heading) - _OF_ANYBODY
        free = (c for c in columns if c.are_emails and c not in sessions.values())
        address = next((c for c in free if not about.isdisjoint(c.heading)), None)
        found |= {f"{ours}_email": address} if address else {}
    return found


def _managed(
    relationships: Mapping[str, Column], people: Mapping[str, Column], columns: Sequence[Column]
) -> dict[str, Column]:
    """Who supervises the people of a file, and the posts by which they may be named."""
    manager = _manager(relationships, people, columns) if "staff_number" in people else None
    return {"supervisor": manager, **_post(manager, people, columns)} if manager else {}


def _post(manager: Column, people: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """Where managers are named by their posts: the column of the rows' own posts."""
    if manager.overlap(people["staff_number"]):
        return {}
    posts = (c for c in columns if c.is_of_identity and c is not manager and c not in people.values())
    post = next(
        (c for c in posts if 2 * manager.overlap(c) > len(manager.words) and _are_held(c, manager)), None
    )
    return {"post": post} if post else {}


def _are_held(post: Column, manager: Column) -> bool:
    """By one each: all of the file, or those that managers are named by, where many share another, as a team's."""
    holders = [post.words[word] for word in manager.words if word in post.words]
    return post.is_identity or holders.count(1) > MOSTLY * len(holders)


def _day_by_day(absences: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """A row for each day away: the one column of days is the first and the last."""
    days = [c for c in columns if c.are_days]
    return {"last": days[0]} if days == [absences.get("first")] and "last" not in absences else {}


def _session_id(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """The column that tells the sessions apart, which may have a row for each case discussed."""
    if "session" in sessions:
        return {}
    telling = ("supervisee", "supervisor", "date", "planned_date", "other_date", "start")
    pair = [sessions[name].cells for name in telling if name in sessions]
    apart = len(set(zip(*pair, strict=True)))
    free = [c for c in columns if c not in sessions.values() and not (c.of_staff or c.is_case)]
    found = next((c for c in free if c.is_of_identity and len(set(c.cells)) == apart), None)
    if found is None:
        # A few rows entered twice have an id each.
        rows = (c for c in free if c.is_of_identity and len(c.words) == len(c.cells))
        found = next((c for c in rows if apart > _NEARLY_ALL * len(c.cells)), None)
    return {"session": found} if found and pair else {}


def _the_right_way_round(sessions: Mapping[str, Column]) -> dict[str, Column]:
    """Where a heading says only that somebody is named, as a form's does of whoever filled it in: of the two columns
    the one with fewer people supervises."""
    mine, theirs = sessions.get("supervisee"), sessions.get("supervisor")
    if "filled_by" in sessions:
        return dict(sessions)
    if mine and theirs and set(mine.heading) <= _OF_ANYBODY and len(mine.words) < len(theirs.words):
        return {**sessions, "supervisee": theirs, "supervisor": mine}
    return dict(sessions)


def _by_month(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """The columns of sessions; where a pair's row has a column of days for each month, those are their days."""
    months = [c for c in columns if c.title in _OF_MONTH]
    if len(months) < FEWEST_MONTHS or not {"supervisee", "supervisor"} <= sessions.keys():
        return dict(sessions)
    both = Column("a column for each month", each=tuple(month.title for month in months))
    for cells in zip(*(month.cells for month in months), strict=True):
        both.cells.append(next(filter(None, cells), ""))
    for month in months:
        both.words.update(month.words)
    others = {ours: column for ours, column in sessions.items() if column not in months}
    return {**others, "date": both} if both.are_days or _tell_days(months) else dict(sessions)


def _tell_days(months: Sequence[Column]) -> bool:
    """Most of what columns of a month each say is understood beside their headings: ``14/10`` in October 2026."""
    said = [(word, month_of(month.title)) for month in months for word in month.words]
    return 2 * sum(met_in(word, month, OwnDates()) is not None for word, month in said) > len(said)


def _discussed(
    discussions: Mapping[str, Column], sessions: Mapping[str, Column], columns: Sequence[Column]
) -> dict[str, Column]:
    """A log's rows that name a case: what was discussed in which session."""
    case, taken = discussions.get("case"), list(sessions.values())
    case = referring([c for c in columns if c not in taken]) if case is None or case in taken else case
    if case is None:
        return {}
    case = own_reference(case, [c for c in columns if c not in taken])
    pair = ("session",) if "session" in sessions else PAIR
    return {name: sessions[name] for name in (*pair, *_TELLS_OF_PAIR) if name in sessions} | {
        **discussions,
        "case": case,
    }


def _manager(
    relationships: Mapping[str, Column], people: Mapping[str, Column], columns: Sequence[Column]
) -> Column | None:
    """The column of managers that names people of the file by their number; else the one whose heading says so, or that
    names the posts of other rows."""
    managers = [c for c in columns if c.of_others and c not in people.values() and looks("supervisor", c)]
    named = max(managers, key=lambda c: c.overlap(people["staff_number"]), default=None)
    if named and named.overlap(people["staff_number"]):
        return named
    said = relationships.get("supervisor")
    said = next(iter(managers), None) if said in people.values() else said
    by_post = (one for one in managers if _post(one, people, columns))
    return said or _by_numbers(people, columns) or next(by_post, None)


def _by_numbers(people: Mapping[str, Column], columns: Sequence[Column]) -> Column | None:
    """Whatever its heading: a column of few numbers that are people's of the file in most rows."""
    number = people["staff_number"]
    free = [c for c in columns if c not in people.values() and 2 * len(c.words) < c.filled]
    of_people = {c.title: sum(rows for word, rows in c.words.items() if word in number.words) for c in free}
    return next((c for c in free if of_people[c.title] > MOSTLY * c.filled), None)


def _other_of_two(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """Beside whoever is supervised the one other column of names is whoever supervises."""
    free = (c for c in columns if SAYS_WHY.isdisjoint(c.heading))
    names = [c for c in free if c.are_names and c not in sessions.values()]
    wanted = {"supervisee", "date"} <= sessions.keys() and "supervisor" not in sessions
    return {"supervisor": names[0]} if wanted and len(names) == 1 else {}
