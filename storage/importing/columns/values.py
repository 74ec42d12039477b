"""Reads one cell. What spreadsheets do to dates and numbers is recognised and named, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from policy import date_words
from policy.facts import Reason, SessionKind, SessionState, SubjectKind
from policy.folding import first_name_first, fold, without_agency
from policy.periods import parse_period
from policy.ruleset import AGREEMENT, Duty, RuleSet
from policy.written_days import WrittenDay, full_year, in_plain_words, without_weekday, written
from storage.account_shapes import AccountShape
from storage.cipher import Cipher
from storage.importing.checks.spellings import Spellings
from storage.importing.faults import Unreadable
from storage.importing.staff import Staff
from storage.references import is_taken

#: What a cell becomes on its way to the database: dates and times as ISO 8601 text, yes and no as 1 and 0.
Value: TypeAlias = str | int | bytes | None

#: What a formula gives in a workbook that no spreadsheet has worked out.
UNCALCULATED: Final = "#UNCALCULATED"
#: What a spreadsheet writes where a formula gave no value, or a cell is too narrow to show it.
SHEET_ERROR: Final = re.compile(
    r"#(?:N/?A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BUSY!|GETTING_DATA|UNCALCULATED|#{2,})",
    re.IGNORECASE,
)

#: Oracle's and SAP's.
END_OF_TIME: Final = (date(4712, 12, 31), date(9999, 12, 31))
EARLIEST: Final = date(1950, 1, 1)
LATEST: Final = date(2059, 12, 31)

#: Of a pattern: a time as systems write it beside a date.
TIME_BESIDE: Final = r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?Z?"
#: Which day it was is all that is asked for.
_OF_DAY: Final = re.compile(rf"(?:{TIME_BESIDE}|[ T]\d{{1,2}} ?[ap]m)$", re.IGNORECASE)
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)")
_EXPONENT: Final = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_DECIMAL: Final = re.compile(r"\d+[.,]0+")
_WORD_LIKE_A_NAME: Final = re.compile(r"[^\W\d_][a-zà-öø-ÿ'’\-]+[^\W\d_]*")
_DIGIT: Final = re.compile(r"\d")
_BETWEEN_WORDS: Final = re.compile(r"[\s,;]+")
_NOT_A_NAME: Final = "give the case system's reference instead; names of children are never kept"
_YES: Final = {"yes", "y", "true", "1"}
_NO: Final = {"no", "n", "false", "0", ""}


@dataclass(frozen=True)
class ImportVocabulary:
    """The council's own words for roles, services, categories and milestones, and the key for people's words.
    ``shapes``: of case references; where nobody said any, ``shapeless`` is filled with those that are read.
    ``accounts``: how an account's id looks, by platform. ``keys``: what codes mean, by keys that came with them."""

    rules: RuleSet
    cipher: Cipher
    staff: Staff
    references: Spellings = field(default_factory=lambda: Spellings("case"))
    shapes: tuple[str, ...] = ()
    shapeless: set[str] = field(default_factory=set)
    accounts: Mapping[str, AccountShape] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(init=False)
    services: Mapping[str, str] = field(init=False)
    categories: Mapping[str, str] = field(init=False)
    events: Mapping[str, str] = field(init=False)
    milestones: Mapping[str, str] = field(init=False)
    audits: Mapping[str, str] = field(init=False)
    bodies: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        vocabulary = self.rules.vocabulary
        for name in ("roles", "services", "categories", "events"):
            object.__setattr__(self, name, _by_word(getattr(vocabulary, name)))
        object.__setattr__(self, "milestones", _by_word(_milestones(self.rules)))
        object.__setattr__(self, "audits", _by_word(self.rules.audits))
        rows = [row for rule in self.rules.rules for row in rule.rows]
        bodies = {row.yields_to: row.yields_to for row in rows if row.yields_to not in (None, AGREEMENT)}
        object.__setattr__(self, "bodies", _by_word({k: v for k, v in bodies.items() if k and v}))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The council's."""
        return ZoneInfo(self.rules.calendar.zone)

    def case_reference(self, text: str) -> str:
        """As it is written. Raises Unreadable, without repeating it, for what is no reference."""
        if text == UNDECIDED:
            raise Unreadable("how the other lists call it isn't decided in that column's mapping")
        found = case_reference(text)
        if not is_taken(found, self.shapes):
            shapes = " or ".join(self.shapes)
            raise Unreadable(f"this doesn't look like a case reference ({shapes}): {_NOT_A_NAME}")
        if not self.shapes:
            self.shapeless.add(found)
        return found


