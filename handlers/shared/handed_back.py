"""Who answers now for what somebody who covered read as late, and nobody has done since: it isn't settled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from storage import late, people, supervision
from storage.work import Work

#: So many weeks back it is looked for whom somebody covered.
_WEEKS: Final = 4


def who_answers_instead(work: Work, cover_id: int, then: date, *, above: bool = False) -> list[str]:
    """The names of those who answer now for whom this person covered on a day, of whom something is late that was then.
    ``above``: late with whom they covered, not about them."""
    covered = (s for (s, _), cover in supervision.covers_on(work, then).items() if cover == cover_id)
    now = {s: supervision.supervisor_now(work, s) for s in covered}
    others = {s: who for s, who in now.items() if who not in (None, cover_id)}
    owed = late.owed_by(work, {s if above else who for s, who in others.items() if who})
    left = {
        who
        for s, who in others.items()
        if who
        and any(
            (above or one.worker_id == s) and (one.oldest is None or one.oldest < then)
            for one in owed[s if above else who]
        )
    }
    return sorted(one.name for one in people.people(work, sorted(left)).values())


def lately(work: Work, cover_id: int) -> list[str]:
    """The same, of whom they covered in the last weeks."""
    weeks = (work.today - timedelta(weeks=n) for n in range(1, _WEEKS + 1))
    return sorted({name for day in weeks for name in who_answers_instead(work, cover_id, day)})
