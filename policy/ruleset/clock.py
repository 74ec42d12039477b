"""What a clock is made of: phases, longer intervals, uplifts, and which shapes there are."""

from __future__ import annotations

from typing import Any, Final, Self

from pydantic import Field, field_validator, model_validator

from policy.given import (
    Hours,
    Model,
    PeriodText,
    Whole,
    one_for_many,
)
from policy.ruleset.names import MonthName, Window
from policy.session_length import LONGEST


class Phase(Model):
    """One stretch of a clock in phases: ``until`` so long after the clock's start, ``lasts`` so long after the
    stretch before it, or ``ends_by`` something recorded of the person. The last has none: it is for good."""

    until: PeriodText | None = None
    lasts: PeriodText | None = None
    ends_by: str | None = None
    every: PeriodText | None = None
    in_each: Window | None = None
    at_least: Whole = Field(default=1, ge=1, le=60)
    in_total: Hours | None = None
    minutes: Whole | None = Field(default=None, ge=1, le=LONGEST)

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if (self.every is None) == (self.in_each is None):
            raise ValueError("a phase needs 'every' or 'in_each', and only one of them")
        if (self.at_least > 1 or self.in_total) and not self.in_each:
            raise ValueError("'at_least' and 'in_total' go with 'in_each'")
        if sum(end is not None for end in (self.until, self.lasts, self.ends_by)) > 1:
            raise ValueError("a phase has one of 'until', 'lasts' and 'ends_by'")
        return self


class LongerInterval(Model):
    """A longer interval that may be decided for one case: ``case_is`` what the case must be (all of these),
    ``granted_by`` whose grant it takes (roles, or 'supervisor'), ``confirmed`` whether the supervisor must confirm that
    it is on the supervision record, ``ended_by`` the event that ends it."""

    up_to: PeriodText
    case_is: tuple[str, ...] = ()
    granted_by: tuple[str, ...] = ("supervisor",)
    confirmed: bool = False
    ended_by: str | None = None

    _one_word = field_validator("case_is", "granted_by", mode="before")(one_for_many)


class Uplift(Model):
    """More often for a limited time after an event."""

    after: str
    lasts: PeriodText
    every: PeriodText


class Ahead(Model):
    """So long before each event of these kinds."""

    of: tuple[str, ...]
    by: PeriodText

    _one_word = field_validator("of", mode="before")(one_for_many)


class MonthRange(Model):
    """One occasion in a year: from the first of one month to the last of another; a name alone is that month."""

    opens: MonthName
    by: MonthName

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, data: Any) -> Any:
        return {"opens": data, "by": data} if isinstance(data, str) else data


#: Shapes that a policy might well have and this version refuses, by name.
UNBUILT: Final = {
    "every_nth": "at every third or fourth session",
    "hours_of_work": "so much for each so many hours worked",
}
CLOCK_SHAPES: Final = (
    "within",
    "after",
    "every",
    "in_each",
    "in_month",
    "phases",
    "checkpoints",
    "at_every",
    "ahead",
)
