"""The lines of a proposed mapping that say who was in a session: by a name, by whoever filled a form in, of a group by
whoever leads it, with its people; and of which sessions the record is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy import date_words
from storage.importing.columns import values as v
from storage.importing.mapped.turned_days import entered_in, turned_in
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.on_behalf import on_behalf
from storage.importing.proposal.own_columns import Column, meant_by
from storage.importing.proposal.own_references import people_between, people_in
from storage.importing.proposal.person_lines import PersonLines
from storage.importing.proposal.recorded_flags import is_recorded, says_owed


@dataclass(slots=True)
class FormLines(PersonLines):
    """Written with the others of a file."""

    def of_form(self, ours: str, found: Mapping[str, Column]) -> None:
        """Who supervised is whom the answer names for it, else whoever filled it in; a group's supervisee is whoever
        leads it."""
        who, supervisor = found["supervisee"], found.get("supervisor")
        leads = [] if supervisor is None else [supervisor]
        if supervisor and found["filled_by"] not in (who, supervisor) and supervisor.filled < len(who.cells):
            leads.append(found["filled_by"])
        if ours == "supervisor":
            blocks = [self._block(ours, column, who) for column in leads]
            blocks = [block for block in (self._on_behalf(found), *blocks) if block]
            self.lines += _chained(ours, [(block, "") for block in blocks])
            return
        group = groups(found)
        when = f"when: {{{words_by(group)}}}" if group else ""
        leading = [(self._leader(ours, column), when) for column in leads] if group else []
        alone = without_groups(who, found, group) if group else who
        self.lines += _chained(ours, [*leading, (self._block(ours, alone, supervisor), "")])

    def say_who(self, found: Mapping[str, Column]) -> None:
        """Which columns say who supervised whom, for somebody's eye."""
        for ours in ("supervisor", "supervisee"):
            if column := found.get(ours):
                said = f"{ours} is “{column.title}”"
                filled = found.get("filled_by")
                if filled and ours == "supervisor" and filled not in (column, found.get("supervisee")):
                    said += f", and where that says nothing “{filled.title}”, who filled it in"
                elif filled is column:
                    said += ", who filled it in"
                self.to_look_at.insert(0, f"{said}, a guess")

    def _block(self, ours: str, column: Column, company: Column | None) -> list[str]:
        """The lines of somebody's column, taken out."""
        at = len(self.lines)
        self.person(ours, column, company=company)
        block = self.lines[at:]
        del self.lines[at:]
        return block

    def typed_day(self, found: Mapping[str, Column]) -> str:
        """Of a day that stands in one of two columns, or month first in some rows; empty for any other."""
        on, other, entered = found["date"], found.get("other_date"), entered_in(self.columns)
        days = [column for column in (on, other) if column]
        turned = dict(turned_in(days, entered)) if entered and not on.each else {}
        if not other and not turned:
            return ""
        why = ["one says the day where the other says none"] * bool(other)
        said = f"from: {quoted(on.title)}"
        if other:
            self.used.add(other.title)
            said += f", or: {quoted(other.title)}"
        if entered and turned:
            cell, day = next(iter(turned.items()))
            said += f", entered: {quoted(entered.title)}"
            self._apart_from(entered)
            told = "are month first or of the year beside, as when the row was entered tells"
            why.append(f"{len(turned):,} {told}: {cell} is {date_words.day(day)}")
        reason = f"a guess: {'; '.join(why)}"
        self.note("date", on, reason)
        return f"      date: {{{said}}}  # {reason}"

    def _apart_from(self, column: Column) -> None:
        """What an answer that was sent twice may say otherwise each time."""
        for at, line in enumerate(self.lines):
            if line.startswith("alike_but: ["):
                self.lines[at] = line.replace("]", f", {quoted(column.title)}]", 1)

    def _on_behalf(self, found: Mapping[str, Column]) -> list[str]:
        """For whom a remark says that somebody else filled it in."""
        free = [
            c for c in self.columns if c not in found.values() and c.title not in self.used and not c.are_days
        ]
        told = on_behalf(found["filled_by"], free, self.vocabulary.staff)
        if told is None:
            return []
        column, said = told
        self.used.add(column.title)
        self._apart_from(column)
        self.to_look_at += [
            f"supervisor: “{column.title}” names {name} ({number}), for whom others filled it in, a guess"
            for number, name in sorted(set(said.values()))
        ]
        words = [
            f"          {quoted(word)}: {quoted(number)}  # a guess: {name}"
            for word, (number, name) in said.items()
        ]
        head = ["      supervisor:", f"        from: {quoted(column.title)}", "        words:"]
        return [*head, *words, '          "*": ""']

    def _leader(self, ours: str, column: Column) -> list[str]:
        """Those of whom it is guessed who they are; the others are asked about as supervisors."""
        guessed = self._guessed(column, (), None)
        words = [f"          {quoted(word)}: {quoted(one.number)}" for word, one in sorted(guessed.items())]
        said = [f"      {ours}:", f"        from: {quoted(column.title)}"]
        return [*said, "        words:", *words] if words else said

    def participants(self, found: Mapping[str, Column], left: Mapping[str, Sequence[str]], held: str) -> None:
        """Those of a group's sessions, several of whom stand in one cell. ``left``: by a column the words whose rows
        aren't theirs; ``held``: of which they were there."""
        group, who = groups(found), found["supervisee"]
        if not group or "session" not in found:
            return
        self.lines += ["  participants:", f"    needs: [{quoted(who.title)}]"]
        if said := words_by({title: words for title, words in left.items() if words}):
            self.lines.append(f"    leave_out: {{{said}}}")
        kind = found["kind"]
        cells = words_in(who, kind, group[kind.title])
        between = people_between(cells)
        self.lines += ["    columns:", f"      session: {quoted(found['session'].title)}"]
        self._each_of(who, [name for cell in cells for name in people_in(cell, between)], between)
        if held:
            self.lines.append(f"      attended: {{is: yes, when: {{{held}}}}}")
        self.guessed.append(f"a guess: “{who.title}” of a group names several, each of whom belongs to it")

    def _each_of(self, who: Column, names: Sequence[str], between: Sequence[str]) -> None:
        """Each name of cells that hold several; what stands beside such a cell tells nothing of one of them."""
        each, columns = Column(who.title), self.columns
        for name in names:
            each.take(name)
        self.columns = ()
        block = _expanded("staff_number", self._block("staff_number", each, None), "")
        self.columns = columns
        self.lines += [
            *block[:2],
            f"        split: {quoted(between[0]) if len(between) == 1 else f'[{listed(between)}]'}",
            *block[2:],
        ]

    def recorded(self, found: Mapping[str, Column], when: str) -> None:
        """On which day the record was written, else that it isn't yet: a yes says not since when. ``when``: of which
        sessions alone."""
        day, flag = found.get("recorded_on", found.get("written_up")), found.get("is_recorded")
        owed = dict.fromkeys(says_owed(day), False) if day else {}
        if flag is None and not (owed or "written_up" in found):
            return
        why = "a guess: a no is a record that isn't written yet"
        said = {word: is_recorded(word) for word in sorted({*flag.words, *says_owed(flag)})} if flag else {}
        said = {word: yes for word, yes in said.items() if v.day_if_readable(word) is None}
        source = f"{{from: {quoted(flag.title)}{when}{_meaning(said)}}}" if flag else ""
        if day:
            other = f", or: {source}" if flag else ""
            source = f"{{from: {quoted(day.title)}{when}{_meaning(owed)}{other}}}"
            self.note("recorded_on", day, why if owed and not flag else "")
        if flag:
            self.note("recorded_on", flag, why)
        self.lines.append(f"      recorded_on: {source}" + (f"  # {why}" if flag or owed else ""))


