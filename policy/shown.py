"""What a rule set asks to be shown and no form or message can: too many prompts, a second form, too long a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy.mistakes import Path, Problem, placed
from policy.ruleset import Rule, RuleSet, WorkloadLimit

#: How many prompts a form for preparing has; where a policy has fewer, the others are left out.
PROMPTS: Final = 4
#: Headings of the audit's points: those done, those outstanding.
AUDIT: Final = 2
#: Most characters that every platform shows: of a word in a list to choose from, of a heading or title, of a text.
WORD: Final = 75
LINE: Final = 150
TEXT: Final = 2000


def unshowable(rules: RuleSet) -> Iterator[Problem]:
    """Every problem with the path of the line it is in, as keys and positions from 0."""
    yield from _forms(rules)
    for path, text, most in _texts(rules):
        if not text.strip():
            yield path, "this is empty: write what people are to read"
        elif len(text) > most:
            yield path, f"this has {len(text):,} characters and at most {most:,} can be shown: shorten it"


def _forms(rules: RuleSet) -> Iterator[Problem]:
    """Forms with so many fields, given once."""
    seen: dict[str, str] = {}
    for i, part in enumerate(rules.parts):
        here, most = ("parts", i), {"preparation": PROMPTS, "audit": AUDIT}.get(part.form)
        if most is None:
            continue
        if part.form in seen:
            yield (
                (*here, "form"),
                f"'{part.form}' is given in {seen[part.form]}: write all its headings there",
            )
        if not part.headings:
            yield (*here, "headings"), f"missing: the form '{part.form}' shows 1 to {most} headings"
        if len(part.headings) > most:
            said = f"the form '{part.form}' shows at most {most} headings and this is one more"
            yield (
                (*here, "headings", most),
                f"{said}: leave it out, or put it on the agenda (form: case_agenda)",
            )
        seen.setdefault(part.form, part.id)


def _texts(rules: RuleSet) -> Iterator[tuple[Path, str, int]]:
    """What people read, each with its path and how long it may be."""
    words = rules.vocabulary
    for name in ("roles", "services", "categories", "events"):
        for key, text in getattr(words, name).items():
            yield ("vocabulary", name, key), text, WORD
    for i, part in enumerate(rules.parts):
        yield ("parts", i, "title"), part.title, LINE
        yield from _each(("parts", i, "headings"), part.headings, LINE)
        yield ("parts", i, "note"), part.note or "none", TEXT
    for i, one in enumerate(rules.guidance):
        yield ("guidance", i, "title"), one.title, LINE
        yield ("guidance", i, "text"), one.text, TEXT
    for i, limit in enumerate(rules.limits):
        yield from _entry(("limits", i), limit)
    for path, rule in placed(rules):
        yield from _entry(path, rule)


def _entry(path: Path, entry: Rule | WorkloadLimit) -> Iterator[tuple[Path, str, int]]:
    yield (*path, "title"), entry.title, LINE
    yield (*path, "clause"), entry.clause or "none", LINE
    yield from _each((*path, "interpretations"), entry.interpretations, TEXT)


def _each(path: Path, texts: Sequence[str], most: int) -> Iterator[tuple[Path, str, int]]:
    yield from (((*path, n), text, most) for n, text in enumerate(texts))
