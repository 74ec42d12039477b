"""What a nudge says, before it is known whether it goes out alone or with the person's others of the day."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cards.cases.asks import DueForMe, DueInTeam, MetCommand, Why
from cards.formats import plain_text, plural
from cards.model import Block, Bullets, Button, Card, Claim, Note, Paragraph, Part, Style, Text
from cards.shared.at_next import AtNext, at_next_of, covers_due_before, next_in, show
from cards.shared.claims import of_their_own
from cards.shared.joined_buttons import joined

EVERYTHING: Final = DueForMe()


@dataclass(frozen=True, slots=True)
class Joint:
    """How an item is said together with those of the same ``key``: about one person, of one session. ``title``: of them
    all, which are so many of ``noun``, or are asked in it; ``line``: of this one, if any; ``once``: what they all say;
    ``why``: the obligation whose derivation can be read; ``every``: what opens all of them, where they are many;
    ``at_next``: what of it the pair's next session sees to."""

    key: tuple[object, ...]
    title: str
    line: Text
    noun: str = "thing"
    once: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    why: int | None = None
    every: DueForMe | DueInTeam = EVERYTHING
    at_next: AtNext | None = None


@dataclass(frozen=True, slots=True)
class MessageItem:
    """``notice`` is what a locked screen may show: no reference, no name of a child, no reason. ``ask``: whom to ask
    about the deadline that the policy leaves open. ``count``: of matters; ``late``: how many of them are. ``all_late``:
    it counts all that its reader answers for and is late or has no day; ``counted``: such a line beside it does.
    ``foot``: what it rests on, which stands once below them all; ``states``: what its title says is so; ``only_asks``:
    its body says what to do, and no more, so it goes with the last button that its reader may press; ``first``: it
    stands before the others, however many they are: a question on which more hangs, what can't wait, and a week's count
    of what is late."""

    title: str
    notice: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    ask: str = ""
    joint: Joint | None = None
    count: int = 1
    late: int = 0
    all_late: bool = False
    counted: bool = False
    foot: tuple[Note, ...] = ()
    states: tuple[Claim, ...] = ()
    only_asks: bool = False
    first: bool = False


def about_a_person(
    name: str,
    line: Text,
    *,
    escalates: bool,
    why: int | None,
    once: tuple[Block, ...] = (),
    buttons: tuple[Button, ...] = (),
    at_next: AtNext | None = None,
) -> Joint:
    """Of what falls due about one person: their supervision, their cases and what is asked now and then."""
    key = ("falls due", name, escalates)
    every = DueInTeam(below=True) if escalates else EVERYTHING
    return Joint(key, name, line, once=once, buttons=buttons, why=why, every=every, at_next=at_next)


class Message(ABC):
    """What a notice says: a frozen class of its feature for each message, with what it needs to know as fields."""

    __slots__ = ()

    @abstractmethod
    def item(self) -> MessageItem:
        """Its words, blocks and buttons."""


#: In place of buttons, where none of them is its reader's to press any more.
NOT_YOURS: Final = "This isn't yours to answer any more; there is nothing for you to do."


def contact_note(ask: str) -> tuple[Note, ...]:
    """The foot of a list or message that says somewhere that the policy sets no deadline."""
    return (Note((f"No deadline in the policy? {ask}",)),) if ask else ()


#: Of what is settled, and of what is asked again in another message.
NOTHING_HERE: Final = "Nothing more to do here"
#: Above what its reader may know of and somebody else sees to.
_TO_KNOW: Final = "For you to know"
_SHOWN_BY: Final = {DueForMe: "Show everything that is due", DueInTeam: "Show my team"}
#: More items than this in one message are counted, not shown: a message has its limits, and so has a reader.
MOST_ITEMS: Final = 10
#: So many on one page of a list that was asked for.
MOST: Final = 20


