"""What a case reference looks like: fixed letters and digits, so that no name, initials or date of birth ever fits."""

from __future__ import annotations

from datetime import date

import pytest

from storage.references import checked, fits, proposed, repeated

TODAY = date(2026, 11, 29)

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


def test_what_is_proposed_is_commonest_first() -> None:
    found = proposed(["CB-10234", "cb-10235", "ＣＢ-10235", "JS120315", "123456"], TODAY)
    assert (found.shapes, found.of, found.others) == ([("CB-#####", 2), ("######", 1)], 4, 1)


@pytest.mark.parametrize(
    "references",
    [
        ["SMITH 1", "SMITH 2"],
        ["JS120315", "js140617"],
        ["12/03/2015", "13/03/2015"],
        ["2015-03-12"],
        ["120315"],
        ["ΑΒ-123", "ΑΒ-124"],
        ["১২৩৪"],
        ["JS1"],
        [
            f"{letters} {number}"
            for letters in ("AB", "CD", "EF", "GH", "IJ", "KL", "MN")
            for number in (1, 2)
        ],
        [*(f"CB-{number}" for number in range(10_000, 10_012)), "QZ 41", "QZ 42"],
    ],
)
def test_what_may_be_somebody_is_never_proposed(references: list[str]) -> None:
    found = proposed(references, TODAY)
    assert [shape for shape, _ in found.shapes] in ([], ["CB-#####"])
    assert found.others in (len(references), 2)


def test_letters_that_many_have_are_proposed_however_many_others_there_are() -> None:
    references = [f"{number}" for number in range(1_000_000, 1_000_999)]
    assert proposed([*references, *(f"CB-{n}" for n in range(100, 120))], TODAY).value == "#######,CB-###"
    assert proposed([*references, *(f"CB-{n}" for n in range(100, 119))], TODAY).value == "#######"


def test_a_shape_has_digits_and_letters_that_everybody_can_type() -> None:
    assert checked("CB-####") == "CB-####"
    for wrong in ("SMITH", "any", "ΑΒ-###"):
        with pytest.raises(ValueError, match="for each digit"):
            checked(wrong)


def test_what_can_be_none_is_not_said_again() -> None:
    assert repeated("CB-99999", SHAPES) == "CB-99999"
    assert repeated("SMITH JANE", SHAPES) == "That reference"
    assert repeated("CB-99999", ()) == "That reference", "nobody said what they look like"
