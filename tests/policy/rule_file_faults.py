"""Rule files with a fault each, and the sentence that says so."""

from __future__ import annotations

from tests.policy.files import HEAD, small

RULE = """\
- id: R1
  title: Monthly
  clause: "1"
  duty: supervise
  answers: supervisor
  when: {role: social_worker}
  in_each: calendar month
"""


NUDGES = """\
nudges:
  supervise:
    - {step: soon, when: 5 working days before due, tell: supervisor}
"""


def altered(before: str, after: str) -> str:
    assert before in RULE
    return small(RULE.replace(before, after))


FAULTS = {
    "a key misspelt": (
        altered("duty:", "dutie:"),
        [
            "line 11: rules.R1.duty: missing: this line is needed",
            "line 14: rules.R1.dutie: no such key; did you mean 'duty'?",
        ],
    ),
    "a key of a row misspelt": (
        altered("in_each:", "in_ech:"),
        ["line 17: rules.R1.in_ech: no such key; did you mean 'in_each'?"],
    ),
    "a key of a condition misspelt": (
        altered("{role:", "{rol:"),
        ["line 16: rules.R1.when.rol: no such key; did you mean 'role'?"],
    ),
    "another word for a key": (
        altered("in_each: calendar month", "frequency: 4 weeks"),
        ["line 17: rules.R1.frequency: no such key; did you mean 'every'?"],
    ),
    "a key that nothing is near": (
        altered("{role: social_worker}", "{role: social_worker, grade: 7}"),
        ["line 16: rules.R1.when.grade: no such key; it has role, asye, qualified, supervises, part_time, "
         "line_qualified, in_group, holds_case, service, any_of, all_of, none_of, worker, decision, safeguarding, "
         "of_case, session, cancelled_for, not_cancelled_for, unplanned"],
    ),
    "half of a word of the language": (
        altered("in_each: calendar month", "in_each: year"),
        ["line 17: rules.R1.in_each: expected 'calendar month', 'calendar quarter', 'calendar year', "
         "'year of service' or 'term'; did you mean 'calendar year' or 'year of service'?"],
    ),
    "a range": (
        altered("in_each: calendar month", "every: 4 to 6 weeks"),
        ["line 17: rules.R1.every: '4 to 6 weeks': a number and one of working days, days, weeks, months or years; "
         "a range is 'every: 6 weeks' with 'target: 4 weeks'"],
    ),
    "a time before something": (
        altered("in_each: calendar month", "every: two days before"),
        ["line 17: rules.R1.every: 'two days before': a number and one of working days, days, weeks, months or "
         "years; a time before something is 'ahead: {of: […], by: 2 days}'"],
    ),
    "prepared for after the session": (
        small('- {id: R1, title: Prepare, clause: "1", duty: prepare, answers: supervisee, within: 2 days}\n'),
        ["line 11: rules.R1.within: '2 days' after the session is too late to prepare for it; write "
         "'within: 0 days' for its own day, or 'ahead: {of: [session], by: 2 working days}'"],
    ),
    "prepared for before something else": (
        small('- {id: R1, title: Prepare, clause: "1", duty: prepare, answers: supervisee, '
              "ahead: {of: [sesion], by: 2 days}}\n"),
        ["line 11: rules.R1.ahead.of: 'sesion' is not in the vocabulary; did you mean 'session'?"],
    ),
    "a key at the top misspelt": (
        small(RULE).replace("in_force_from", "in_force_form"),
        [
            "line 1: in_force_from: missing: this line is needed",
            "line 5: in_force_form: no such key; did you mean 'in_force_from'?",
        ],
    ),
    "a wrong duty": (
        altered("supervise", "supervize"),
        ["line 14: rules.R1.duty: expected 'discuss', 'review_plan', 'acknowledge', 'record_interval', 'raise', "
         "'record_decision', 'supervise', 'milestone', 'prepare', 'check', 'say_held', 'record', 'agree', 'close', "
         "'settle', 'decide', 'oversee', 'rebook', 'note_gap', 'report_absence', 'arrange_cover', "
         "'sign' or 'meet'; did you mean 'supervise'?"],
    ),
    "a wrong relation": (
        altered("answers: supervisor", "answers: supervizor"),
        ["line 15: rules.R1.answers: expected 'supervisee', 'supervisor', 'holder', 'recorder', 'signer', "
         "'overseer', 'line_manager', 'next_manager', 'administrator' or 'policy_owner'; did you mean 'supervisor'?"],
    ),
    "a job in place of a relation": (
        altered("answers: supervisor", "answers: named_nurse"),
        ["line 15: rules.R1.answers: expected 'supervisee', 'supervisor', 'holder', 'recorder', 'signer', "
         "'overseer', 'line_manager', 'next_manager', 'administrator' or 'policy_owner'; it is who in the line, not "
         "which job"],
    ),
    "a case in one word": (
        altered("{role: social_worker}", "{holds_case: settled}"),
        ["line 16: rules.R1.when.holds_case: keys and values are needed, such as {any_of: [child_protection]}"],
    ),
    "an unknown role": (
        altered("social_worker", "social_woker"),
        ["line 16: rules.R1.when.role: 'social_woker' is not in the vocabulary; did you mean 'social_worker'?"],
    ),
    "an unknown category": (
        small("""\
            - id: R1
              title: Monthly
              clause: "1"
              duty: discuss
              answers: supervisor
              rows:
                - {when: {service: adoption, any_of: [setled]}, every: 1 month}
            """),
        ["line 17: rules.R1.rows.1.when.any_of: 'setled' is not in the vocabulary; did you mean 'settled'?"],
    ),
    "two clocks": (
        altered("  in_each: calendar month\n", "  in_each: calendar month\n  every: 4 weeks\n"),
        ["line 11: rules.R1: a rule has one clock; this one has every and in_each"],
    ),
    "no clause": (
        altered('  clause: "1"\n', ""),
        ["line 11: rules.R1: missing 'clause': a rule of the council's own belongs under practice"],
    ),
    "a clause in practice": (
        small(RULE, 'duties:\n  - {id: P1, title: Own, clause: "3", duty: say_held, answers: supervisor}\n'),
        ["line 20: practice.duties.P1.clause: practice has no clause: a rule of the policy belongs under rules"],
    ),
    "an id used twice": (
        small(RULE + RULE),
        ["line 18: rules.R1.id: 'R1' is used above: every id is used once"],
    ),
    "a key used twice": (
        altered("  answers: supervisor\n", "  answers: supervisor\n  answers: holder\n"),
        ['line 16: the key "answers" is used twice here'],
    ),
    "a duty that no nudge can have": (
        small(RULE, NUDGES.replace("supervise:", "supervize:")),
        ["line 20: practice.nudges.supervize: no such duty; did you mean 'supervise'?"],
    ),
    "a nudge's day in other words": (
        small(RULE, NUDGES.replace("5 working days before due", "a week early")),
        ["line 21: practice.nudges.supervise.1.when: write 'on due', 'at start', 'at ready', "
         "'2 working days before due' or '2 weeks after start'"],
    ),
    "somebody of a group, of every session": (
        small('- {id: R1, title: One, clause: "1", duty: record, answers: recorder, within: 2 days}'),
        ["line 11: rules.R1: 'answers: recorder' is somebody of a group: write 'when: {session: group}'"],
    ),
    "a line the duty cannot run": (
        altered("in_each: calendar month", "within: 5 working days"),
        ["line 17: rules.R1.within: 'supervise' does not take this line; it takes 'every', 'target', 'in_each', "
         "'at_least', 'in_total', 'phases', 'starts', 'minutes', 'counts', 'held_by', 'pro_rata', 'pauses_while_away', "
         "'uplift', 'yields_to', 'first_window'"],
    ),
    "a condition of another subject": (
        altered("{role: social_worker}", "{service: adoption}"),
        ["line 16: rules.R1.when.service: 'supervise' is about a person, which has 'role', 'asye', 'qualified', "
         "'supervises', 'part_time', 'line_qualified', 'in_group', 'holds_case'"],
    ),
    "a period misspelt": (
        altered("in_each: calendar month", "every: 4 weaks"),
        ["line 17: rules.R1.every: '4 weaks': a number and one of working days, days, weeks, months or years; "
         "did you mean '4 weeks'?"],
    ),
    "a period without its unit": (
        altered("in_each: calendar month", "every: 4"),
        ["line 17: rules.R1.every: a period is needed, such as '5 working days'; 4 of what?"],
    ),
    "a date where a period belongs": (
        altered("in_each: calendar month", "every: 2026-11-30"),
        ["line 17: rules.R1.every: a period is needed, such as '5 working days'"],
    ),
    "a date where a number belongs": (
        altered("in_each: calendar month", "every: 1 week\n  minutes: 2026-11-30"),
        ["line 18: rules.R1.minutes: a whole number is needed"],
    ),
    "a number where a date belongs": (
        small(RULE).replace("2026-01-05", "20260105"),
        ["line 5: in_force_from: a date is needed, written as 2026-11-30"],
    ),
    "no such day": (
        small(RULE).replace("2026-01-05", "'2026-02-30'"),
        ["line 5: in_force_from: '2026-02-30' is no date; write it as 2026-11-30"],
    ),
    "no such day, unquoted": (
        small(RULE).replace("2026-01-05", "2026-02-30"),
        ["not readable as YAML: day is out of range for month"],
    ),
    "a huge number": (
        altered("in_each: calendar month", "every: 9999 years"),
        ["line 17: rules.R1.every: '9999 years' is longer than 10 years"],
    ),
    "no time at all": (
        altered("in_each: calendar month", "every: 0 weeks"),
        ["line 17: rules.R1.every: '0 weeks' is no time at all"],
    ),
    "a list where text belongs": (
        altered("title: Monthly", "title: [Monthly]"),
        ["line 12: rules.R1.title: text is needed; put a number or a date in quotes"],
    ),
    "text where a list belongs": (
        altered("in_each: calendar month", "checkpoints: 6 weeks"),
        ["line 17: rules.R1.checkpoints: a list is needed, such as [one, two]"],
    ),
    "a target later than its limit": (
        altered("in_each: calendar month", "every: 4 weeks\n  target: 1 month"),
        ["line 18: rules.R1.target: the target (1 month) is to be sooner than the limit (4 weeks)"],
    ),
    "phases out of order": (
        altered(
            "in_each: calendar month",
            "phases: [{until: 6 months, every: 1 week}, {until: 6 weeks, every: 2 weeks}, {every: 4 weeks}]",
        ),
        ["line 17: rules.R1.phases.2.until: this phase ends (6 weeks) no later than the one before (6 months)"],
    ),
    "so many in a phase without a window": (
        altered("in_each: calendar month", "phases: [{until: 6 weeks, every: 1 week, at_least: 2}, {every: 4 weeks}]"),
        ["line 17: rules.R1.phases.1: 'at_least' and 'in_total' go with 'in_each'"],
    ),
    "a last phase that ends": (
        altered("in_each: calendar month", "phases: [{until: 6 weeks, every: 1 week}]"),
        ["line 17: rules.R1.phases.1: the last phase holds for good: it has no 'until' and no 'lasts'"],
    ),
    "a condition written twice": (
        altered("in_each: calendar month", "rows:\n    - {when: {asye: true}, every: 1 week}"),
        ["line 18: rules.R1.rows.1.when: the rule has its own 'when': write it in one of the two places"],
    ),
    "a role's misspelling in an example": (
        altered(
            "  in_each: calendar month\n",
            "  in_each: calendar month\n  examples:\n    - given: {person: {role: studnt, employed_from: 2026-01-05}}\n"
            "      on: 2026-02-02\n      working: none\n",
        ),
        ["line 19: rules.R1.examples.1.given.person.role: 'studnt' is not in the vocabulary; did you mean 'student'?"],
    ),
    "a fact's misspelling in an example": (
        altered(
            "  in_each: calendar month\n",
            "  in_each: calendar month\n  examples:\n    - given: {person: {role: student, employd_from: 2026-01-05}}\n"
            "      on: 2026-02-02\n      working: none\n",
        ),
        [
            "line 19: rules.R1.examples.1.given.person.employed_from: missing: this line is needed",
            "line 19: rules.R1.examples.1.given.person.employd_from: no such key; did you mean 'employed_from'?",
        ],
    ),
    "a closure outside the calendar": (
        small(RULE) + "calendar:\n  closures: {1990-12-24: Offices closed}\n",
        ["line 18: calendar: Monday 24 December 1990 is outside the working calendar (Saturday 1 January 2000 to "
         "Friday 31 December 2060)"],
    ),
    "a fifth prompt for preparing": (
        small(RULE) + "parts:\n  - {id: F1, title: Prepare, clause: '2', form: preparation,\n"
        "     headings: [One, Two, Three, Four,\n       Five]}\n",
        ["line 21: parts.F1.headings.5: the form 'preparation' shows at most 4 headings and this is one more: leave it "
         "out, or put it on the agenda (form: case_agenda)"],
    ),
    "no prompt for preparing": (
        small(RULE) + "parts:\n  - {id: F1, title: Prepare, clause: '2', form: preparation}\n",
        ["line 19: parts.F1.headings: missing: the form 'preparation' shows 1 to 4 headings"],
    ),
    "a second form for preparing": (
        small(RULE) + "parts:\n  - {id: F1, title: Prepare, clause: '2', form: preparation, headings: [One]}\n"
        "  - {id: F2, title: Prepare, clause: '3', form: preparation, headings: [Two]}\n",
        ["line 20: parts.F2.form: 'preparation' is given in F1: write all its headings there"],
    ),
    "a third heading for audits": (
        small(RULE) + "parts:\n  - {id: F1, title: Audit, clause: '2', form: audit, headings: [Done, Open, Other]}\n",
        ["line 19: parts.F1.headings.3: the form 'audit' shows at most 2 headings and this is one more: leave it out, "
         "or put it on the agenda (form: case_agenda)"],
    ),
    "a text too long for a message": (
        small(RULE) + "guidance:\n  - {id: G1, title: Long, clause: '2', moment: book, text: " + 2001 * "a" + "}\n",
        ["line 19: guidance.G1.text: this has 2,001 characters and at most 2,000 can be shown: shorten it"],
    ),
    "asked again without end": (
        small(RULE) + "practice:\n  unanswered: {interval: 0 days}\n",
        ["line 19: practice.unanswered.interval: '0 days': it is asked again each time as long has passed, so 1 day or "
         "more"],
    ),
    "a word of no letters": (
        small(RULE).replace("student: Student", 'student: " "'),
        ["line 7: vocabulary.roles.student: this is empty: write what people are to read"],
    ),
    "a word too long to choose": (
        small(RULE).replace("student: Student", "student: " + 76 * "S"),
        ["line 7: vocabulary.roles.student: this has 76 characters and at most 75 can be shown: shorten it"],
    ),
    "more times on offer than buttons": (
        small(RULE, "rebooking: {offers: 6}\n"),
        ["line 19: practice.rebooking.offers: at most 5 is taken"],
    ),
    "a term that counts from another day": (
        small(RULE, "retention:\n    cases: 25 years after leaving\n"),
        ["line 20: practice.retention.cases: write how long and from when, such as '6 years after closing'"],
    ),
    "a term too long": (
        small(RULE, "retention:\n    trail: 101 years after the entry\n"),
        ["line 20: practice.retention.trail: write days, weeks, months or years, up to 100 years"],
    ),
    "a kind of record there isn't": (
        small(RULE, "retention:\n    case: 25 years after closing\n"),
        ["line 20: practice.retention.case: no such key; did you mean 'cases'?"],
    ),
    "no rules": (
        HEAD + "rules: []\n",
        ["line 10: rules: this list is empty"],
    ),
    "a tab": (
        altered("  answers:", "\tanswers:"),
        ["line 15: a tab: indent with spaces"],
    ),
    "not YAML": (
        small(RULE) + "practice: [\n",
        ["line 19: not readable as YAML: expected the node content, but found '<stream end>'"],
    ),
    "two documents": (
        small(RULE) + "---\n" + HEAD,
        ["line 18: not readable as YAML: but found another document"],
    ),
    "a control character": (
        small(RULE) + "\x01",
        ["not readable as YAML: unacceptable character #x0001: special characters are not allowed"],
    ),
    "an empty file": ("", ["line 1: a rule set is a list of keys such as 'name:' and 'rules:'"]),
    "only text": ("Supervision policy", ["line 1: a rule set is a list of keys such as 'name:' and 'rules:'"]),
    "a list": ("- one\n- two\n", ["line 1: a rule set is a list of keys such as 'name:' and 'rules:'"]),
    "an alias of itself": (
        small(RULE) + "practice: &all\n  nudges: *all\n",
        ["line 19: practice.nudges: keys and values are needed, such as 'social_worker: Social worker'"],
    ),
}  # fmt: skip
