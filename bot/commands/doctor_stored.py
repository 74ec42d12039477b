"""How much ``doctor`` finds stored: whoever imported it sees whether it is what they have."""

from __future__ import annotations

from bot.commands.findings import Finding, fine, look
from cards.formats import listing, plural
from storage import stored_counts
from storage.work import Work


def stored(work: Work) -> Finding:
    found = stored_counts.stored_counts(work)
    if not found.in_post:
        return look("Nobody is stored who is in post.", "Import the staff list: docs/import.md says how.")
    others = [
        f"{found.left:,} left" if found.left else "",
        f"{found.to_come:,} to come" if found.to_come else "",
    ]
    beside = ", ".join(filter(None, others))
    said = [
        plural("person", found.in_post, "people") + " in post" + (f" ({beside})" if beside else ""),
        f"{found.supervised:,} of them supervised by somebody",
        plural("open case", found.open_cases)
        + (f" ({found.closed_cases:,} closed)" if found.closed_cases else ""),
        f"{plural('session', found.held)} held",
        f"{found.booked:,} booked",
        f"{plural('absence', found.absences)} now or to come",
    ]
    return fine(f"Stored: {listing(said)}.")
