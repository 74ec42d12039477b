"""The lines of a proposed mapping that are about sessions: what a tracker of them says, and what it doesn't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from policy.facts import SessionKind
from storage.held_sessions import has_notes
from storage.importing.columns import values as v
from storage.importing.columns.session_columns import TASKS
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.proposal.form_lines import groups, words_by, words_in
from storage.importing.proposal.likely import likely_kind
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.own_columns import Column, meant_by
from storage.importing.proposal.own_nothing import is_whole_team, names_nobody
from storage.importing.proposal.own_references import References, no_open_case
from storage.importing.proposal.person_lines import Leads
from storage.importing.proposal.planned_lines import PlannedLines, reason_of
from storage.importing.proposal.recognising import KINDS_OF_SESSION, words_for
from storage.importing.proposal.recorded_flags import says_owed
from storage.importing.proposal.went_ahead import asks_if_not, meant

#: When sessions were held of which only the day is known.
NO_TIME: Final = "09:00"
#: Of a tracker, the rows that are none of a kind's by their state, and why.
LEFT_OUT: Final[Mapping[str, tuple[Set[str], str]]] = {
    "sessions": ({"cancelled"}, "that it wasn't held doesn't say that it was cancelled"),
    "discussions": ({"cancelled", "booked"}, "nothing was discussed there"),
}


#: So many days apart somebody seldom has two: a file of those that meet more often says fewer.
_WITHIN: Final = 14


@dataclass(slots=True)
class SessionLines(PlannedLines):
    """``dates``: how the file writes its days."""

    dates: OwnDates = field(default_factory=OwnDates)

    def session(self, found: Mapping[str, Column], free: Sequence[Column]) -> None:
        """What no column says of a session: whether it took place, how long it was, of which kind. ``free``: columns
        that were taken for nothing: one that says no of some may say which took place, or of which the record is
        written."""
        self.say_who(found)
        self._whole_teams(found)
        self.recorded_where("sessions", found)
        free = [column for column in free if column is not found.get("is_recorded")]
        told = found.get("state")
        if told is None or ("planned_date" in found and asks_if_not(told)):
            self._no_state(found, free)
        elif told.moves:
            self.planned_ids(found)
        if {"until", "start"} <= found.keys() and "minutes" not in found:
            self._length(found["start"], found["until"])
        if "kind" not in found:
            self.fixed("kind", "case", "a guess: no column says of which kind they are")
        if "reason" not in found:
            self._reasons(found)

    def _no_state(self, found: Mapping[str, Column], free: Sequence[Column]) -> None:
        """Which took place, where no column says it in words of its own."""
        if "planned_date" in found:
            self.as_planned(found)
        elif any(_says_no(column) for column in free):
            self.undecided_yet("state", "no column was taken for which took place, and one says yes and no")
        elif found["date"].each:
            self.fixed(
                "state",
                v.BY_DAY,
                "a guess: held where its day is past, booked from today on or if the cell says so",
            )
        elif self._are_to_come(found["date"]):
            self.fixed(
                "state", "booked", "a guess: no column says which took place, and every day is to come"
            )
        else:
            self._where_over("state", "held", found["date"].words, "no column says which took place")

    def _reasons(self, found: Mapping[str, Column]) -> None:
        """Why some were cancelled, where no column says it: what the word for it says, else another reason."""
        states = self.cancelling(found)
        if not states:
            return
        why, state = "a guess: no column says why they were cancelled", found["state"]
        title, off = next(iter(states.items()))
        if state.each:
            means = {word: reason_of(word) if word in off else '""' for word in sorted(state.words)}
            source = self.source(state)
        else:
            means = {word: reason_of(word if is_set(word) is None else title) for word in off}
            source = f"from: {quoted(title)}, when: {{{words_by(states)}}}"
        said = ", ".join(f"{quoted(word)}: {one}" for word, one in means.items())
        self.lines.append(f"      reason: {{{source}, words: {{{said}}}}}  # {why}")
        self.guessed.append(f"reason is as {quoted(title)} says, else other, {why}")

    def recorded_where(self, kind: str, found: Mapping[str, Column]) -> None:
        """Of which sessions the record is written; of sessions themselves only of those held of which the policy wants
        one that is no case's."""
        if kind != "sessions":
            self.recorded(found, "")
            return
        rules = self.vocabulary.rules
        noted = {v.BOTH, *(one for one in SessionKind if has_notes(rules, one, any_full=False))}
        when: dict[str, Sequence[str]] = {}
        if state := found.get("state"):
            when[state.title] = self._words_for(state, {"held"})
        elif "planned_date" in found:
            when[found["date"].title] = ["*"]
        if SessionKind.CASE not in noted:
            sort = found.get("kind")
            words = [word for word in sorted(sort.words) if kind_of(word) in noted] if sort else []
            if not sort or not words:
                return
            when[sort.title] = words
        self.recorded(found, f", when: {{{words_by(when)}}}" if when else "")

    def of_session(self, ours: str, found: Mapping[str, Column]) -> bool:
        """Who was in it, when and about what: whether it was one of these."""
        column = found[ours]
        if ours == "case":
            self._cases(column)
        elif ours == "date" and "planned_date" in found:
            self.held_or_planned(column, found["planned_date"])
        elif ours == "date" and (day := self.typed_day(found) or self._marked(column)):
            self.lines.append(day)
        elif ours == "minutes" and column.are_hours:
            self.note(ours, column)
            self.lines.append(f"      minutes: {{from: {quoted(column.title)}, unit: hours}}")
        elif ours in ("supervisee", "supervisor"):
            (self.of_form if "filled_by" in found else self._named)(ours, found)
        else:
            return self._of_what_followed(ours, column, found)
        return True

    def _of_what_followed(self, ours: str, column: Column, found: Mapping[str, Column]) -> bool:
        """Its record, why it was cancelled, or who has which task of it: whether it was one of these."""
        if ours == "recorded_on" and ("is_recorded" in found or says_owed(column)):
            pass  # said with the rest
        elif ours in ("reason", "cancelled_on"):
            self._cancelled(ours, column, found)
        elif ours in TASKS:
            self._task(ours, column, found)
        elif ours == "delegate":
            self.person(ours, column)
        else:
            return False
        return True

    def _marked(self, on: Column) -> str:
        """The day, where a mark stands behind some; empty where none does. What says that one was called off is named
        by its row."""
        marks = [] if on.each else self.marks(on, off=False)
        if not marks:
            return ""
        why = "a guess: what stands behind the day is none of it"
        words = ", ".join(f'{quoted(mark)}: "*"' for mark in marks)
        self.note("date", on, why)
        return f"      date: {{from: {quoted(on.title)}, words: {{{words}}}}}  # {why}"

    def _cancelled(self, ours: str, column: Column, found: Mapping[str, Column]) -> None:
        """Of a cancelled session, and of no other, when and why."""
        if "state" not in found and "planned_date" in found:
            if ours == "reason":
                self.why_not_held(column, found["date"])
            return
        states = self.cancelling(found)
        if not states:
            return
        when = f"when: {{{words_by(states)}}}"
        self.note(ours, column)
        if ours == "cancelled_on":
            self.lines.append(f"      cancelled_on: {{from: {quoted(column.title)}, {when}}}")
            return
        title, words = next(iter(states.items()))
        state = next(c for c in self.columns if c.title == title)
        said = sorted(set(words_in(column, state, words)))
        self.lines += [
            "      reason:  # sickness and leave count from a return: say whose, with absent and returned_on",
            f"        {{from: {quoted(column.title)}, {when}, or: {{is: other, {when}}}, words: {{",
            *(f"          {quoted(word)}: {reason_of(word)}," for word in said),
            "        }}  # a guess; the bot's words: emergency, leave, no_show, other, sickness, work",
        ]

    def cancelling(self, found: Mapping[str, Column]) -> dict[str, list[str]]:
        """By the title of the state's column, its words for a cancelled session. A no to whether it was held does only
        where the file says why."""
        state = found.get("state")
        words = self._words_for(state, LEFT_OUT["sessions"][0]) if state else []
        words = [word for word in words if "reason" in found or is_set(word) is not False]
        return {state.title: words} if state and words else {}

    def _named(self, ours: str, found: Mapping[str, Column]) -> None:
        column = found[ours]
        address, group = found.get(f"{ours}_email"), groups(found) if ours == "supervisee" else {}
        if not group and not address:
            leader = self._leads(column, found) if ours == "supervisee" else None
            other = found.get("supervisor" if ours == "supervisee" else "supervisee")
            on = found["date"]
            # A team's name over its people has no day in any month, and brings no session.
            self.person(ours, column.where(on) if on.each else column, group=leader, company=other)
            return
        said = quoted(column.title)
        if group:
            leads = quoted(found["supervisor"].title)
            said = f"{{from: {leads}, when: {{{words_by(group)}}}, or: {said}}}"
        why = "a group's is whoever leads it; its people are participants" if group else "by their address"
        if address:
            self.used.update((address.title, column.title))
            self._or(ours, address, said, why)
        else:
            self.note(ours, column, why)
            self.lines.append(f"      {ours}: {said}  # {why}")

    def _leads(self, who: Column, found: Mapping[str, Column]) -> Leads | None:
        """Where rows that name nobody are of a group's sessions: whoever leads those."""
        kind, leads = found.get("kind"), found.get("supervisor")
        if kind is None or leads is None:
            return None
        pairs = zip(who.cells, kind.cells, strict=True)
        sorts = {sort for cell, sort in pairs if cell and names_nobody(cell)}
        groups = sorted(sort for sort in sorts if meant_by(sort, v.KINDS) == "group")
        return Leads(leads, words_by({kind.title: groups})) if groups else None

    def _whole_teams(self, found: Mapping[str, Column]) -> None:
        """Of a group whose people stand there as all of the team."""
        who, kind = found.get("supervisee"), found.get("kind")
        if who is None or kind is None or who.each or not self.vocabulary.rules.knows_groups:
            return
        both = [*zip(who.cells, kind.cells, strict=True)]
        of_group = {sort for _, sort in both if kind_of(sort) == "group"}
        teams = sorted({cell for cell, sort in both if sort in of_group and is_whole_team(cell)})
        if not teams:
            return
        why = "a guess: everybody whom the supervisor supervises on that day"
        words = ", ".join(f"{quoted(team)}: yes" for team in teams)
        when = words_by({kind.title: sorted(of_group)})
        self.note("whole_team", who, f"where it says {', '.join(teams)}, {why}")
        self.lines.append(
            f'      whole_team: {{from: {quoted(who.title)}, when: {{{when}}}, words: {{{words}, "*": no}}}}  # {why}'
        )

    def _task(self, ours: str, column: Column, found: Mapping[str, Column]) -> None:
        """Who has a task of a group, of no other session."""
        kind = found.get("kind")
        if kind is None or not (of_group := of_groups(kind)):
            return
        why = "a guess: of groups"
        self.note(ours, column, why)
        when = words_by({kind.title: of_group})
        self.lines.append(f"      {ours}: {{from: {quoted(column.title)}, when: {{{when}}}}}  # {why}")

    def _or(self, ours: str, column: Column, other: str, why: str) -> None:
        self.note(ours, column, why)
        self.lines.append(f"      {ours}: {{from: {quoted(column.title)}, or: {other}}}  # {why}")

    def _cases(self, column: Column) -> None:
        """Several in one cell are a row each."""
        how = References.of(column.words) or References()
        words = no_open_case(column.words, how.between, self.vocabulary.references.has)
        written = "" if how.between or how.without or words else self.reference_words(column)
        if not how.between and not how.without and not words and not written:
            self.plain("case", column)
            return
        why = (
            "a guess: several in one cell"
            if how.between
            else "a guess: letters in front of some are none of it"
        )
        said = f", split: [{listed(how.between)}]" if how.between else ""
        said += f", without: [{listed(how.without)}]" if how.without else ""
        if words:
            said += (
                f", words: {{{', '.join(f'{quoted(one)}: {quoted(meant)}' for one, meant in words.items())}}}"
            )
            out = [one for one, meant in words.items() if not meant]
            if out:
                self.guessed.append(
                    f"discussions: what says {', '.join(out)} is left out, a guess: no case of these files"
                )
        why = "" if written else why
        self.note("case", column, why)
        self.lines.append(
            f"      case: {{from: {quoted(column.title)}{said}{written}}}{f'  # {why}' if why else ''}"
        )

    def of_group(self, found: Mapping[str, Column]) -> None:
        group, state = groups(found), found.get("state")
        if not group:
            return
        kind = found["kind"]
        left = {kind.title: [word for word in sorted(kind.words) if word not in group[kind.title]]}
        held: list[str] = []
        if state:
            left[state.title] = self._words_for(state, LEFT_OUT["sessions"][0])
            held = self._words_for(state, {"held"})
        self.participants(found, left, words_by({state.title: held}) if state and held else "")

    def _words_for(self, state: Column, means: Set[str]) -> list[str]:
        known = words_for("state", state, self.vocabulary) or {}
        by_day = {v.BY_DAY} if "held" in means else set[str]()
        return [
            word for word in sorted(state.words) if meant("state", word, known, state) in {*means, *by_day}
        ]

    def start(self, found: dict[str, Column]) -> None:
        """A day with its time in one column is both."""
        if "start" not in found and found["date"].are_moments:
            found["start"] = found["date"]
            self.lines.append(f"      start: {{from: {quoted(found['date'].title)}, part: time}}")
            self.guessed.append(f"start is the time in “{found['date'].title}”")
        elif "start" not in found and found["date"].each:
            self.fixed("start", NO_TIME, "a guess: no column says at what time")
        elif "start" not in found:
            other = found.get("planned_date", found.get("other_date", found["date"]))
            days = found["date"].words | other.words
            self._where_over(
                "start", NO_TIME, days, "no column says at what time", "people read it of those to come"
            )

    def _are_to_come(self, on: Column) -> bool:
        days = [day for day in map(self._day, on.words) if day]
        return bool(days) and min(days) >= self.vocabulary.staff.today

    def _length(self, start: Column, until: Column) -> None:
        self.used.add(until.title)
        self.lines.append(f"      minutes: {{from: {quoted(start.title)}, until: {quoted(until.title)}}}")
        self.guessed.append(f"minutes are those from “{start.title}” to “{until.title}”")

    def _where_over(self, ours: str, value: str, on: Iterable[str], why: str, remark: str = "") -> None:
        """What is the same for all sessions if they are over: without a column somebody has to say it else."""
        days = [day for day in map(self._day, on) if day]
        if days and max(days) <= self.vocabulary.staff.today:
            self.fixed(ours, value, f"a guess: {why}, and every day is over")
        else:
            self.undecided_yet(ours, f"{why}; {remark}" if remark else why)

    def leave_out_others(self, kind: str, found: Mapping[str, Column]) -> None:
        """What says no more than that it wasn't held may be booked or cancelled; nothing was discussed there."""
        states, why = LEFT_OUT[kind]
        state = found.get("state")
        left = self._words_for(state, states) if state else []
        if kind == "sessions":
            known = {word for words in self.cancelling(found).values() for word in words}
            left = [word for word in left if word not in known]
        if state and left:
            self.lines.append(f"    leave_out: {{{quoted(state.title)}: [{listed(left)}]}}  # {why}")
            self.guessed.append(f"{kind}: rows that say {', '.join(left)} are left out: {why}")
        if kind == "sessions" and self._are_bookings(found):
            why = f"a session that another file has booked for the pair within {_WITHIN} days is this one, a guess"
            self.lines.append(f"    same_within: {_WITHIN}  # {why}: its day and time are as here")
            self.guessed.append(f"{why}, and its day and time are as here")

    def _are_bookings(self, found: Mapping[str, Column]) -> bool:
        """A list of what is booked, with its times."""
        return (
            "state" not in found
            and "start" in found
            and not found["date"].each
            and self._are_to_come(found["date"])
        )

    def _day(self, word: str) -> date | None:
        return v.day_if_readable(self.dates.restated(word))


def kind_of(word: str) -> str | None:
    return meant_by(word, KINDS_OF_SESSION) or likely_kind(word, KINDS_OF_SESSION)[0]


def of_groups(kind: Column) -> list[str]:
    """The words by which it says that a session is a group's."""
    return [word for word in sorted(kind.words) if kind_of(word) == "group"]


def _says_no(column: Column) -> bool:
    return column.are_yes_or_no and any(is_set(word) is False for word in column.words)
