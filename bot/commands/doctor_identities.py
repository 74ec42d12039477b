"""What ``doctor`` says of people and cases that are stored in two spellings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.commands.case_names import case_names
from bot.commands.findings import Finding, look, some
from storage.identities import pairs
from storage.work import Work

_APART: Final = "They stay apart, and imports ask for the exact spelling."


def identities(work: Work) -> Iterator[Finding]:
    """Each kind of identity of which some fold to the same."""
    found = pairs(work)
    called = case_names(work, [one for group in found.cases for one in group])
    for what, groups, remedy in (
        (
            "Staff numbers",
            found.staff_numbers,
            "If two are one person: python app.py merge people GIVE-UP KEEP.",
        ),
        (
            "Case references",
            [[called[one] for one in group] for group in found.cases],
            "If two are one case: python app.py merge cases GIVE-UP KEEP.",
        ),
        (
            "Email addresses in post",
            found.emails,
            "Put it right: python app.py person set STAFF-NUMBER email=…",
        ),
    ):
        if groups:
            named = some([" and ".join(group) for group in groups])
            yield look(f"{what} that differ only in spelling: {named}. {_APART}", remedy)
