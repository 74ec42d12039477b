"""Rule sets read back, begun, made into tables and compared."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.commands.policy import START, generated
from policy.check import check
from policy.diff import compare
from policy.explain import MOMENTS, explain
from policy.facts import (
    AllocationFact,
    CaseFacts,
    DiscussionFact,
    Held,
    PersonFacts,
    RelationshipFact,
    SessionKind,
)
from policy.loader import load
from policy.periods import Period
from policy.rows import by_row
from policy.ruleset import GuidancePoint
from policy.schema import schema
from policy.versions import RuleBook
from tests.policy.files import COUNCILS, RULESETS, calendar, loaded, shipped, small
from tests.policy.test_check import TODAY, run


@pytest.mark.parametrize("name", COUNCILS)
def test_every_entry_is_read_back_with_its_numbers(name: str) -> None:
    rules = shipped(name)
    text = "\n".join(explain(rules))
    entries = [*((r.id, r.title) for r in rules.every_rule), *((one.id, one.title) for one in rules.limits)]
    assert not [i for i, title in entries if f"{i}  {title}" not in text]
    for rule in rules.every_rule:
        mine = "\n".join(explain(rules, rule.id))
        for row in rule.rows:
            periods = [p for p in (row.within, row.every, row.after, row.target) if isinstance(p, Period)]
            periods += [p for f in row.phases for p in (f.every, f.until, f.lasts) if p]
            missing = [p for p in periods if p.amount > 1 and str(p) not in mine]
            assert not missing, f"{rule.id}: {missing}"
            assert str(row.at_least) in mine or row.at_least == 1


def test_it_reads_as_a_sentence() -> None:
    assert explain(shipped("cambridgeshire-peterborough"), "C8")[1:3] == [
        "    In care: the supervisor discusses the case in full at least every 4 weeks.",
        "    Longer: up to 8 weeks for a case that is in a semi-stable placement, if granted by a Group "
        "Manager or a Service Manager; ended by a known immediate safeguarding concern.",
    ]
    assert explain(shipped(), "B19")[1] == (
        "    Case sessions, cancelled for sickness: the supervisor sees that another session takes place within "
        "5 working days of the return to work."
    )


READ_BACK = {
    "whom, and a phase that an event ends": (
        "{duty: supervise, when: {role: student, part_time: false}, "
        "phases: [{until: 6 weeks, every: 1 week, minutes: 90}, {ends_by: passed, every: 2 weeks}, {every: 1 month}]}",
        "Student, full-time: the supervisor holds supervision every week, at least 90 minutes each, until 6 weeks "
        "after the start of the post; then every 2 weeks until the end of probation; then every month.",
    ),
    "so much in a phase's windows": (
        "{duty: supervise, phases: [{until: 6 months, every: 2 weeks}, "
        "{in_each: calendar month, at_least: 2, in_total: 90 minutes}]}",
        "The supervisor holds supervision every 2 weeks until 6 months after the start of the post; then 2 times and "
        "90 minutes in total in each calendar month.",
    ),
    "whichever comes first": (
        "{duty: milestone, what: agreement, within: {first_of: [6 weeks, passed]}}",
        "The supervisor sees to the agreement within 6 weeks of the start of the post or by the end of probation, "
        "whichever comes first.",
    ),
    "a date": (
        "{duty: milestone, what: agreement, within: 2026-03-31}",
        "The supervisor sees to the agreement by Tuesday 31 March 2026.",
    ),
    "a date or so long": (
        "{duty: milestone, what: agreement, within: {first_of: [2026-03-31, 6 weeks]}}",
        "The supervisor sees to the agreement by Tuesday 31 March 2026 or within 6 weeks of the start of the post, "
        "whichever comes first.",
    ),
    "counted from another milestone": (
        "{duty: milestone, what: review, starts: passed, every: 1 year}",
        "The supervisor sees to the review at least every year, counted from the end of probation.",
    ),
    "nothing set": ("{duty: supervise}", "The supervisor holds supervision; how often is not set."),
    "no deadline": (
        "{duty: note_gap}", "The supervisor notes the gap on each file; no deadline is set."
    ),
    "another body's": (
        "{duty: supervise, yields_to: Practice Educator}",
        "The supervisor holds supervision as often as the Practice Educator says.",
    ),
    "words with commas of their own": (
        "{duty: discuss, when: {any_of: [friends, settled], worker: social_worker}, every: 3 months}",
        "Friends, or family; or settled, allocated to a Social worker: the supervisor discusses the case in full "
        "at least every 3 months.",
    ),
    "none of several": (
        "{duty: discuss, when: {none_of: [friends, settled]}, first_within: 2 weeks, every: 3 months}",
        "Neither friends, or family nor settled: the supervisor discusses the case in full, first within 2 weeks of "
        "allocation, then at least every 3 months.",
    ),
    "months": (
        "{duty: milestone, what: appraisal, in_month: [may, november]}",
        "The supervisor sees to the appraisal each year, at least once in May and at least once in November.",
    ),
    "time in a window": (
        "{duty: supervise, in_each: calendar quarter, in_total: 3 hours}",
        "The supervisor holds supervision at least 3 hours in total in each calendar quarter.",
    ),
    "an absence": (
        "{duty: arrange_cover, after: 21 days}",
        "The supervisor makes other arrangements for the absence once it has lasted more than 21 days.",
    ),
    "an absence, with a deadline": (
        "{duty: arrange_cover, after: 21 days, within: 2 working days}",
        "The supervisor makes other arrangements for the absence once it has lasted more than 21 days, within 2 "
        "working days of that.",
    ),
    "an absence, from the report or later": (
        "{duty: arrange_cover, after: 21 days, starts: report, within: 2 working days}",
        "The supervisor makes other arrangements for the absence once it has lasted more than 21 days, within 2 "
        "working days of that or of the first report, whichever is later.",
    ),
    "an absence, from the report": (
        "{duty: arrange_cover, starts: report, within: 2 working days}",
        "The supervisor makes other arrangements for the absence within 2 working days of the first report.",
    ),
    "the day itself": (
        "{duty: prepare, when: {session: case}, within: 0 days}",
        "Case sessions: the supervisor prepares in time for the session.",
    ),
    "so long before it": (
        "{duty: prepare, ahead: {of: [session], by: 2 working days}}",
        "The supervisor prepares 2 working days before the session.",
    ),
    "a decision": (
        "{duty: record_decision, when: {decision: in_absence}, within: 1 working day}",
        "A decision made in the supervisor's absence: the supervisor records the decision on the child's file within "
        "1 working day of the decision.",
    ),
    "a disagreement": (
        "{duty: settle, within: 10 working days}",
        "The supervisor settles the disagreement about the record within 10 working days of the disagreement.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", list(READ_BACK))
def test_each_shape_reads_as_english(shape: str) -> None:
    rule, sentence = READ_BACK[shape]
    text = small(f"- {{id: R1, title: One, clause: '1', answers: supervisor, {rule[1:]}\n").replace(
        "high_need: high need}", "friends: 'friends, or family'}\n  events: {passed: The end of probation}"
    )
    assert explain(load(text, "sample.yaml"), "R1")[1] == f"    {sentence}"


def test_rules_that_hold_beside_others_say_so() -> None:
    assert "    Beside Y10 and Y10.notes: where both fit, the stricter holds." in explain(
        shipped("york"), "Y11"
    )


def test_one_entry_by_its_id_on_the_command_line() -> None:
    done = run("explain", "york", "Y10")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("Y10  Record on the child's file within 2 working days")
    assert run("explain", "york", "Y99").returncode == 1


def test_a_new_file_passes_the_check_and_is_never_written_over(tmp_path: Path) -> None:
    assert check(START.read_text(encoding="utf-8"), START.name, TODAY).good
    assert run("new", "ours.yaml", folder=tmp_path).returncode == 0
    (tmp_path / "ours.yaml").write_text("kept", encoding="utf-8")
    assert run("new", "ours.yaml", folder=tmp_path).returncode == 1
    assert (tmp_path / "ours.yaml").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("path", generated(), ids=lambda p: p.name)
def test_what_is_made_from_the_rule_sets_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generated()[path], "run: python app.py policy make"


def test_every_row_is_in_the_table_once() -> None:
    page = next(text for path, text in generated().items() if path.suffix == ".md")
    rows = re.findall(r"^\| ([BYSCM]\d+) \|", page, re.MULTILINE)
    assert rows == [f"{letter}{n}" for letter, count in COUNCILS.values() for n in range(1, count + 1)]
    assert sum(len(by_row(shipped(name))) for name in COUNCILS) == 141


@pytest.mark.parametrize("path", [*sorted(RULESETS.glob("*.yaml")), START], ids=lambda p: p.stem)
def test_editors_find_nothing_wrong_in_the_shipped_files(path: Path) -> None:
    yaml = YAML(typ="safe")
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    jsonschema.validate(yaml.load(path.read_text(encoding="utf-8")), schema())


def test_editors_find_a_wrong_word() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"name": "x", "rulez": []}, schema())


# What would change

OLD = """
- {id: R1, title: Monthly, clause: "1", duty: supervise, answers: supervisor, every: 4 weeks}
- {id: R2, title: Cases, clause: "1", duty: discuss, answers: supervisor, every: 3 months}
"""


def test_what_another_rule_set_would_change() -> None:
    new = loaded(OLD.replace("4 weeks", "2 weeks").replace("3 months", "4 months"))
    line = (RelationshipFact(1, 7, date(2020, 1, 6)),)
    held = (Held(1, SessionKind.CASE, date(2026, 11, 2), 60),)
    person = PersonFacts(1, "student", date(2020, 1, 6), date(2026, 1, 5), relationships=line, held=held)
    talks = (DiscussionFact(1, 1, date(2026, 10, 5)),)
    case = CaseFacts(2, "adoption", frozenset(), AllocationFact(1, date(2026, 1, 5)), discussions=talks)
    found = compare(
        RuleBook([loaded(OLD)]), RuleBook([new]), (calendar(), calendar()), [person, case], date(2026, 11, 20)
    )
    [sooner], [later] = found.earlier, found.later
    assert (sooner.before, sooner.after) == (date(2026, 11, 30), date(2026, 11, 16))
    assert (later.before, later.after) == (date(2027, 1, 5), date(2027, 2, 5))
    assert (found.sessions, found.leads) == (0.25, {7: 0.25})
    same = compare(
        RuleBook([new]), RuleBook([new]), (calendar(), calendar()), [person, case], date(2026, 11, 20)
    )
    assert (same.same, same.sessions, same.earlier, same.lost) == (2, 0.0, [], [])


def test_a_parts_note_and_guidance_with_what_it_leaves_open_read_back() -> None:
    assert "    Recommended at the start of each session." in explain(shipped("york"), "Y19")
    assert "    The policy does not say: How long nearly a year is." in explain(shipped("southwark"), "S15")
    assert "    Said to whoever asks about quality: Managers audit case files regularly." in explain(
        shipped("york"), "Y24"
    )


@pytest.mark.parametrize("moment", list(GuidancePoint))
def test_every_moment_has_its_words(moment: GuidancePoint) -> None:
    assert MOMENTS[moment]


def test_workload_warns_whoever_it_names() -> None:
    lines = explain(shipped("southwark"), "S18")
    assert any("the Advanced Practitioner and the Practice Group Lead are warned." in line for line in lines)


def test_who_records_a_decision_is_who_made_it() -> None:
    assert any("whoever made it records the decision" in line for line in explain(shipped("york"), "Y15"))
    assert any("cancelled for an emergency" in line.lower() for line in explain(shipped("southwark"), "S9"))
    assert any("Whoever did the PDR" in line for line in explain(shipped("york"), "Y7.progress"))


# Practice


@pytest.mark.parametrize("name", COUNCILS)
def test_practice_reads_back_after_the_policy_and_names_no_clause(name: str) -> None:
    rules = shipped(name)
    lines = explain(rules)
    practice = lines[lines.index("Practice: the council's own, no part of the policy") :]
    assert not [one for one in practice if "“" in one]
    heads = [one for one in practice if one.endswith("(the council's own practice)")]
    assert [h.split()[0] for h in heads] == [*(d.id for d in rules.practice.duties), *rules.practice.nudges]


REMINDED = {
    "{step: soon, when: 5 working days before due, tell: supervisor}": (
        "5 working days before it is due: the supervisor is told."
    ),
    "{step: late, when: 1 day after due, tell: line_manager, send: own}": (
        "1 day after it is due: the supervisor's line manager is told, in a message of its own."
    ),
    "{step: today, when: on due, tell: supervisee, send: urgent}": (
        "On the day it is due, or the working day before: the supervisee is told, at once, whatever the hour."
    ),
    "{step: begin, when: at start, tell: holder, undated: true}": (
        "When it starts, where there is no due day: whoever holds or held it is told."
    ),
    "{step: undone, when: 5 working days after start, tell: line_manager, decided: true}": (
        "5 working days after it starts, of what the next tier decided: the supervisor's line manager is told."
    ),
    "{step: up, when: 2 weeks after ready, tell: next_manager, escalates: true}": (
        "14 days after it can be done: the next manager up is told. It goes up the line: it never waits for somebody "
        "who is away."
    ),
}


@pytest.mark.parametrize("nudge", list(REMINDED), ids=lambda n: n[7:12])
def test_each_reminder_reads_as_english(nudge: str) -> None:
    rules = loaded(OLD, f"nudges: {{supervise: [{nudge}]}}\n")
    assert explain(rules, "supervise") == [
        "supervise  Reminders for R1 (the council's own practice)", f"    {REMINDED[nudge]}", "",
    ]  # fmt: skip


def test_one_entry_comes_with_its_reminders() -> None:
    nudge = "{step: soon, when: 5 days before due, tell: supervisor}"
    rules = loaded(OLD, f"nudges: {{supervise: [{nudge}], discuss: [{nudge}], R2: [{nudge}]}}\n")
    said = [line for line in explain(rules, "R2") if "Reminders" in line]
    assert said == ["R2  Reminders (the council's own practice)"], "its own, in place of its duty's"
    assert "supervise  Reminders for R1 (the council's own practice)" in explain(rules, "R1")


def test_the_bots_own_acts_read_back_as_practice_has_them() -> None:
    assert any(line.endswith("nobody answered stands.") for line in explain(shipped(), "B18"))
    asked = loaded(
        "- {id: R1, title: Again, clause: '1', duty: rebook, answers: supervisor, within: 5 working days}\n",
        "rebooking: {unanswered: ask_again}\nnudges: {rebook: [{step: auto, when: 1 day after start, do: rebook}]}\n",
    )
    assert any(line.endswith("nobody answered is asked about once more.") for line in explain(asked, "R1"))


def test_the_calendar_reads_back() -> None:
    closed = (
        "  closures: {2026-12-24: Offices closed}\n  terms: {autumn: {first: 2026-09-01, last: 2026-12-18}}\n"
    )
    rules = load(small(OLD).replace("vocabulary:", f"calendar:\n{closed}vocabulary:"), "sample.yaml")
    assert (
        "Working days: Monday to Friday, less the bank holidays of England and Thursday 24 December 2026."
        in explain(rules)
    )
    assert "Terms: autumn, Tuesday 1 September 2026 to Friday 18 December 2026." in explain(rules)
