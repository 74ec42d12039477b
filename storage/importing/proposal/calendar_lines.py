"""The mapping that is proposed for a calendar's table: its supervision sessions, and who supervises whom in them, which
the people's lines say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from storage.importing.checks.strangers import may_be_children
from storage.importing.columns import values as v
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.proposal.calendar_columns import (
    OFF,
    CalendarColumns,
    SubjectsTold,
    about_supervision,
    by_forename,
)
from storage.importing.proposal.calendar_leave import WholeDays, whole_days
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.mapping_writer import MappingWriter
from storage.importing.proposal.own_columns import Column
from storage.importing.tables.files import FileFault
from storage.importing.tables.together import BETWEEN

#: How the column is called that says who met.
MET: Final = "Who met"
_PLACE: Final = re.compile(
    r"\b(?:room|hall|hub|cent(?:re|er)|office|suite|pod|floor|desk|equipment|teams|zoom)\b|\d", re.IGNORECASE
)
_NONE: Final = "a calendar, and none of its subjects says supervision or one to one: nothing of it is read"
_WHO: Final = "a guess: who is whose supervisor is as the people's lines say"
_TOOK_PLACE: Final = (
    "whether what is past took place, which a calendar doesn't say: "
    f"{v.BY_DAY} takes it as held, booked asks both of each"
)
_SHOWN: Final = "it says how somebody's time is shown, not whether they met"
_ARE_ABSENCES: Final = 'yes, or "" where another file has them'
_ABSENCES: Final = "bring those in as a file of absences (docs/import.md, absences)"


@dataclass(slots=True)
class CalendarLines(MappingWriter):
    """``met_by``: the pair of numbers of those who met and are one's supervisor, by what the column of them says."""

    met_by: dict[str, tuple[str, str]] = field(default_factory=dict)

    def calendar(self, calendar: CalendarColumns, columns: Sequence[Column], met: str) -> None:
        """``met``: how the column is called that says who met. Raises FileFault."""
        about = about_supervision(calendar)
        self.columns = columns
        leave = whole_days(calendar, self._number, OwnDates())
        if not about.rows and not leave:
            raise FileFault(_NONE)
        self._dates([*calendar.day.words], None)
        if about.rows:
            self._who_met(calendar, met)
        if not leave:
            self._whole_days(calendar)
        self.lines.append("makes:")
        if about.rows:
            self._sessions(calendar, about, met, leave)
        if leave:
            self._leave(calendar, leave)
        self._unread(calendar)

    def _sessions(
        self, calendar: CalendarColumns, about: SubjectsTold, met: str, leave: WholeDays | None
    ) -> None:
        self.lines.append("  sessions:")
        self._about(calendar, about, leave)
        self.lines.append("    columns:")
        self.plain("date", calendar.day)
        self._times(calendar)
        self._people(calendar, about, met)
        self._states(calendar, about)
        self.fixed("kind", "case", "a guess: a calendar doesn't say of which kind they are")

    def _who_met(self, calendar: CalendarColumns, met: str) -> None:
        titles = [column.title for column in calendar.people]
        self.used.update(titles)
        why = "whom these name, each once, in the order of the alphabet; nothing of one alone"
        self.lines.append(f"together: {{{quoted(met)}: [{listed(titles)}]}}  # {why}")

    def _whole_days(self, calendar: CalendarColumns) -> None:
        column = calendar.all_day
        words = [word for word in sorted(column.words) if is_set(word)] if column else []
        if column and words:
            self.used.add(column.title)
            self.lines.append(
                f"leave_out: {{{quoted(column.title)}: [{listed(words)}]}}  # a guess: whole days are no session"
            )
        self._left_unread(sum(map(calendar.tells_leave, range(len(calendar.day.cells)))))

    def _left_unread(self, days: int) -> None:
        if days:
            self.guessed.append(
                f"{days:,} whole days say leave or out of office, and aren't read: {_ABSENCES}"
            )

    def _leave(self, calendar: CalendarColumns, leave: WholeDays) -> None:
        """What HR's own list may say too is asked about, all of it at once."""
        assert calendar.all_day
        title, whole = quoted(calendar.subject.title), quoted(calendar.all_day.title)
        self.used.update(one.title for one in (calendar.subject, calendar.all_day))
        only = {} if leave.others else {calendar.all_day.title: leave.words}
        out = {**leave.short, **({calendar.subject.title: leave.never} if leave.never else {})}
        self.lines += [
            "  absences:",
            f"    only: {{{_listed({**only, calendar.subject.title: leave.only})}}}  # a guess: leave",
        ]
        if out:
            self.lines.append(
                f"    leave_out: {{{_listed(out)}}}  # a guess: parts of a day, and what was cancelled"
            )
        self.lines.append("    columns:")
        who = f"{{from: {title}, words: {_worded(leave.people)}"
        mine = f", or: {quoted(calendar.organiser.title)}" if calendar.organiser else ""
        self.lines.append(
            f"      staff_number: {who}{mine}}}  # a guess: whom it names, else whose calendar it is"
        )
        self.plain("first", calendar.day)
        self._last_days(calendar, leave)
        self._whether_absences(title, whole, leave)
        if leave.parts:
            self.guessed.append(
                f"{leave.parts:,} parts of a day say leave, and aren't read: half a day is no absence"
            )
        self._left_unread(leave.unread)

    def _last_days(self, calendar: CalendarColumns, leave: WholeDays) -> None:
        """What has times ends on its own day."""
        if not calendar.end_day or not calendar.all_day:
            return
        why = "" if leave.last_included else "a guess: a whole day ends as the next begins"
        if leave.last_included or not leave.others:
            self.plain("last" if leave.last_included else "back_on", calendar.end_day, why)
            return
        self.note("back_on", calendar.end_day, why)
        ends, whole = quoted(calendar.end_day.title), calendar.all_day.title
        for ours, words in (("back_on", leave.words), ("last", leave.others)):
            self.lines.append(f"      {ours}: {{from: {ends}, when: {{{_listed({whole: words})}}}}}  # {why}")

    def _whether_absences(self, title: str, whole: str, leave: WholeDays) -> None:
        """Sickness is nobody's plan, and is asked about for itself."""
        undecided = f"'{UNDECIDED}'"
        if leave.ill:
            ill = ", ".join(f"{quoted(word)}: {undecided}" for word in leave.ill)
            self.lines.append(
                f'      planned: {{from: {title}, words: {{{ill}, "*": {undecided}}}}}  # {_ARE_ABSENCES}'
            )
            said = ", ".join(f'{quoted(word)}: "yes"' for word in leave.ill)
            self.lines.append(f'      sickness: {{from: {title}, words: {{{said}, "*": "no"}}}}  # a guess')
            days = f"{leave.ill_rows:,} rows that say sickness are absences: no, as nobody planned them"
            self.undecided.append(f'planned: whether {days}, or "" where another file has them')
        else:
            words = ", ".join(f"{quoted(word)}: {undecided}" for word in (*leave.words, *leave.others))
            self.lines.append(f"      planned: {{from: {whole}, words: {{{words}}}}}  # {_ARE_ABSENCES}")
        self.undecided.append(
            f"planned: whether {leave.rows - leave.ill_rows:,} whole days that say leave are absences: {_ARE_ABSENCES}"
        )

    def _about(self, calendar: CalendarColumns, about: SubjectsTold, leave: WholeDays | None) -> None:
        title = calendar.subject.title
        self.used.add(title)
        self.lines.append(
            f"    only: {{{quoted(title)}: [{listed(about.only)}]}}  # a guess: about supervision"
        )
        out = {calendar.all_day.title: leave.words} if leave and calendar.all_day else {}
        out |= {title: tuple(about.never)} if about.never else {}
        why = "a guess: about something else"
        if out:
            said = ", ".join(f"{quoted(one)}: [{listed(words)}]" for one, words in out.items())
            whole = ", and whole days are no session" if leave else ""
            self.lines.append(f"    leave_out: {{{said}}}  # {why}{whole}")
        if about.never:
            self.guessed.append(
                f"sessions: of those, rows whose “{title}” says {', '.join(about.never)} are left out, {why}"
            )
        rows = len(calendar.day.cells)
        self.guessed.append(
            f"sessions are the {len(about.rows):,} of {rows:,} rows whose “{title}” says {', '.join(about.only)}, "
            "a guess; of the others nothing is read, and no subject is shown"
        )

    def _times(self, calendar: CalendarColumns) -> None:
        starts, ends = calendar.starts, calendar.ends
        if starts is calendar.day:
            self.lines.append(f"      start: {{from: {quoted(starts.title)}, part: time}}")
        elif starts:
            self.plain("start", starts)
        else:
            self.undecided_yet("start", "no column says at what time")
        if starts and ends:
            self.used.add(ends.title)
            self.lines.append(f"      minutes: {{from: {quoted(starts.title)}, until: {quoted(ends.title)}}}")

    # Who

    def _people(self, calendar: CalendarColumns, about: SubjectsTold, met: str) -> None:
        found = Counter(filter(None, map(calendar.met, about.rows)))
        names = {name: self._number(name) for word in found for name in _people_in(word)}
        unknown = {name for name, number in names.items() if number is None}
        self.strangers.update(unknown)
        if not self.vocabulary.staff.guesses.known or may_be_children(
            len(unknown), len(names) - len(unknown)
        ):
            self.unnamed.update(unknown)
            many = f"{len(unknown):,} of {len(names):,} who met"
            why = f"{many} are nobody's names among the people: delete this mapping, and run it with the staff file too"
            self.undecided_yet("supervisee", why)
            self.undecided_yet("supervisor", why)
            return
        lines = self._lines()
        for word in found:
            self._pair(word, [names[name] for name in _people_in(word)], lines)
        asked = sorted(word for word in found if word not in self.met_by)
        alone = [row for row in about.rows if not calendar.met(row)]
        for ours, at in (("supervisee", 0), ("supervisor", 1)):
            self.lines += [f"      {ours}:  # {_WHO}", f"        from: {quoted(met)}", "        words:"]
            for word, pair in sorted(self.met_by.items()):
                self.lines.append(f"          {quoted(word)}: {quoted(pair[at])}  # {self._called(pair[at])}")
            self.lines += [f"          {quoted(word)}: '{UNDECIDED}'" for word in asked]
            if not found:
                self.lines[-1] = "        words: {}"
            self._of_alone(ours, calendar, alone, lines)
        told = sum(found[word] for word in self.met_by)
        if told:
            self.guessed.append(f"in {told:,} rows {_WHO.removeprefix('a guess: ')}, a guess")
        for word in asked:
            why = "not as a pair of the people's lines"
            self.undecided.append(
                f"supervisee and supervisor: who of '{word}' ({found[word]:,} rows) they are; {why}; \"\" leaves it out"
            )

    def _pair(self, word: str, numbers: Sequence[str | None], lines: frozenset[tuple[str, str]]) -> None:
        different = {number for number in numbers if number}
        pairs = [(a, b) for a in different for b in different if (a, b) in lines]
        if None not in numbers and len(different) == 2 and len(pairs) == 1:
            self.met_by[word] = pairs[0]

    def _of_alone(
        self, ours: str, calendar: CalendarColumns, rows: Sequence[int], lines: frozenset[tuple[str, str]]
    ) -> None:
        """Of rows in which nobody stands but whoever the calendar is of: with whom, their subject says."""
        organiser = calendar.organiser
        if not rows or organiser is None:
            return
        mine = {row: self._in_line(organiser.cells[row], lines, above=False) for row in rows}
        words = by_forename(calendar, rows, mine)
        others = [row for row in rows if not by_forename(calendar, [row], mine)]
        theirs = {row: self._in_line(organiser.cells[row], lines, above=True) for row in others}
        leads = by_forename(calendar, others, theirs)
        own = sorted({organiser.cells[row] for row in others if by_forename(calendar, [row], theirs)})
        title, called = quoted(calendar.subject.title), quoted(organiser.title)
        if ours == "supervisor":
            either = f"{{from: {title}, when: {{{called}: [{listed(own)}]}}, words: {_worded(leads)}, or: {called}}}"
            self.lines.append(f"        or: {either if leads else called}")
            return
        alone = f", or: {{from: {called}, when: {{{called}: [{listed(own)}], {title}: [{listed(leads)}]}}}}"
        said = f"{{from: {title}, words: {_worded(words)}{alone if leads else ''}}}"
        self.lines.append(f"        or: {said}  # a guess: whom it names")
        nobody = f"in {len(rows):,} rows nobody stands but whoever called them"
        told = f"with whom is told by a name in “{calendar.subject.title}”, or they are left out"
        self.guessed.append(f"{nobody}: {told}")
        for word, number in (*words.items(), *leads.items()):
            who = "supervisee" if word in words else "supervisor"
            self.to_look_at.append(
                f"{who}: {word} in a subject is {self._called(number)} ({number}), a guess by their name"
            )

    def _in_line(self, text: str, lines: frozenset[tuple[str, str]], *, above: bool) -> Mapping[str, str]:
        """By each forename and surname that one alone of them has, the number of those whom somebody supervises, or of
        those above them."""
        mine, found = self._number(text), defaultdict[str, set[str]](set)
        people = self.vocabulary.staff.guesses.known
        either = ((other, one) if above else (one, other) for one, other in lines)
        for number in (one for one, other in either if other == mine and one in people):
            for name in {*people[number].forenames, people[number].surname}:
                found[name].add(number)
        return {name: next(iter(some)) for name, some in found.items() if name and len(some) == 1}

    def _lines(self) -> frozenset[tuple[str, str]]:
        both = ((self._number(one), self._number(other)) for one, other in self.vocabulary.staff.lines)
        return frozenset((one, other) for one, other in both if one and other)

    def _number(self, text: str) -> str | None:
        staff = self.vocabulary.staff
        if number := staff.known(text):
            return number
        one = staff.guesses.guess(text)
        return one.number if one else None

    def _called(self, number: str) -> str:
        one = self.vocabulary.staff.guesses.known.get(number)
        return one.name if one else number

    # Whether

    def _states(self, calendar: CalendarColumns, about: SubjectsTold) -> None:
        title = quoted(calendar.subject.title)
        off = [row for row in about.rows if OFF.search(calendar.subject.cells[row])]
        days = (self._day(calendar.day.cells[row]) for row in about.rows if row not in off)
        past = any(day and day <= self.vocabulary.staff.today for day in days)
        self.lines += ["      state:", f"        from: {title}", "        words:"]
        if off:
            self.lines.append('          "*cancel*": cancelled')
            self.guessed.append(
                f"{len(off):,} rows that say so in “{calendar.subject.title}” are cancelled sessions"
            )
        means = f"'{UNDECIDED}'  # {_TOOK_PLACE}" if past else v.BY_DAY
        self.lines.append(f'          "*": {means}')
        if past:
            self.undecided.append(f"state: '*': {_TOOK_PLACE}")
        if off:
            why = "a guess: a calendar doesn't say why they were cancelled"
            self.lines.append(f'      reason: {{is: other, when: {{{title}: ["*cancel*"]}}}}  # {why}')

    def _unread(self, calendar: CalendarColumns) -> None:
        if shown := calendar.shown_as:
            self.guessed.append(f"“{shown.title}” isn't read: {_SHOWN}")
        rest = [column.title for column in self.columns if column.title not in self.used]
        self.lines.append(f"# Not read: {', '.join(rest)}.")
        self.guessed.append(f"not read: {', '.join(rest)}")


def _listed(words: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{quoted(title)}: [{listed(some)}]" for title, some in words.items())


def _worded(words: Mapping[str, str]) -> str:
    """And nobody by any other word."""
    said = "".join(f"{quoted(word)}: {quoted(number)}, " for word, number in words.items())
    return f'{{{said}"*": ""}}'


def _people_in(word: str) -> list[str]:
    """Those who met, without the room that was booked."""
    return [name for name in word.split(BETWEEN) if "@" in name or not _PLACE.search(name)]
