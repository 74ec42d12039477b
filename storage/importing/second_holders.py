"""Who stands beside the holder of a post: the other of a job share, whoever covers it or acts up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from policy.folding import fold_name
from storage.importing.own_columns import Column

#: So many are named.
_NAMED: Final = 8
_HOW: Final = "give each a row in this file or another, or `python app.py person set` once the rest is in"


def second_holders(kind: str, people: Mapping[str, Column], left: Sequence[Column]) -> Iterator[str]:
    """``left``: what isn't read of a list of people. A line for each column of names in some rows, of those who have no
    row themselves."""
    if kind != "people" or "last_name" not in people:
        return
    own = [column for column in people.values() if column not in left]
    mine = {word for column in own for one in column.words for word in fold_name(one).split()}
    for column in left:
        if not column.are_names or column.of_others or 2 * column.filled > len(column.cells):
            continue
        others = [word for word in column.words if not mine.issuperset(fold_name(word).split())]
        if others:
            more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
            yield (
                f"“{column.title}” names {len(others):,} without a row of their own, beside a post's holder or in a "
                f"vacant one, who don't come in: {', '.join(others[:_NAMED])}{more}; {_HOW}"
            )
