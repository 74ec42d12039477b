"""``due`` on the command line: what is due, who answers, why; and nothing written but that it was read."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from policy.obligations import Explanation, Waiting, Withdrawal
from policy.ruleset import Duty
from storage.engine import open_engine
from storage.importing.options import ImportOptions
from storage.importing.run import bring_in
from tests.commands.conftest import Run
from tests.commands.rows import all_but_the_trail
from tests.commands.test_refusals import change
from tests.importing.councils import rows
from tests.stories import council

DOCS = Path(__file__).parents[2] / "docs" / "json.md"


def test_a_case_with_its_derivation(settings: str, run: Run) -> None:
    before = all_but_the_trail(settings)
    shown = json.loads(run("due", "cb-10234", "--json").stdout)
    first = shown["obligations"][0]
    assert shown["on"] == "2026-11-03"
    assert (first["duty"], first["due"], first["days_left"], first["overdue"]) == (
        "discuss",
        "2026-11-17",
        14,
        False,
    )
    assert first["answers"] == {"role": "supervisor", "person": "S201"}
    assert first["derivation"][1]["clause"] == "Frequency of case supervisions, first note"
    assert all_but_the_trail(settings) == before


def test_of_a_whole_council_what_is_late_is_said_by_team(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it by asking. A review of a plan counts as late only where it is known when the last was."""
    monkeypatch.setattr("bot.commands.due.FEW", 1)
    change(settings, "UPDATE allocation SET since = '2025-01-06'")
    head, every = run("due").stdout, run("due", "--all").stdout
    assert "Case discussions" in head
    assert "Review the plan of" not in head
    assert " beside these: nobody said when the plan was last reviewed" in head
    assert "Review the plan of" in every
    obligations = json.loads(run("due", "--json").stdout)["obligations"]
    late = sum(one["overdue"] for one in obligations)
    assert not any(one["overdue"] and one["unknown"] for one in obligations)
    counted, unknown = (
        re.search(r"of which (\d+) are late", head),
        re.search(r"(\d+) plan reviews? beside", head),
    )
    assert counted
    assert unknown
    assert int(counted[1]) == late
    assert int(unknown[1]) == sum(one["unknown"] for one in obligations)


def test_a_later_day_is_worked_out_afresh_and_nothing_is_written(settings: str, run: Run) -> None:
    before = all_but_the_trail(settings)
    shown = json.loads(run("due", "--on", "24/12/2026", "--json").stdout)
    by_case = {o["subject"].get("reference"): o for o in shown["obligations"] if o["duty"] == "discuss"}
    assert by_case["CB-10234"]["days_left"] == -37
    assert by_case["CB-10234"]["overdue"]
    month = {o["started"] for o in shown["obligations"] if o["duty"] == "supervise" and o["worker"] == "S101"}
    assert month == {"2026-11-01"}  # November's went by unmet, so it is that one
    assert all_but_the_trail(settings) == before


@pytest.mark.usefixtures("settings")
def test_what_one_person_answers_for(run: Run) -> None:
    shown = json.loads(run("due", "--person", "s101", "--json").stdout)
    assert {o["answers"]["person"] for o in shown["obligations"]} == {"S101"}
    assert {o["duty"] for o in shown["obligations"]} == {"prepare"}


def test_what_was_done_and_how_late(settings: str, run: Run) -> None:
    change(settings, _DONE_LATE)
    before = all_but_the_trail(settings)
    [one] = json.loads(run("due", "cb-10234", "--met", "--json").stdout)["met"]
    assert (one["due"], one["met_on"], one["days_late"]) == ("2026-10-20", "2026-10-23", 3)
    assert one["subject"] == {"kind": "case", "reference": "CB-10234"}
    assert "3 days late" in run("due", "CB-10234", "--met").stdout
    nothing = run("due", "CB-10300", "--met").stdout
    assert nothing == "Nothing was done since the bot began, on Monday 2 November 2026, that it knows of.\n"
    assert all_but_the_trail(settings) == before


def test_what_another_system_alone_knows_is_said_so(settings: str, run: Run) -> None:
    engine, heading = open_engine(settings), "staff_number, name, role, employed_from, team, last_supervised"
    person = "S102, Tomasz Sample, social_worker, 04/03/2019, Family Support North, 02/11/2026"
    of_case = "CB-10251, family_support, child in need, S102, 01/09/2026, 02/11/2026"
    files = (
        rows("people", heading, person),
        rows("cases", "case, service, categories, worker, allocated_on, last_discussed", of_case),
    )
    bring_in(engine, council.a_book(), council.START, files, ImportOptions(any_reference=True))
    engine.dispose()
    found = json.loads(run("due", "--met", "--person", "S201", "--json").stdout)["met"]
    known = {one["says"]: one["known_from"] for one in found if one["met_on"] == "2026-11-02"}
    assert known["Supervision for Tomasz Sample"] == "staff_system"
    assert known["Discuss CB-10251 with Tomasz Sample"] == "case_system"
    shown = " ".join(run("due", "--met", "--person", "S201").stdout.split())
    assert "Supervision for Tomasz Sample (by the staff system)" in shown
    obligations = json.loads(run("due", "--json").stdout)["obligations"]
    [one] = [o for o in obligations if o["worker"] == "S102" and o["duty"] == "supervise"]
    said = [step["says"] for step in one["derivation"]]
    assert "The last supervision, by the staff system, was on Monday 2 November 2026" in said


