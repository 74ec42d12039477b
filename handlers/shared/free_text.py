"""What people write, looked at before it is taken: its length, and whether it says who a child is. The second is asked
once, and never stands in the way: they may send it as it is."""

from __future__ import annotations

from cards.model import Form, TextField
from cards.shared import refusals
from cards.shared.free_text import AS_IT_IS, WARNINGS
from handlers.shared.base import Request
from policy.personal_details import details
from storage import cases
from storage.work import Work


def wrong_texts(request: Request[object], work: Work, form: Form) -> dict[str, str]:
    """What to say beside each text of a form; ``with_errors`` shows what was typed again whole. Nothing is kept of it,
    and no log holds it."""
    texts = [(f, request.text(f.name)) for f in form.fields if isinstance(f, TextField)]
    found = {f.name: _wrong(request, work, f, text) for f, text in texts}
    return {name: sentence for name, sentence in found.items() if sentence}


def _wrong(request: Request[object], work: Work, field: TextField, text: str) -> str:
    if len(text) > field.limit:
        return refusals.too_long(len(text), field.limit)
    return "" if request.many(AS_IT_IS.name) else _warning(work, text)


def _warning(work: Work, text: str) -> str:
    """A number that is a case's own reference is what we ask for."""
    found = (one for one in details(text, work.today.year) if not cases.spelt_alike(work, one.words))
    return next((WARNINGS[one.detail] for one in found), "")
