"""References of figures alone: a date of birth and an NHS number fit them too, which is said before anybody agrees, and
what may be one is counted, and never said."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from typer.testing import CliRunner, Result

from app import app
from storage import tables as t
from storage.alike_references import birthdays
from storage.references import proposed

TODAY = date(2026, 11, 29)
EIGHT = [f"{70_114_000 + 37 * n}" for n in range(60)]
BORN = ["03092014", "20190527"]


def _nhs(start: int) -> str:
    """The next number with its check figure, worked out the long way."""
    for nine in range(start, start + 20):
        total = sum(int(figure) * (10 - at) for at, figure in enumerate(f"{nine}"))
        for check in range(10):
            if (total + check) % 11 == 0:
                return f"{nine}{check}"
    raise AssertionError


NHS = [_nhs(943_476_100 + 41 * n) for n in range(30)]


def _import(*words: str, references: list[str], heading: str = "case,service") -> Result:
    Path("cases.csv").write_text("\n".join([heading, *(f"{one},adoption" for one in references), ""]))
    return CliRunner().invoke(app, ["import", *words, "cases.csv"])


def _stored(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(select(t.Case.__table__.c.reference)).scalars().all()
    engine.dispose()
    return list(found)


def _says_none(done: Result) -> bool:
    return not any(one in done.output + done.stderr for one in BORN)


@pytest.fixture
def asked(settings: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("SUPERVISION_CASE_REFERENCES")
    return settings


def test_it_is_said_at_the_yes_and_counted_after(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = [*EIGHT[:30], *BORN, *EIGHT[30:]]
    first = _import(references=mixed)
    assert first.exit_code == 1
    assert "Case references here look like ######## (62)." in first.stderr
    assert "A date of birth in 8 figures fits ######## too" in first.stderr
    assert "2 of the 62 could be one." in first.stderr
    assert "set SUPERVISION_CASE_REFERENCES='########'" in first.stderr
    assert _says_none(first)
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "########")
    done = _import(references=mixed)
    assert done.exit_code == 0, done.output
    assert "cases.csv, lines 32 to 33 (2 rows), case: may be a date of birth" in done.stdout
    assert _says_none(done)
    assert len(_stored(asked)) == 62, "what fits is taken: nothing tells it from a number"
    assert "may be a date of birth" not in _import(references=mixed).stdout, (
        "of what is stored doctor says it"
    )


@pytest.mark.usefixtures("asked")
def test_where_references_are_eight_figures_it_goes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "none of the 60 could be one." in _import(references=EIGHT).stderr
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "########")
    done = _import(references=EIGHT)
    assert done.exit_code == 0, done.output
    assert "date of birth" not in done.output


@pytest.mark.usefixtures("asked")
def test_ten_figures_that_are_nhs_numbers_are_a_childs() -> None:
    said = " ".join(_import(references=NHS).stderr.split())
    assert (
        "An NHS number fits ########## too: 30 of the 30 have its check figure, so these are NHS numbers"
        in said
    )
    assert "is it the right column?" in said


@pytest.mark.usefixtures("asked")
def test_ten_figures_of_which_few_have_the_check_figure_are_references() -> None:
    others = [f"{int(one) + 1}" for one in NHS]
    said = " ".join(_import(references=[*others, *NHS[:2]]).stderr.split())
    assert "2 of the 32 have its check figure, as one number in eleven has by chance." in said


def test_letters_tell_and_so_does_another_length() -> None:
    for references in (["CB-03092014", "CB-04102015", "CB-99887766"], ["70114", "70115"]):
        assert not proposed(references, TODAY).alike


@pytest.mark.parametrize(
    ("reference", "born"),
    [
        ("03092014", True),
        ("20140903", True),
        ("29022015", False),
        ("03091985", False),
        ("03092029", False),
        ("70114000", False),
    ],
)
def test_of_eight_figures_each_day_stands_out_on_which_a_child_may_be_born(
    reference: str, born: bool
) -> None:
    assert birthdays([*EIGHT, reference], TODAY) == ([reference] if born else [])


def test_of_six_figures_they_do_where_the_others_are_no_days() -> None:
    """Numbers spread over all of six figures are days by chance, so that one says nothing."""
    running = [f"{445_000 + n}" for n in range(400)]
    assert birthdays([*running, "030914"], TODAY) == ["030914"]
    spread = [f"{one:06}" for one in range(0, 1_000_000, 997)]
    assert birthdays(spread, TODAY) == []


def test_doctor_counts_those_stored_and_one_is_given_up_by_its_number(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "########")
    assert _import(references=[*EIGHT, *BORN]).exit_code == 0
    said = CliRunner().invoke(app, ["doctor"])
    assert "2 stored references could be dates of birth." in said.output
    assert _says_none(said)
    number = re.search(r"dates of birth\. By their numbers in the database \(case\.id\): (\d+)", said.output)
    assert number
    done = CliRunner().invoke(app, ["merge", "cases", f"no.{number[1]}", EIGHT[0]])
    assert done.exit_code == 0, done.output
    assert not any(BORN[0] in one for one in _stored(asked))
    assert "1 stored reference could be a date of birth." in CliRunner().invoke(app, ["doctor"]).output
    assert CliRunner().invoke(app, ["merge", "cases", "no.1", EIGHT[1]]).exit_code == 2
