"""The lines of a proposed mapping of sessions that were planned for one day and held on another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.mapped.grid_cells import says_held
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.form_lines import FormLines
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.marked_days import marks_in
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.recognising import STATES_OF_SESSION, words_for
from storage.importing.proposal.said_once import above, over_blocks
from storage.importing.proposal.went_ahead import as_spelt, meant


@dataclass(slots=True)
class PlannedLines(FormLines):
    """Held on the day on which it was, else on the one that was planned."""

    def held_or_planned(self, held: Column, planned: Column) -> None:
        why = "the day on which it was held, else as planned"
        none = [*self._not_held(held), *_errors(held)]
        told = {**dict.fromkeys(none, ""), **dict.fromkeys(self.marks(held, off=False), "*")}
        words = ", ".join(f"{quoted(word)}: {quoted(day)}" for word, day in told.items())
        words = f", words: {{{words}}}" if words else ""
        self.note("date", held, why)
        self.used.add(planned.title)
        self.lines.append(
            f"      date: {{from: {quoted(held.title)}{words}, or: {quoted(planned.title)}}}  # {why}"
        )

    def _not_held(self, held: Column) -> list[str]:
        """What stands in place of the day on which it was held, or beside one on which it wasn't."""
        return [*no_days(held), *self.marks(held, off=True)]

    def marks(self, held: Column, *, off: bool) -> list[str]:
        return [mark for mark, is_off in marks_in(held, self.vocabulary.keys).items() if is_off is off]

    def planned_ids(self, found: Mapping[str, Column]) -> None:
        """By whom and for when it was planned, which stays when it is held on another day: where that tells all rows
        apart."""
        parts = [found[name] for name in ("supervisee", "supervisor", "planned_date") if name in found]
        blocks = [c.title for c in over_blocks(found)]
        said = (above(c) if c.title in blocks else c.cells for c in parts)
        days = zip(found["planned_date"].cells, found["date"].cells, strict=True)
        rows = [row for row, on in zip(zip(*said, strict=True), days, strict=True) if any(on)]
        if "session" in found or len(parts) < 3 or not all(map(all, rows)) or len(set(rows)) < len(rows):
            return
        why = "a guess: it stays the same session when it is held on another day"
        self.lines.append(f"      session: {{from: [{listed(c.title for c in parts)}]}}  # {why}")
        self.guessed.append(f"session is known by {', '.join(c.title for c in parts)}, {why}")

    def as_planned(self, found: Mapping[str, Column]) -> None:
        """Held where the day on which it was says something, cancelled where it says why, else booked."""
        self.planned_ids(found)
        if "state" in found:
            self._off_or_held(found["state"], found["date"])
            return
        held, reason = quoted(found["date"].title), found.get("reason")
        none = "".join(f"{quoted(word)}: cancelled, " for word in self._not_held(found["date"]))
        none += self._no_value(found["date"])
        otherwise = "{is: booked}"
        if reason:
            said = "".join(f"{quoted(word)}: {one}, " for word, one in _going_ahead(reason).items())
            words = f'{{{said}"*": cancelled}}'
            otherwise = f"{{from: {quoted(reason.title)}, words: {words}, or: {otherwise}}}"
        why = "a guess: held where it says on which day, cancelled where it says why, else booked"
        self.lines.append(
            f'      state: {{from: {held}, words: {{{none}"*": held}}, or: {otherwise}}}  # {why}'
        )
        self.guessed.append(f"state is {why.removeprefix('a guess: ')}, a guess")
        off = [*self._not_held(found["date"]), *sorted(_errors(found["date"]))]
        if off and not reason:
            words = ", ".join(f"{quoted(word)}: {reason_of(word)}" for word in off)
            self.lines.append(
                f"      reason: {{from: {held}, when: {{{held}: [{listed(off)}]}}, words: {{{words}}}}}  # a guess"
            )

    def _no_value(self, held: Column) -> str:
        """What a formula without a value says, which stands where the day would, is asked."""
        for word, rows in sorted(_errors(held).items()):
            what = f"what '{word}' is here ({rows:,} rows): cancelled, or \"\" leaves them out"
            self.undecided.append(f"state: {what}")
        return "".join(f"{quoted(word)}: '{UNDECIDED}', " for word in sorted(_errors(held)))

    def _off_or_held(self, state: Column, held: Column) -> None:
        """Whether it was cancelled, beside the day on which it was held: without that day no past one is held."""
        self.note("state", state)
        known = words_for("state", state, self.vocabulary) or {}
        off = {word: meant("state", word, known, state) == "cancelled" for word in sorted(state.words)}
        said = ", ".join(f"{quoted(word)}: {'cancelled' if yes else 'booked'}" for word, yes in off.items())
        none = "".join(f'{quoted(word)}: "", ' for word in no_days(held))
        why = "a guess: held where it says on which day"
        self.lines += [
            f"      state:  # {why}",
            f"        from: {quoted(held.title)}",
            f'        words: {{{none}"*": held}}',
            f"        or: {{from: {quoted(state.title)}, words: {{{said}}}, or: {{is: booked}}}}",
        ]

    def why_not_held(self, column: Column, held: Column) -> None:
        """Why, of those that nothing says were held; where a word stands for the day, that is all that is known."""
        none = [*self._not_held(held), *sorted(_errors(held))]
        when = f"{{{quoted(held.title)}: [{listed(['', *none])}]}}"
        off = {
            fold(word): word
            for word in sorted(column.words.keys() - _going_ahead(column).keys(), reverse=True)
        }
        words = ", ".join(f"{quoted(word)}: {reason_of(column.spelt(word))}" for word in off.values())
        words += "".join(f', {quoted(word)}: ""' for word in sorted(_going_ahead(column)))
        other = f", or: {{is: other, when: {{{quoted(held.title)}: [{listed(none)}]}}}}" if none else ""
        self.note("reason", column)
        self.lines += [
            "      reason:  # a guess; the bot's words: emergency, leave, no_show, other, sickness, work",
            f"        {{from: {quoted(column.title)}, when: {when}, words: {{{words}}}{other}}}",
        ]


#: What a word of a reason begins with; any other is ``other``.
_REASONS: Final = {
    "no_show": r"dna\b|did not attend|no.show|forgot|failed to",
    "emergency": r"emergenc|crisis|incident|urgent",
    "work": r"court|visit|conference|workload|meeting|training|duty|capacity|\bwork\b",
}


def reason_of(word: str) -> str:
    return next((ours for ours, said in _REASONS.items() if re.search(said, word.lower())), "other")


def no_days(column: Column) -> list[str]:
    """What stands where the day would on which it was held: ``A/L``, ``cancelled``."""
    return sorted(word for word in column.words if not any(map(str.isdigit, word)) and not says_held(word))


def _errors(held: Column) -> Counter[str]:
    """What formulas without a value left there, with their rows."""
    return Counter(cell for cell in held.cells if v.SHEET_ERROR.fullmatch(cell))


def _going_ahead(reason: Column) -> dict[str, str]:
    """Codes of a column of reasons that say that a session is booked, or was held."""
    means = {word: as_spelt(word, STATES_OF_SESSION, reason) for word in sorted(reason.words)}
    return {word: one for word, one in means.items() if one in ("booked", "held")}
