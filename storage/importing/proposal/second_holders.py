"""Who stands beside the holder of a post: the other of a job share, whoever covers it or acts up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.folding import fold_name
from storage.importing.mapped.made_twice import BESIDE, BESIDE_LINES
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.forenames import is_forename
from storage.importing.proposal.mapping_lines import MappingLines, listed, quoted
from storage.importing.proposal.own_columns import Column

#: So many are named.
_NAMED: Final = 8
_HOW: Final = "give each a row in this file or another, or `python app.py person set` once the rest is in"
#: A heading of one of these words says whose name it is.
_OF_HOLDERS: Final = frozenset({"name", "holder", "cover", "covered", "postholder", "occupant"})
#: ``SAMPLE-ORR Priya``: as lists sort names, without a comma.
_CAPITALS_FIRST: Final = re.compile(r"((?:[^\W\da-z][^\Wa-z]*['’ -]?){2,}) ([^\W\da-z][a-zà-ÿ].*)")


@dataclass(frozen=True, slots=True)
class SecondHolders:
    """``names``: the column of those who stand beside a post's holder or in a vacant one; ``new``: of them who has no
    row; ``numbers`` and ``shares``: their own columns beside it, where there are such."""

    names: Column
    new: Sequence[str]
    numbers: Column | None = None
    shares: Column | None = None

    @classmethod
    def of(
        cls, people: Mapping[str, Column], columns: Sequence[Column], free: Sequence[Column]
    ) -> SecondHolders | None:
        """``free``: what isn't read of a list of people."""
        for column, new in _others(people, columns, free):
            if _OF_HOLDERS.isdisjoint(column.heading) or len(column.words) < column.filled:
                continue
            numbers, shares = (
                _again(people.get(ours), columns, column) for ours in ("staff_number", "percent")
            )
            return cls(column, new, numbers, shares)
        return None

    def by_post(self, post: Column) -> dict[str, str]:
        """By a post in whose row one stands, who it is: by their number, else their name."""
        numbers = self.numbers.cells if self.numbers else [""] * len(post.cells)
        rows = zip(post.cells, self.names.cells, numbers, strict=True)
        return {at: number or name for at, name, number in rows if at and name in self.new}


def second_holders(
    out: MappingLines,
    people: Mapping[str, Column],
    columns: Sequence[Column],
    vacant: Mapping[str, Sequence[str]],
) -> None:
    """The lines by which they come in, and who supervises them: of the post as its holder would; since when is to be
    decided of each. ``vacant``: by a column the words of posts that nobody holds, where an address is theirs."""
    free = [column for column in columns if column.title not in out.used]
    found = SecondHolders.of(people, columns, free)
    if found is None:
        out.to_look_at += (
            said for column, new in _others(people, columns, free) for said in _said(column, new)
        )
        return
    out.used.update(c.title for c in (found.names, found.numbers, found.shares) if c)
    which = list(_which(found))
    out.lines += [
        f"  {BESIDE}:  # a guess: who stands beside a post's holder or in a vacant one; role and team are the post's",
        *which,
        "    columns:",
        *_who_they_are(found),
        *_of_their_own(found, people, vacant),
    ]
    if any(line.startswith("  relationships:") for line in out.lines):
        out.lines += [f"  {BESIDE_LINES}:", *which, "    columns: {}"]
    out.undecided += (
        f"employed_from: since when '{word}' is here, who stands beside a post's holder or in a vacant one"
        for word in found.new
    )


def _which(found: SecondHolders) -> Iterator[str]:
    """Of which rows: not of those who have one themselves."""
    name = quoted(found.names.title)
    yield f"    needs: [{name}]"
    if known := [word for word in sorted(found.names.words) if word not in found.new]:
        yield f"    leave_out: {{{name}: [{listed(known)}]}}  # they have a row"


def _who_they_are(found: SecondHolders) -> Iterator[str]:
    name = quoted(found.names.title)
    number = (
        f"from: {quoted(found.numbers.title)}, or: {{from: {name}}}" if found.numbers else f"from: {name}"
    )
    turned = ", ".join(f"{quoted(word)}: {quoted(said)}" for word in found.new if (said := _turned(word)))
    yield f"      staff_number: {{{number}}}"
    yield f"      name: {{from: {name}, words: {{{turned}}}}}" if turned else f"      name: {name}"
    yield "      employed_from:"
    yield f"        from: {name}"
    yield '        words:  # since when they are here; "" leaves them out'
    yield from (f"          {quoted(word)}: '{UNDECIDED}'" for word in found.new)


def _of_their_own(
    found: SecondHolders, people: Mapping[str, Column], vacant: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """How much they work, and the address that stands in a vacant post's row."""
    if found.shares:
        yield f"      percent: {{from: {quoted(found.shares.title)}, of: 1}}"
    if "email" in people and vacant:
        title, words = next(iter(vacant.items()))
        email = f"from: {quoted(people['email'].title)}, when: {{{quoted(title)}: [{listed(words)}]}}"
        yield f"      email: {{{email}}}"


def _again(own: Column | None, columns: Sequence[Column], names: Column) -> Column | None:
    """A second column of the same heading, which says something beside those names alone."""
    told = (c for c in columns if own and c.title.startswith(f"{own.title} ("))
    return next(
        (
            c
            for c in told
            if c.filled and all(n for n, said in zip(names.cells, c.cells, strict=True) if said)
        ),
        None,
    )


def _turned(name: str) -> str:
    found = _CAPITALS_FIRST.fullmatch(name)
    return f"{found[2]} {found[1].strip()}" if found and "," not in name else ""


def _others(
    people: Mapping[str, Column], columns: Sequence[Column], left: Sequence[Column]
) -> Iterator[tuple[Column, list[str]]]:
    """Each column of names in some rows, with those who have no row themselves. A name that is read isn't all that
    people are called: a preferred forename stands beside another."""
    if "last_name" not in people:
        return
    own = [c for c in columns if c not in left or is_forename(c.title)]
    mine = {word for column in own for one in column.words for word in fold_name(one).split()}
    for column in left:
        if not column.are_names or column.of_others or 2 * column.filled > len(column.cells):
            continue
        if others := [word for word in column.words if not mine.issuperset(fold_name(word).split())]:
            yield column, others


def _said(column: Column, others: Sequence[str]) -> Iterator[str]:
    more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
    yield (
        f"“{column.title}” names {len(others):,} without a row of their own, beside a post's holder or in a "
        f"vacant one, who don't come in: {', '.join(others[:_NAMED])}{more}; {_HOW}"
    )
