"""Several rows of one person, one for each post, or of one case, one for each worker: which of them is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from policy.folding import fold
from storage.importing.proposal.guessed_people import may_be_one
from storage.importing.proposal.heading_signs import NEVER_OF, SIGNS
from storage.importing.proposal.own_columns import Column

T = TypeVar("T")
#: What a proposal calls the column of days by which the latest of several rows is known; no file of ours has it.
LATEST: Final = "latest"
#: And that of a post's own last day.
POST_ENDS: Final = "post_ends"


def of_posts(
    people: Mapping[str, Column], columns: Sequence[Column]
) -> tuple[dict[str, Column], dict[str, Column]]:
    """The columns of people, and those of who supervises them, where somebody has a row for each post: what is the same
    in each row is the person's, what isn't is the post's, and the post that began last is theirs now."""
    number = people.get("staff_number")
    if number is None or not _any_posts(number, people.get("name")):
        return dict(people), {}
    days = [c for c in columns if c.are_days and NEVER_OF["employed_from"].isdisjoint(c.heading)]
    varying = [c for c in days if number.has_several(c)]
    begins = [c for c in varying if not _ends(c)]
    if not begins:
        return dict(people), {}
    own = dict(people)
    for ours, ends in (("employed_from", False), ("left_on", True)):
        steady = [c for c in days if c not in varying and _begins_so(c, ours) and _ends(c) is ends]
        if own.get(ours) in varying and steady:
            own[ours] = steady[0]
    since = next((c for c in begins if c is own.get("role_from")), begins[0])
    own[LATEST] = since
    until = next((c for c in varying if _ends(c)), None)
    over = until or next((c for c in columns if c.of_a_post and _ends(c)), None)
    own |= {POST_ENDS: over} if over else {}
    return own, {"since": since, **({"until": until} if until else {})}


def whose(told: Sequence[Callable[[T], str]]) -> Callable[[T], str]:
    """By what rows are one's: what identifies them, and where a second column says it their name. A number that is on
    two people by a slip makes no posts of one."""
    identity, *name = told
    if not name:
        return lambda row: fold(identity(row))
    people: dict[str, list[str]] = defaultdict(list)

    def one(row: T) -> str:
        number = fold(identity(row))
        return number and f"{number} {_place(people[number], name[0](row))}"

    return one


def _place(names: list[str], name: str) -> int:
    """Of the first of these people who may be called so, who else joins them."""
    at = next((at for at, other in enumerate(names) if may_be_one(other, name)), len(names))
    if at == len(names):
        names.append(name)
    return at


def two_of_one_number(number: Column, name: Column | None) -> dict[str, list[str]]:
    """By a number the different people on whom it is."""
    found: dict[str, list[str]] = defaultdict(list)
    for one, called in zip(number.cells, name.cells, strict=True) if name and name is not number else ():
        if one and called and number.words[one] > 1 and any(map(str.isdigit, one)):
            _place(found[one], called)
    return {one: names for one, names in found.items() if len(names) > 1}


def _any_posts(number: Column, name: Column | None) -> bool:
    """Whether anybody has several rows; not where all such numbers are two people's."""
    several = {one for one, rows in number.words.items() if rows > 1 and any(map(str.isdigit, one))}
    return bool(several - two_of_one_number(number, name).keys())


def _begins_so(column: Column, ours: str) -> bool:
    signs = SIGNS["people"][ours]
    return any(word.startswith(signs) for word in column.heading)


def _ends(column: Column) -> bool:
    return column.of_an_end or _begins_so(column, "left_on")


def varying(identity: Column, columns: Mapping[str, Column]) -> Iterator[str]:
    """The columns of ours in which one case says different things."""
    yield from (
        ours for ours, column in columns.items() if column is not identity and identity.has_several(column)
    )
