"""One column of a council's own file: its heading as it is compared, and what its values look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Final

from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.columns.times_of_day import is_time, minutes
from storage.importing.columns.values import worded
from storage.importing.faults import Unreadable
from storage.importing.mapped.grid_cells import says_held
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.own_dates import (
    has_no_month,
    has_no_year,
    is_compact,
    is_impossible,
    is_serial,
    said_in,
    split,
)
from storage.importing.mapped.own_words import OF_RANK, SHORT_FORMS, SHORTENED, generalised
from storage.importing.proposal.heading_words import (
    DISCUSSED,
    OF_ABSENCE,
    OF_CASE,
    OF_DAY,
    OF_END,
    OF_IDENTITY,
    OF_OTHERS,
    OF_POST,
    OF_STAFF,
    PLURAL,
    canonical,
    normal,
)
from storage.importing.proposal.own_nothing import says_nothing

#: As alike as a word has to be to be worth a look.
LIKE: Final = 0.55
#: By so many of its different words a column is known.
WORDS: Final = 60
#: More than this share of a column's words has to be of a kind for the column to be.
MOSTLY: Final = 0.5
#: No more words than these may be all different and teams' or posts' all the same, as in a small file.
_MANY: Final = 30
#: An identity says something else in more than this share of its rows.
NEARLY: Final = 0.8
#: No more of a column's cells than this are empty because somebody forgot them.
FORGOTTEN: Final = 0.1
#: The last figures of Oracle's and SAP's years without end.
_NEVER: Final = ("12", "99")
OPEN_OR_CLOSED: Final = {
    **dict.fromkeys(("open", "active", "current"), "yes"),
    **dict.fromkeys(("closed", "inactive", "ended"), "no"),
}
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_.'’\-]+,? +[^\W\d_][^\d_]*")
_AMOUNT: Final = re.compile(r"\d+(?:[.,]\d+)? ?%?")
_LEAVE: Final = re.compile(
    r"sick|leave(?!r)|\bannual\b|holiday|vacation|toil|flexi|\b[mp]at(?:ernity)?\b|adopt|absen|\bill|jury|training|bereave|\ba/?l\b|"
    r"compassion|study|special|unpaid|parental|dependa|emergency|carer|course|conference|duties|medical app|lieu"
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(slots=True)
class Column:
    """One of the file's columns: its heading, how many rows say something, and its different words. ``cells``: what
    each row says, empty where it says nothing; ``nothing``: words that stand for an empty cell; ``group``: what stands
    above its heading and some others; ``each``: the columns of a month each that it stands for; ``raw``: the cells as
    they are, with what says nothing; ``key``: what the file itself says that its short words mean; ``moves``: words of
    a session that took place on another day, or will; ``text_of``: the heading of the codes whose text it is;
    ``has_text``: it is such codes."""

    title: str
    group: str = ""
    filled: int = 0
    words: dict[str, int] = field(default_factory=dict)
    nothing: set[str] = field(default_factory=set)
    cells: list[str] = field(default_factory=list)
    each: tuple[str, ...] = ()
    raw: list[str] = field(default_factory=list)
    key: Mapping[str, str] = field(default_factory=dict)
    moves: frozenset[str] = frozenset()
    text_of: str = ""
    has_text: bool = False

    def take(self, cell: str) -> None:
        self.raw.append(cell)
        if says_nothing(cell):
            self.nothing.add(cell)
            cell = ""
        self.cells.append(cell)
        if cell and not v.SHEET_ERROR.fullmatch(cell):
            self.filled += 1
            self.words[cell] = self.words.get(cell, 0) + 1

    def of_rows(self, kept: Sequence[bool]) -> Column:
        """The same of some of the rows."""
        some = Column(self.title, self.group, nothing={*self.nothing}, key=self.key, moves=self.moves)
        some.text_of, some.has_text = self.text_of, self.has_text
        for cell, keeps in zip(self.raw, kept, strict=True):
            if keeps:
                some.take(cell)
        return some

    def where(self, other: Column) -> Column:
        """What it says in rows in which another says something, as in none between two months."""
        mine = Column(self.title, self.group)
        for cell, said in zip(self.raw, other.cells, strict=True):
            mine.take(cell if said else "")
        return mine

    @property
    def heading(self) -> list[str]:
        """Its words, as they are compared."""
        return canonical(self.called).split("_")

    @property
    def called(self) -> str:
        title = self.text_of or self.title
        return f"{self.group} {title}" if self.group else title

    def says_in_title(self, begins: tuple[str, ...]) -> bool:
        """Whether a word of its own heading, whatever stands above it, begins so."""
        return any(word.startswith(begins) for word in canonical(self.title).split("_"))

    @property
    def of_others(self) -> bool:
        """By its heading it is about somebody's manager, or the post above."""
        return not OF_OTHERS.isdisjoint(self.heading) or (self.of_a_post and "parent" in self.heading)

    @property
    def of_an_end(self) -> bool:
        return not OF_END.isdisjoint(self.heading) or "to" in (self.heading[0], self.heading[-1])

    @property
    def of_a_post(self) -> bool:
        """By its heading it is a post's, whoever holds it."""
        return not OF_POST.isdisjoint(self.heading) and "holder" not in self.heading

    @property
    def of_staff(self) -> bool:
        return not OF_STAFF.isdisjoint(self.heading)

    @property
    def of_day(self) -> bool:
        """By its heading it is of days: not whom somebody reports to."""
        return any(OF_DAY.fullmatch(word) for word in self.heading if word != "to" or not self.of_others)

    @property
    def are_days(self) -> bool:
        in_figures = (is_serial, is_compact, has_no_year, has_no_month) if self.of_day else (_has_weekday,)
        return self._are(lambda word: _is_day(word) or any(one(word) for one in in_figures))

    @property
    def are_moments(self) -> bool:
        """Days with a time of theirs beside them."""
        return self.are_days and self._are(lambda word: split(word)[1]) and not self._are(_at_midnight)

    @property
    def are_names(self) -> bool:
        return self._are(_NAME.fullmatch)

    @property
    def names_each(self) -> bool:
        """It says something else in most rows, as of a child each: of teams, posts and kinds of case there are few,
        said in many rows."""
        few = len(self.words) <= max(_MANY, MOSTLY * self.filled) or self.are_days or self.are_amounts
        return not few and len(generalised(self.words)) > max(_MANY, MOSTLY * self.filled)

    @property
    def are_full_names(self) -> bool:
        """No initials among them, by which nobody is known."""
        return self.are_names and not self._are(lambda word: re.search(r"\b\w\b(?!['’])", word))

    @property
    def are_leave(self) -> bool:
        """Kinds of absence."""
        return self._are(lambda word: _LEAVE.search(self.spelt(word).lower()))

    @property
    def is_mostly_leave(self) -> bool:
        """Most rows say a kind of absence: of a list of staff a few do."""
        return sum(self.words[word] for word in self.leave_words) > MOSTLY * len(self.cells)

    @property
    def leave_words(self) -> set[str]:
        return {word for word in self.words if _LEAVE.search(self.spelt(word).lower())}

    @property
    def of_absence(self) -> bool:
        """By its heading it is about being away."""
        return not OF_ABSENCE.isdisjoint(self.heading)

    @property
    def are_emails(self) -> bool:
        return self._are(_EMAIL.fullmatch)

    @property
    def are_numbers(self) -> bool:
        return self._are(str.isdecimal)

    @property
    def are_lengths(self) -> bool:
        """How long something takes."""
        return self._are(_is_length)

    @property
    def are_hours(self) -> bool:
        """Lengths in hours, by the heading."""
        return "hours" in self.heading and self.are_amounts

    @property
    def are_times(self) -> bool:
        """Of day, beside a day or alone."""
        return self._are(_is_time) and not self.are_numbers

    @property
    def are_clock_times(self) -> bool:
        return self.are_times and not self.are_days

    @property
    def are_amounts(self) -> bool:
        """Numbers, whole or in part, with a percent sign or without."""
        return self._are(_AMOUNT.fullmatch)

    @property
    def are_flags(self) -> bool:
        words = islice(self.words, WORDS)
        return self.are_days or all(is_set(word) is not None or _is_day(word) for word in words)

    @property
    def are_open_or_closed(self) -> bool:
        return bool(self.words) and all(normal(word) in OPEN_OR_CLOSED for word in self.words)

    @property
    def are_yes_or_no(self) -> bool:
        return self.are_flags and not self.are_days

    @property
    def is_identity(self) -> bool:
        """By one word of its heading, and it says something else in nearly every row: somebody may have two posts, a
        case two workers."""
        return self.is_of_identity and len(self.words) > NEARLY * self.filled

    @property
    def is_of_identity(self) -> bool:
        of_one = not OF_IDENTITY.isdisjoint(self.heading) and not self.of_others
        return of_one and bool(self.words) and not self.counts_rows

    @property
    def is_case(self) -> bool:
        """By its heading it refers to a case, whoever else the rows are about."""
        return not OF_IDENTITY.isdisjoint(self.heading) and not OF_CASE.isdisjoint(self.heading)

    @property
    def is_of_cases(self) -> bool:
        """By its heading it names those that something was about, several in one cell it may be: ``Cases discussed``,
        ``Mosaic IDs``."""
        singular = {PLURAL.get(word, word.removesuffix("s")) for word in self.heading}
        told = not OF_CASE.isdisjoint(singular)
        return told and not (OF_IDENTITY | DISCUSSED).isdisjoint({*singular, *self.heading})

    @property
    def counts_rows(self) -> bool:
        return list(self.words) == [str(n) for n in range(1, len(self.words) + 1)]

    @property
    def says_no_day(self) -> list[str]:
        """Words of a column of days that are none, ``Open`` or 31 November, but not ``done``; and the 31 December by
        which one with years of two digits mostly says that nothing has ended."""
        none = (w for w in self.words if is_impossible(w) or not (any(map(str.isdigit, w)) or says_held(w)))
        words = list(none) if self.are_days else []
        return [*words, *self._end_of_time]

    @property
    def _end_of_time(self) -> list[str]:
        said = {word: said_in(word) for word in self.words}
        ends = [
            w for w, one in said.items() if one and {one.day, one.month} == {31, 12} and one.year in _NEVER
        ]
        return [word for word in ends if self.words[word] > MOSTLY * self.filled]

    def spelt(self, word: str) -> str:
        """As the file's own key has it, where it has one."""
        return self.key.get(fold(word), word)

    def saying(self, what: re.Pattern[str]) -> set[str]:
        """Its words that say so, by what the key makes of them too."""
        return {word for word in self.words if what.search(word) or what.search(self.spelt(word))}

    def share_of(self, known: Mapping[str, str]) -> float:
        """How many of its words mean one of these."""
        words = list(islice(self.words, WORDS))
        meant = sum(meant_by(self.spelt(word), known) is not None for word in words)
        return meant / len(words) if words else 0.0

    def has_several(self, other: Column) -> bool:
        """Whether one of its words stands beside several of another column's."""
        pairs = {
            (mine, theirs) for mine, theirs in zip(self.cells, other.cells, strict=True) if mine and theirs
        }
        return len(pairs) > len({mine for mine, _ in pairs})

    def beside(self, word: str, other: Column) -> Counter[str]:
        """What another column says in the rows that say a word, with how many do."""
        both = zip(self.cells, other.cells, strict=True)
        return Counter(theirs for mine, theirs in both if mine == word and theirs)

    def overlap(self, other: Column | None) -> int:
        """How many of its words another column says too."""
        return len(self.words.keys() & other.words.keys()) if other else 0

    def _are(self, test: Callable[[str], object]) -> bool:
        words = list(islice(self.words, WORDS))
        return bool(words) and sum(bool(test(word)) for word in words) > MOSTLY * len(words)