def _meaning(said: Mapping[str, bool | None]) -> str:
    """What words say of a record: written, or not yet."""
    means = {True: quoted(""), False: "no"}
    words = ", ".join(f"{quoted(word)}: {means[yes]}" for word, yes in said.items() if yes is not None)
    return f", words: {{{words}}}" if words else ""


def _chained(ours: str, blocks: Sequence[tuple[Sequence[str], str]]) -> list[str]:
    """Each where the one before says nothing, and in which rows."""
    *others, (last, _) = blocks
    lines = [*last]
    for block, when in reversed(others):
        head, *rest = lines
        nested = [f"        or:{head.strip().removeprefix(f'{ours}:')}", *(f"  {line}" for line in rest)]
        lines = [*_expanded(ours, block, when), *nested]
    return lines


def _expanded(ours: str, block: Sequence[str], when: str) -> list[str]:
    """With a line for each thing that it says of a column."""
    head, *rest = block
    if not rest:
        rest = [f"        from:{head.strip().removeprefix(f'{ours}:')}"]
    return [f"      {ours}:", rest[0], *([f"        {when}"] if when else []), *rest[1:]]


def groups(found: Mapping[str, Column]) -> dict[str, list[str]]:
    """By the title of the kind's column, the words of groups in which several people stand in one cell; empty where
    there are none."""
    kind, who = found.get("kind"), found.get("supervisee")
    if kind is None or who is None:
        return {}
    words = [word for word in sorted(kind.words) if meant_by(word, {**v.KINDS}) == "group"]
    return {kind.title: words} if words and people_between(words_in(who, kind, words)) else {}


def without_groups(who: Column, found: Mapping[str, Column], group: Mapping[str, Sequence[str]]) -> Column:
    """What it says of sessions that are no group's."""
    kind, alone = found["kind"], Column(who.title, who.group)
    for name, sort in zip(who.cells, kind.cells, strict=True):
        alone.take("" if sort in group[kind.title] else name)
    return alone


def words_in(column: Column, other: Column, words: Sequence[str]) -> list[str]:
    """What a column says in the rows in which another says one of these."""
    return [mine for mine, theirs in zip(column.cells, other.cells, strict=True) if theirs in words and mine]


def words_by(by: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{quoted(title)}: [{listed(words)}]" for title, words in by.items())