@pytest.mark.parametrize(
    ("met_by", "ended_by", "said"),
    [
        ("silence:1", "silence", "no reply, taken as agreed"),
        ("disagreed:1", "refusal", "not agreed"),
        ("referral:1", "referral", "referred to the next tier"),
    ],
)
def test_what_nobody_did_is_not_said_to_be_done_in_time(
    settings: str, run: Run, met_by: str, ended_by: str, said: str
) -> None:
    change(settings, _DONE_LATE.replace("SET", f"SET met_by = '{met_by}', ").replace("10-23", "10-20"))
    [one] = json.loads(run("due", "cb-10234", "--met", "--json").stdout)["met"]
    assert one["ended_by"] == ended_by
    assert one["days_late"] == (None if ended_by == "silence" else 0)
    shown = " ".join(run("due", "CB-10234", "--met").stdout.split())
    assert said in shown, shown
    assert ("in time" in shown) == (ended_by != "silence")


#: Its first obligation about CB-10234, met three days after its day.
_DONE_LATE = (
    "UPDATE obligation SET state = 'met', due = '2026-10-20', met_on = '2026-10-23' WHERE id = "
    '(SELECT min(o.id) FROM obligation o JOIN "case" c ON c.id = o.subject_id '
    "WHERE o.subject_kind = 'case' AND c.reference = 'CB-10234')"
)


@pytest.mark.usefixtures("settings")
def test_for_people_to_read(run: Run) -> None:
    result = run("due", "CB-10300")
    assert "no date yet" in result.stdout
    assert "the bot never assumes one. Ask Adel Madeup, who keeps the rule set." in " ".join(
        result.stdout.split()
    )
    assert "Not covered by" in result.stdout
    assert "Why: Review the plan of CB-10300" in result.stdout
    assert result.exit_code == 0


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    "words",
    [
        ["due", "JOHN SMITH"],
        ["due", "JOHN SMITH", "--met"],
        ["export", "case", "JOHN SMITH"],
        ["audit", "show", "--case", "JOHN SMITH"],
        ["retention", "hold", "2026-7", "--case", "JOHN SMITH"],
        ["merge", "cases", "JOHN SMITH", "CB-10234"],
        ["merge", "cases", "JOHN SMITH", "John Smith"],
    ],
)
def test_what_can_be_no_reference_is_not_said_again(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CB-#####")
    result = run(*words)
    assert result.exit_code > 0
    assert "smith" not in result.output.lower()
    assert "CB-#####" in result.output or words[0] == "merge"


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["due", "CB-99999"], 1, "There is no case with that reference. References are written as in"),
        (
            ["due", "--person", "S999"],
            1,
            "Nobody in post has the staff number S999: give it as the staff list has it.",
        ),
        (["due", "--on", "tomorrow"], 2, "--on tomorrow: write a date as 2026-12-24 or 24/12/2026"),
        (
            ["due", "--on", "29/02/2027"],
            2,
            "--on 29/02/2027: there is no such day; write a date as 2026-12-24",
        ),
        (["due", "--on", "2026-11-02"], 2, "--on 2026-11-02: that is past."),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, words: list[str], code: int, sentence: str) -> None:
    result = run(*words)
    assert (result.exit_code, sentence in result.output) == (code, True), result.output


@pytest.mark.usefixtures("settings")
def test_the_documented_example_is_what_the_command_prints(run: Run) -> None:
    printed = run("due", "CB-10240", "--json").stdout
    same_example(DOCS, "due", printed)


def same_example(file: Path, name: str, printed: str) -> None:
    """The example of that name in a page of docs/; with GOLDEN=write it is written."""
    text, shape = file.read_text(encoding="utf-8"), rf"(<!-- example: {name} -->\n```json\n)(.*?)(```\n)"
    if os.environ.get("GOLDEN") == "write":
        text = re.sub(shape, lambda found: found[1] + printed + found[3], text, flags=re.DOTALL)
        file.write_text(text, encoding="utf-8")
    found = re.search(shape, text, re.DOTALL)
    assert found, f"{file.name} has no example {name}"
    assert found[2] == printed


@pytest.mark.parametrize("returned", ["NULL", "'2026-11-03'"])
def test_sickness_shows_as_leave_does(settings: str, run: Run, returned: str) -> None:
    shown = [_rebooking(settings, run, reason, returned) for reason in ("sickness", "leave")]
    assert shown[0] == shown[1]
    assert shown[0]["rule"] == "Rebooking a cancelled session"


def _rebooking(settings: str, run: Run, reason: str, returned: str) -> dict[str, Any]:
    """As whoever runs the bot reads it."""
    change(
        settings,
        f"UPDATE session SET state = 'cancelled', reason = '{reason}', cancelled_on = '2026-11-02', "
        f"away_id = supervisor_id, returned_on = {returned} WHERE state IN ('booked', 'cancelled')",
    )
    shown = json.loads(run("due", "--json").stdout)
    return next(o for o in shown["obligations"] if o["duty"] == "rebook")


#: A return is waited for after sickness alone: no output says so.
LISTED: dict[str, set[str]] = {
    "duty": {str(duty) for duty in Duty},
    "waiting_for": {str(one) for one in Waiting} - {Waiting.RETURN},
    "ended": {*(str(one) for one in Explanation), Withdrawal.BEFORE_BOT},
}


@pytest.mark.parametrize("field", LISTED)
def test_the_page_lists_all_that_a_field_may_say(field: str) -> None:
    row = re.search(rf"^\| `{field}` \|.*$", DOCS.read_text(), re.MULTILINE)
    assert row
    assert set(re.findall(r"`(\w+)`", row[0])) - {field} == LISTED[field]
