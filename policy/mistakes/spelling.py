"""What somebody probably meant by a word that isn't known."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

#: What officers write, and the word of the language for it: nothing in the spelling leads from one to the other.
_SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "category": ("any_of", "categories"),
    "categories": ("any_of",),
    "team": ("service",),
    "hours": ("part_time", "percent"),
    "events": ("milestones",),
    "reason": ("cancelled_for",),
    "frequency": ("every",),
    "interval": ("every",),
    "deadline": ("within", "due"),
    "due": ("within",),
    "by": ("within", "in_month"),
    "before": ("ahead",),
    "times": ("at_least",),
    "duration": ("minutes",),
    "who": ("answers",),
    "owner": ("answers",),
    "notes": ("interpretations",),
    "audit": ("quality", "milestone"),
    "training": ("milestone",),
    "appraisal": ("milestone",),
    "observation": ("milestone",),
    "meeting": ("supervise",),
    "visit": ("supervise",),
    "worker": ("supervisee",),
    "practitioner": ("supervisee",),
    "holiday": ("leave",),
}


def nearest(word: str, known: Collection[str]) -> str:
    """'; did you mean …?': another word for it, one spelt nearly so, or those it is a part of. Else nothing."""
    found = [other for other in _SYNONYMS.get(word.lower(), ()) if other in known]
    found = found or get_close_matches(word, list(known), n=1, cutoff=0.6)
    found = found or [one for one in known if word.lower() in one.replace("_", " ").split()][:3]
    near = " or ".join(f"'{one}'" for one in found)
    return f"; did you mean {near}?" if near else ""
