"""Lists and messages of several matters: what a page shows once its list has become shorter, what is counted, and what
is one button."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from cards.absence.absent import Absent, unavailable
from cards.cases.asks import DueForMe, DueOf, Why
from cards.cases.due import FallsDue
from cards.cases.lists import listed
from cards.cases.team import person_list
from cards.message import Joint, MessageItem, message_card
from cards.model import Bullets, Button, Moment, Note, Paragraph, Part, Style
from cards.people.leaving import CasesWithoutWorker
from cards.plain import render_card
from cards.records.record import Written
from cards.records.record_due import RecordDue
from cards.sessions.asks import BookForm, PlanReviewed
from cards.sessions.hold import held, plans_button
from cards.shared import endings
from cards.shared.claims import NobodySaid
from cards.shared.due_lines import DueLine
from cards.shared.duty_claims import NobodyHolds
from cards.shared.duty_words import REBOOKING
from cards.shared.joined_buttons import joined
from cards.shared.meeting import Meeting, NextMeeting
from cards.shared.uncovered import Uncovered
from cards.upkeep.management_lines import Unreachable
from cards.upkeep.weekly import Late, StaysLate, TeamsStayLate

TODAY = date(2026, 11, 24)


def test_the_first_page_of_a_list_become_shorter_has_its_foot() -> None:
    lines = [DueLine(1, "Discuss CB-10240", TODAY)]
    card = person_list(
        1, "Amara Example", lines, TODAY, DueOf(person=1, first=40), ["Missed: September 2026."]
    )
    assert "Discuss CB-10240" in render_card(card)
    assert "Missed: September 2026." in render_card(card)


def test_what_is_late_is_counted_once_though_a_line_says_how_much_of_it_there_is() -> None:
    """The week's line holds what falls due beside it; what goes up the line is somebody else's."""
    week = StaysLate(Late(23, date(2026, 10, 29))).item()
    late = MessageItem("Review the plan", "Overdue", (), (), late=1)
    card = message_card([week, replace(late, counted=True), late, MessageItem("News", "News")])
    assert card.title == "25 things (24 late) for you"


def test_of_more_than_is_shown_what_is_asked_stands_first_and_then_what_is_late() -> None:
    """On a first day back what was late stood behind ten that had weeks still, and was only counted."""
    press = Button("Why?", DueForMe())
    ahead = [MessageItem(f"Ahead {n}", "News", buttons=(press,)) for n in range(10)]
    late = MessageItem("Late", "News", buttons=(press,), late=1)
    asked = MessageItem("Asked", "News", buttons=(replace(press, style=Style.PRIMARY),))
    shown = [part.title for part in message_card([*ahead, late, asked]).body if isinstance(part, Part)]
    assert shown[:3] == ["Asked", "Late", "Ahead 0"]


def test_that_nobody_said_whether_a_session_took_place_is_said_once_beside_what_hangs_on_it() -> None:
    """Whomever it is about, and of what is late without it not as of what isn't due yet."""
    over = date(2026, 11, 10)

    def hangs(number: int, due: date, *, late: bool) -> DueLine:
        beside = ((NobodySaid(number, over, late),),)
        return DueLine(number, f"Supervision of {number}", due, beside=beside)

    late = [hangs(1, date(2026, 11, 12), late=True), hangs(2, date(2026, 11, 12), late=True)]
    asked = DueLine(
        4, "Say whether it took place", over, hangs=(*late, hangs(3, date(2026, 12, 1), late=False))
    )
    shown = render_card(person_list(1, "Amara Example", [asked], TODAY, DueOf(person=1), []))
    assert shown.count("nobody has said yet") == 1
    assert "Late, unless the session of Tuesday 10 November 2026 took place" in shown
    early = replace(asked, hangs=(hangs(1, date(2026, 12, 1), late=False), hangs(2, TODAY, late=False)))
    shown = render_card(person_list(1, "Amara Example", [early], TODAY, DueOf(person=1), []))
    assert shown.count("A session was booked for Tuesday 10 November 2026") == 1


