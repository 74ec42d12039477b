"""What a case reference looks like: fixed letters and digits, so that no name, initials or date of birth ever fits."""

from __future__ import annotations

import pytest

from storage.references import ANY, checked, fits, proposed, repeated

SHAPES = ("CB-#####", "########")


@pytest.mark.parametrize("reference", ["CB-10234", "cb–10234", "10002345", "ＣＢ-10234"])
def test_what_fits_in_any_spelling(reference: str) -> None:
    assert fits(reference, SHAPES)


@pytest.mark.parametrize(
    "reference",
    [
        "SMITH 2",
        "JS120315",
        "12/03/2015",
        "CB-1023",
        "CB-102345",
        "XB-10234",
        "Ана 1",
        "১২৩৪৫৬৭৮",
        "CB-10234 JANE",
    ],
)
def test_what_does_not(reference: str) -> None:
    assert not fits(reference, SHAPES)


def test_without_a_shape_everything_does() -> None:
    assert fits("SMITH 2", ())
    assert fits("SMITH 2", (ANY,))


def test_what_is_proposed_is_commonest_first() -> None:
    assert proposed(["CB-10234", "cb-10235", "JS120315"]) == [("CB-#####", 2), ("JS######", 1)]


def test_a_shape_has_digits() -> None:
    assert (checked("CB-####"), checked("Any")) == ("CB-####", ANY)
    with pytest.raises(ValueError, match="for each digit"):
        checked("SMITH")


def test_what_can_be_none_is_not_said_again() -> None:
    assert repeated("CB-99999", SHAPES) == "CB-99999"
    assert repeated("SMITH JANE", SHAPES) == "That reference"
