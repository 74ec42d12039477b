"""The lines of a proposed mapping that say by what staff are known, and by what those without a number are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.forenames import in_order
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.person_lines import PersonLines, digits_lost
from storage.importing.staff import NAMED
from storage.importing.tables.section_leaders import is_vacancy


class Unnumbered(NamedTuple):
    """Rows of somebody who has no number: who is known by their address, and who has none either; ``words``: what
    stands in place of a number, ``Agency``."""

    by_address: Sequence[str]
    by_name: Sequence[str]
    words: Sequence[str]


@dataclass(slots=True)
class NumberLines(PersonLines):
    """Written with the others of a file."""

    def digits(self, number: Column) -> int:
        """As many figures as a number of staff has, of which zeros in front were dropped, by the column's others, else
        by those of another list."""
        return digits_lost(number, None) or (
            digits_lost(number, self.vocabulary.staff.numbers) if self.leavers else 0
        )

    def unnumbered(self, people: Mapping[str, Column]) -> Unnumbered:
        number, names = people.get("staff_number"), self.names_said(people)
        if number is None or number in (people.get("email"), people.get("name")):
            return Unnumbered((), (), ())
        words = _no_numbers(number)
        address = people["email"].cells if "email" in people else [""] * len(number.cells)
        rows = zip(number.cells, names, address, strict=True)
        without = [(name, mail) for said, name, mail in rows if name and (not said or said in words)]
        by_address = [name for name, mail in without if mail]
        return Unnumbered(by_address, [name for name, mail in without if not mail], words)

    def names_said(self, people: Mapping[str, Column]) -> Sequence[str]:
        """What each row says of a name; nothing of a post that nobody holds."""
        columns = self._name_columns(people)
        rows = zip(*(column.cells for column in columns), strict=True)
        joined = [" ".join(filter(None, row)) for row in rows]
        return [
            name if name and not is_vacancy(name) and _is_full(columns, at) else ""
            for at, name in enumerate(joined)
        ]

    def _name_columns(self, people: Mapping[str, Column]) -> list[Column]:
        if "last_name" in people:
            return [*in_order(people, self.columns)[:1], people["last_name"]]
        return [people["name"]] if "name" in people else []

    def tell_of_somebody(self, people: Mapping[str, Column]) -> Sequence[Column]:
        """Without which a row is nobody's: the number, unless some have none; the name, where a vacant post has a
        number."""
        number, without, names = (
            people["staff_number"],
            self.unnumbered(people),
            self._name_columns(people)[-1:],
        )
        some_have_none = bool(without.by_address or without.by_name)
        told = [name for name in names if some_have_none or any(map(is_vacancy, name.nothing))]
        return told if some_have_none else [*told, number]

    def vacant(self, people: Mapping[str, Column]) -> Mapping[str, Sequence[str]]:
        """By column the words of posts that nobody holds, and that have a number of their own or a place in the
        list."""
        told = {c.title: [*filter(is_vacancy, sorted(c.words))] for c in self._name_columns(people)[-1:]}
        return {title: words for title, words in told.items() if words}

    def leave_out_rows(self, words: Mapping[str, Sequence[str]], own: Sequence[str] = ()) -> None:
        """``own``: why, where it is more than that nobody holds those posts."""
        if words:
            why = " or ".join(["a guess: posts that nobody holds"] * (not own or len(words) > 1) + [*own])
            said = ", ".join(f"{quoted(title)}: [{listed(some)}]" for title, some in words.items())
            self.lines.append(f"    leave_out: {{{said}}}  # {why}")
            if not own:
                titles = ((title, ", ".join(some)) for title, some in words.items())
                self.guessed += [
                    f"rows whose “{title}” says {some} are left out, {why}" for title, some in titles
                ]

    def own_numbers(self, people: Mapping[str, Column]) -> None:
        """Who has none is known by their address; by what those are who have none either is for somebody to decide:
        it has to stay the same every night."""
        number, without = people["staff_number"], self.unnumbered(people)
        digits = self.digits(number)
        if not without.by_address and not without.by_name:
            by_name = "a guess: nobody has a number there, and each is known by their name"
            self.numbered("staff_number", number, digits, by_name if number is people.get("name") else "")
            return
        self.note("staff_number", number)
        self.lines += ["      staff_number:", *self._of_number(number, digits, without)]
        if without.by_address:
            why = "a guess: who has no number is known by their address"
            self.lines += [f"        or:  # {why}", f"          from: {quoted(people['email'].title)}"]
            self.to_look_at.append(
                f"staff_number: {_some(without.by_address)} without “{number.title}”, {why}"
            )
        if without.by_name:
            self._asked(people, without, "          " if without.by_address else "        ")

    def _of_number(self, number: Column, digits: int, without: Unnumbered) -> Sequence[str]:
        lines = [f"        from: {quoted(number.title)}"]
        if digits:
            lines.append(f"        digits: {digits}  # {self._lost('staff_number', number, digits)}")
        if without.words:
            words = ", ".join(f'{quoted(word)}: ""' for word in without.words)
            lines.append(f"        words: {{{words}}}  # a guess: no number")
        return lines

    def _asked(self, people: Mapping[str, Column], without: Unnumbered, indent: str) -> None:
        why = f'{BY_NAME}; "" leaves their rows out'
        titles = [column.title for column in self._name_columns(people)]
        self.lines += [
            f"{indent}or:",
            f"{indent}  from: [{listed(titles)}]",
            f"{indent}  words:",
            f"{indent}    \"*\": '{UNDECIDED}'  # {why}",
        ]
        neither = "neither a number nor an address" if "email" in people else "no number"
        self.undecided.append(
            f"staff_number: by what those are known who have {neither}: {_some(without.by_name)}; {why}"
        )

    def supervisee(self, people: Mapping[str, Column]) -> None:
        """Whoever a row is about, by the same."""
        number, without = people["staff_number"], self.unnumbered(people)
        digits = self.digits(number)
        if not without.by_address and not without.by_name:
            self.numbered("supervisee", number, digits, "the same person")
            return
        self.note("supervisee", number, "the same person")
        self.lines += ["      supervisee:  # the same person", *self._of_number(number, digits, without)]
        indent = "        "
        if without.by_address:
            self.lines += [f"{indent}or:", f"{indent}  from: {quoted(people['email'].title)}"]
            indent += "  "
        if without.by_name:
            titles = [column.title for column in self._name_columns(people)]
            self.lines.append(f"{indent}or: {{from: [{listed(titles)}]}}")


#: What somebody is to write of those who have nothing else that stays the same.
BY_NAME: Final = '"*" by their name, while that stays as it is'


def _no_numbers(number: Column) -> Sequence[str]:
    """What a column of numbers says that is none: no figure is in it."""
    words = [word for word in sorted(number.words) if not any(map(str.isdigit, word))]
    return words if 2 * len(words) < len(number.words) else ()


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _is_full(columns: Sequence[Column], at: int) -> bool:
    """The name that tells: a surname, or all of it."""
    return bool(columns[-1].cells[at])
