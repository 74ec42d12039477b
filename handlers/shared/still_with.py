"""What whoever covered for somebody is still asked for, once they are back."""

from __future__ import annotations

from cards.shared.still_with import StillWith
from handlers.shared import obligation_words
from storage import people
from storage.with_covers import with_covers
from storage.work import Work


def still_with(work: Work, supervisor_id: int) -> list[StillWith]:
    kept = with_covers(work, supervisor_id)
    names = people.people(work, [k.obligation.holder_id for k in kept])
    lines = obligation_words.lines(work, kept)
    return [
        StillWith(names[k.obligation.holder_id].name, line)
        for k, line in zip(kept, lines, strict=True)
        if k.obligation.holder_id
    ]
