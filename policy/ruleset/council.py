"""A council's words and calendar."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from policy.given import (
    Day,
    Model,
)


class Vocabulary(Model):
    """The council's words: roles of staff, services and categories of cases, each with what people read. ``judged``:
    the categories that are a manager's judgement, recorded with who and why; ``safeguarding``: the events of which the
    bot says that recording them doesn't replace the safeguarding procedure. ``supervising``: the roles that supervise,
    proposed first where somebody is to cover; ``never_cover``: those that aren't asked to, such as students."""

    roles: dict[str, str]
    services: dict[str, str] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
    events: dict[str, str] = Field(default_factory=dict)
    judged: tuple[str, ...] = ()
    safeguarding: tuple[str, ...] = ()
    supervising: tuple[str, ...] = ()
    never_cover: tuple[str, ...] = ()


class Term(Model):
    """A school term, both days included."""

    first: Day
    last: Day


class Calendar(Model):
    nation: Literal["England", "Wales", "Scotland", "Northern Ireland"] = "England"
    zone: str = "Europe/London"
    closures: dict[Day, str] = Field(default_factory=dict)
    extra_holidays: dict[Day, str] = Field(default_factory=dict)
    terms: dict[str, Term] = Field(default_factory=dict)
