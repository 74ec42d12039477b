"""A name that nobody has, of which exactly one person may be meant: they are named beside the question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.commands.import_map import propose_mapping
from storage.importing.proposal.team_names import abbreviates

_STAFF = (
    "Code,Code (T),Post (T),Section (T),Employed from",
    'S101,"Example, Amara",Social Worker,Disabled Children\'s Team,05/01/2015',
    'S102,"Sample, Amara",Social Worker,North,05/01/2015',
    'S103,"Invented, Idris",Social Worker,North,05/01/2015',
    'S104,"Madeup, Elizabeth",Team Manager,North,05/01/2015',
)
_HEADING = "Case ref,Case worker,Allocation date,Team,Classification"


def _asked(
    folder: Path, workers: Sequence[tuple[str, str]], said: pytest.CaptureFixture[str], *more: Path
) -> list[str]:
    staff, cases = folder / "staff.csv", folder / "cases.csv"
    staff.write_text("\n".join(_STAFF).replace("Section (T)", "Team"))
    sure = [("Invented, Idris", "North")] * 4
    rows = (f'C-{at},"{who}",03/03/2026,{team},CIN' for at, (who, team) in enumerate([*sure, *workers], 10))
    cases.write_text("\n".join((_HEADING, *rows)))
    assert (
        propose_mapping([staff, *more, cases], to=folder / "m", sheet="", rules="central-bedfordshire") == 0
    )
    return [
        line.strip().partition("; ")[2]
        for line in said.readouterr().out.splitlines()
        if "worker: who" in line
    ]


@pytest.mark.parametrize(
    ("worker", "team", "why"),
    [
        ("Newname, Amara", "DCT", "perhaps Example, Amara (S101), by their forename and the team beside it"),
        ("Newname, Amara", "North", "perhaps Sample, Amara (S102), by their forename and the team beside it"),
        ("Invented, Ibrahim", "North", "perhaps Invented, Idris (S103), by their surname and initial"),
        ("INVENTED, Ibrahim SW", "North", "perhaps Invented, Idris (S103), by their surname and initial"),
        (
            "Madeup, Beth",
            "North",
            "perhaps Madeup, Elizabeth (S104), by their surname and the team beside it",
        ),
        ("Newname, Amara", "South", "nobody is called so"),
        ("Newname, Otto", "North", "nobody is called so"),
    ],
)
def test_the_only_one_who_may_be_meant_is_named_and_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], worker: str, team: str, why: str
) -> None:
    said = _asked(tmp_path, [(worker, team)], capsys)
    assert said == [why]


def test_whoever_one_list_leaves_out_may_be_called_otherwise_in_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As those who started, whom a list of starters and leavers has by their whole name."""
    came = ("S/L,Staff No,Name,Date,Post,Team", "S,AGY,Ibrahim Invented,02/03/2026,Social Worker,North")
    left = tuple(
        f"L,S90{at},Gone {one},0{at + 1}/04/2026,Social Worker,North"
        for at, one in enumerate(("Fictive", "Sham"))
    )
    (tmp_path / "starters leavers.csv").write_text("\n".join((*came, *left)))
    said = _asked(tmp_path, [("Invented, Ibrahim", "North")], capsys, tmp_path / "starters leavers.csv")
    assert said == ["perhaps Invented, Idris (S103), by their surname and initial"]


def test_a_team_is_shortened_by_its_initials_with_its_last_word() -> None:
    assert abbreviates("DCT", "Disabled Children's Team")
    assert not abbreviates("DCT", "Duty & Contact")
