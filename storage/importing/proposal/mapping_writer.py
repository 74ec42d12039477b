"""Writes a proposed mapping in YAML: a line for each column, and what was guessed, for the officer to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.importing.columns.file_columns import BY_NAME
from storage.importing.mapped import own_dates
from storage.importing.mapped.days_in_words import day_said
from storage.importing.mapped.mapping import HOLDERS, UNDECIDED
from storage.importing.mapped.month_years import MonthsFrom
from storage.importing.mapped.own_dates import has_no_year
from storage.importing.mapped.own_words import generalised
from storage.importing.mapped.posts import LATEST, POST_ENDS, varying
from storage.importing.proposal.absence_lines import AbsenceLines
from storage.importing.proposal.booked_ranges import BOOKED, ranges_in
from storage.importing.proposal.case_lines import CaseLines, changing
from storage.importing.proposal.empty_words import EmptyWords, empty_words, lacks_days
from storage.importing.proposal.forenames import in_order
from storage.importing.proposal.kinds_of_file import whose
from storage.importing.proposal.likely import likely_role
from storage.importing.proposal.lists_of_cases import OF_CASES, columns_of_people
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.more_categories import flags_of, plans_in
from storage.importing.proposal.next_lines import NextLines
from storage.importing.proposal.own_columns import Column, meant_by
from storage.importing.proposal.own_rows import LeftOut
from storage.importing.proposal.planned_lines import no_days
from storage.importing.proposal.recognising import words_for
from storage.importing.proposal.remarks import remarked
from storage.importing.proposal.said_once import filled_down
from storage.importing.proposal.second_holders import second_holders
from storage.importing.proposal.session_lines import LEFT_OUT
from storage.importing.proposal.supervisor_lines import SupervisorLines
from storage.importing.proposal.went_ahead import asks_if_not
from storage.importing.proposal.word_lines import WordLines
from storage.importing.tables.file_names import names_of

#: What no row can be taken without, beside that by which a kind of file is known.
_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("role", "employed_from"),
    "cases": ("service",),
}
#: What a row says that is of a kind, where other rows of the file say nothing there.
_NEEDED: Final = {
    "discussions": "case",
    "relationships": "supervisor",
    "allocations": "worker",
    "covers": "cover",
}
_NAME_PARTS: Final = ("first_name", "last_name")


@dataclass(slots=True)
class MappingWriter(NextLines, AbsenceLines, SupervisorLines, CaseLines, WordLines):
    """Writes the mapping, a line for each column, and keeps what was guessed."""

    def begin(self, file: str, sheet: str | None, rows: int, months: MonthsFrom | None) -> None:
        self.lines += [
            f"# A proposal for {file}, made from its headings and {rows:,} rows. Read it through and correct it:",
            f"# what stands as '{UNDECIDED}' has to be decided. What may be written here: docs/import.md.",
            f"files: {quoted(names_of(file))}",
        ]
        if sheet:
            self.lines.append(f"sheet: {quoted(sheet)}")
            self.guessed.append(f"the sheet is “{sheet}”")
        if months and months.said:
            self.lines.append(f"months_from: {months.said}  # a guess: {months.why}")
            self.guessed.append(f"the months are from {months.first:%m/%Y} on, a guess: {months.why}")
        elif months:
            why = "of which year the months are: write the first with its year, such as 2026-04"
            self.lines.append(f"months_from: '{UNDECIDED}'  # {why}")
            self.undecided.append(f"months_from: {why}")

    def file(
        self,
        kinds: Sequence[str],
        found: Mapping[str, Mapping[str, Column]],
        columns: Sequence[Column],
        left: LeftOut,
    ) -> None:
        """What holds for the whole file: how days are written, what says nothing, whose rows are left out."""
        self.allocated = "allocations" in kinds
        self.columns = columns
        columns = [*columns, *(column for column in found["sessions"].values() if column.each)]
        read = [column for kind in kinds for column in found[kind].values()]
        read += [column for column in columns if column.title in left]
        empty = empty_words(kinds, found, columns, read)
        nothing = empty.words
        if "sessions" in kinds and "planned_date" in found["sessions"]:
            stands = no_days(found["sessions"]["date"])
            nothing = [word for word in nothing if word not in stands]
        days = [word for column in columns if column.are_days for word in column.words]
        if "cases" in kinds and "is_open" in found["cases"]:
            days += filter(None, map(day_said, found["cases"]["is_open"].words))
        if BOOKED in found["people"]:
            days += [day for one in ranges_in(found["people"][BOOKED]) for day in (one.first, one.last)]
        undated = (word for column in columns if column.are_days and column.of_day for word in column.words)
        self._dates([word for word in days if word not in nothing], next(filter(has_no_year, undated), None))
        if nothing:
            self.lines.append(f"empty: [{listed(nothing)}]  # a guess: cells that say this say nothing")
            self.guessed.append(f"cells that say {', '.join(nothing)} are taken as empty")
        self._no_days(empty)
        self._filled_down(filled_down(kinds, found, columns))
        self._left_out(left)
        if "sessions" in kinds and "filled_by" in found["sessions"]:
            self._sent_twice(found["sessions"])
        if "people" in kinds and "role" in found["people"]:
            self._no_roles(found["people"]["role"], alone=not left)
        self.lines.append("makes:")

    def _no_days(self, empty: EmptyWords) -> None:
        """What can't be a day, and what follows."""
        for ours, word, rows in empty.days:
            self.guessed.append(f"{ours}: {word} can't be: taken as empty, {rows:,} rows come in without it")
        for ours, word, rows in empty.slips:
            self.guessed.append(f"{ours}: {word} can't be, and stays as it is: {rows:,} rows are a fault")

    def _filled_down(self, columns: Sequence[Column]) -> None:
        if columns:
            titles = [column.title for column in columns]
            self.lines.append(f"fills_down: [{listed(titles)}]  # a guess: said once, over the rows below")
            self.guessed.append(
                f"a guess: what {', '.join(titles)} says holds for the rows below where it is empty"
            )

    def _left_out(self, left: LeftOut) -> None:
        if left:
            self.lines.append("leave_out:")
        for title, words in left.items():
            self.lines.append(f"  {quoted(title)}: [{listed(words)}]  # a guess: rows that don't count")
            self.guessed.append(f"a guess: rows whose “{title}” says {', '.join(words)} are left out")
            self.used.add(title)

    def _sent_twice(self, sessions: Mapping[str, Column]) -> None:
        if answers := sessions.get("session"):
            why = "a guess: of an answer that was sent twice the first counts; they differ in nothing else that is read"
            self.lines.append(f"alike_but: [{quoted(answers.title)}]  # {why}")
            self.guessed.append(
                f"rows that differ in “{answers.title}” alone, of what is read, are one, a guess"
            )

    def _dates(self, words: Sequence[str], yearless: str | None) -> None:
        self.dates, why = own_dates.proposed(words, yearless, self.vocabulary.staff.today.year)
        said = ", ".join(f"{name}: {str(one).lower()}" for name, one in self.dates if one)
        if said:
            self.lines += [*(f"# A guess: {line}." for line in why), f"dates: {{{said}}}"]
            self.guessed += [f"a guess about days: {line}" for line in why]

    def _no_roles(self, column: Column, *, alone: bool) -> None:
        """Titles that are no role: whoever has one is translated, or left out by taking a # away."""
        words = sorted(generalised(column.words))
        roles = self.vocabulary.roles
        none = [word for word in words if meant_by(word, roles) is None and likely_role(word, roles) is None]
        if none:
            self.lines += [
                "# Titles that are none of the rule set's roles: give each a role below, or leave its rows out:"
            ]
            said = f"{quoted(column.title)}: [{listed(none)}]"
            self.lines.append(f"# leave_out: {{{said}}}" if alone else f"#  {said}")

    def kind(
        self,
        kind: str,
        found: dict[str, Column],
        people: Mapping[str, Column],
        columns: Sequence[Column],
    ) -> None:
        self.lines.append(f"  {kind}:")
        self._needs(kind, found, people)
        if kind in HOLDERS:
            self.at_once(people)
        if kind == "relationships":
            self.of_relationships(found, people)
        elif kind == "last_discussed":
            self.of_notes(found)
        else:
            self._of_its_columns(kind, found, people, columns)

    def _of_its_columns(
        self,
        kind: str,
        found: dict[str, Column],
        people: Mapping[str, Column],
        columns: Sequence[Column],
    ) -> None:
        self._gathers(kind, found)
        self.of_holders(kind, found)
        if kind == "absences":
            self.leave_out_at_work(found)
        if kind in LEFT_OUT:
            self.leave_out_others(kind, found)
        self.lines.append("    columns:")
        if kind == "absences":
            theirs = whose(people)
            found = {"staff_number": theirs, **found} if theirs else found
        for ours, column in self._of_kind(kind, found):
            self._column(kind, ours, column, found)
        self._rest(kind, found, columns)
        if kind == "sessions":
            self.of_group(found)

    def _needs(self, kind: str, found: Mapping[str, Column], people: Mapping[str, Column]) -> None:
        """What rows of this kind say; where some of the file name nobody, those are passed over."""
        needed = [found[_NEEDED[kind]].title] if kind in _NEEDED else []
        mine = self.tell_of_somebody(people) if kind in HOLDERS else ()
        if kind == "absences":
            needed = [found["first"].title] if _stand_between(found["first"], found.get("sickness")) else []
            needed += [*self.whose_alone(found, whose(people)), *self.code_alone(found)]
        for one in (one for one in mine if len(one.cells) > one.filled):
            needed.append(one.title)
            self.guessed.append(f"{kind}: rows without “{one.title}” are nobody's, and don't come in")
        if (
            kind == "sessions"
            and "other_date" not in found
            and ("planned_date" not in found or ("state" in found and found["state"].moves))
            and lacks_days(on := found.get("planned_date", found["date"]), found["supervisee"])
        ):
            day = on.title
            needed.append(day)
            self.guessed.append(f"sessions: rows without “{day}” say no day, and don't come in")
        needed += self.unpaired(found) if kind == "sessions" else []
        if needed:
            self.lines.append(f"    needs: [{listed(needed)}]")
        if kind == "people":
            self.leave_out_rows(self.vacant(people))

    def _of_kind(self, kind: str, found: Mapping[str, Column]) -> Iterator[tuple[str, Column]]:
        """Its columns; the worker of a case that has a row for each is no column of the case's."""
        apart = {"worker", "allocated_on"} if kind == "cases" and self.allocated else set()
        apart |= {LATEST, POST_ENDS, "worker_id"}
        if "planned_date" in found and "state" in found and asks_if_not(found["state"]):
            apart.add("state")  # said with the day on which it was held
        for ours, column in found.items():
            named = ours in BY_NAME[kind].names or kind in ("people", "absences")
            if named and ours not in apart:
                yield ours, column

    def _rest(self, kind: str, found: dict[str, Column], columns: Sequence[Column]) -> None:
        """What isn't one column of the file: joined, in part, fixed, or left to be decided."""
        if kind == "sessions" or "supervisee" in found:
            self.start(found)
        if kind == "sessions":
            self.session(found, [column for column in columns if column.title not in self.used])
        elif kind == "discussions":
            self.recorded_where(kind, found)
        self._wanted(kind, found)
        if kind == "people":
            self._name(found)
            self._last_day(found)
            self.assessed_year(found)
        elif kind == "cases":
            if "allocated_on" in found and not self.allocated:
                self._missing(found, ("worker",))
            self._flags(columns, found)
            self.closed_by_status(found)
            self.intervals_asked(found)
        elif kind == "absences" and "sickness" not in found:
            self.fixed("planned", "no", "whether it was planned isn't in the file")

    def _last_day(self, found: Mapping[str, Column]) -> None:
        said = not found.keys().isdisjoint(("left_on", BOOKED)) or self.left_in_remarks(found)
        if self.leavers and not said:
            self.undecided_yet("left_on", "no column was taken for the last day of these leavers")

    def _wanted(self, kind: str, found: dict[str, Column]) -> None:
        services = set(self.vocabulary.services.values())
        if kind == "cases" and "service" not in found and len(services) == 1:
            self.fixed("service", services.pop(), "the rule set knows no other")
        elif kind != "cases" or "service" in found or not self.service_told(found):
            self._missing(found, _WANTED.get(kind, ()))

    def _gathers(self, kind: str, found: Mapping[str, Column]) -> None:
        """A case that has a row for each of its plans, an absence that has one for each day."""
        case, by = found.get("case"), found.get(LATEST)
        if kind == "people" and by:
            self._latest(by, "somebody has a row for each post; the one that began last is theirs")
        if kind == "cases" and self.has_workers(found):
            self._latest(found["allocated_on"], "a case has rows with different workers; the last has it now")
            self.held_twice(found)
        if kind == "cases" and self.allocated and changing(found) - {"categories"}:
            self._latest(found["allocated_on"], "a case has a row for each worker; the last says how it is")
        plans = plans_in(found) if kind == "cases" else {}
        if case and any(map(case.has_several, plans.values())):
            self._gathered("categories", "a guess: a case has a row for each")
            self._others_by(found)
        if kind == "absences" and found["first"] is found.get("last"):
            self._gathered("first", "a guess: days in a row are one absence, there is a row for each")

    def _others_by(self, found: Mapping[str, Column]) -> None:
        """Rows of one case that differ otherwise too: the last says how it is, and the others what it doesn't."""
        began = found.get("allocated_on")
        differs = set(varying(found["case"], found)) - {*plans_in(found), "plan_until"}
        if began and differs and not self.has_workers(found) and not self.allocated:
            why = "a guess: where its rows differ, the one that began last says it"
            self.lines.append(f"    others_by: {quoted(began.title)}  # {why}")
            self.guessed.append(f"{why}, by “{began.title}”")

    def _latest(self, by: Column, why: str) -> None:
        self.lines.append(f"    latest: {quoted(by.title)}  # a guess: {why}")
        self.guessed.append(f"a guess: {why}, by “{by.title}”")

    def _gathered(self, ours: str, why: str) -> None:
        self.lines.append(f"    gathers: {ours}  # {why}")
        self.guessed.append(f"{ours} is gathered from several rows, {why}")

    def _column(self, kind: str, ours: str, column: Column, found: Mapping[str, Column]) -> None:
        if ours in (*_NAME_PARTS, "asye_from") or (ours == "name" and "last_name" in found):
            return
        known = words_for(ours, column, self.vocabulary)
        if known is not None:
            self.worded(ours, column, known, found)
        elif ours in ("percent", "load_percent", "hours"):
            self.full_time(ours, column, found)
        elif ours == "plan_last_reviewed":
            why = "a guess: leave it out where it isn't the review that the policy asks for in supervision"
            self.plain(ours, column, why)
        elif ours in ("works", "team", "qualified", BOOKED):
            in_turn = {"works": self.weeks, "team": self.team, "qualified": self.qualified}
            {**in_turn, BOOKED: self.booked}[ours](column)
        elif ours == "staff_number" and kind == "people":
            self.own_numbers(found)
        elif not self._of_its_kind(kind, ours, found):
            self.plain(ours, column)

    def _of_its_kind(self, kind: str, ours: str, found: Mapping[str, Column]) -> bool:
        """What is written in a way of its own in this kind of file: whether it was one of these."""
        if kind == "absences":
            return self.of_absence(ours, found)
        if kind in ("sessions", "discussions"):
            return self.of_session(ours, found)
        if kind == "cases" and ours in ("last_discussed", "plan_every_months"):
            return self.last_discussed(found) if ours == "last_discussed" else self.every_months(found)
        if kind in OF_CASES and ours == "case":
            self.reference(found["case"])
        elif ours in columns_of_people(kind):
            self.person(ours, found[ours], found.get("worker_id"))
        return ours in columns_of_people(kind) or (kind in OF_CASES and ours == "case")

    def _missing(self, found: Mapping[str, Column], needed: Sequence[str]) -> None:
        for ours in needed:
            if ours not in found and not (ours == "employed_from" and BOOKED in found):
                self.undecided_yet(ours, f"no column was taken for the {ours.replace('_', ' ')}")

    def _name(self, found: Mapping[str, Column]) -> None:
        if "last_name" not in found:
            return
        first, last = in_order(found, self.columns), found["last_name"].title
        self.used.update([last, *(column.title for column in first)])
        said, called = [quoted(last)], [f"“{last}”"]
        if first:
            titles = [column.title for column in first]
            either = f"{{from: {quoted(titles[0])}, or: {quoted(titles[-1])}}}"
            said.insert(0, either if len(titles) > 1 else quoted(titles[0]))
            called.insert(0, ", or where that says nothing ".join(f"“{title}”" for title in titles))
        self.lines.append(f"      name: {{from: [{', '.join(said)}]}}")
        self.guessed.append(f"name is {' and '.join(called)}, joined")

    def _flags(self, columns: Sequence[Column], found: Mapping[str, Column]) -> None:
        """Where no column says what cases are in words of its own."""
        flags = flags_of(found, columns, self.vocabulary.categories) if "categories" not in found else {}
        if flags:
            self.lines.append(f"      categories: {self.flags(flags)}")

    def _to_come(self, columns: Sequence[Column]) -> None:
        """Other days that may be of next sessions, beside those that a log is of: nothing is booked by them."""
        for column in columns:
            if ahead := self.ahead(column):
                why = f"{ahead:,} rows say a day to come, which isn't read: no session is booked by it"
                self.lines.append(f"# {column.title}: {why}; {_BOOK_THEM}.")
                self.guessed.append(f"“{column.title}”: {why}, and people read so; {_BOOK_THEM}")

    def end(
        self, columns: Sequence[Column], kinds: Sequence[str], found: Mapping[str, Mapping[str, Column]]
    ) -> None:
        if kinds[0] == "people":
            second_holders(self, found["people"], columns, self.vacant(found["people"]))
        if "sessions" in kinds:
            self.next_sessions(found["sessions"], columns)
            self._to_come([column for column in columns if column.title not in self.used])
        left = [column for column in columns if column.title and column.title not in self.used]
        self.guessed += remarked(kinds[0], left)
        rest = [
            f"{column.title} (looks like names)" if column.names_each else column.title for column in left
        ]
        if rest:
            self.lines.append(f"# Not read: {', '.join(rest)}.")
            self.guessed.append(f"not read: {', '.join(rest)}")


_BOOK_THEM: Final = "book them in chat, or bring them in as a file of sessions (docs/import.md, sessions)"


def _stand_between(first: Column, sort: Column | None) -> bool:
    """Whether rows that say neither when nor what it was stand among the absences, as the lines of months."""
    gaps = [at for at, cell in enumerate(first.cells) if not cell]
    return bool(gaps) and not any(sort and sort.cells[at] for at in gaps)