def message_card(items: Sequence[MessageItem]) -> Card:
    """One matter as a card of its own; several as one message with a part each: questions first, then what is late, one
    part for a person or a session, and at the end, in a line each, what there is nothing to do about, with its Why? at
    most."""
    if len(items) == 1:
        one = items[0]
        body = (*one.body, *one.foot, *contact_note(one.ask))
        return Card(one.title, one.notice, body, one.buttons, one.states)
    items = _with_contact(items)
    what = _head(items)
    shown = sorted(_joined(items), key=_order)
    todo, known = [one for one in shown if _asks_to_act(one)], [one for one in shown if _has_only_why(one)]
    told = [one for one in shown if not one.buttons]
    seen = (*todo[:MOST_ITEMS], *known[:MOST_ITEMS], *told)
    parts = tuple(Part(one.title, one.body, one.buttons) for one in todo[:MOST_ITEMS])
    rests_on = _once(note for one in seen for note in one.foot)
    title, notice = (
        (f"{what} for you", f"{what} for you today") if what else (NOTHING_HERE, NOTHING_HERE.lower())
    )
    body = (*parts, *_rest(todo, "more"), *_to_know(known), *_folded(told), *rests_on)
    return Card(title, f"Supervision: {notice}", body, states=_stated(seen))


def _asks_to_act(item: MessageItem) -> bool:
    return any(not isinstance(button.ask, Why) for button in item.buttons)


def _has_only_why(item: MessageItem) -> bool:
    return bool(item.buttons) and not _asks_to_act(item)


def _with_contact(items: Sequence[MessageItem]) -> list[MessageItem]:
    """Whom to ask about a deadline that the policy leaves open stands once: with the first that says that it does."""
    first = next((one for one in items if one.ask), None)
    note = contact_note(first.ask if first else "")
    return [_and_note(one, note) if one is first else one for one in items]


def _and_note(item: MessageItem, note: tuple[Note, ...]) -> MessageItem:
    if not item.buttons:
        return replace(item, foot=(*item.foot, *note))
    joint = replace(item.joint, once=(*item.joint.once, *note)) if item.joint else None
    return replace(item, body=(*item.body, *note), joint=joint)


def _stated(items: Iterable[MessageItem]) -> tuple[Claim, ...]:
    return tuple(claim for one in items for claim in one.states)


def _head(items: Sequence[MessageItem]) -> str:
    """How many things, each counted once; what is settled, asked again elsewhere or another's by now isn't. Empty where
    none is left."""
    some = [one for one in items if not one.counted]
    count, late = sum(one.count for one in some), sum(one.late for one in some)
    if not count:
        return ""
    return f"{plural('thing', count)}{f' ({late} late)' if late else ''}"


def some_lines(lines: Sequence[Text], most: int = MOST_ITEMS) -> tuple[Block, ...]:
    """A line each, and how many more there are."""
    return (Bullets(tuple(lines[:most])), *more_note(len(lines) - most))


def more_note(count: int) -> tuple[Note, ...]:
    """Of lines that aren't shown."""
    return (Note((f"And {count} more.",)),) if count > 0 else ()


def _order(item: MessageItem) -> tuple[bool, bool, bool]:
    """What is asked, then what is late, then the rest: of many only so many are shown."""
    return not item.first, not any(b.style is Style.PRIMARY for b in item.buttons), not item.late


def _rest(every: Sequence[MessageItem], what: str) -> tuple[Part, ...]:
    """How many more there are, with the list or lists in which they stand: the reader's own, and their teams'."""
    items = every[MOST_ITEMS:]
    title = f"And {sum(one.count for one in items)} {what}"
    lists = dict.fromkeys(one.joint.every if one.joint else EVERYTHING for one in items)
    return (Part(title, (), tuple(Button(_SHOWN_BY[type(one)], one) for one in lists)),) if items else ()


def _to_know(known: Sequence[MessageItem]) -> tuple[Part, ...]:
    """What its reader only reads: a line each, and one way to all that it rests on."""
    if len(known) == 1:
        return tuple(Part(one.title, one.body, one.buttons) for one in known)
    if not known:
        return ()
    lines = Bullets(tuple(_line(one) for one in known[:MOST_ITEMS]))
    asks = [b.ask for one in known[:MOST_ITEMS] for b in one.buttons if isinstance(b.ask, Why)]
    why = _why(dict.fromkeys(i for ask in asks for i in (ask.obligation, *ask.also)))
    return (Part(_TO_KNOW, (lines,), (why,)), *_rest(known, "more to know"))


def _why(obligations: Iterable[int]) -> Button:
    first, *others = obligations
    return Button("Why?", Why(obligation=first, also=tuple(others)))


def _folded(told: Sequence[MessageItem]) -> tuple[Block, ...]:
    """All that is news; of what is settled, asked again elsewhere or another's by now, so many."""
    if len(told) == 1:
        return (Part(told[0].title, told[0].body),)
    over = [one for one in told if not one.count][MOST_ITEMS:]
    lines = tuple(dict.fromkeys(_line(one) for one in told if one not in over))
    return (*((Bullets(lines),) if lines else ()), *_beyond(len(over)))