def test_what_is_told_beside_other_things_loses_no_word() -> None:
    body = (
        Paragraph(("Two are moved.",)),
        Paragraph(("From now on:",)),
        Bullets((("on Monday",), ("on Friday",))),
    )
    shown = render_card(message_card([MessageItem("Moved", "News", body), MessageItem("News", "News")]))
    assert "Moved: Two are moved. From now on: on Monday on Friday" in shown


def test_plans_of_one_session_are_one_button() -> None:
    one, two = (plans_button(7, [case], date(2026, 10, 12)) for case in (1, 2))
    other = plans_button(8, [3], date(2026, 10, 12))
    assert [b.ask for b in joined([one, two, other])] == [
        PlanReviewed(session=7, cases=(1, 2)),
        PlanReviewed(session=8, cases=(3,)),
    ]


def test_what_begins_with_its_title_says_it_once() -> None:
    told = [
        MessageItem(
            "Amara Example is unavailable", "", (Paragraph(("Amara Example is unavailable today.",)),)
        ),
        MessageItem("A session is moved", "", (Paragraph(("It is tomorrow.",)),)),
    ]
    shown = render_card(message_card(told))
    assert shown.count("is unavailable") == 1
    assert "A session is moved: It is tomorrow." in shown


def _late_record() -> MessageItem:
    why = Button("Why?", Why(obligation=3))
    return MessageItem("A record by Owen is late", "A supervision record is late", (), (why,))


def test_what_is_settled_or_said_again_elsewhere_is_no_thing_to_do() -> None:
    on = date(2026, 11, 24)
    done = endings.settled("Record CB-10234", (endings.NOTHING_ASKED,))
    again = endings.asked_again(_late_record(), on)
    open_ = replace(_late_record(), title="Another")
    assert message_card([done, again, open_, open_]).title == "2 things for you"
    assert message_card([done, again]).title == "Nothing more to do here"


def test_what_has_nothing_to_answer_is_told_again() -> None:
    on = date(2026, 11, 24)
    assert endings.asked_again(_late_record(), on).body[0].text[0] == "Told again on "  # type: ignore[union-attr]
    book = Button("Book a session", BookForm(supervisee=1, supervisor=2))
    asked = endings.asked_again(replace(_late_record(), buttons=(book,)), on)
    assert asked.body[0].text[-1] == ": answer there."  # type: ignore[union-attr]


def test_one_thing_is_said_as_one() -> None:
    one = render_card(message_card([StaysLate(Late(1, date(2026, 7, 5))).item()]))
    assert "It was due on Sunday 5 July 2026." in one
    assert "Show it" in one
    undated = render_card(message_card([TeamsStayLate([("Owen Placeholder", Late(0, undated=1))]).item()]))
    assert undated.count("without a deadline") == 1
    case = render_card(
        message_card([CasesWithoutWorker("Bo Placeholder", ["CB-10234"], NobodyHolds((1,))).item()])
    )
    assert "Have it allocated in the case system: until it is, its dates run on" in case


def test_each_of_those_away_whom_nobody_covers_has_a_button_that_names_them() -> None:
    """Of two there was one “Who covers”, of the first."""
    gone = [Uncovered(n, 1, n, name, None) for n, name in ((4, "Priya Invented"), (5, "Owen Placeholder"))]
    late = [("Priya Invented", Late(12, date(2026, 9, 14), person=3))]
    buttons = TeamsStayLate(late, gone).item().buttons
    labels = ["Show my team", "Who covers for Priya Invented", "Who covers for Owen Placeholder"]
    assert [b.label for b in buttons] == labels
    assert TeamsStayLate(late, gone[:1]).item().buttons[1].label == "Who covers"


def test_a_record_whose_day_is_over_was_to_be_written() -> None:
    at = datetime(2026, 11, 9, 14, tzinfo=UTC)
    meeting = Meeting(7, "case supervision", "Amara Example", Moment(at, at))
    held_late = held(meeting, ["CB-10234", "CB-10240"], date(2026, 11, 16), "MOSAIC", late=True)
    assert "2 records were to be written in MOSAIC by Monday 16 November 2026" in render_card(held_late)


