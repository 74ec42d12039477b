"""``policy check``: what it says of a rule set, as a function and as a command."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from policy.check import Report, check
from policy.ruleset import Duty
from tests.policy.files import SHIPPED, small

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]

MONTHLY = """\
- id: R1
  title: Everyone, each month
  clause: "1"
  duty: supervise
  answers: supervisor
  in_each: calendar month
  examples:
    - given: {person: {role: student, employed_from: 2026-01-05, bot_started: 2026-02-02}}
      on: 2026-02-10
      due: 2026-02-28
      working: by the last day of February
"""

WEEKLY = """\
- id: R2
  title: Students weekly
  clause: "2"
  duty: supervise
  answers: supervisor
  when: {role: student}
  every: 1 week
  examples:
    - given: {person: {role: student, employed_from: 2026-01-05, held: [2026-02-09]}}
      on: 2026-02-10
      due: 2026-02-16
      working: 9 February + 7 days = 16 February
"""

CASES = """\
- id: R3
  title: Cases
  clause: "3"
  duty: discuss
  answers: supervisor
  rows:
    - {when: {service: early_help, any_of: [high_need]}, every: 1 month}
    - {when: {service: early_help, all_of: [settled, high_need]}, every: 2 months}
"""


def of(rules: str, practice: str = "", today: date = TODAY) -> Report:
    return check(small(rules, practice), "sample.yaml", today)


def warned(report: Report) -> list[str]:
    return [str(f) for f in report.warnings]


def test_the_shipped_rule_set_is_good() -> None:
    report = check(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name, TODAY)
    assert report.good
    assert not [f for f in report.warnings if "stricter" in f.message], "B9 and B10 are meant together"
    assert [f.message for f in report.blanks if f.key == "B9"] == [
        "Looked after on other visit patterns and not in proceedings.",
        "Leaving care, neither settled nor high need.",
        "Carers with no child placed.",
        "Family support other than child protection, child in need and PLO.",
    ]
    uncovered = {f.key for f in report.warnings if "no rule" in f.message}
    assert {f"vocabulary.roles.{r}" for r in ("assistant_director", "business_support")} <= uncovered
    gaps = ("looked_after", "leaving_care", "fostering", "family_support")
    assert {f"vocabulary.services.{s}" for s in gaps} <= uncovered
    assert not {f"vocabulary.services.{s}" for s in ("early_help", "assessment", "adoption")} & uncovered


def test_two_rules_that_contradict_are_pointed_out() -> None:
    assert warned(of(MONTHLY + WEEKLY)) == [
        "line 22: rules.R2: R1 (once in each calendar month) gives the same duty a clock other than this "
        "rule's (every 1 week) for some of the same: both apply, the stricter holds. If that is "
        "meant, write 'beside: [R1]'"
    ]


def test_rules_that_one_rule_contradicts_are_named_together_with_what_to_write() -> None:
    often = MONTHLY.replace("R1", "'3.1'").replace(
        "in_each: calendar month", "in_each: calendar year\n  at_least: 10"
    )
    said = [one for one in warned(of(MONTHLY + WEEKLY + often)) if "'3.1'" in one or "rules.3.1" in one]
    assert len(said) == 1
    assert "R1 (once in each calendar month) and R2 (every 1 week) give the same duty" in said[0]
    assert "(10 times in each calendar year)" in said[0]
    assert said[0].endswith("write 'beside: [R1, R2]'")
    last = warned(of(often + WEEKLY))
    assert last[-1].endswith("write 'beside: [\"3.1\"]'"), "a number in quotes, as the file needs it"


def test_two_rules_meant_together_are_not() -> None:
    assert warned(of(MONTHLY + WEEKLY + "  beside: [R1]\n")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("until: 6 weeks", "until: 7 weeks"),
        ("lasts: 6 weeks", "lasts: 7 weeks"),
        ("until: 6 weeks", "lasts: 6 weeks"),
        ("ends_by: passed", "ends_by: left_school"),
    ],
)
def test_phases_that_end_otherwise_contradict(one: str, other: str) -> None:
    rules = "".join(
        f"- {{id: R{n}, title: T, clause: '1', duty: supervise, answers: supervisor, "
        f"phases: [{{{ends}, every: 1 week}}, {{every: 4 weeks}}]}}\n"
        for n, ends in enumerate((one, other))
    )
    text = small(rules).replace(
        "  services:", "  events: {passed: Passed, left_school: Left school}\n  services:"
    )
    found = warned(check(text, "sample.yaml", TODAY))
    assert any("R0 (every 1 week" in line and "gives the same duty" in line for line in found)


def test_a_phase_that_something_ends_holds_for_whoever_is_long_in_post() -> None:
    rule = (
        "- {id: R4, title: T, clause: '1', duty: supervise, answers: supervisor, "
        "phases: [{ends_by: passed, every: 1 week}, {every: 4 weeks}]}\n"
    )
    text = small(rule).replace("  services:", "  events: {passed: Passed}\n  services:")
    [said] = [line for line in warned(check(text, "sample.yaml", TODAY)) if "'passed'" in line]
    assert said.endswith(
        "whoever is long in post is in the phase that 'passed' ends, until that is imported for them: "
        "import it with its day before the bot starts"
    )


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (
            "in_each: calendar month, in_total: 2",
            "write a time such as '3 hours' or '90 minutes'; 2 of what?",
        ),
        ("in_each: term", "the calendar has no terms: write 'calendar: {terms: …}'"),
        ("phases: [{in_each: term}]", "the calendar has no terms: write 'calendar: {terms: …}'"),
    ],
)
def test_a_clock_that_could_not_run_is_refused(clock: str, said: str) -> None:
    rule = f"- {{id: R4, title: T, clause: '1', duty: supervise, answers: supervisor, {clock}}}\n"
    assert [f.message for f in of(rule).errors] == [said]


@pytest.mark.parametrize("duty", [Duty.SIGN, Duty.MEET])
def test_a_council_may_set_a_day_for_what_others_ask(duty: Duty) -> None:
    rule = f"- {{id: R4, title: T, clause: '1', duty: {duty}, answers: holder, within: 5 working days}}\n"
    assert not of(rule).errors


def test_two_rules_for_different_people_do_not_contradict() -> None:
    others = MONTHLY.replace("  in_each", "  when: {role: social_worker}\n  in_each").replace(
        "student", "social_worker"
    )
    assert warned(of(others + WEEKLY)) == []


def test_a_role_that_no_rule_covers() -> None:
    assert warned(of(WEEKLY)) == [
        "line 7: vocabulary.roles.social_worker: no rule says how often this role is supervised (Social worker)"
    ]


def test_a_role_that_a_rule_covers_only_sometimes() -> None:
    report = of(MONTHLY.replace("  in_each", "  when: {role: student, asye: false}\n  in_each") + WEEKLY)
    assert "line 7: vocabulary.roles.social_worker" in warned(report)[0]
    only = of(MONTHLY.replace("  in_each", "  when: {asye: false}\n  in_each"))
    assert warned(only)[0].endswith("supervised while on the ASYE (Social worker)")


def test_services_and_categories_that_no_row_fits() -> None:
    assert warned(of(MONTHLY + CASES)) == [
        "line 8: vocabulary.services.early_help: no rule fits a case without a category, or with only settled "
        "(Early help): asked when it is due, the bot says so",
        "line 8: vocabulary.services.adoption: no rule says how often its cases are discussed (Adoption)",
        "line 22: rules.R3: no worked example proves it",
    ]


def test_a_confirmation_that_nobody_is_asked_for() -> None:
    longer = "longer: [{up_to: 12 weeks, granted_by: [supervisor], confirmed: true}]"
    rule = f"- {{id: R4, title: T, clause: '4', duty: discuss, answers: supervisor, at_every: session, {longer}}}\n"
    asked = "- {id: R5, title: T, clause: '4', duty: record_interval, answers: supervisor}\n"
    said = "a longer interval is to be confirmed, and no rule asks for it: add one, 'duty: record_interval'"
    assert any(said in line for line in warned(of(MONTHLY + rule)))
    assert not any(said in line for line in warned(of(MONTHLY + rule + asked)))


def test_a_review_date_that_passed() -> None:
    text = small(MONTHLY).replace("in_force_from", "review_by: 2026-11-21\nin_force_from")
    assert [str(f) for f in check(text, "sample.yaml", TODAY).warnings] == [
        "line 5: review_by: the review date has passed: Saturday 21 November 2026"
    ]
    assert not check(text, "sample.yaml", date(2026, 11, 21)).warnings


def test_nudges_for_a_duty_that_no_rule_asks() -> None:
    soon = "    - {step: soon, when: 5 working days before due, tell: supervisor}\n"
    assert warned(of(MONTHLY, f"nudges:\n  supervise:\n{soon}  discuss:\n{soon}")) == [
        "line 26: practice.nudges.discuss: no rule asks for this duty, so nobody is ever told"
    ]


def test_what_has_a_day_and_no_nudge() -> None:
    practice = "nudges:\n  supervise:\n    - {step: soon, when: 2 days before due, tell: supervisor}\n"
    record = '- {id: R4, title: Record, clause: "4", duty: record, answers: holder, within: 5 working days}\n'
    [left] = [f for f in of(MONTHLY + record, practice).warnings if f.key == "practice.nudges"]
    assert left.message == (
        "nobody is reminded of record: write nudges for it, or leave it to those who ask what is due"
    )
    undated = record.replace(", within: 5 working days", "")
    assert not [f for f in of(MONTHLY + undated, practice).warnings if "reminded" in f.message]


@pytest.mark.parametrize(
    ("more", "apart"),
    [
        ("", False),
        (", counts: [personal, group]", False),
        (", counts: [group]", True),
        (", minutes: 120", True),
    ],
)
def test_another_kind_of_supervision_that_nothing_sets_apart(more: str, apart: bool) -> None:
    other = (
        '- {id: R5, title: R, clause: "5", duty: supervise, what: reflective, answers: supervisor, '
        f"every: 3 months{more}}}\n"
    )
    said = [f.message for f in of(MONTHLY + other).warnings if "sets 'reflective' apart" in f.message]
    assert bool(said) is not apart


def test_a_worked_example_that_fails_says_what_came_out() -> None:
    report = of(MONTHLY.replace("due: 2026-02-28", "due: 2026-02-27"))
    assert not report.good
    assert [str(f) for f in report.errors] == [
        "line 18: rules.R1.examples.1: due: expected Friday 27 February 2026, came out Saturday 28 February 2026"
    ]
    other = MONTHLY.replace("due: 2026-02-28", "due: 2026-02-28\n      answers: line_manager")
    assert "answers: expected 'line_manager', came out 'supervisor'" in str(of(other).errors[0])
    waiting = MONTHLY.replace("due: 2026-02-28", "state: waiting")
    assert "state: expected 'waiting', came out 'running'" in str(of(waiting).errors[0])


def test_an_example_of_another_subject_or_for_nobody() -> None:
    other = MONTHLY.replace(
        "{person: {role: student, employed_from: 2026-01-05, bot_started: 2026-02-02}}",
        "{absence: {first: 2026-01-05, planned: true}}",
    )
    assert [f.message for f in of(other).errors] == ["a rule about a person needs facts under 'person:'"]
    nobody = MONTHLY.replace("  in_each", "  when: {role: social_worker}\n  in_each")
    assert [f.message for f in of(nobody).errors] == [
        "nothing came out: the rule does not apply to these facts, because of 'role' in its 'when'"
    ]


def test_an_example_whose_session_did_not_count_says_from_when_it_was_counted() -> None:
    short = WEEKLY.replace("  every: 1 week\n", "  every: 1 week\n  held_by: [social_worker]\n")
    assert [f.message for f in of(short).errors] == [
        "due: expected Monday 16 February 2026, came out Monday 12 January 2026, counted from Monday 5 January 2026 "
        "(start)"
    ]


def test_a_file_that_cannot_be_read_is_reported_by_its_faults() -> None:
    report = check("rules: [", "sample.yaml", TODAY)
    assert report.rules is None
    assert report.lines()[0] == "sample.yaml: 1 fault, so it cannot be used."


def test_blanks_are_read_out_with_their_lines() -> None:
    report = of(MONTHLY + "  blanks: [By when the notes are written.]\n")
    assert report.lines() == [
        "sample.yaml: no faults; 1 worked example comes out, 0 things to look at, 1 left blank.",
        "",
        "Blanks: the policy sets none of these:",
        "  line 22: R1: By when the notes are written.",
    ]


# The command


def run(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "app.py"), "policy", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_proves_a_shipped_rule_set_by_its_name() -> None:
    done = run("check", "central-bedfordshire")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("central-bedfordshire.yaml: no faults; ")


def test_the_command_proves_a_file_and_its_exit_code_says_so(tmp_path: Path) -> None:
    file = tmp_path / "our [own].yaml"
    file.write_text(small(MONTHLY.replace("duty:", "dutie:")), encoding="utf-8")
    done = run("check", file.name, folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("our [own].yaml: 2 faults, so it cannot be used.")
    assert "line 14: rules.R1.dutie: no such key; did you mean 'duty'?" in done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            None,
            "There is no file 'missing.yaml', and no shipped rule set of that name.\nShipped: "
            "cambridgeshire-peterborough, central-bedfordshire, multi-agency, southwark, york.",
        ),
        (b"name: caf\xe9", "missing.yaml: not UTF-8 text (byte 9). Save it as UTF-8."),
    ],
    ids=["missing", "not UTF-8"],
)
def test_a_file_that_cannot_be_opened(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "missing.yaml").write_bytes(content)
    done = run("check", "missing.yaml", folder=tmp_path)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (1, said, "")


def test_the_shipped_rule_sets_are_listed() -> None:
    done = run("list")
    assert done.returncode == 0
    assert "Central Bedfordshire Council: Supervision policy, Children's Services, version 1" in done.stdout
