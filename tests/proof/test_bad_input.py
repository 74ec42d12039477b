"""Bad input, as one table: entry point, fault, and the sentence that is shown. Nothing is changed by any of them.

Here the entry points of a command, a form, a button and a rule file. The faults of CSV files are in
``tests/importing/test_bad_files.py``, more of rule files in ``tests/policy/rule_file_faults.py``, of settings in
``tests/commands/test_refusals.py``, of HTTP in ``tests/desk/test_server.py`` and ``tests/slack/test_bad_input.py``,
each a table of its own in the same manner."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from cards.examples import FORMS as FORM_EXAMPLES
from cards.examples import load
from cards.model import TextField
from cards.shared.free_text import WARNINGS
from policy.personal_details import Detail
from storage import tables as t
from tests.infra.databases import Databases
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver
from tests.stories.records.test_disagree import disagrees
from tests.stories.records.test_record import hold


@pytest.fixture
async def story(databases: Databases) -> AsyncIterator[DeskDriver]:
    """On the desk, on both databases."""
    async with desk_story(databases) as driver:
        yield driver


#: What a look may write: traces, the answers the desk keeps, and what buttons mean.
MAY_CHANGE = {"look", "ticket", "desk_answer", "council"}

COMMANDS = [
    ("an unknown case", "Amara", "due CB-99999", "No date can be shown for that reference."),
    ("an unknown case to prepare", "Amara", "prepare CB-99999", "That isn't one of your cases."),
    ("somebody else's case to prepare", "Amara", "prepare CB-10251", "That isn't one of your cases."),
    (
        "an unknown person",
        "Priya",
        "book @nobody next tuesday 2pm",
        "Nobody in post has that name. Write for example: book @name next tuesday 2pm",
    ),
    (
        "somebody not supervised",
        "Owen",
        "book @amara next tuesday 2pm",
        "You and Amara Example aren't supervisee and supervisor",
    ),
    ("one who left", "Priya", "book @gone next tuesday 2pm", "Nobody in post has that name."),
    (
        "an ambiguous date",
        "Priya",
        "book @amara 4/11 or 5/11 2pm",
        "“4/11 or 5/11 2pm” doesn't say which day. Write it like: tuesday 2pm",
    ),
    ("no time", "Priya", "book @amara next tuesday", "At what time? “next tuesday” doesn't say."),
    (
        "a date in the past",
        "Priya",
        "book @amara 2 november 2026 2pm",
        "Monday 2 November 2026 at 2:00 pm is in the past. These would do:",
    ),
    (
        "a bank holiday",
        "Priya",
        "book @amara 25 december 2026 2pm",
        "Friday 25 December 2026 is a bank holiday (Christmas Day). This would do: Book Tuesday 29 December",
    ),
    (
        "a non-working day",
        "Priya",
        "book @amara saturday 14 november 2pm",
        "Saturday 14 November 2026 isn't a working day. This would do: Book Monday 16 November",
    ),
    ("an hour that does not exist", "Priya", "book @amara 29 march 2027 25:00", "“25:00” is no time of day."),
    (
        "nothing that can be read",
        "Priya",
        "book @amara EOD friday-ish",
        "At what time? That doesn't say.",
    ),
    ("a command there isn't", "Amara", "deu CB-10234", "Did you mean: due?"),
    ("a team of nobody's", "Amara", "team", "You supervise nobody at present"),
    (
        "an absence outside one's line",
        "Owen",
        "away @amara",
        "You can record an absence for yourself and for people in your line",
    ),
    (
        "a decision that isn't yours",
        "Tomasz",
        "interval CB-10251",
        "You hold CB-10251, and whoever supervises you decides that. Ask Priya Invented.",
    ),
    (
        "an agreement outside one's line",
        "Owen",
        "agreement @amara",
        "Only Amara Example and whoever supervises them start an agreement.",
    ),
    (
        "back without having been away",
        "Amara",
        "back",
        "You aren't recorded as away, so there is nothing to end.",
    ),
    ("very long words", "Amara", "due " + "x" * 400, "No date can be shown for that reference."),
    ("markup", "Amara", "due <script>alert(1)</script>", "No date can be shown for that reference."),
    ("an empty line", "Amara", "", "due [CASE or @person]"),
]


def _state(driver: DeskDriver) -> dict[str, str]:
    """A digest of every table that a refused wish must leave as it is."""
    digests = {}
    with driver.bot.read() as work:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in MAY_CHANGE:
                columns = [c for c in table.c if c.name != "revision"]  # the lock that a wish takes
                rows = sorted(str(tuple(r)) for r in work.connection.execute(select(*columns)))
                digests[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


async def _leaves_all_as_it_is(driver: DeskDriver, act: Callable[[], Awaitable[object]]) -> None:
    before = _state(driver)
    await act()
    after = _state(driver)
    assert {name for name in before if before[name] != after[name]} == set()


@pytest.fixture
def council(story: DeskDriver) -> DeskDriver:
    """With somebody who has left."""
    with story.bot.work() as work:
        work.add(
            t.Person(
                staff_number="S999",
                name="Gone Elsewhere",
                role="social_worker",
                employed_from=date(2020, 1, 6),
                left_on=date(2026, 10, 30),
            )
        )
    return story


@pytest.mark.parametrize(("fault", "who", "typed", "said"), COMMANDS, ids=[c[0] for c in COMMANDS])
async def test_a_wrong_command(council: DeskDriver, fault: str, who: str, typed: str, said: str) -> None:
    async def act() -> None:
        answer = await council.types(who, typed)
        assert said in answer.text, f"{fault}: {answer.text}"

    await _leaves_all_as_it_is(council, act)


#: The same at a form: what opens it (typed, then pressed), the button, what is filled in, and what is said
#: beside which field; of a form that is closed by its answer (field ""), what the answer says.
FORMS = [
    ("a date in the past", "Priya", ("move", "Move it"), "Propose the new time",
     {"date": "2026-11-02", "time": "10:00"}, "date", "Monday 2 November 2026 at 10:00 am is in the past"),
    ("a bank holiday", "Priya", ("move", "Move it"), "Propose the new time",
     {"date": "2026-12-25", "time": "10:00"}, "date", "Friday 25 December 2026 is a bank holiday (Christmas Day)."),
    ("a non-working day", "Priya", ("move", "Move it"), "Propose the new time",
     {"date": "2026-11-07", "time": "10:00"}, "date", "Saturday 7 November 2026 isn't a working day."),
    ("no date", "Priya", ("move", "Move it"), "Propose the new time",
     {"date": "", "time": "10:00"}, "date", "Choose a day."),
    ("what is no date", "Priya", ("move", "Move it"), "Propose the new time",
     {"date": "4/11 or 5/11", "time": "10:00"}, "date", "Choose a day."),
    ("what is no time", "Priya", ("move", "Move it"), "Propose the new time",
     {"date": "2026-11-10", "time": "25:00"}, "time", "Choose a time, such as 14:00."),
    ("an hour that does not exist", "Priya", ("move", "Move it"), "Propose the new time",
     {"date": "2027-03-28", "time": "01:30"}, "time", "28 March 2027"),
    ("an unknown reason", "Priya", ("cancel", "Cancel it"), "Cancel the session",
     {"reason": "tired"}, "reason", "Choose a reason from the list."),
    ("an unknown person", "Priya", ("cancel", "Cancel it"), "Cancel the session",
     {"reason": "leave", "whose": "S999"}, "whose", "Choose which of the two of you couldn't be there."),
    ("a last day before the first", "Amara", ("away",), "Save",
     {"kind": "planned", "first": "2026-11-10", "last": "2026-11-09"}, "last",
     "The last day away is before the first."),
    ("a first day long past", "Amara", ("away",), "Save",
     {"kind": "planned", "first": "2025-11-10"}, "first", "Choose a day within the last 90 days or the coming year."),
    ("a kind there isn't", "Amara", ("away",), "Save",
     {"kind": "maybe", "first": "2026-11-10"}, "kind", "Say whether it was planned."),
    ("an interval there isn't", "Priya", ("interval CB-10234",), "Decide",
     {"every": "5 weeks", "why": "Notes."}, "every", "Choose how often."),
    ("a judgement that changes nothing", "Priya", ("judge CB-10251",), "Save the judgement",
     {"judged": "matched", "why": "Notes."}, "judged", "This is how it stands already."),
    ("a judgement without a reason", "Priya", ("judge CB-10251",), "Save the judgement",
     {"judged": ""}, "why", "Say why, in a few words: the judgement is recorded with its reason."),
    ("a judgement there isn't", "Priya", ("judge CB-10251",), "Save the judgement",
     {"judged": "brilliant", "why": "Notes."}, "judged", "Choose among these."),
    ("an unknown owner", "Helen", ("audit CB-10234",), "Save the point",
     {"what": "One", "why": "Two", "owner": "S999"}, "owner", "Choose one of the two."),
    ("nothing read", "Priya", ("agreement @amara",), "Sign and send",
     {"often": ""}, "read", "An agreement shows that both of you have read the policy."),
    ("nothing prepared", "Amara", ("prepare CB-10234",), "Save draft",
     {}, "worrying", "Write something first. One note is enough."),
]  # fmt: skip

#: Every form in which people write: the field, and its most characters.
LONG = [
    ("prepare", "Amara", ("prepare CB-10234",), "Save draft", "worrying", 3000),
    ("prepare", "Amara", ("prepare CB-10234",), "Share with my supervisor", "help", 3000),
    ("prepare", "Amara", ("prepare CB-10234",), "Copy for the child's file", "decided", 3000),
    ("prepare", "Amara", ("prepare CB-10234",), "I wonder about an extra session", "working_well", 3000),
    ("interval", "Priya", ("interval CB-10234",), "Decide", "why", 300),
    ("judge", "Priya", ("judge CB-10251",), "Save the judgement", "why", 300),
    ("audit", "Helen", ("audit CB-10234",), "Save the point", "what", 200),
    ("audit", "Helen", ("audit CB-10234",), "Save the point", "why", 300),
    ("action", "Priya", (), "Save the action", "what", 200),
    ("action", "Priya", (), "Save the action", "why", 300),
    ("agreement", "Amara", (), "Say no", "why", 500),
    ("disclosure", "Priya", ("disclosed @Amara",), "Save and tell them", "why", 300),
    ("amended", "Priya", (), "Ask again", "outcome", 1000),
]


async def opened(driver: DeskDriver, who: str, steps: Sequence[str]) -> None:
    """Types the first step and presses the others."""
    first, *rest = steps
    await driver.types(who, first)
    for button in rest:
        await driver.presses(who, button, on="Case supervision")


@pytest.mark.parametrize(
    ("fault", "who", "steps", "button", "typed", "field", "said"), FORMS, ids=[f[0] for f in FORMS]
)
async def test_a_wrong_form(
    council: DeskDriver,
    fault: str,
    who: str,
    steps: Sequence[str],
    button: str,
    typed: dict[str, str],
    field: str,
    said: str,
) -> None:
    await opened(council, who, steps)

    async def act() -> None:
        answer = await council.fills(who, button, **typed)
        assert said in answer.errors.get(field, ""), f"{fault}: {answer.errors or answer.text}"

    await _leaves_all_as_it_is(council, act)


@pytest.mark.parametrize(
    ("form", "who", "steps", "button", "field", "most"), LONG, ids=[f"{x[3]}: {x[4]}" for x in LONG]
)
async def test_too_long_or_identifying_a_text_is_said_beside_its_field_and_kept(
    council: DeskDriver, form: str, who: str, steps: Sequence[str], button: str, field: str, most: int
) -> None:
    if form == "action":
        await hold(council, "CB-10234")
        await council.presses("Priya", "Add an action")
    elif form == "amended":
        await disagrees(council)
        await council.presses("Priya", "Amended: ask again", on="doesn't agree the record")
    elif form == "agreement":
        await council.types("Priya", "agreement @Amara")
        await council.fills("Priya", "Sign and send", read=["yes"], often="1 week")
        await council.messages("Amara")
        await council.presses("Amara", "I don't sign it", on="Your supervision agreement")
    else:
        await opened(council, who, steps)

    async def act() -> None:
        answer = await council.fills(who, button, **{field: (most + 1) * "a"})
        assert answer.errors[field] == f"This has {most + 1:,} characters; {most:,} is the most. Shorten it."
        assert answer.values[field] == (most + 1) * "a"
        named = await council.fills(who, button, **{field: "Ella, DOB 03/02/2015"})
        assert named.errors[field] == WARNINGS[Detail.NAME_AND_BIRTH]
        assert named.values[field] == "Ella, DOB 03/02/2015"

    await _leaves_all_as_it_is(council, act)


def test_every_form_in_which_people_write_is_in_the_table() -> None:
    """One that looks a reference up needs no limit said: what is too long is unknown."""
    looked_up = {"decision", "held", "record"}
    load()
    written = {n for n, make in FORM_EXAMPLES.items() if any(isinstance(f, TextField) for f in make().fields)}
    assert {name.split("_")[0] for name in written} - looked_up == {form for form, *_ in LONG}


async def test_a_used_button_and_a_form_sent_twice(council: DeskDriver) -> None:
    await hold(council, "CB-10234")
    token = council.token("Priya", "Recorded")
    await council.sends("Priya", token)

    async def act() -> None:
        assert "You already used this" in await council.sends("Priya", token)

    await _leaves_all_as_it_is(council, act)


async def test_a_card_from_before_a_restart_that_is_settled_since(council: DeskDriver) -> None:
    await council.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await council.presses("Priya", "Yes, it took place")
    stale = council.token("Priya", "Save: it took place")
    await council.fills("Priya", "It took place, no case discussed", minutes="60")
    await council.restarts()

    async def act() -> None:
        assert "already" in await council.sends("Priya", stale)

    await _leaves_all_as_it_is(council, act)


async def test_a_supervisor_without_a_line_manager(council: DeskDriver) -> None:
    """Nobody is above the Assistant Director: the administrator hears of it, and nothing falls between."""
    await council.waits_until(datetime(2026, 12, 10, 9, 1, tzinfo=UTC))
    told = " ".join(m.text for m in await council.messages("Sam"))
    assert "Helen Fictional" in told or "Adel Madeup" in told


async def test_a_person_in_two_roles_keeps_them_apart(council: DeskDriver) -> None:
    """Priya supervises Amara and is supervised by Helen: neither role lends its rights to the other."""
    await hold(council, "CB-10234")
    await council.presses("Priya", "Recorded")
    await council.messages("Amara")
    agreed = council.message_token("Amara", "I agree")

    async def act() -> None:
        assert "no longer works" in await council.sends("Priya", agreed)
        own, _, about = (await council.types("Priya", "due")).text.partition("About you and your cases")
        assert "Supervision for Amara Example" in own
        assert "Supervision for Priya Invented" not in own
        assert "Helen Fictional answers for them" in about
        assert "Supervision for Priya Invented" in await council.types("Helen", "due")

    await _leaves_all_as_it_is(council, act)


RULE_FAULTS = [
    ("a word misspelt", "within: 5 working days", "within: 5 workign days", "did you mean '5 working days'"),
    ("a key misspelt", "    answers: holder", "    anwsers: holder", "did you mean 'answers'"),
    ("a duty there isn't", "duty: rebook", "duty: rebok", "did you mean 'rebook'"),
    ("no clause", "    clause: Appendix 3\n    duty", "    duty", "clause"),
]


@pytest.mark.parametrize(("fault", "right", "wrong", "said"), RULE_FAULTS, ids=[f[0] for f in RULE_FAULTS])
def test_a_rule_file_with_a_fault(tmp_path: Path, fault: str, right: str, wrong: str, said: str) -> None:
    shipped = Path("policy/rulesets/central-bedfordshire.yaml").read_text()
    assert right in shipped, fault
    line = shipped[: shipped.index(right)].count("\n") + 1
    file = tmp_path / "ours.yaml"
    file.write_text(shipped.replace(right, wrong, 1))
    run = subprocess.run(
        [sys.executable, "app.py", "policy", "check", str(file)], capture_output=True, text=True, check=False
    )
    shown = " ".join(run.stdout.split())
    assert run.returncode == 1
    assert "ours.yaml" in shown
    assert any(f"line {n}" in shown for n in range(line - 8, line + 9)), shown[:600]
    assert said in shown
