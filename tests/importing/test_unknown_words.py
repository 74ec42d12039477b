"""A mapping written by hand: each word of its columns that means nothing is asked by ``import map``, wherever it comes
from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.test_map_again import _map, folder

__all__ = ["folder"]

CASES = (
    "Ref,Kind of work,What it is,Held,Second,Began,Sort",
    "CB-10001,Family Support,CIN,Amara Example,,03/03/2026,Q",
    "CB-10002,Family Support,Zebra,Priya Sample,,03/03/2026,R",
    "CB-10003,Family Support,CP; Giraffe,,A Nother,03/03/2026,Q",
    "CB-10004,Family Support,Zebra,Helen Madeup,,03/03/2026,Q",
)
MAPPING = Path("cases.mapping.yaml")


def _written(*columns: str) -> str:
    """What ``import map`` says of a mapping with these."""
    Path("cases.csv").write_text("\n".join(CASES))
    lines = ("case: Ref", "allocated_on: Began", *columns)
    made = "".join(f"      {line}\n" for line in lines)
    MAPPING.write_text(f'files: "cases*"\nmakes:\n  cases:\n    columns:\n{made}')
    return _map("staff.csv", "cases.csv")


SERVICE = "service: {from: Kind of work, words: {Family Support: family_support}}"
PLAIN = ("categories: {is: cin}", "worker: {is: S1}")


@pytest.mark.usefixtures("folder")
def test_of_cells_that_are_split_each_part_is_asked() -> None:
    """What was asked was the whole cell, which the mapping never looks up."""
    split = 'categories: {from: What it is, split: ";", words: {CIN: cin, CP: child_protection}}'
    said = _written(SERVICE, split, "worker: {is: S1}")
    assert "categories: what 'Giraffe' is here (1 rows)" in said
    assert "CP; Giraffe" not in MAPPING.read_text()
    assert "\"Giraffe\": '?'" in MAPPING.read_text()


@pytest.mark.usefixtures("folder")
def test_in_the_parts_of_a_column_the_one_that_says_it_asks() -> None:
    parts = (
        "categories:",
        "  from:",
        "    - {from: Sort, words: {Q: cin}}",
        '    - {from: What it is, split: ";", words: {CIN: cin, CP: child_protection, Giraffe: ""}}',
    )
    said = _written(SERVICE, *parts, "worker: {is: S1}")
    assert "categories: what 'R' is here (1 rows)" in said
    assert "categories: what 'Zebra' is here (2 rows)" in said
    text = MAPPING.read_text()
    assert "{from: Sort, words: {Q: cin, \"R\": '?'}}" in text
    assert 'Giraffe: "", "Zebra": \'?\'}}' in text
    again = _map("staff.csv", "cases.csv")
    assert MAPPING.read_text() == text
    assert "2 things to decide" in again


@pytest.mark.usefixtures("folder")
def test_a_name_where_another_column_says_nothing_is_asked_there() -> None:
    said = _written(SERVICE, "categories: {is: cin}", "worker: {from: Held, or: {from: Second}}")
    assert "worker: who 'A Nother' is; nobody is called so" in said
    assert "or: {from: Second, words: {\"A Nother\": '?'}}" in MAPPING.read_text()


@pytest.mark.usefixtures("folder")
def test_names_most_of_which_are_nobodys_are_counted_and_none_is_said() -> None:
    """They may be children's."""
    Path("cases.csv").write_text("")
    said = _written(SERVICE, "categories: {is: cin}", "worker: {from: Second, or: {from: Second}}")
    assert "A Nother" not in said
    assert "worker: 1 of 1 different words mean nothing here: is it the right column?" in said


@pytest.mark.usefixtures("folder")
def test_what_is_known_is_asked_no_more() -> None:
    _written(SERVICE, *PLAIN)
    assert "'?'" not in MAPPING.read_text()
