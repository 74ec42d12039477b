"""What tells who is meant in a list of staff and in those that name them, and which guesses are left to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.importing.proposal.guessed_people import Called, GuessedPeople, is_short_for
from tests.importing.test_guesses import STAFF, mapped


def test_only_who_is_doubtful_is_listed_to_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole name, and a part of one beside somebody of their line or team, is counted: both stand in the mapping."""
    managers = ("Line Manager", "", "", "", "Sample P", "", "")
    met = ("Amaryllis Example", "Amy", "Robin S", "Helen", "Ms Helen Jane Madeup")
    found = mapped(
        tmp_path,
        monkeypatch,
        staff=[f"{line},{one}" for line, one in zip(STAFF, managers, strict=True)],
        tracker=(
            "Practitioner,By,Date,Type,Held",
            *(f"{one},Priya Sample,0{at + 1}/09/2026,1:1,Y" for at, one in enumerate(met)),
        ),
    )
    assert '"Amy": "S1"' in found["tracker"]
    assert "is Amy Example" not in found["said"]
    assert "'Robin S' is Robin Sample" not in found["said"]
    assert "'Helen' is Helen Madeup (S3), a guess by their forename" in found["said"]
    assert "'Ms Helen Jane Madeup' is" not in found["said"]
    assert (
        "supervisee: 4 by their whole name, or by a part of it beside somebody of their line or team"
        in found["said"]
    )


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("SAMPLE-ORR, Quilliam SW", "S1"),
        ("VAN DER MADEUP, Rosalba Snr SW", "S2"),
        ("INVENTSON, Theophania SW", "S3"),
        ("P Inventson", "S3"),
        ("Theophania", "S3"),
        ("TESTERLEY, Ivor SW", "S4"),
        ("Ivor Testerley", "S4"),
        ("PRETENDLE, Ivor SW", "S4"),
    ],
)
def test_what_a_staff_list_writes_beside_a_name_is_none_of_it(said: str, number: str | None) -> None:
    people = GuessedPeople()
    people.know(
        [
            Called.of("S1", "Quilliam SAMPLE-ORR"),
            Called.of("S2", "Rosalba van der Madeup"),
            Called.of("S3", "Pip INVENTSON", known_as=["Mrs Theophania"]),
            Called.of("S4", "Mr Ivor PRETENDLE (formerly Testerley)"),
        ]
    )
    guess = people.guess(said)
    assert (guess and guess.number) == number


def test_a_short_forename_in_another_list_is_the_same_number_s() -> None:
    """Two lists call somebody so, each in its way."""
    people = GuessedPeople()
    people.know([Called.of("S7", "Quin Madeupton", known_as=["Quinlan"])])
    people.know([Called.of("S7", "Quinlan Madeupton")])
    found = people.guess("Quin")
    assert found is not None
    assert found.number == "S7"
    assert is_short_for("Quin Madeupton", "Madeupton, Quinlan")
    assert not is_short_for("Quin Madeupton", "Quentin Madeupton")
    assert not is_short_for("Quin Madeupton", "Quinlan Testerley")
