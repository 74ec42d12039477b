"""One example of each of the desk's pages, with people who are plainly invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from bot.desk.pages import (
    ClockPanel,
    CommandHelp,
    DeskPage,
    ErrorPage,
    FormPage,
    InboxMessage,
    LastAnswer,
    PersonChoice,
    Shortcut,
    Team,
    WhoPage,
    render_error,
    render_form,
    render_home,
    render_who,
)
from cards import examples
from cards.model import (
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
    Facts,
    Form,
    Moment,
    Note,
    NumberField,
    Option,
    Paragraph,
    Part,
    PersonField,
    Strong,
    Style,
    TextField,
    TimeField,
    UserText,
    seal,
)
from tests.cards import extremes
from tests.cards.pressed import Pressed
from tests.cards.shown import issue, sealed, sealed_form

COUNCIL = "Marlow Vale Council"
CSRF = "example"
PEOPLE = (
    PersonChoice("40117", "Tamsin Okafor-Pike", "Social worker"),
    PersonChoice("40023", "Wilf Abernethy", "Team manager"),
    PersonChoice("40002", "Priya Lindqvist", "Head of service"),
    PersonChoice("40188", "Jonah Mbeki-Hart", "Newly qualified social worker"),
)
TEAMS = (
    Team(
        "Children in care, north",
        (PEOPLE[0], PEOPLE[1], PersonChoice("40119", "Bea Castellan", "Social worker")),
    ),
    Team("Family safeguarding, east", (PEOPLE[3], PersonChoice("40031", "Oisín Farrow", "Team manager"))),
    Team("Senior leadership", (PEOPLE[2], PersonChoice("40001", "Marguerite Sól", "Assistant director"))),
)


def at(day: int, hour: int, minute: int = 0) -> Moment:
    wall = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    return Moment(wall, wall)


CLOCK = ClockPanel(at(24, 9), at(25, 9))


def day(number: int) -> Day:
    return Day(date(2026, 11, number))


def record_due() -> Card:
    return Card(
        title="Record supervision for 3 cases",
        notice="Supervision records are due",
        body=(
            Paragraph(
                (
                    "You held supervision with ",
                    Strong("Tamsin Okafor-Pike"),
                    " on ",
                    day(20),
                    ". Each child's file needs a record by ",
                    day(27),
                    ".",
                )
            ),
            *(
                Part(
                    f"Case CB-{number}",
                    (Facts((("Discussed", ("in full",)), ("Plan reviewed", (reviewed,)))),),
                    (Button("Recorded", Pressed()), Button("Why?", Pressed())),
                )
                for number, reviewed in ((10442, "yes"), (10518, "no, next time"), (10733, "yes"))
            ),
            Note(("Recording of case supervisions: one record per child's file, within 5 working days.",)),
        ),
        buttons=(
            Button("All are recorded", Pressed(), style=Style.PRIMARY),
            Button("Somebody else records", Pressed()),
        ),
    )


def prepare() -> Card:
    return Card(
        title="Prepare for supervision",
        notice="Supervision is coming up",
        body=(
            Facts((("When", (at(26, 14),)), ("With", ("Wilf Abernethy",)), ("Cases falling due", ("2",)))),
            Paragraph((Strong("Actions carried over"),)),
            Bullets(
                (
                    ("Ask school for the attendance record, CB-10442 – carried ", Strong("three times")),
                    (UserText("Ring the <IRO> about the *review* & the plan"),),
                )
            ),
            Note(("Your draft is private until you share it.",)),
        ),
        buttons=(Button("Prepare", Pressed(), style=Style.PRIMARY), Button("Cancel this session", Pressed())),
    )


def due_answer() -> Card:
    return Card(
        title="CB-10442 is due for supervision",
        notice="Answer to your command",
        body=(
            Facts((("Due", (day(30),)), ("Left", ("4 working days",)), ("Last discussed", (day(2),)))),
            Paragraph(("A child protection plan: at least every 4 weeks.",)),
        ),
        buttons=(Button("Why?", Pressed()),),
    )


def settled() -> Card:
    return Card(
        title="Sign off the record of Monday 9 November 2026",
        notice="A record waits for you",
        body=(Paragraph(("You agreed the record of 2 cases on ", day(12), ".")),),
    )


def refusal() -> Card:
    return Card(
        "I don't know the case “CB-1044”",
        "Answer to your command",
        (Paragraph(("Check the reference, or type ", Strong("due"), " to see all of yours.")),),
    )


HELP = (
    CommandHelp("due CB-10442", "when this case is next due"),
    CommandHelp("due", "everything of mine, soonest first"),
    CommandHelp("book @40117 next tuesday 2pm", "book supervision"),
    CommandHelp("away until 4 december", "say that you are away"),
)
SHORTCUTS = (
    Shortcut("What is due?", "due"),
    Shortcut("My team", "team"),
    Shortcut("Prepare", "prepare"),
    Shortcut("I'm away", "away"),
)


def home() -> DeskPage:
    issued = issue()
    cards = [(record_due(), False), (prepare(), False), (settled(), True)]
    messages = tuple(
        InboxMessage(f"m{9 - n}", at(24 - n, 9), seal(card, issued), done)
        for n, (card, done) in enumerate(cards)
    )
    answer = LastAnswer(seal(due_answer(), issued), asked="due CB-10442")
    return DeskPage(COUNCIL, PEOPLE[1], CSRF, CLOCK, messages, answer, SHORTCUTS, HELP)


def refused() -> DeskPage:
    answer = LastAnswer(sealed(refusal()), "refused", "due CB-1044")
    return DeskPage(
        COUNCIL, PEOPLE[0], CSRF, ClockPanel(at(24, 9)), (), answer, SHORTCUTS, HELP, "due CB-1044"
    )


def crowded() -> DeskPage:
    made = (build() for build in extremes.CARDS.values())
    messages = tuple(InboxMessage(f"m{n}", at(24, 9), sealed(card)) for n, card in enumerate(made))
    return DeskPage(COUNCIL, PEOPLE[2], CSRF, CLOCK, messages, None, SHORTCUTS, HELP)


def prepare_form(errors: bool = False) -> Form:
    wrong = {
        "when": "Saturday 28 November 2026 is not a working day",
        "cases": "Choose at least one case",
        "worry": "Say what is worrying you, in note form",
    }
    return Form(
        "Prepare for supervision with Wilf Abernethy",
        (
            ChoiceField(
                "cases",
                "Which cases do you want to discuss?",
                (
                    Option("10442", "CB-10442", "due by Monday 30 November 2026"),
                    Option("10518", "CB-10518", "due by Friday 4 December 2026"),
                    Option("10733", "CB-10733"),
                ),
                () if errors else ("10442",),
                required=True,
                many=True,
            ),
            TextField(
                "worry", "What is worrying me and/or others?", hint="In note form", required=True, long=True
            ),
            TextField(
                "well",
                "What is working well?",
                "Mum rang first.\n\nSchool is on board.",
                required=True,
                long=True,
            ),
            TextField(
                "help", "What I need help with today", long=True, hint="When you can't yet say what to do"
            ),
            ChoiceField(
                "wait", "Can it wait?", (Option("yes", "Yes, until the next session"), Option("no", "No"))
            ),
            DateField("when", "When would suit you?", date(2026, 11, 28), required=True),
            TimeField("at", "From what time?"),
            NumberField("minutes", "How long do you need?", 60, unit="minutes"),
            PersonField(
                "who", "Who else should be there?", tuple(Option(p.staff_number, p.name) for p in PEOPLE)
            ),
        ),
        (
            Button("Share with my supervisor", Pressed(), style=Style.PRIMARY),
            Button("Save draft", Pressed()),
            Button("Discard", Pressed(), style=Style.DANGER),
        ),
        (
            Paragraph(
                ("Only you can see this until you share it. Then ", Strong("Wilf Abernethy"), " can read it.")
            ),
        ),
        wrong if errors else {},
    )


def form_page(errors: bool = False) -> FormPage:
    return FormPage(COUNCIL, PEOPLE[0], CLOCK, sealed_form(prepare_form(errors)), "/form/f1", CSRF)


def every_field() -> FormPage:
    form = sealed_form(extremes.every_field(errors=True))
    return FormPage(COUNCIL, PEOPLE[0], CLOCK, form, "/form/f2", CSRF)


def many_people() -> WhoPage:
    people = tuple(PersonChoice(str(n), f"Person Number {n}", "Social worker") for n in range(60))
    return WhoPage(COUNCIL, tuple(Team(f"Team {n}", people[n * 12 :][:12]) for n in range(5)), CSRF)


def form_as_asked(build: Callable[[], Form]) -> str:
    """A form of the bot's, each field with something wrong, as after a first try that failed."""
    asked = build()
    wrong = {field.name: f"Something is wrong with {field.name}" for field in asked.fields[:2]}
    form = sealed_form(replace(asked, errors=wrong))
    return render_form(FormPage(COUNCIL, PEOPLE[0], CLOCK, form, "/press", CSRF))


