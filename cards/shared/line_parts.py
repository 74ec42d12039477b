"""Obligations as parts of a list that was asked for: one for a person or a session, with their days, what can be done
now, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from cards.cases.asks import Why
from cards.formats import plain_text, plural
from cards.message import MOST_ITEMS, some_lines
from cards.model import Block, Bullets, Button, Claim, Day, Note, Paragraph, Part, Text
from cards.shared.at_next import at_next_of, covers, next_in, show
from cards.shared.claims import NextMeets, NobodySaid, of_their_own, said_of_one
from cards.shared.due_lines import DueLine, each_of, listed_once, when
from cards.shared.joined_buttons import joined
from policy.obligations import is_overdue


def line_parts(lines: Sequence[DueLine], today: date, *, folds: bool = False) -> tuple[Part, ...]:
    """All that is known of them, every line of them: a list that was asked for has its pages. ``folds``: what a pair's
    next session covers is one sentence."""
    return tuple(_part(some, today, len(some), folds=folds) for some in grouped(lines))


def short_parts(some: Sequence[Sequence[DueLine]], today: date) -> tuple[Block, ...]:
    """What is known of a session stands once above all of which it is said; what of a date, such as the windows that
    went by since, with that date. ``some``: as ``grouped`` gives them."""
    common = [said for said in _common(some) if any(isinstance(one, Claim) for one in said)]
    parts = (
        _part([_without(line, common) for line in lines], today, MOST_ITEMS, folds=True) for lines in some
    )
    return (*(Note(said) for said in common), *parts)


def _without(line: DueLine, common: Sequence[Text]) -> DueLine:
    return replace(line, beside=tuple(said for said in line.beside if said not in common))


def grouped(lines: Sequence[DueLine]) -> list[list[DueLine]]:
    """Those of one person, or of one session, where the first of them stood."""
    by: dict[object, list[DueLine]] = {}
    for number, line in enumerate(lines):
        by.setdefault(line.together or number, []).append(line)
    return list(by.values())


def _part(lines: Sequence[DueLine], today: date, most: int, *, folds: bool) -> Part:
    return _alone(lines[0], today) if len(lines) == 1 else _joint(lines, today, most, folds=folds)


def _alone(line: DueLine, today: date) -> Part:
    body: tuple[Block, ...] = (
        Paragraph(when(line, today)),
        *_aim(line, today),
        *_hanging(line, today),
        *(Note(said) for said in line.beside),
    )
    return Part(line.what, body, (*line.acts, why_button([line])))


def _aim(line: DueLine, today: date) -> tuple[Note, ...]:
    aims = line.target and not is_overdue(line.target, today)
    return (Note(("Aim for ", Day(line.target), ".")),) if aims and line.target else ()


def _hanging(line: DueLine, today: date) -> tuple[Block, ...]:
    """What its answer decides, a line each, and what stands beside them, once."""
    return (Bullets(_lines(line.hangs, today)), *_beside(line.hangs)) if line.hangs else ()


def _beside(lines: Sequence[DueLine]) -> tuple[Note, ...]:
    return tuple(Note(said) for said in _notes_of(lines))


def _notes_of(lines: Sequence[DueLine]) -> list[Text]:
    """Each once, in their order: whatever reads alike, and of a session that nobody answered for only the stronger."""
    found: dict[str, Text] = {}
    for line in lines:
        for said in line.beside:
            found.setdefault(plain_text(said), said)
    late = {one.on for text in found.values() for one in text if isinstance(one, NobodySaid) and one.late}
    return [text for text in found.values() if not _is_repeated(text, late)]


def _is_repeated(text: Text, late: Collection[date]) -> bool:
    """With what is said of that session to be late without it."""
    return any(isinstance(one, NobodySaid) and not one.late and one.on in late for one in text)


def _joint(lines: Sequence[DueLine], today: date, most: int, *, folds: bool) -> Part:
    acts = lines[0].joint or joined(act for line in lines for act in line.acts)
    title = f"{lines[0].together}: {plural('thing', len(lines))}"
    each_own = of_their_own([line.beside for line in lines])
    texts, shared = _apart(lines, _lines(lines, today), each_own)
    meets = _next(lines) if folds else None
    at_next = at_next_of(meets, (line.at_next for line in lines)) if meets else []
    if meets is None or not at_next:
        return Part(title, (*some_lines(texts, most), *_beside(shared)), (*acts, why_button(lines)))
    first = Paragraph((meets, " ", *covers(at_next, today)))
    others = [text for text, line in zip(texts, lines, strict=True) if line.at_next not in at_next]
    rest = [_without(line, [(meets,)]) for line in shared]
    listed = some_lines(others, most) if others else ()
    return Part(title, (first, *listed, *_beside(rest)), (*acts, show(at_next[0].whose), why_button(lines)))


def _next(lines: Sequence[DueLine]) -> NextMeets | None:
    """Where what stands beside says no more than that."""
    found = (next_in(said) for line in lines for said in line.beside if len(said) == 1)
    return next((one for one in found if one), None)


def _apart(
    lines: Sequence[DueLine], texts: Sequence[Text], each_own: Sequence[Sequence[Text]]
) -> tuple[list[Text], list[DueLine]]:
    """A line each, with what is said of it alone; and the lines with the rest, which stands once."""
    each = [_with_own(text, own) for text, own in zip(texts, each_own, strict=True)]
    return each, [_without(line, own) for line, own in zip(lines, each_own, strict=True)]


def _with_own(text: Text, own: Sequence[Text]) -> Text:
    for said in own:
        text = (*text, " " if plain_text(text).endswith(".") else ". ", *said)
    return text


def bulleted(lines: Sequence[DueLine], today: date, most: int = MOST_ITEMS) -> tuple[Block, ...]:
    """As many as a message shows, a line each with what is said of it alone, and once what is said of several."""
    return _bulleted(lines, _lines(lines, today), most)


def bulleted_once(lines: Sequence[DueLine], today: date, most: int = MOST_ITEMS) -> tuple[Block, ...]:
    """The same in a message: it is read on other days than its own, so no days are counted."""
    return _bulleted(lines, [(f"{line.what}: ", *listed_once(line, today)) for line in lines], most)


def _bulleted(lines: Sequence[DueLine], texts: Sequence[Text], most: int) -> tuple[Block, ...]:
    drawn = lines[:most]
    each, shared = _apart(drawn, texts[:most], said_of_one([line.beside for line in drawn]))
    return (*some_lines([*each, *texts[most:]], most), *_beside(shared))


def _lines(lines: Sequence[DueLine], today: date) -> tuple[Text, ...]:
    return tuple((f"{line.what}: ", *when(line, today)) for line in lines)


def _common(some: Sequence[Sequence[DueLine]]) -> list[Text]:
    """What is said beside more than one item."""
    counted = Counter(said for lines in some for said in _notes_of(lines))
    return [said for said, times in counted.items() if times > 1]


def why_button(lines: Sequence[DueLine]) -> Button:
    first, *others = (one.obligation_id for one in each_of(lines))
    return Button("Why?", Why(obligation=first, also=tuple(others)), aside=True)
