"""Categories and events of cases as the council calls them; as they are kept where its rule set has dropped them."""

from __future__ import annotations

from collections.abc import Iterable

from storage.work import Work


def category_words(work: Work, categories: Iterable[str]) -> list[str]:
    known = work.rules.vocabulary.categories
    return [known.get(c, c) for c in categories]


def event_words(work: Work, what: str) -> str:
    return work.rules.vocabulary.events.get(what, what)
