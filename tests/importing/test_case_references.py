"""Lists of cases with several columns of references: the child's is the case, not their family's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from tests.importing.councils import BOOK, NOW, PEOPLE

TODAY = NOW.date()
STAFF = [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows]


def _proposed(first: str, second: str, references: Sequence[tuple[str, str]]) -> Proposal:
    staff = Staff(TODAY)
    know(staff, STAFF)
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    rows = [[one, other, "Amara Example", "03/03/2026", "FS North", "CIN"] for one, other in references]
    heading = [first, second, "Case worker", "Allocation date", "Team", "Classification"]
    return propose(Rows("cases.csv", heading, rows), words, file="cases.csv")


def _case(proposal: Proposal) -> str:
    return next(line.strip() for line in proposal.text.splitlines() if line.strip().startswith("case:"))


#: Ten children of six families.
SIBLINGS = [(str(5000 + at // 2), str(7000 + at)) for at in range(8)] + [("5010", "7020"), ("5011", "7021")]


@pytest.mark.parametrize("family", ["Family number", "Household ref", "Fam ID", "Case family number"])
@pytest.mark.parametrize("child", ["Person No", "Child ID", "Individual ref", "YP Number"])
@pytest.mark.parametrize("turned", [False, True])
def test_the_child_s_reference_is_the_case_and_not_their_family_s(
    family: str, child: str, *, turned: bool
) -> None:
    pairs = [pair[::-1] for pair in SIBLINGS] if turned else SIBLINGS
    proposal = _proposed(*((child, family) if turned else (family, child)), pairs)
    why = f"# a guess: “{family}” is a family's, and several of these have one"
    assert _case(proposal) == f'case: "{child}"  {why}'
    assert not proposal.undecided


def test_which_of_two_is_meant_is_asked_where_one_is_several_children_s() -> None:
    proposal = _proposed("Case No", "Person ID", SIBLINGS)
    said = "“Person ID” (10 different) or “Case No” (6 different)"
    assert _case(proposal).startswith("case: {is: '?'}")
    assert proposal.undecided == (f"case: by which a case is known, {said}",)


@pytest.mark.parametrize(
    ("references", "case"),
    [
        ([(f"{p}/{at}", str(p)) for p in range(7000, 7005) for at in (1, 2)], "Case No"),
        ([(str(5000 + at), str(7000 + at)) for at in range(10)], "Case No"),
    ],
)
def test_a_case_of_one_child_is_asked_about_by_nothing(references: list[tuple[str, str]], case: str) -> None:
    proposal = _proposed("Case No", "Person ID", references)
    assert _case(proposal) == f'case: "{case}"'


def test_a_family_s_reference_alone_is_the_case() -> None:
    proposal = _proposed("Family number", "Postcode area", [(str(5000 + at), "MK1") for at in range(10)])
    assert _case(proposal) == 'case: "Family number"'
