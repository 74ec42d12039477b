"""What is no case reference, on every door: refused before it is stored, and found again in no answer, file or row."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select

from bot.inbound import router
from cards.cases.asks import DecisionForm
from storage import health
from storage.work import Work
from tests.commands.conftest import Run
from tests.commands.test_refusals import change
from tests.infra.databases import Databases
from tests.proof.phone import rig
from tests.stories.council import CASTS

#: A surname in capitals, initials, a date of birth and another script; each is in one word of its own.
MARKERS = {"surname": "QUIXWORTH 7", "initials": "QZX 41", "born": "17/08/2014", "script": "ΩΨΞ 55"}
WORDS = ("QUIXWORTH", "QZX", "17/08/2014", "17082014", "ΩΨΞ", "ωψξ", "quixworth", "qzx")
OF_CASES = "case,service,worker,allocated_on"


def marked(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


def stored(url: str) -> str:
    """Every value of every table."""
    engine, tables = create_engine(url), MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = [str(connection.execute(select(one)).all()) for one in tables.sorted_tables]
    engine.dispose()
    return "\n".join(found)


def written(folder: Path) -> str:
    """What lies in it but the files that were given."""
    others = (one for one in folder.rglob("*") if one.is_file() and not one.name.startswith("given"))
    return "\n".join(f"{one.name}\n{one.read_bytes().decode('utf-8', 'replace')}" for one in others)


@pytest.fixture(params=[True, False], ids=["pattern", "no_pattern"])
def pattern(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether somebody said what references look like."""
    if request.param:
        monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CB-#####")
    return bool(request.param)


def given(name: str, *lines: str) -> str:
    Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def files() -> list[str]:
    """Cases and what names them; forty that fit beside the markers: a list of which one row in ten is wrong stops."""
    references = [*MARKERS.values(), *(f"CB-770{at:02}" for at in range(1, 41))]
    held = (f"{one},family_support,S101,01/10/2026" for one in references)
    granted = (f"{one},2 weeks,S301,01/10/2026" for one in references)
    return [
        given("given_cases.csv", OF_CASES, *held),
        given("given_grants.csv", "case,every,by,since", *granted),
    ]


@pytest.mark.parametrize(
    "how",
    [
        ("--dry-run",),
        ("--dry-run", "--leave-out-faults", "--report", "report.csv", "--lines", "lines.csv"),
        ("--report", "report.csv"),
        ("--leave-out-faults", "--report", "report.csv", "--again-within", "1"),
    ],
)
def test_no_import_brings_or_says_it(
    settings: str, run: Run, pattern: bool, how: tuple[str, ...], tmp_path: Path
) -> None:
    """With cases stored already, and nobody having said what they look like, it asks first."""
    done = run("import", *how, *files())
    assert marked(done.output + done.stderr) == []
    assert marked(written(tmp_path)) == []
    assert marked(stored(settings)) == []
    if not pattern:
        assert done.exit_code == 1
        assert "look like CB-#####" in done.stderr
        assert "set SUPERVISION_CASE_REFERENCES='CB-#####'" in done.stderr
        assert "CB-77001" not in stored(settings)
    elif "--leave-out-faults" in how:
        assert done.exit_code == 0, done.output
        assert ("CB-77001" in stored(settings)) == ("--dry-run" not in how)
    else:
        assert "doesn't look like a case reference (CB-#####)" in done.stderr


@pytest.mark.usefixtures("pattern")
def test_a_proposed_mapping_says_none_of_it(settings: str, run: Run, tmp_path: Path) -> None:
    done = run(
        "import",
        "map",
        "--to",
        "mappings",
        given(
            "given_list.csv",
            "Child ID,Kind of work,Worker,Since",
            *(f"{one},Family support,S101,01/10/2026" for one in MARKERS.values()),
            *(f"CB-7700{at},Family support,S101,01/10/2026" for at in range(1, 9)),
        ),
    )
    assert marked(done.output + done.stderr) == []
    assert marked(written(tmp_path)) == []
    assert marked(stored(settings)) == []


