"""Shapes that no shipped rule set uses, each against days counted by hand."""
# ruff: noqa: E501 - a shape, its facts and what comes out are read side by side

from __future__ import annotations

from textwrap import indent

import pytest

from policy.check import check
from policy.explain import explain
from tests.policy.files import HEAD
from tests.policy.test_check import TODAY

EVENTS = "  events: {review: A review, breakdown: A breakdown, passed: Passed}\n"
TERMS = """\
calendar:
  terms: {spring 2026: {first: 2026-01-05, last: 2026-03-27}, summer 2026: {first: 2026-04-13, last: 2026-07-20}}
"""
STUDENT = "role: student, employed_from: 2026-01-05"
CASE = "service: adoption, allocated: 2026-01-05"
WITHIN = "given: {session: {kind: case, on: 2026-04-02, held: true}}"

#: Each: the clock, the facts, the day one looks, what comes out, and the arithmetic.
SHAPES: dict[str, tuple[str, str, str, str]] = {
    # Thursday 2 April 2026 is day 1; Good Friday and Easter Monday are bank holidays
    "the event's day counts": (
        "duty: record, answers: holder, within: 2 working days, counts_from: event day",
        WITHIN, "2026-04-03", "due: 2026-04-07",
    ),
    "bank holidays count": (
        "duty: record, answers: holder, within: 2 working days, bank_holidays: counted",
        WITHIN, "2026-04-03", "due: 2026-04-06",
    ),
    "both": (
        "duty: record, answers: holder, within: 2 working days, bank_holidays: counted, counts_from: event day",
        WITHIN, "2026-04-03", "due: 2026-04-03",
    ),
    "the event's day in weeks": (
        "duty: record, answers: holder, within: 1 week, counts_from: event day",
        WITHIN, "2026-04-03", "due: 2026-04-08",
    ),
    # cancelled on Friday 6 February, booked for Friday 13: 5 working days after the later is Friday 20
    "the later of two": (
        "duty: rebook, answers: supervisor, within: 5 working days, starts: {later_of: [cancellation, session]}",
        "given: {session: {kind: case, on: 2026-02-13, cancelled: 2026-02-06, reason: work}}", "2026-02-07", "due: 2026-02-20",
    ),
    "the first of two": (
        "duty: rebook, answers: supervisor, within: 5 working days, starts: {first_of: [cancellation, session]}",
        "given: {session: {kind: case, on: 2026-02-13, cancelled: 2026-02-06, reason: work}}", "2026-02-07", "due: 2026-02-13",
    ),
    "the later of two while one is unknown": (
        "duty: rebook, answers: supervisor, within: 5 working days, starts: {later_of: [cancellation, return_to_work]}",
        "given: {session: {kind: case, on: 2026-02-13, cancelled: 2026-02-06, reason: sickness}}", "2026-02-07",
        "state: waiting, waiting_for: return_to_work",
    ),
    "the first of a period and an event: the event": (
        "duty: discuss, answers: supervisor, within: {first_of: [10 working days, review]}",
        f"given: {{case: {{{CASE}, events: [{{what: review, on: 2026-01-13}}]}}}}", "2026-01-06", "due: 2026-01-13",
    ),
    "the first of a period and an event: the period": (
        "duty: discuss, answers: supervisor, within: {first_of: [10 working days, review]}",
        f"given: {{case: {{{CASE}, events: [{{what: review, on: 2026-02-13}}]}}}}", "2026-01-06", "due: 2026-01-19",
    ),
    # booked for Wednesday 8 April 2026: Good Friday and Easter Monday lie before it
    "prepared so long before it": (
        "duty: prepare, answers: supervisee, ahead: {of: [session], by: 2 working days}",
        "given: {session: {kind: case, on: 2026-04-08}}", "2026-03-30", "due: 2026-04-02",
    ),
    "looked through a week before it": (
        "duty: check, answers: supervisor, ahead: {of: [session], by: 1 week}",
        "given: {session: {kind: case, on: 2026-04-08}}", "2026-03-30", "due: 2026-04-01",
    ),
    # phase 2 begins on 5 July: the third quarter asks for two, and 90 minutes on 10 July are but one
    "so often in each window of a phase": (
        "duty: supervise, answers: supervisor, phases: [{until: 6 months, every: 2 weeks}, {in_each: calendar quarter, at_least: 2}]",
        f"given: {{person: {{{STUDENT}, held: [2026-06-29, {{on: 2026-07-10, minutes: 90}}]}}}}", "2026-07-13", "due: 2026-09-30",
    ),
    "so often in each window of a phase, and it was": (
        "duty: supervise, answers: supervisor, phases: [{until: 6 months, every: 2 weeks}, {in_each: calendar quarter, at_least: 2}]",
        f"given: {{person: {{{STUDENT}, held: [2026-06-29, 2026-07-10, 2026-07-31]}}}}", "2026-08-03", "due: 2026-12-31",
    ),
    # 60 and 45 minutes are 105: more than 90 and less than two hours
    "so long in each window of a phase": (
        "duty: supervise, answers: supervisor, phases: [{until: 6 months, every: 2 weeks}, {in_each: calendar month, in_total: 90 minutes}]",
        f"given: {{person: {{{STUDENT}, held: [{{on: 2026-08-03, minutes: 60}}, {{on: 2026-08-24, minutes: 45}}]}}}}", "2026-08-25", "due: 2026-09-30",
    ),
    "so long in each window of a phase, and it was not": (
        "duty: supervise, answers: supervisor, phases: [{until: 6 months, every: 2 weeks}, {in_each: calendar month, in_total: 2 hours}]",
        f"given: {{person: {{{STUDENT}, held: [{{on: 2026-08-03, minutes: 60}}, {{on: 2026-08-24, minutes: 45}}]}}}}", "2026-08-25", "due: 2026-08-31",
    ),
    "by a date": (
        "duty: milestone, what: agreement, answers: supervisor, within: 2026-03-31",
        f"given: {{person: {{{STUDENT}}}}}", "2026-01-06", "due: 2026-03-31",
    ),
    "by a date or so long, the date": (
        "duty: milestone, what: agreement, answers: supervisor, within: {first_of: [2026-01-30, 6 weeks, review]}",
        f"given: {{person: {{{STUDENT}}}}}", "2026-01-06", "due: 2026-01-30",
    ),
    "by a date or so long, so long": (
        "duty: milestone, what: agreement, answers: supervisor, within: {first_of: [2026-03-31, 6 weeks]}",
        f"given: {{person: {{{STUDENT}}}}}", "2026-01-06", "due: 2026-02-16",
    ),
    "by a date that had passed, or so long": (
        "duty: milestone, what: agreement, answers: supervisor, within: {first_of: [2026-01-04, 6 weeks]}",
        f"given: {{person: {{{STUDENT}}}}}", "2026-01-06", "due: 2026-02-16",
    ),
    "by a date on which it starts": (
        "duty: milestone, what: agreement, answers: supervisor, within: {first_of: [2026-01-05, 6 weeks]}",
        f"given: {{person: {{{STUDENT}}}}}", "2026-01-06", "due: 2026-01-05",
    ),
    "by a date that had passed": (
        "duty: milestone, what: agreement, answers: supervisor, within: 2026-01-04",
        f"given: {{person: {{{STUDENT}}}}}", "2026-01-06",
        "state: waiting, waiting_for: no_deadline",
    ),
    "checkpoints, the second": (
        "duty: milestone, what: seen, answers: supervisor, checkpoints: [6 weeks, 3 months, 5 months]",
        f"given: {{person: {{{STUDENT}, milestones: [{{what: seen, on: 2026-02-10}}, {{what: seen, on: 2026-04-01}}]}}}}",
        "2026-04-02", "due: 2026-06-05",
    ),
    "checkpoints, all that are open": (
        "duty: milestone, what: seen, answers: supervisor, checkpoints: [6 weeks, 3 months, 5 months]",
        f"given: {{person: {{{STUDENT}, milestones: [{{what: seen, on: 2026-02-10}}]}}}}",
        "2026-02-12", "due: [2026-04-05, 2026-06-05]",
    ),
    "checkpoints, the earliest that is open": (
        "duty: milestone, what: seen, answers: supervisor, checkpoints: [6 weeks, 3 months, 5 months]",
        f"given: {{person: {{{STUDENT}, milestones: [{{what: seen, on: 2026-02-10}}]}}}}",
        "2026-02-12", "due: 2026-04-05, answers: supervisor",
    ),
    "twice in a quarter": (
        "duty: milestone, what: seen, answers: supervisor, in_each: calendar quarter, at_least: 2",
        f"given: {{person: {{{STUDENT}, bot_started: 2026-04-01, milestones: [{{what: seen, on: 2026-04-10}}]}}}}", "2026-05-01", "due: 2026-06-30",
    ),
    "twice in a quarter, done": (
        "duty: milestone, what: seen, answers: supervisor, in_each: calendar quarter, at_least: 2",
        f"given: {{person: {{{STUDENT}, bot_started: 2026-04-01, milestones: [{{what: seen, on: 2026-04-10}}, {{what: seen, on: 2026-05-10}}]}}}}",
        "2026-05-11", "due: 2026-09-30",
    ),
    # the first quarter was still short of both: they are its, late
    "twice in a quarter, done late": (
        "duty: milestone, what: seen, answers: supervisor, in_each: calendar quarter, at_least: 2",
        f"given: {{person: {{{STUDENT}, milestones: [{{what: seen, on: 2026-04-10}}, {{what: seen, on: 2026-05-10}}]}}}}",
        "2026-05-11", "due: 2026-06-30",
    ),
    "a case drawn each month": (
        "duty: milestone, what: seen, answers: supervisor, in_each: calendar month, drawn: case, at_least: 2",
        f"given: {{person: {{{STUDENT}, bot_started: 2026-05-01, milestones: [{{what: seen, on: 2026-05-10}}]}}}}", "2026-05-11", "due: 2026-05-31",
    ),
    # a colleague's in March is not the supervisor's
    "done by the supervisor": (
        "duty: milestone, what: seen, answers: supervisor, every: 1 month, held_by: [supervisor]",
        f"given: {{person: {{{STUDENT}, supervisors: [{{since: 2026-01-05}}], milestones: [{{what: seen, on: 2026-02-10, by: supervisor}}, {{what: seen, on: 2026-03-02, by: another}}]}}}}",
        "2026-03-03", "due: 2026-03-10",
    ),
    "done by the professional supervisor, and by whom nobody noted": (
        "duty: milestone, what: seen, answers: supervisor, every: 1 month, held_by: [professional_supervisor]",
        f"given: {{person: {{{STUDENT}, supervisors: [{{since: 2026-01-05}}], milestones: [{{what: seen, on: 2026-02-10}}, {{what: seen, on: 2026-03-02, by: supervisor}}]}}}}",
        "2026-03-03", "due: 2026-03-10",
    ),
    "in each year": (
        "duty: milestone, what: seen, answers: supervisor, in_each: calendar year",
        f"given: {{person: {{{STUDENT}}}}}", "2026-05-11", "due: 2026-12-31",
    ),
    "a leap day's year of service": (
        "duty: supervise, answers: supervisor, in_each: year of service",
        "given: {person: {role: student, employed_from: 2024-02-29, bot_started: 2025-03-01}}", "2026-02-27", "due: 2026-02-27",
    ),
    "in each term": (
        "duty: supervise, answers: supervisor, in_each: term",
        f"given: {{person: {{{STUDENT}, held: [2026-02-10]}}}}", "2026-03-30", "due: 2026-07-20",
    ),
    "after the last term": (
        "duty: supervise, answers: supervisor, in_each: term",
        f"given: {{person: {{{STUDENT}, held: [2026-02-10, 2026-06-10]}}}}", "2026-08-03", "state: waiting, waiting_for: term",
    ),
    "a term that ended without it": (
        "duty: supervise, answers: supervisor, in_each: term",
        f"given: {{person: {{{STUDENT}, held: [2026-02-10]}}}}", "2026-08-03", "due: 2026-07-20",
    ),
    # 22 of March's 31 days are left to a joiner of the 10th: 43 of 60 minutes
    "a share of the month in which somebody joins": (
        "duty: supervise, answers: supervisor, in_each: calendar month, in_total: 1 hour, first_window: in proportion",
        "given: {person: {role: student, employed_from: 2026-03-10, held: [{on: 2026-03-20, minutes: 43}]}}", "2026-03-21", "due: 2026-04-30",
    ),
    "one minute less than a share of it": (
        "duty: supervise, answers: supervisor, in_each: calendar month, in_total: 1 hour, first_window: in proportion",
        "given: {person: {role: student, employed_from: 2026-03-10, held: [{on: 2026-03-20, minutes: 42}]}}", "2026-03-21", "due: 2026-03-31",
    ),
    "the whole month in which somebody joins": (
        "duty: supervise, answers: supervisor, in_each: calendar month, in_total: 1 hour, first_window: whole",
        "given: {person: {role: student, employed_from: 2026-03-10, held: [{on: 2026-03-20, minutes: 59}]}}", "2026-03-21", "due: 2026-03-31",
    ),
    "nothing of the month in which somebody joins": (
        "duty: supervise, answers: supervisor, in_each: calendar month, first_window: not asked",
        "given: {person: {role: student, employed_from: 2026-03-10}}", "2026-03-21", "due: 2026-04-30",
    ),
    "past when the bot started, and run again": (
        "duty: milestone, what: seen, answers: supervisor, within: 4 weeks, past_at_start: runs again",
        "given: {person: {role: student, employed_from: 2026-01-05, bot_started: 2026-03-02}}", "2026-03-03", "due: 2026-03-30",
    ),
    "running when the bot started": (
        "duty: milestone, what: seen, answers: supervisor, within: 6 weeks",
        "given: {person: {role: student, employed_from: 2026-11-02, bot_started: 2026-11-25}}", "2026-11-26", "due: 2026-12-14",
    ),
    "past when the bot started": (
        "duty: milestone, what: seen, answers: supervisor, within: 4 weeks",
        "given: {person: {role: student, employed_from: 2026-01-05, bot_started: 2026-03-02}}", "2026-03-03",
        "state: withdrawn, due: 2026-02-02",
    ),
    "three hours in a month, two had": (
        "duty: supervise, answers: supervisor, in_each: calendar month, in_total: 3 hours",
        f"given: {{person: {{{STUDENT}, held: [{{on: 2026-02-10, minutes: 120}}]}}}}", "2026-02-11", "due: 2026-02-28",
    ),
    "three hours at 60%, two had": (
        "duty: supervise, answers: supervisor, in_each: calendar month, in_total: 3 hours, pro_rata: true",
        f"given: {{person: {{{STUDENT}, percent: 60, held: [{{on: 2026-02-10, minutes: 120}}]}}}}", "2026-02-11", "due: 2026-03-31",
    ),
    "4 weeks at half time": (
        "duty: supervise, answers: supervisor, every: 4 weeks, pro_rata: true",
        f"given: {{person: {{{STUDENT}, percent: 50, held: [2026-02-02]}}}}", "2026-02-11", "due: 2026-03-30",
    ),
    "4 weeks at half time, expressly the same": (
        "duty: supervise, answers: supervisor, every: 4 weeks, pro_rata: false",
        f"given: {{person: {{{STUDENT}, percent: 50, held: [2026-02-02]}}}}", "2026-02-11", "due: 2026-03-02",
    ),
    # 2 February and 28 days is 2 March; 7 days away put it back to 9 March
    "a clock that pauses": (
        "duty: supervise, answers: supervisor, every: 4 weeks, pauses_while_away: true",
        f"given: {{person: {{{STUDENT}, held: [2026-02-02], away: [{{first: 2026-02-16, last: 2026-02-22}}]}}}}",
        "2026-02-11", "due: 2026-03-09",
    ),
    "a month that pauses": (
        "duty: supervise, answers: supervisor, every: 1 month, pauses_while_away: true",
        f"given: {{person: {{{STUDENT}, held: [2026-02-02], away: [{{first: 2026-02-16}}]}}}}",
        "2026-02-20", "state: waiting, waiting_for: return_to_work",
    ),
    "a phase that an event ends, before it": (
        "duty: supervise, answers: supervisor, phases: [{ends_by: passed, every: 1 week}, {every: 4 weeks}]",
        f"given: {{person: {{{STUDENT}, held: [2026-06-01]}}}}", "2026-06-02", "due: 2026-06-08",
    ),
    "a phase that an event ends, after it": (
        "duty: supervise, answers: supervisor, phases: [{ends_by: passed, every: 1 week}, {every: 4 weeks}]",
        f"given: {{person: {{{STUDENT}, held: [2026-06-01], milestones: [{{what: passed, on: 2026-05-20}}]}}}}",
        "2026-06-02", "due: 2026-06-29",
    ),
    # an ASYE was once recorded, and the rule is about everybody: it counts from the post
    "phases count from the post": (
        "duty: supervise, answers: supervisor, phases: [{until: 6 weeks, every: 1 week}, {every: 4 weeks}]",
        f"given: {{person: {{{STUDENT}, asye_from: 2026-05-18, held: [2026-06-01]}}}}", "2026-06-02", "due: 2026-06-29",
    ),
    "phases count from the ASYE where the rule says so": (
        "duty: supervise, answers: supervisor, starts: asye, phases: [{until: 6 weeks, every: 1 week}, {every: 4 weeks}]",
        f"given: {{person: {{{STUDENT}, asye_from: 2026-05-18, held: [2026-06-01]}}}}", "2026-06-02", "due: 2026-06-08",
    ),
    "phases count from an event": (
        "duty: supervise, answers: supervisor, starts: passed, phases: [{until: 6 weeks, every: 1 week}, {every: 4 weeks}]",
        f"given: {{person: {{{STUDENT}, held: [2026-06-01], milestones: [{{what: passed, on: 2026-05-20}}]}}}}",
        "2026-06-02", "due: 2026-06-08",
    ),
    "phases wait for the day they count from": (
        "duty: supervise, answers: supervisor, starts: {later_of: [passed, start]}, phases: [{until: 6 weeks, every: 1 week}, {every: 4 weeks}]",
        f"given: {{person: {{{STUDENT}, held: [2026-06-01]}}}}", "2026-06-02",
        "state: waiting, waiting_for: event",
    ),
    "only who may hold it": (
        "duty: supervise, answers: supervisor, every: 4 weeks, held_by: [social_worker]",
        f"given: {{person: {{{STUDENT}, held: [{{on: 2026-02-02, by: social_worker}}, {{on: 2026-02-09, by: student}}]}}}}",
        "2026-02-11", "due: 2026-03-02",
    ),
    "more often after a breakdown": (
        "duty: discuss, answers: supervisor, every: 1 month, uplift: {after: breakdown, lasts: 3 months, every: 2 weeks}",
        f"given: {{case: {{{CASE}, discussed: [2026-03-02], events: [{{what: breakdown, on: 2026-02-10}}]}}}}", "2026-03-03",
        "due: 2026-03-16",
    ),
    "no longer more often": (
        "duty: discuss, answers: supervisor, every: 1 month, uplift: {after: breakdown, lasts: 3 months, every: 2 weeks}",
        f"given: {{case: {{{CASE}, discussed: [2026-05-02], events: [{{what: breakdown, on: 2026-02-10}}]}}}}", "2026-05-10",
        "due: 2026-06-02",
    ),
    # away from Monday 2 March 2026: day 15 is Monday 16, and 3 working days on Thursday 19
    "cover so long after the report": (
        "duty: arrange_cover, answers: line_manager, starts: report, within: 3 working days",
        "given: {absence: {first: 2026-03-02, planned: false, reported: 2026-03-05}}", "2026-03-06", "due: 2026-03-10",
    ),
    "cover so long after day 15": (
        "duty: arrange_cover, answers: line_manager, after: 14 days, within: 3 working days",
        "given: {absence: {first: 2026-03-02, planned: false}}", "2026-03-16", "due: 2026-03-19",
    ),
    "cover so long after the later of the two: day 15": (
        "duty: arrange_cover, answers: line_manager, after: 14 days, starts: report, within: 3 working days",
        "given: {absence: {first: 2026-03-02, planned: false, reported: 2026-03-05}}", "2026-03-16", "due: 2026-03-19",
    ),
    "cover so long after the later of the two: the report": (
        "duty: arrange_cover, answers: line_manager, after: 14 days, starts: report, within: 3 working days",
        "given: {absence: {first: 2026-03-02, planned: false, reported: 2026-03-18}}", "2026-03-18", "due: 2026-03-23",
    ),
    "cover in so long from the first day": (
        "duty: arrange_cover, answers: line_manager, within: 10 working days",
        "given: {absence: {first: 2026-03-02, planned: false}}", "2026-03-02", "due: 2026-03-16",
    ),
    "cover with no day named": (
        "duty: arrange_cover, answers: line_manager",
        "given: {absence: {first: 2026-03-02, planned: true}}", "2026-03-02",
        "state: waiting, waiting_for: no_deadline",
    ),
    "cover that was arranged": (
        "duty: arrange_cover, answers: line_manager, after: 14 days, within: 3 working days",
        "given: {absence: {first: 2026-03-02, planned: false, arranged: 2026-03-17}}", "2026-03-18",
        "state: met, due: 2026-03-17",
    ),
    "an absence reported in time": (
        "duty: report_absence, answers: supervisee, after: 14 days, within: 1 working day",
        "given: {absence: {first: 2026-03-02, planned: false}}", "2026-03-16", "due: 2026-03-17",
    ),
    "a case in each quarter": (
        "duty: discuss, answers: supervisor, in_each: calendar quarter",
        f"given: {{case: {{{CASE}, discussed: [2026-02-02]}}}}", "2026-03-03", "due: 2026-06-30",
    ),
    "a case in each quarter, two gone by": (
        "duty: discuss, answers: supervisor, in_each: calendar quarter",
        f"given: {{case: {{{CASE}, discussed: [2026-02-02]}}}}", "2026-11-03", "due: 2026-06-30",
    ),
    "a case in each quarter, discussed after one went by": (
        "duty: discuss, answers: supervisor, in_each: calendar quarter",
        f"given: {{case: {{{CASE}, discussed: [2026-02-02, 2026-08-03]}}}}", "2026-09-01", "state: missed, due: 2026-06-30",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_comes_out_as_counted_by_hand(name: str) -> None:
    clock, given, on, expected = SHAPES[name]
    example = f"{{{given}, on: {on}, {expected}, working: by hand}}"
    rule = f'- {{id: R1, title: It, clause: "1", {clock}, examples: [{example}]}}\n'
    milestone = '- {id: R2, title: Seen, clause: "1", duty: milestone, what: other, answers: supervisor}\n'
    head = HEAD.replace("  services:", f"{EVENTS}  services:")
    text = f"{head}{TERMS}rules:\n{indent(rule + milestone, '  ')}"
    assert [str(fault) for fault in check(text, "sample.yaml", TODAY).errors] == []


@pytest.mark.parametrize(("percent", "due"), [(59, "2026-03-02"), (60, "2026-02-16"), (100, "2026-02-16")])
def test_the_council_says_who_works_part_time(percent: int, due: str) -> None:
    person = f"{{{STUDENT}, percent: {percent}, held: [2026-02-02]}}"
    example = f"{{given: {{person: {person}}}, on: 2026-02-03, due: {due}, working: by hand}}"
    rows = "[{when: {part_time: true}, every: 4 weeks}, {when: {part_time: false}, every: 2 weeks}]"
    rule = f'- {{id: R1, title: It, clause: "1", duty: supervise, answers: supervisor, rows: {rows}, examples: [{example}]}}\n'
    report = check(f"part_time_below: 60\n{HEAD}rules:\n{indent(rule, '  ')}", "sample.yaml", TODAY)
    assert [str(fault) for fault in report.errors] == []
    assert report.rules
    assert "Part-time is less than 60% of full time." in explain(report.rules)


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (
            "uplift: {after: breakdwn, lasts: 3 months, every: 2 weeks}, every: 1 month",
            "did you mean 'breakdown'?",
        ),
        ("every: 4 weeks, longer: [{up_to: 2 weeks}]", "no longer than the rule's own interval (4 weeks)"),
        ("every: 4 weeks, longer: [{up_to: 9 weeks}, {up_to: 8 weeks}]", "from the shortest to the longest"),
        ("every: 4 weeks, longer: [{up_to: 9 weeks, granted_by: [studnt]}]", "did you mean 'student'?"),
        ("within: {first_of: [10 working days, reviw]}", "did you mean 'review'?"),
        ("every: 4 weeks, minutes: 30", "'discuss' does not take this line"),
    ],
)
def test_a_wrong_line_is_named(clock: str, said: str) -> None:
    rule = f'- {{id: R1, title: It, clause: "1", duty: discuss, answers: supervisor, {clock}}}\n'
    text = f"{HEAD.replace('  services:', f'{EVENTS}  services:')}rules:\n{indent(rule, '  ')}"
    messages = [fault.message for fault in check(text, "sample.yaml", TODAY).errors]
    assert any(said in message for message in messages), messages