def messages_of(module: str) -> str:
    """Every message that a module words, as one person's inbox."""
    built = [build() for build in examples.EXAMPLES.values() if build.__module__ == module]
    messages = tuple(InboxMessage(f"m{n}", at(24, 9), sealed(card)) for n, card in enumerate(built))
    return render_home(DeskPage(COUNCIL, PEOPLE[1], CSRF, CLOCK, messages, None, SHORTCUTS, HELP))


def of_the_bot() -> dict[str, Callable[[], str]]:
    """Every form of the bot's on its own page, its messages by the module that words them."""
    modules = examples.load()
    found: dict[str, Callable[[], str]] = {
        f"form_{name}": partial(form_as_asked, build) for name, build in examples.FORMS.items()
    }
    found |= {f"messages_{m.rpartition('.')[2]}": partial(messages_of, m) for m in modules}
    return found


PAGES: Mapping[str, Callable[[], str]] = {
    **of_the_bot(),
    "who": lambda: render_who(WhoPage(COUNCIL, TEAMS, CSRF, PEOPLE[:3])),
    "who_many": lambda: render_who(many_people()),
    "who_nobody": lambda: render_who(WhoPage(COUNCIL, (), CSRF, search="zzz")),
    "home": lambda: render_home(home()),
    "home_refused": lambda: render_home(refused()),
    "home_crowded": lambda: render_home(crowded()),
    "form": lambda: render_form(form_page()),
    "form_errors": lambda: render_form(form_page(errors=True)),
    "form_every_field": lambda: render_form(every_field()),
    "error": lambda: render_error(ErrorPage("There is no such page", "The link may be old.", COUNCIL)),
}
