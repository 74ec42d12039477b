"""What is the same although it is written differently, and what isn't."""

from __future__ import annotations

import pytest

from policy.folding import fold, fold_name, names_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S101", "s101"),
        ("S101", " S101\N{ZERO WIDTH SPACE} "),
        ("S101", "\N{FULLWIDTH LATIN CAPITAL LETTER S}１０１"),
        ("CB-10234", "cb\N{NON-BREAKING HYPHEN}10234"),
        ("CB-10234", "CB\N{EN DASH}10234"),
        ("CB-10234", "CB\N{MINUS SIGN}10\N{SOFT HYPHEN}234"),
        ("CB 10234", "CB\N{NO-BREAK SPACE}10234"),
        ("CB 10234", "CB\t \N{NARROW NO-BREAK SPACE}10234\N{ZERO WIDTH NO-BREAK SPACE}"),
        ("o'neill@example.org", "O’Neill@Example.org"),
        ("o'neill@example.org", "O\N{MODIFIER LETTER APOSTROPHE}Neill@example.org"),
        ("zoë", "ZOE\N{COMBINING DIAERESIS}"),
        ("strasse", "STRAẞE"),
        ("\N{RIGHT-TO-LEFT MARK}Sam\N{POP DIRECTIONAL ISOLATE}", "sam"),
    ],
)
def test_the_same_in_another_spelling(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("S101", "S110"), ("zoë", "zoe"), ("CB-1", "CB1"), ("AB", "A B")])
def test_what_identifies_differs_by_an_accent_a_dash_or_a_space(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Óscar", "oscar"),
        ("O\N{COMBINING ACUTE ACCENT}scar", "Oscar"),
        ("Łukasz", "LUKASZ"),
        ("O’Neill", "o'neill"),
        ("O’Neill", "ONeill"),
        ("Smith‑Jones", "smith jones"),
        ("Søren", "soren"),
        ("Ðæþ", "daeth"),
        ("İpek Işık", "ipek isik"),
        ("Đặng", "dang"),
        ("Ɗan", "dan"),
        ("Ёлкина", "елкина"),
        ("Ἀθηνᾶ", "αθηνα"),
        ("رَحِيم", "رحيم"),
        ("רָחֵל", "רחל"),
    ],
)
def test_a_name_as_another_keyboard_writes_it(name: str, typed: str) -> None:
    assert fold_name(name) == fold_name(typed)


@pytest.mark.parametrize(("one", "other"), [("รัตน์", "รตน"), ("दिव्य", "दवय"), ("がく", "かく"), ("각", "가")])
def test_signs_that_are_letters_stay(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_folding_again_changes_nothing() -> None:
    for name in ("Łukasz O’Neill-Óg", "İpek", "각", "がく", "Ἀθηνᾶ", "STRAẞE", "ŉ", ""):
        assert fold(fold(name)) == fold(name)
        assert fold_name(fold_name(name)) == fold_name(name)


def test_a_name_from_each_of_its_words_on() -> None:
    assert [*names_of("Anna-María de Lée")] == ["anna maria de lee", "maria de lee", "de lee", "lee"]
    assert [*names_of("’")] == []