@pytest.mark.parametrize(
    "words",
    [
        ("due", "{}"),
        ("due", "{}", "--met"),
        ("audit", "show", "--case", "{}"),
        ("export", "case", "{}"),
        ("retention", "hold", "L-1", "--case", "{}"),
        ("merge", "cases", "{}", "CB-10234"),
        ("merge", "cases", "CB-10234", "{}"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
@pytest.mark.usefixtures("pattern")
def test_no_command_repeats_it(settings: str, run: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    for marker in MARKERS.values():
        done = run(*(word.format(marker) for word in words))
        assert done.exit_code == (2 if words[0] == "merge" else 1), done.output
        assert marked(done.output + done.stderr) == []
    assert marked(written(tmp_path)) == []
    assert marked(stored(settings)) == []


def test_doctor_counts_what_is_stored_and_fits_no_pattern(settings: str, run: Run, pattern: bool) -> None:
    for marker in MARKERS.values():
        change(
            settings,
            'INSERT INTO "case" (reference, folded, service, categories, restricted, said_in_chat) '
            f"VALUES ('{marker}', '{marker.lower()}', 'family_support', '', false, '')",
        )
    done = run("doctor")
    assert marked(done.output + done.stderr) == []
    if pattern:
        assert "4 stored references don't look like CB-#####" in done.stdout
    else:
        assert "SUPERVISION_CASE_REFERENCES is not set" in done.stdout
        assert "4 more look like none of these" in done.stdout
        assert "set SUPERVISION_CASE_REFERENCES='CB-#####'" in done.stdout
    assert "By their numbers in the database" in done.stdout


@pytest.mark.usefixtures("settings", "pattern")
def test_doctor_reads_references_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Work] = []

    def once(work: Work) -> dict[int, str]:
        asked.append(work)
        return references(work)

    references = health.references
    monkeypatch.setattr(health, "references", once)
    assert run("doctor").exit_code == 0
    assert len(asked) == 1


def test_what_came_in_as_a_reference_is_given_up_by_its_number(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hung on it is the other's, and the words are gone."""
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CB-#####")
    change(
        settings,
        "UPDATE \"case\" SET reference = 'QZX 41', folded = 'qzx 41', digits = '41', letters = 'qzx' "
        "WHERE reference = 'CB-10251'",
    )
    number = re.search(r"database \(case.id\): (\d+)\.", run("doctor").stdout)
    assert number
    assert run("merge", "cases", "no.9999", "CB-10234").exit_code == 2
    assert run("merge", "cases", f"no.{number[1]}", "CB-10251").exit_code == 2, "it isn't stored yet"
    brought = given("given_case.csv", "case,service", "CB-10251,looked_after")
    assert run("import", brought).exit_code == 0
    done = run("merge", "cases", f"no.{number[1]}", "CB-10251")
    assert done.exit_code == 0, done.output
    assert marked(stored(settings)) == []
    assert "What is stored of case references looks like CB-#####: " in run("doctor").stdout


@pytest.mark.parametrize("shapes", [("CB-#####",), ()], ids=["pattern", "no_pattern"])
def test_chat_repeats_it_in_no_answer_about_a_case(
    databases: Databases, shapes: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor keeps it for a button, where a form can't open by itself. York notes decisions."""
    words = (
        "due {}",
        "due {} met",
        "prepare {}",
        "interval {}",
        "event {}",
        "judge {}",
        "audit {}",
        "decision {}",
    )
    with rig(databases, cast=CASTS["york"]) as council:
        council.bot.config = replace(council.bot.config, references=shapes)
        markers = (*MARKERS.values(), "QUIXWORTH 10234")  # a case's digits
        for typed in (line.format(marker) for line in words for marker in markers):
            for opens in (True, False):
                answer = router.command(council.bot, council.ids["Priya"], typed, opens=opens)
                said = str(answer.card or answer.form)
                assert marked(said) == [], typed
        assert marked(stored(council.bot.engine.url.render_as_string(hide_password=False))) == []
    assert marked("".join(capsys.readouterr())) == []


def test_a_form_with_it_comes_back_empty(databases: Databases) -> None:
    with rig(databases, cast=CASTS["york"]) as council:
        council.bot.config = replace(council.bot.config, references=("CB-#####",))
        for typed, kept in (("QUIXWORTH 7", ""), ("CB-99999", "CB-99999")):
            opened = router.answer(council.bot, council.ids["Priya"], DecisionForm())
            assert opened.form
            again = router.press(
                council.bot, council.ids["Priya"], opened.form.buttons[0].token, {"case": typed}
            )
            assert again.form
            assert [one.value for one in again.form.fields if one.name == "case"] == [kept]
