"""The lines of a proposed mapping, with what was guessed and what somebody has to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from storage.importing.mapped.grid_cells import month_left_out
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.known_headings import MONTHS, is_called_so
from storage.importing.proposal.own_columns import Column


@dataclass(slots=True)
class MappingLines:
    """``used``: the titles of the columns that were taken for something; ``to_look_at``: guesses of who is whom and
    which role people have, for somebody's eye; ``strangers``: names that are nobody's, as far as anybody can tell;
    ``unnamed``: of those what stands in columns that may name children, and is quoted nowhere;
    ``over_rows``: the columns that lines over the rows make; ``paired``: by the first of the two that it makes, the
    column that names both who were in a session."""

    lines: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    to_look_at: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)
    over_rows: set[str] = field(default_factory=set)
    paired: dict[str, str] = field(default_factory=dict)

    def plain(self, ours: str, column: Column, why: str = "") -> None:
        self.note(ours, column, why)
        source = f"{{{self.source(column)}}}" if column.each else quoted(column.title)
        self.lines.append(f"      {ours}: {source}{f'  # {why}' if why else ''}")

    def source(self, column: Column) -> str:
        """From where it comes: one column, or one for each month."""
        if not column.each:
            return f"from: {quoted(column.title)}"
        self.used.update(column.each)
        named = set(map(month_left_out, column.each))
        return f"each: [{listed(f'{one} *' for one in named) if all(named) else listed(MONTHS)}]"

    def fixed(self, ours: str, value: str, why: str) -> None:
        self.lines.append(f"      {ours}: {{is: {quoted(value)}}}  # {why}")
        self.guessed.append(f"{ours} is '{value}' everywhere: {why}")

    def undecided_yet(self, ours: str, why: str) -> None:
        self.lines.append(
            f"      {ours}: {{is: '{UNDECIDED}'}}  # {why}: name a column, or write what it is everywhere"
        )
        self.undecided.append(f"{ours}: {why}")

    def sections(self, sections: Mapping[str, str]) -> None:
        """Lines that say what holds for those below them."""
        why = "a guess: a line that says this alone holds for the rows below it"
        self.over_rows.update(sections)
        if sections:
            both = (f"{quoted(title)}: {quoted(pattern)}" for title, pattern in sections.items())
            self.lines.append(f"sections: {{{', '.join(both)}}}  # {why}")
        for title, pattern in sections.items():
            self.guessed.append(f"“{title}” is what stands in lines of its own, such as {pattern}: {why}")

    def repeats(self, repeats: Mapping[str, str]) -> None:
        """Columns that come again for each session."""
        if repeats:
            both = ", ".join(f"{quoted(title)}: {quoted(said)}" for title, said in repeats.items())
            why = "a guess: a row for each time that says something"
            self.lines.append(f"repeats: {{{both}}}  # {why}")
            self.guessed.append(f"{', '.join(f'“{said}”' for said in repeats.values())} come again: {why}")

    def pairs(self, pairs: Mapping[str, Sequence[str]]) -> None:
        """Columns that name two."""
        for column, both in pairs.items():
            why = "a guess: of few the supervisors, of more those whom they supervise"
            self.lines.append(f"pairs: {{{quoted(column)}: [{listed(both)}]}}  # {why}")
            self.guessed.append(f"“{column}” names the {both[0].lower()} and the {both[1].lower()}: {why}")
            self.used.add(column)
            self.paired[both[0]] = column

    def unpaired(self, found: Mapping[str, Column]) -> list[str]:
        """The column that rows have to fill which are of two, where some aren't."""
        titles = {name: found[name].title for name in ("supervisee", "supervisor")}
        made = next((title for title in titles.values() if title in self.paired), "")
        rows = sum(not cell for cell in found["supervisee"].cells) if made else 0
        if rows:
            self.guessed.append(
                f"sessions: {rows:,} rows whose “{self.paired[made]}” doesn't name two don't come in, a guess"
            )
        return [made] if rows else []

    def of_another(self, rows: int) -> None:
        """What stands below other headings in the same sheet."""
        if rows:
            what = (
                "where no other is proposed for them, they have to come from a sheet or a file of their own"
            )
            self.guessed.append(
                f"{rows:,} rows below another heading, further down, aren't read by this mapping: {what}"
            )

    def below(self, columns: Sequence[Column]) -> None:
        """What stands below another table, by its heading; nothing where it is no such table."""
        if columns:
            titles = ", ".join(column.title for column in columns if column.title)
            why = "its table begins further down, under a heading of its own"
            self.lines.append(f"below: yes  # {why}")
            self.guessed.append(f"the table below the first, under {titles}")

    def days_across(self, titles: Sequence[str]) -> None:
        """Of a rota, how the columns are called that its days make."""
        if not titles:
            return
        whose = "under a day is a row, of that day" if len(titles) == 2 else "is a row, of its person and day"
        across = "days_across" if len(titles) == 2 else "people_across"
        why = f"a guess: each cell {whose} and with that code"
        self.lines.append(f"{across}: [{listed(titles)}]  # {why}")
        self.guessed.append(f"“{titles[-2]}” and “{titles[-1]}” are of a rota's days: {why}")

    def over_headings(self, said: Mapping[str, str]) -> None:
        """What the line above each heading says."""
        self.over_rows.update(said)
        if said:
            both = (
                f"{quoted(title)}: {where if where.isdecimal() else quoted(where)}"
                for title, where in said.items()
            )
            why = "a guess: the line above each heading says it"
            self.lines.append(f"over_headings: {{{', '.join(both)}}}  # {why}")
            self.guessed.append(f"{' and '.join(f'“{title}”' for title in said)}: {why}, for the rows below")

    def note(self, ours: str, column: Column, why: str = "") -> None:
        self.used.add(column.title)
        by = (
            "by its heading"
            if is_called_so(column.title)
            else "by its values, and by a heading that is like it"
        )
        self.guessed.append(f"{ours} is “{column.title}”, {why or by}")


def listed(words: Iterable[str]) -> str:
    return ", ".join(map(quoted, words))


def quoted(text: str) -> str:
    """As a YAML scalar that can be nothing else than text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