def _milestones(rules: RuleSet) -> dict[str, str]:
    """What is recorded of a person: the policy's milestones, and the events that a person's clock names."""
    named = {r.what: r.title for r in rules.rules if r.duty is Duty.MILESTONE and r.what}
    rows = [row for _, row in rules.rows_about(SubjectKind.PERSON)]
    ends = {phase.ends_by for row in rows for phase in row.phases}
    ends |= {row.uplift.after for row in rows if row.uplift}
    ends |= {row.starts for row in rows if isinstance(row.starts, str)}
    return {word: label for word, label in rules.vocabulary.events.items() if word in ends} | named


def _by_word(labels: Mapping[str, str]) -> dict[str, str]:
    """A word may be written as in the rule set or as people read it, in any case of letters."""
    both = {worded(label): key for key, label in labels.items()}
    return both | {worded(key): key for key in labels}


def worded(text: str) -> str:
    """As a word is compared: folded, and spaces, hyphens and underscores alike."""
    return " ".join(fold(text).replace("_", " ").replace("-", " ").split())


def on_the_wall(text: str, zone: ZoneInfo) -> str:
    """An instant with its zone, ``2026-06-30T23:00:00Z``, on the council's clock; anything else as it stands."""
    if not _INSTANT.fullmatch(text.strip()):
        return text
    return datetime.fromisoformat(text.strip()).astimezone(zone).isoformat(" ", "minutes")[:16]


def day(text: str) -> str:
    """A date, day first, as ISO 8601. Raises Unreadable."""
    found = _date_of(text)
    if not EARLIEST <= found <= LATEST:
        raise Unreadable(f"{text} is not in {EARLIEST.year} to {LATEST.year}: check the year")
    return found.isoformat()


def day_if_readable(text: str) -> date | None:
    """As ``day``; None for what can't be read as one."""
    with suppress(Unreadable):
        return date.fromisoformat(day(text))
    return None


def is_of_a_life(year: int) -> bool:
    """Whether a day of somebody's working life may be in a year, or that by which nothing ends."""
    return EARLIEST.year <= year <= LATEST.year or year in {day.year for day in END_OF_TIME}


def day_if_any(text: str) -> str | None:
    """As ``day``; None for the end of time, by which staff systems say that nothing has ended."""
    return None if _date_of(text) in END_OF_TIME else day(text)


@lru_cache(maxsize=20_000)
def _date_of(text: str) -> date:
    text = _OF_DAY.sub("", text.strip())
    bare, weekday = without_weekday(in_plain_words(text))
    said = written(bare)
    if said is None or not said.year:
        raise _no_date(text, said)
    year = full_year(said.year)
    if said.month_comes_first:
        raise Unreadable(
            f"'{text}' has no month {said.month}: dates are day first, so write 13 November as 13/11/{year}",
            habit="month first",
        )
    found = said.in_year(year)
    if found is None:
        raise Unreadable(f"'{text}' is not a day of the calendar: check it")
    if weekday not in (None, found.weekday()):
        raise Unreadable(f"'{text}' is a {date_words.weekday(found)}: correct the day or the weekday")
    return found


def _no_date(text: str, said: WrittenDay | None) -> Unreadable:
    if said:
        what = "no year: write it too"
        return Unreadable(f"'{text}' has {what}, as in 03/11/2026", habit=what)
    if text.isdecimal() and len(text) == 5:
        what = "is a spreadsheet's number for a date: format the column as a date, as in 03/11/2026"
        return Unreadable(f"'{text}' {what}", habit=what)
    return Unreadable(f"'{text}' is not a date: write it day first, as in 03/11/2026")


def yes_no(text: str) -> int:
    word = text.strip().lower()
    if word in _YES | _NO:
        return int(word in _YES)
    raise Unreadable(f"'{text}' is neither: write yes or no")


def whole_number(text: str) -> int:
    if not text.strip().isdecimal():
        raise Unreadable(f"'{text}' is not a whole number: write it in digits, without a unit")
    return int(text)


def months(text: str) -> int:
    number = whole_number(text)
    if not 1 <= number <= 60:
        raise Unreadable(f"{number} months is no interval: write 1 to 60")
    return number


def percent(text: str) -> int:
    return _share(text, "full time")


def load_percent(text: str) -> int:
    return _share(text, "a full load")


def _share(text: str, of: str) -> int:
    number = whole_number(text.removesuffix("%").strip())
    if not 1 <= number <= 100:
        raise Unreadable(f"{number} is no share of {of}: write 1 to 100")
    return number