def test_a_note_that_another_begins_with_isnt_said_beside_it() -> None:
    short, long = (Note((f"Telling you is practice{more}.",)) for more in ("", "; the policy sets the date"))
    books = (Button("Book a session", BookForm(supervisee=1, supervisor=2)),)
    items = [
        MessageItem("", "", joint=Joint(("one",), "Amara", (f"{number}.",), once=(note,), buttons=books))
        for number, note in enumerate((short, long))
    ]
    shown = render_card(message_card([*items, MessageItem("Other", "")]))
    assert shown.count("Telling you is practice") == 1
    assert "the policy sets the date" in shown


def test_whoever_has_left_has_nothing_said_of_them_that_didnt_go_up() -> None:
    said = [
        render_card(message_card([Unreachable("Bo", "left", left=True, passed_up=up).item()]))
        for up in (False, True)
    ]
    assert ["next manager" in one for one in said] == [False, True]


def test_an_absence_that_is_over_was() -> None:
    absent = Absent(4, "Priya Sample", date(2026, 11, 4), date(2026, 12, 2))
    said = [unavailable(absent, date(2026, 12, day)) for day in (2, 3)]
    assert said == ["Priya Sample is unavailable", "Priya Sample was unavailable"]


def test_every_line_about_one_person_is_reached_page_by_page() -> None:
    lines = [
        DueLine(n, f"Discuss CB-{100 + n}", date(2026, 11, 9), together="Amara Example") for n in range(30)
    ]
    pages = [render_card(listed(lines, TODAY, DueForMe(first=first), 1)) for first in (0, 20)]
    assert all(f"CB-{100 + n}" in pages[n >= 20] for n in range(30))
    assert "1 to 20 of 30 things, 30 late" in pages[0]
    assert "Amara Example: 10 things" in pages[1]


def test_a_digest_lists_ten_of_one_person_and_a_button_opens_all() -> None:
    def due(number: int) -> MessageItem:
        joint = Joint(("falls due", "Amara"), "Amara Example", (f"Discuss CB-{100 + number}",), why=number)
        return MessageItem(f"Discuss CB-{100 + number}", "Due", joint=joint)

    card = message_card([due(n) for n in range(30)])
    (part,) = [block for block in card.body if isinstance(block, Part)]
    assert "And 20 more." in render_card(card)
    assert part.title == "Amara Example: 30 things"
    assert [len(block.items) for block in part.body if isinstance(block, Bullets)] == [10]
    assert Button("All of these", DueForMe()) in part.buttons


def test_the_records_of_one_session_have_one_button_for_whoever_else_writes_one() -> None:
    some = [
        Written(n, 7, f"CB-{100 + n}", "Amara Example", TODAY, "Mosaic", delegable=True) for n in range(14)
    ]
    card = message_card([RecordDue(one, TODAY, TODAY, 14).item() for one in some])
    (part,) = [block for block in card.body if isinstance(block, Part)]
    assert [b.label for b in part.buttons if "omeone else" in b.label] == ["Someone else writes one"]


def test_what_several_rest_on_stands_once_at_the_foot() -> None:
    def due(number: int) -> MessageItem:
        line = DueLine(number, f"Discuss CB-{100 + number}", TODAY, rule="B10: every 3 to 4 weeks")
        shown = FallsDue(line, TODAY, str(number % 2), escalates=True, meets=NextMeeting(number))
        return shown.item()

    shown = render_card(message_card([due(n) for n in range(5)]))
    assert shown.count("B10: every 3 to 4 weeks") == 1
    assert shown.count("Telling you is this council's practice") == 1


def test_whom_to_ask_about_a_deadline_stands_once_with_what_has_none() -> None:
    """It stood at the foot of the message, under what has one."""
    ask, press = "Ask Adel Madeup.", (Button("Recorded", DueForMe()),)
    items = [MessageItem(title, "", (), press, ask=one) for title, one in (("A", ""), ("B", ask), ("C", ask))]
    shown = {p.title: p.body for p in message_card(items).body if isinstance(p, Part)}
    assert shown == {"A": (), "B": (Note((f"No deadline in the policy? {ask}",)),), "C": ()}


def test_what_rests_on_no_clause_has_no_foot_that_says_so() -> None:
    line = DueLine(1, "Rebook case supervision", TODAY, rule=REBOOKING)
    assert not FallsDue(line, TODAY, escalates=False, meets=NextMeeting(1)).item().foot
