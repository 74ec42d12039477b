"""When people were last supervised: in a session, or as a staff system alone knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from cards.shared.claims import LastMet
from handlers.shared.missed_words import a_year_back
from storage.known_from import last_supervised
from storage.work import Work


def last_met(work: Work, people: Collection[int], held: Mapping[int, date]) -> dict[int, LastMet]:
    """``held``: of each the last day of a session in the last year, if any."""
    said, since = last_supervised(work, people), a_year_back(work)
    found = {one: LastMet(one, held.get(one)) for one in people}
    for one, on in said.items():
        if since <= on <= work.today and on > held.get(one, date.min):
            found[one] = LastMet(one, on, reported=True)
    return found