def platform(text: str, words: ImportVocabulary) -> str:
    """The name of a chat platform; ``doctor`` says whether it is in use."""
    if not text.isalpha():
        such = f", such as {' or '.join(words.accounts)}" if words.accounts else ""
        raise Unreadable(f"“{text}” is no chat platform: write its name{such}")
    return text.lower()


def account(text: str, words: ImportVocabulary) -> str:
    """An account's own id on a platform, folded."""
    found, shapes = fold(text), words.accounts.values()
    if shapes and not any(re.fullmatch(shape.pattern, found) for shape in shapes):
        right = ", ".join(shape.said for shape in shapes)
        raise Unreadable(f"this is no account's id: write {right}, or leave it empty")
    return found


def children(text: str) -> int:
    number = whole_number(text)
    if not 0 <= number <= 30:
        raise Unreadable(f"{number} children in one case is not taken: write 0 to 30, or leave it empty")
    return number


def name(text: str) -> str:
    found = first_name_first(" ".join(text.split()))
    if not any(c.isalpha() for c in found):
        raise Unreadable(f"'{text}' is not a person's name: check that the columns are in their places")
    return found


def free(text: str) -> str:
    return " ".join(text.split())


def email(text: str) -> str:
    found = text.strip()
    local, at, domain = found.partition("@")
    if not (local and at and "." in domain) or " " in found or "@" in domain:
        raise Unreadable(f"'{text}' is not an email address: correct it or leave it empty")
    return fold(found)


#: What a mapping says where somebody has to decide.
UNDECIDED: Final = "?"


def staff_number(text: str) -> str:
    if text == UNDECIDED:
        raise Unreadable(
            "they have no number: say by what they are known, in the mapping's line of that column"
        )
    found = _identifier(text, "staff number")
    return found if _DIGIT.search(found) else without_agency(found)


def session_id(text: str) -> str:
    return _identifier(text, "session's id")


def event_id(text: str) -> str:
    return _identifier(text, "event's id")


@lru_cache(maxsize=2_000)
def _identifier(text: str, what: str) -> str:
    found = text.strip()
    if _EXPONENT.fullmatch(found):
        raise Unreadable(
            f"'{text}' is a {what} that a spreadsheet has shortened: format the column as text and export again"
        )
    if _DECIMAL.fullmatch(found):
        raise Unreadable(
            f"'{text}' is a {what} that a spreadsheet has turned into a number: "
            "format the column as text and export again"
        )
    if "|" in found:
        raise Unreadable(f"this has a vertical bar, which no {what} may: correct it")
    if len(found) > 60:
        raise Unreadable(f"a {what} of {len(found)} characters: at most 60 are taken")
    return found


def case_reference(text: str) -> str:
    """A case's opaque reference, as text. One that looks like a name is refused: no child's name is ever kept."""
    found = _identifier(text, "case reference")
    if looks_like_a_name(found):
        raise Unreadable(f"this looks like a name: {_NOT_A_NAME}")
    return found


def looks_like_a_name(text: str) -> bool:
    """Without any digit, or with two words written as names are."""
    if not _DIGIT.search(text):
        return True
    return len(list(filter(_WORD_LIKE_A_NAME.fullmatch, _BETWEEN_WORDS.split(text)))) >= 2


def period(text: str) -> str:
    try:
        return str(parse_period(text))
    except ValueError as error:
        raise Unreadable(str(error)) from None


def chosen(text: str, words: Mapping[str, str], what: str) -> str:
    """The rule set's word for what was written. Raises Unreadable with the nearest."""
    found = words.get(worded(text))
    if found is not None:
        return found
    near = get_close_matches(worded(text), words, n=1)
    known = f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(sorted(set(words.values())))}"
    raise Unreadable(f"'{text}' is no {what} of this rule set; {known}", sort=what)


def categories(text: str, words: Mapping[str, str]) -> str:
    """Joined by spaces, in the order of the alphabet, whatever the order in the cell."""
    given = [part for part in re.split(r"[;|]", text) if part.strip()]
    return " ".join(sorted({chosen(part, words, "category") for part in given}))


def _of(choices: type[SessionKind | SessionState | Reason]) -> dict[str, str]:
    return {worded(str(c)): str(c) for c in choices}


KINDS: Final = _of(SessionKind)
#: A case session that was personal too.
BOTH: Final = "case and personal"
STATES: Final = _of(SessionState)
#: A session whose day says its state: held before today, booked from today on.
BY_DAY: Final = "by day"
REASONS: Final = _of(Reason)
#: Who said that a case was discussed or acknowledged.
ACKNOWLEDGED: Final = {
    "both": "both",
    "supervisee": "supervisee",
    "worker": "supervisee",
    "supervisor": "supervisor",
}
