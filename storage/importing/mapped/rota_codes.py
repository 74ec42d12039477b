"""The codes of a rota: what the usual ones mean, and what follows for whoever it says them of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Final

from policy.folding import fold
from policy.written_days import full_year
from storage.importing.mapped.half_days import is_half
from storage.importing.mapped.own_dates import said_in, split
from storage.importing.proposal.own_columns import MOSTLY, Column
from storage.importing.proposal.own_rows import is_not_taken
from storage.importing.tables.headings import plain

#: Where a rota has no key of its own that says otherwise. A letter that may be two things is in none of them.
_USUAL: Final = {
    **dict.fromkeys(("al", "a/l", "a l", "ann", "annual", "hol", "hols", "h"), "annual leave"),
    **dict.fromkeys(("am", "pm", "hd", "h/d", "hdl"), "half a day of leave"),
    **dict.fromkeys(("s", "s/l", "sl", "sk", "sick"), "sick leave"),
    **dict.fromkeys(("toil", "til", "lieu", "t.o.i.l"), "time off in lieu"),
    **dict.fromkeys(("fl", "flexi", "flex"), "flexi leave"),
    **dict.fromkeys(("ml", "mat", "m/l", "mat leave"), "maternity leave"),
    **dict.fromkeys(("pat", "pat leave"), "paternity leave"),
    **dict.fromkeys(("al?", "a/l?", "al req", "al pending"), "requested leave"),
    **dict.fromkeys(("cl", "c/l", "comp", "bl"), "compassionate leave"),
    **dict.fromkeys(("spl", "special"), "special leave"),
    **dict.fromkeys(("ul", "u/l", "upl"), "unpaid leave"),
    **dict.fromkeys(("wfh", "w/h"), "working from home"),
    **dict.fromkeys(("trg", "tr", "trn", "training", "cpd", "course"), "training"),
    **dict.fromkeys(("duty", "dty", "do duty", "eduty"), "on duty"),
    **dict.fromkeys(("court", "crt"), "at court"),
    **dict.fromkeys(("office", "in", "in office"), "in the office"),
    **dict.fromkeys(("nwd", "nw", "n/w", "nw day", "non-working", "rd", "rdo"), "non-working day"),
    **dict.fromkeys(("bh", "b/h", "bank hol", "b hol", "ph"), "bank holiday"),
    **dict.fromkeys(("left", "leaver"), "left"),
}
_FREE: Final = re.compile(
    r"non[- ]?work|not work|not contracted|rest day|bank hol|public hol|weekend|office clos|closure day"
)
_AT_WORK: Final = re.compile(
    r"phased|\bwork(?:s|ed|ing)?\b|\bhome\b|train|course|conference|\bduty\b|\bcourt\b|office|visit|meeting|on call"
    r"|redeploy|in service|\bleft\b|leaver|vacan|not (?:yet )?(?:started|in post)|\bstudent\b|induction|admin"
)
_AWAY: Final = re.compile(
    r"leave|sick|\bill|toil|lieu|flexi|holiday|annual|vacation|absen|unavailab|\baway\b|\b[mp]aternity|adopt|bereave|"
    r"compassion|jury|\btime off\b|medical|dependa|suspen"
)
_ASKED_FOR: Final = re.compile(
    r"\basked for\b|\brequest(?:ed)?\b|\b(?:provisional|tentative|unapproved|unconfirmed|pending)\b|"
    r"\b(?:not(?: yet)?|to be|awaiting|awaits) (?:agreed|agreement|approved|approval|authorised|granted|confirmed)\b"
)
SICK: Final = re.compile(r"\bsick|\bill", re.IGNORECASE)
#: Leave that nobody plans, and so said by a code, which leaves nothing else to ask.
SUDDEN: Final = re.compile(r"emergenc|dependa|compassion|bereave|funeral", re.IGNORECASE)
SUDDEN_BY_CODE: Final = re.compile(f"{SUDDEN.pattern}|unauthori|suspen", re.IGNORECASE)
#: After which nobody knows when they are back, by what it stands for; and a mark of it behind another code.
OPEN_ENDED: Final = re.compile(
    r"\bstill\b|no (?:return|end)|open.?end|on-?going|\bcontinu|goes on|until further"
)
_GOES_ON: Final = re.compile(r"(.*\w)\s*(?:[-=]?>+|→|…|\.{3})")
#: Leave that begins months before it ends.
OF_MONTHS: Final = re.compile(r"\b(?:maternity|adopt\w*|parental)\b")
#: Nobody has more days a week on which they don't work; on so many of them a mark stands before it is one of those.
_MOST_OFF: Final = 4
_OFTEN: Final = 4
#: No longer than this is a code's; so many of a column's words are codes'.
LONGEST: Final = 9
_FEWEST: Final = 2
_FRIDAY: Final = 4


class Means(Enum):
    AWAY = "away"
    FREE = "nobody would be at work"
    AT_WORK = "at work"
    HALF = "half a day"
    ASKED_FOR = "asked for, and not granted"
    UNKNOWN = "unknown"


def meant(said: str) -> Means:
    """``said``: what a code stands for. What says a rest day and more is what it says besides, as "weekend duty"; a
    rest day or leave may be either."""
    text = fold(said)
    if is_not_taken(text) or _ASKED_FOR.search(text):
        return Means.ASKED_FOR
    if is_half(text):
        return Means.HALF
    beside = _FREE.sub(" ", text)
    tests = ((_AT_WORK, Means.AT_WORK), (_AWAY, Means.UNKNOWN if beside != text else Means.AWAY))
    otherwise = Means.FREE if beside != text else Means.UNKNOWN
    return next((means for test, means in tests if test.search(beside)), otherwise)


def means(column: Column, word: str) -> Means:
    return meant(column.spelt(word))


def are_codes(column: Column) -> bool:
    """Whether a column says of each day what somebody did, leave among it."""
    if not column.words or column.are_days or column.are_amounts:
        return False
    said = [means(column, word) for word in column.words]
    short = sum(len(word) <= LONGEST for word in column.words)
    known = sum(one is not Means.UNKNOWN for one in said)
    away = sum(one in (Means.AWAY, Means.ASKED_FOR) for one in said)
    return away >= _FEWEST and known > MOSTLY * len(said) and short > MOSTLY * len(said)


def tell_absences(cells: Iterable[str]) -> bool:
    """Whether they are such codes, as they usually mean."""
    column = Column("")
    for cell in cells:
        column.take(cell)
    column.key = _USUAL
    return are_codes(column)


def with_codes(columns: Sequence[Column], *, rota: bool) -> None:
    """What codes mean, where the file's key doesn't say it: of a rota, or of a table with a row for each day, in which
    one column is of days."""
    days = [column for column in columns if column.are_days]
    if len(days) != 1 or (not rota and len(days[0].words) == days[0].filled):
        return
    for column in columns:
        key = column.key
        column.key = {**_USUAL, **_of_weekends(column, days[0]), **key}
        if not (are_codes(column) and (rota or _leave_in(column))):
            column.key = key
        else:
            column.key = {**_going_on(column), **column.key}
            _take_days_off(column, days[0], columns)


def _going_on(column: Column) -> dict[str, str]:
    """``S>``: of the code before the mark, that it goes on."""
    marked = ((word, _GOES_ON.fullmatch(word)) for word in column.words)
    told = ((fold(word), column.key.get(fold(one[1]), "")) for word, one in marked if one)
    return {word: f"{said}, goes on" for word, said in told if said}


def _take_days_off(column: Column, days: Column, columns: Sequence[Column]) -> None:
    """What says nothing elsewhere stands in a rota for days on which somebody doesn't work, where a key says so, or it
    stands for each of them at the same days of the week, and not at others."""
    whose = list(zip(*(one.cells for one in columns if one not in (column, days)), strict=True))
    for mark in sorted(column.nothing):
        if fold(mark) not in column.key and not _are_days_off(mark, column, days, whose):
            continue
        column.key = {fold(mark): "day not worked", **column.key}
        column.cells = [
            raw if raw == mark else cell for raw, cell in zip(column.raw, column.cells, strict=True)
        ]
        column.words[mark] = column.cells.count(mark)
        column.filled += column.words[mark]
        column.nothing.discard(mark)


def _are_days_off(mark: str, column: Column, days: Column, whose: Sequence[tuple[str, ...]]) -> bool:
    """Most of those who have it have it often, and on few days of the week."""
    on: dict[tuple[str, ...], list[int]] = {}
    for raw, day, who in zip(column.raw, days.cells, whose, strict=False):
        if raw == mark and (said := _day(day)):
            on.setdefault(who, []).append(said.weekday())
    off = sum(len(some) >= _OFTEN and len({*some}) <= _MOST_OFF for some in on.values())
    return off > MOSTLY * len(on)


def _of_weekends(column: Column, days: Column) -> dict[str, str]:
    """Words that nobody says of another day, and that say nothing else: a mark of the calendar's."""
    on: dict[str, set[bool]] = {}
    for word, day in zip(column.cells, days.cells, strict=True):
        on.setdefault(word, set()).add(_is_weekend(day))
    marks = (word for word, told in on.items() if word and told == {True} and column.words.get(word, 0) > 1)
    return {fold(word): "weekend" for word in marks if meant(_USUAL.get(fold(word), word)) is Means.UNKNOWN}


def _is_weekend(day: str) -> bool:
    on = _day(day)
    return on is not None and on.weekday() > _FRIDAY


def _day(text: str) -> date | None:
    said = said_in(split(text)[0])
    return said.in_year(full_year(said.year)) if said else None


def of_days(columns: Sequence[Column], chosen: str = "") -> dict[str, Column]:
    """The columns of absences, of a table with a row for each day and a code in each. ``chosen``: the column that a
    mapping has for the codes, whatever this file's are."""
    days = [column for column in columns if column.are_days]
    codes = [column for column in columns if plain(column.title) == plain(chosen)]
    for column in codes:
        column.key = {**_USUAL, **column.key}
    codes = codes or [column for column in columns if column.key and are_codes(column)]
    if len(days) != 1 or len(codes) != 1:
        return {}
    return {"first": days[0], "last": days[0], "sickness": codes[0]}


def _leave_in(column: Column) -> bool:
    return any("annual" in fold(column.spelt(word)) for word in column.words)
