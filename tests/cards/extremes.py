"""Cards and forms at the edge of what a message may be; every renderer must show them whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from cards.model import (
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Facts,
    Field,
    Form,
    Heading,
    Moment,
    Note,
    NumberField,
    Option,
    Paragraph,
    Part,
    PersonField,
    Quote,
    Strong,
    Style,
    TextField,
    TimeField,
    UserText,
)
from cards.model import Day as DayOf
from tests.cards.pressed import Pressed

HOSTILE = (
    "<b>*x*</b> & <@U123> [a](b)",
    "</textarea></form><script>alert('1')</script>",
    '" onfocus="alert(1)" x="',
    "{{ 7 * 7 }} {% raw %} &amp; &lt;b&gt; %s {0}",
    "*bold* _it_ ~no~ `code` :smile: <!channel> @everyone #general",
    "Ünïcode – “quotes” 🧒🏽👩‍👩‍👧 é",
    "שלום עולם, مرحبا بالعالم",
    "left \u202eright to left override",
    "\nfirst line empty\n\n  indented\n\tand a tab",
    "trailing space ",
)
NUL_AND_ESCAPE = "a\x1b[31mred\x1b[0m"
DAY = DayOf(date(2026, 11, 24))
AFTERNOON = Moment(datetime(2026, 11, 24, 14, 0, tzinfo=UTC), datetime(2026, 11, 24, 14, 0))
FIRST_OF_TWO = Moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30))


def every_block() -> Card:
    return Card(
        title="Every block there is",
        notice="Something is ready for you",
        body=(
            Paragraph(
                (
                    "By ",
                    DAY,
                    ", ",
                    Strong("at the latest"),
                    ", ",
                    AFTERNOON,
                    "; said ",
                    UserText("as it is"),
                    ".",
                )
            ),
            Facts((("Case", (UserText("CB-10442"),)), ("Due", (DAY,)), ("Session", (FIRST_OF_TWO,)))),
            Bullets((("one ", UserText("CB-7")), ("another",))),
            Bullets((("first",), ("second",)), numbered=True),
            Quote("What is worrying me", "Three lines\n\nof notes"),
            Part(
                "One matter",
                (Paragraph(("with a body",)), Note(("and a note",))),
                (Button("Do it", Pressed()), Button("Also", Pressed(), aside=True)),
            ),
            Heading("What comes under a heading"),
            Part("Another part", (), (Button("Do it", Pressed()),)),
            Note(("Recording of case supervisions",)),
        ),
        buttons=(
            Button("First", Pressed(), style=Style.PRIMARY),
            Button("Second", Pressed()),
            Button("Third", Pressed(), style=Style.DANGER),
        ),
    )


def bare() -> Card:
    return Card(title="Done", notice="Done")


def hostile() -> Card:
    words = tuple(UserText(text) for text in HOSTILE)
    return Card(
        title="<i>Title</i> & *more*",
        notice="Someone wrote to you",
        body=(
            *(Paragraph(("before ", word, " after")) for word in words),
            Facts(tuple((f"<{number}>", (word,)) for number, word in enumerate(words))),
            Bullets(tuple((word,) for word in words)),
            *(Quote("Label & <u>", text) for text in HOSTILE),
            Part("<h1>*part*</h1>", (Paragraph(words),), (Button("<b>Press</b> & go", Pressed()),)),
        ),
        buttons=(Button("\"Quoted\" 'label'", Pressed()),),
    )


def longest() -> Card:
    text = ("Supervision " * 250).strip()[:2999]
    return Card(
        title="T" * 150,
        notice="N" * 150,
        body=(Paragraph((UserText(text + "!"),)), Quote("Long", text), Note(("W" * 200,))),
        buttons=tuple(Button(f"{n} " + "label " * 12, Pressed()) for n in range(6)),
    )


def digest() -> Card:
    """As many matters as one Slack message takes."""
    parts = tuple(
        Part(
            f"Case CB-{10000 + n}",
            (Paragraph(("The record is due on ", DAY, ".")),),
            (Button("Recorded", Pressed()), Button("Why?", Pressed())),
        )
        for n in range(24)
    )
    return Card("24 records are due", "24 records are due", parts)


def forty_parts() -> Card:
    """More than one Slack message takes: shown on the desk, refused there."""
    return Card(
        "Forty",
        "Forty matters",
        tuple(Part(f"Matter {n}", (Note((f"{n}",)),), (Button("Done", Pressed()),)) for n in range(40)),
        tuple(Button(f"All {n}", Pressed()) for n in range(6)),
    )


def every_field(errors: bool = False) -> Form:
    fields: tuple[Field, ...] = (
        TextField("title", "A line", value="as <typed>", hint="One line", required=True),
        TextField("notes", "Several lines", value="\nfirst is empty\n</textarea>", long=True, limit=2000),
        ChoiceField(
            "one", "One of few", (Option("a", "A", "the first"), Option("b", "B")), ("b",), required=True
        ),
        ChoiceField("list", "One of many", tuple(Option(f"v{n}", f"Value {n}") for n in range(20)), ("v3",)),
        ChoiceField(
            "any",
            "Any of these",
            tuple(Option(f"c{n}", f"Case {n}") for n in range(10)),
            ("c1", "c3"),
            many=True,
        ),
        DateField("day", "Which day", date(2026, 11, 24), hint="A working day", required=True),
        TimeField("at", "What time", time(14, 0)),
        NumberField("minutes", "How long", 90, unit="minutes", hint="In all", required=True),
        PersonField(
            "cover", "Who covers", (Option("S1", "Ada Marsh"), Option("S2", "Bo Lyle", "Team manager")), "S2"
        ),
        PersonField("anyone", "Anyone", tuple(Option(f"S{n}", f"Person {n}") for n in range(240))),
    )
    wrong = {field.name: f"Say <what> for {field.label}" for field in fields} | {"": "Nothing was saved"}
    return Form(
        "Every field there is",
        fields,
        (Button("Send", Pressed(), style=Style.PRIMARY), Button("Save draft", Pressed())),
        (
            Paragraph(("Who sees it: ", Strong("only you"))),
            Part("Carried over", (Bullets(((UserText("<call>"),),)),)),
        ),
        wrong if errors else {},
    )


def hostile_form() -> Form:
    fields = tuple(
        TextField(f"f {n} <&\"'>", text, text, text, long=n % 2 == 0) for n, text in enumerate(HOSTILE)
    )
    options = tuple(Option(text, text, text) for text in HOSTILE)
    return Form(
        "<i>Form</i>",
        (
            *fields,
            ChoiceField("many", "Many", options, (HOSTILE[0],), many=True),
            ChoiceField("one", "One", options),
        ),
        (Button("<b>Send</b>", Pressed()),),
        errors={field.name: f"<b>wrong</b> {field.label}" for field in fields},
    )


CARDS: dict[str, Callable[[], Card]] = {
    "extreme_every_block": every_block,
    "extreme_bare": bare,
    "extreme_hostile": hostile,
    "extreme_longest": longest,
    "extreme_digest": digest,
    "extreme_forty_parts": forty_parts,
}
FORMS: dict[str, Callable[[], Form]] = {
    "extreme_every_field": every_field,
    "extreme_every_error": lambda: every_field(errors=True),
    "extreme_hostile_form": hostile_form,
}
TOO_LARGE = {"Slack": {"extreme_forty_parts"}, "Teams": set[str]()}