def _beyond(over: int) -> tuple[Part, ...]:
    done = Button("What was done", MetCommand())
    return (Part(f"And {over} more with nothing to do here", (), (done,)),) if over else ()


def _line(item: MessageItem) -> Text:
    """All that it says; of its notes, which say what it rests on, only one that comes first."""
    said = [block for block in item.body if isinstance(block, Paragraph | Bullets | Note)]
    kept = [block for number, block in enumerate(said) if not number or not isinstance(block, Note)]
    texts = [text for one in kept for text in (one.items if isinstance(one, Bullets) else (one.text,))]
    words = _spaced(texts)
    if words and isinstance(words[0], str) and words[0].startswith(f"{item.title} "):
        return words  # its title begins it, and stands once
    return (f"{item.title}: " if texts else item.title, *words)


def _spaced(texts: Sequence[Text]) -> Text:
    return tuple(span for number, text in enumerate(texts) for span in ((" ", *text) if number else text))


def _joined(items: Sequence[MessageItem]) -> list[MessageItem]:
    """Items of one key as one, where its first stood."""
    by_key: dict[object, list[MessageItem]] = {}
    for number, one in enumerate(items):
        by_key.setdefault(one.joint.key if one.joint else number, []).append(one)
    return [some[0] if len(some) == 1 else _as_one(some) for some in by_key.values()]


def _at_next(joints: Sequence[Joint], once: list[Block]) -> tuple[list[Block], list[AtNext]]:
    """What all of them say, with what the session covers where it says when that is; and for which lines it stands."""
    for number, block in enumerate(once):
        if not isinstance(block, Paragraph) or not (meets := next_in(block.text)):
            continue
        if folded := at_next_of(meets, (one.at_next for one in joints)):
            said = replace(block, text=(*block.text, " ", *covers_due_before(folded)))
            return [*once[:number], said, *once[number + 1 :]], folded
    return once, []


def _once(blocks: Iterable[Block]) -> list[Block]:
    """Each once, whomever it is about; not a note that another begins with, and says more."""
    found = list({_read(block): block for block in blocks}.values())
    notes = [plain_text(block.text) for block in found if isinstance(block, Note)]
    return [one for one in found if not (isinstance(one, Note) and _is_within(plain_text(one.text), notes))]


def _with_own(joints: Sequence[Joint]) -> list[Joint]:
    """What is of some of them only stands with their own line."""
    each = of_their_own([[b.text for b in one.once if isinstance(b, Paragraph)] for one in joints])
    return [_with_line(one, own) if own and one.line else one for one, own in zip(joints, each, strict=True)]


def _with_line(joint: Joint, own: Sequence[Text]) -> Joint:
    once = tuple(block for block in joint.once if not (isinstance(block, Paragraph) and block.text in own))
    return replace(joint, line=_spaced([joint.line, *own]), once=once)


def _read(block: Block) -> object:
    """What stands there."""
    return (type(block), plain_text(block.text)) if isinstance(block, Paragraph | Note) else block


def _is_within(note: str, notes: Sequence[str]) -> bool:
    return any(other != note and other.startswith(note.removesuffix(".")) for other in notes)


def _as_one(items: Sequence[MessageItem]) -> MessageItem:
    joints = _with_own([one.joint for one in items if one.joint])
    count, once = len(joints), _once(block for joint in joints for block in joint.once)
    buttons = joined(button for joint in joints for button in joint.buttons)
    reasons = [joint.why for joint in joints if joint.why is not None]
    why = (_why(reasons),) if reasons else ()
    once, folded = _at_next(joints, once)
    lines = [joint.line for joint in joints if joint.line and joint.at_next not in folded]
    shows = (show(folded[0].whose),) if folded else ()
    rest = (Button("All of these", joints[0].every),) if len(lines) > MOST_ITEMS else ()
    return MessageItem(
        f"{joints[0].title}: {plural(joints[0].noun, count)}" if joints[0].noun else joints[0].title,
        items[0].notice,
        (*(some_lines(lines) if lines else ()), *once),
        (*buttons, *shows, *rest, *why),
        count=count,
        late=sum(one.late for one in items),
        foot=tuple(dict.fromkeys(note for one in items for note in one.foot)),
        joint=joints[0],
        states=_stated(items),
        first=any(one.first for one in items),
    )
