"""What was prepared is its writer's until it is shared: nobody else reads, shares or opens it."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import SQLModel

from storage import tables
from storage.engine import open_engine
from tests.stories.driver import Driver, message, no_message
from tests.stories.preparing.test_prepare import SECRET, at, nobody_knows, shares
from tests.stories.records.test_record import hold


async def test_a_case_of_somebody_elses_and_an_unknown_one_get_the_same_answer(story: Driver) -> None:
    others = ("CB-10251", "CB-99999", "CB-10999", "x" * 400)
    answers = [await story.types("Amara", f"prepare {case}") for case in others]
    assert {a.text for a in answers} == {answers[0].text}
    assert "That isn't one of your cases" in answers[0]
    assert "No case is allocated to you" in await story.types("Helen", "prepare")


async def test_an_empty_form_is_not_shared(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    asked = await story.fills("Amara", "Share with my supervisor", worrying="   ")
    assert asked.errors == {"worrying": "Write something before you share it. One note is enough."}
    assert (
        "nothing to copy yet" in (await story.fills("Amara", "Copy for the child's file")).errors["worrying"]
    )
    await no_message(story, "Priya", "has prepared")


async def test_too_long_a_text_is_kept_and_named(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    whole = f"Line one\nline two{'n' * 2982}!"
    assert len(whole) == 3000
    assert (await story.fills("Amara", "Save draft", worrying=whole)).title == "Draft saved: CB-10234"
    still = await story.types("Amara", "prepare CB-10234")
    assert still.values["worrying"] == whole
    asked = await story.fills("Amara", "Share with my supervisor", help="h" * 3001)
    assert asked.errors == {"help": "This has 3,001 characters; 3,000 is the most. Shorten it."}
    await no_message(story, "Priya", "has prepared")
    assert (await story.fills("Amara", "Save draft", help="h" * 3000)).title == "Draft saved: CB-10234"
    await story.types("Amara", "prepare CB-10234")
    await story.fills("Amara", "Share with my supervisor")
    read = await story.presses("Priya", "Read", on="has prepared CB-10234")
    assert " ".join(whole.split()) in read
    assert "h" * 3000 in read


async def test_what_is_shared_can_be_taken_back_until_it_is_read(story: Driver) -> None:
    shared = await shares(story)
    assert "Take back what I shared" in shared.buttons
    assert (await message(story, "Priya", "has prepared CB-10234")).buttons == ("Read",)
    assert (await story.presses("Amara", "Take back what I shared")).title == "Taken back: CB-10234"
    assert (await message(story, "Priya", "What was prepared for case supervision")).buttons == ()
    await no_message(story, "Priya", "has prepared CB-10234")
    form = await story.types("Amara", "prepare CB-10234")
    assert form.values["worrying"] == SECRET
    assert "Only you can see this until you share it." in form
    assert "Delete my draft" in form.buttons
    await story.fills("Amara", "Share with my supervisor")
    assert (await message(story, "Priya", "has prepared CB-10234")).buttons == ("Read",)
    form = await story.types("Amara", "prepare CB-10234")
    assert "Only you can see what you change until you share it." in form
    assert (await story.fills("Amara", "Save draft")).title == "Nothing new to save: CB-10234"
    late = await story.types("Amara", "prepare CB-10234")
    token = story.token("Amara", "Take back what I shared")
    assert "Take back what I shared" in late.buttons
    await story.presses("Priya", "Read", on="has prepared CB-10234")
    assert "It has been read, so it can't be taken back." in await story.sends("Amara", token)
    assert "Take back what I shared" not in (await story.types("Amara", "prepare CB-10234")).buttons


async def test_a_form_sent_twice_shares_once(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    twice = story.token("Amara", "Share with my supervisor")
    await story.fills("Amara", "Share with my supervisor", worrying=SECRET, decided="Visit")
    await story.types("Amara", "prepare CB-10234")
    again = await story.fills("Amara", "Share with my supervisor")
    assert again.title == "Already shared: CB-10234"
    assert (await story.sends("Amara", twice)).errors
    assert len([m for m in await story.messages("Priya") if "has prepared CB-10234" in m]) == 1
    assert SECRET in await story.presses("Priya", "Read", on="has prepared")


async def test_nobody_else_reads_shares_or_opens(story: Driver) -> None:
    await shares(story)
    await story.presses("Priya", "Read", on="has prepared CB-10234")
    assert (await story.types("Amara", "prepare CB-10234")).values["worrying"] == SECRET
    for lent in (
        story.token("Amara", "Share with my supervisor"),
        story.token("Amara", "Copy for the child's file"),
    ):
        for who in ("Priya", "Tomasz", "Helen"):
            assert "no longer works" in await story.sends(who, lent)
    await nobody_knows(story, "has prepared", but=("Priya",))


async def test_a_draft_outlives_a_restart(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    sent = story.token("Amara", "Save draft")
    await story.restarts()
    kept = await story.sends("Amara", sent)
    assert "Write something first" in kept.errors["worrying"]
    await story.fills("Amara", "Save draft", worrying=SECRET)
    await story.restarts()
    assert (await story.types("Amara", "prepare CB-10234")).values["worrying"] == SECRET


async def test_a_form_left_open_until_the_session_was_held(story: Driver) -> None:
    """What is shared then is for the next session; what the held one had stays with it, and a new form is empty."""
    await shares(story, worrying="For Monday")
    await story.types("Amara", "prepare CB-10240")
    late = story.token("Amara", "Save draft")
    await story.waits_until(at(9, 15, 40))
    await story.presses(
        "Priya", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    await story.fills("Priya", "It took place, no case discussed", minutes="80")
    asked = await story.sends("Amara", late)
    assert asked.errors
    saved = await story.fills("Amara", "Save draft", worrying="After Monday")
    assert "No case session is booked. What you write is kept for the next one." in saved
    assert (await story.types("Amara", "prepare CB-10234")).values["worrying"] == ""
    assert "For Monday" in await story.presses("Priya", "Read", on="has prepared CB-10234")


async def test_no_words_lie_open_in_the_database(story: Driver, council_url: str) -> None:
    """Tickets, messages, evidence and the desk's own pages included."""
    await shares(story)
    await story.presses("Priya", "Read", on="has prepared CB-10234")
    await story.types("Amara", "prepare CB-10234")
    await story.fills("Amara", "Copy for the child's file")
    await hold(story, "CB-10234")
    await story.presses("Priya", "Text for the record")
    engine = open_engine(council_url)
    with engine.connect() as connection:
        rows = [row for table in SQLModel.metadata.sorted_tables for row in connection.execute(select(table))]
        looks = connection.execute(select(tables.Look.__table__)).all()
    engine.dispose()
    assert rows
    assert not [row for row in rows if SECRET in str(tuple(row))]
    assert [look.what.split()[0] for look in looks] == ["preparation", "record_text", "preparation"]
