"""One obligation as a part of a list that was asked for: its day, what can be done now, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from cards.cases.asks import Why
from cards.message import MOST_ITEMS
from cards.model import Block, Bullets, Button, Day, Note, Paragraph, Part, Text
from cards.shared.due_lines import DueLine, when
from policy.obligations import is_overdue


def line_part(line: DueLine, today: date) -> Part:
    """All that is known of it."""
    body: list[Block] = [Paragraph(when(line, today))]
    if line.target and not is_overdue(line.target, today):
        body.append(Note(("Aim for ", Day(line.target), ".")))
    if line.rule:
        body.append(Note((line.rule,)))
    body += [*_hanging(line, today), *(Note(said) for said in line.beside)]
    return Part(line.what, tuple(body), (*line.acts, why_button(line)))


def _hanging(line: DueLine, today: date) -> tuple[Block, ...]:
    """What its answer decides, a line each, and what stands beside them, once."""
    if not line.hangs:
        return ()
    beside = dict.fromkeys(said for one in line.hangs for said in one.beside)
    return (Bullets(_lines(line.hangs, today)), *(Note(said) for said in beside))


def _lines(lines: Sequence[DueLine], today: date) -> tuple[Text, ...]:
    return tuple((f"{line.what}: ", *when(line, today)) for line in lines)


def short_parts(lines: Sequence[DueLine], today: date) -> tuple[Block, ...]:
    """Their days and what stands beside them; what stands beside several is said once, above them."""
    common = _common(lines)
    parts = (
        Part(
            line.what,
            (
                Paragraph(when(line, today)),
                *_hanging(line, today),
                *(Note(said) for said in line.beside if said not in common),
            ),
            (*line.acts, why_button(line)),
        )
        for line in lines
    )
    return (*(Note(said) for said in common), *parts)


def bulleted(lines: Sequence[DueLine], today: date) -> tuple[Block, ...]:
    """As many as a message shows, a line each, and what stands beside several of them."""
    shown = lines[:MOST_ITEMS]
    more = (Note((f"And {len(lines) - MOST_ITEMS} more.",)),) if len(lines) > MOST_ITEMS else ()
    return (Bullets(_lines(shown, today)), *more, *(Note(said) for said in _common(lines)))


def _common(lines: Sequence[DueLine]) -> list[Text]:
    """What is said beside more than one."""
    counted = Counter(said for line in lines for said in line.beside)
    return [said for said, times in counted.items() if times > 1]


def why_button(line: DueLine) -> Button:
    also = tuple(one.obligation_id for one in line.hangs)
    return Button("Why?", Why(obligation=line.obligation_id, also=also), aside=True)