def _is_length(text: str) -> bool:
    with suppress(Unreadable):
        return bool(minutes(text))
    return False


def _is_time(text: str) -> bool:
    return is_time(split(text)[1] or text)


def _is_day(text: str) -> bool:
    """With a year, in whatever order: what is wrong with it is said when it is brought in."""
    return said_in(split(text)[0]) is not None


def _has_weekday(text: str) -> bool:
    """``Wed 14th``, of a month that stands elsewhere; ``1st`` alone may be a stage."""
    return text[0].isalpha() and has_no_month(text)


def _at_midnight(text: str) -> bool:
    return re.search(r"[ T]0?0:00(?::00)?", text) is not None


def meant_by(word: str, known: Mapping[str, str]) -> str | None:
    """The rule set's word for one of the council's: the same, a short form of it, one it contains, or nearly it. None
    where it contains two that mean different things, or says more than that ("student social worker"): of words among
    which nobody's post is, whose it was says no more ("cancelled by manager")."""
    said = normal(word)
    if (exact := known.get(worded(word), known.get(said))) is not None:
        return exact
    long = SHORT_FORMS.get(said.replace(" ", "_")) or _long_form(said)
    said = _in_full(said)
    within = [label for label in known if label in said or (long and long in label)]
    if within:
        widest = [w for w in within if not any(w != other and w in other for other in within)]
        meant = {known[w] for w in widest}
        ranks = OF_RANK & set(said.split()) - {part for label in widest for part in label.split()}
        ranks = ranks if any(not OF_RANK.isdisjoint(label.split()) for label in known) else frozenset()
        return meant.pop() if len(meant) == 1 and not ranks else None
    near = get_close_matches(said, known, n=1, cutoff=0.8)
    return known[near[0]] if near else None


def nearest(word: str, known: Mapping[str, str]) -> str:
    """What is worth a look where a word means none of them, or could be either of two; empty where none is like it."""
    said = _in_full(normal(word))
    found = [label for label in known if label in said] or get_close_matches(said, known, n=1, cutoff=LIKE)
    return f"near {' and '.join(sorted({known[label] for label in found}))}" if found else ""


def _in_full(said: str) -> str:
    return " ".join(SHORTENED.get(part, part) for part in said.split())


def _long_form(said: str) -> str | None:
    """Of a short form among other words ("LAC since", "interim care order"), where there is one."""
    words = (form.replace("_", " ") for form in SHORT_FORMS)
    found = {SHORT_FORMS[one.replace(" ", "_")] for one in words if f" {one} " in f" {said} "}
    return found.pop() if len(found) == 1 else None
