"""Lines that stand over others and say what holds for those below: an employee over their absences, a team over its
people. What such a line says is a column of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from policy.folding import fold
from storage.importing.mapped.month_years import Above
from storage.importing.mapped.own_words import OwnWords
from storage.importing.tables.files import IsHeading, Line, TableFile, is_total
from storage.importing.tables.legends import is_legend
from storage.importing.tables.over_rows import FEWEST, MOST, ROWS, OverRows, beside
from storage.importing.tables.page_lines import PageLines, with_next
from storage.importing.tables.section_leaders import LED_BY, common_end, is_vacancy, leading

#: By the column that it makes, what such a line says; ``*`` is what holds for the rows below.
Sections: TypeAlias = Mapping[str, str]

#: So many lines beside those that name somebody are teams'.
_FEWEST_TEAMS: Final = 2
#: Such a line fills no more cells than this, and no more than half of them.
_FILLS: Final = 3
#: A code that stands behind a team's name, the same letters in front of each.
_CODED: Final = re.compile(r"(.*\S)\s+([-–—|:])\s+([A-Za-z]*)\d+\w*")
#: What it is of, before what it says: ``Team: North``.
_LABELLED: Final = re.compile(r"([^\W\d_][\w /&'’\-]{0,30}?) ?: *(\S.*)")
#: A line that is said again at the head of a page.
_AGAIN: Final = re.compile(r"\s*[(\[]?\bcont(?:['’]?d|inued)?\b\.?[)\]]?$", re.IGNORECASE)
#: Of a line that may say whatever it is.
ANYTHING: Final = "*"
#: How the column is called whose lines begin with no word of their own.
SECTION: Final = "Section"


@dataclass(frozen=True, slots=True)
class Sectioned(OverRows):
    """``sections``: over rows; a heading that comes again is left out."""

    sections: Sections

    def _titles(self) -> Sequence[str]:
        return list(self.sections)

    def _is_over(self, cells: Sequence[str], _is_heading: IsHeading) -> bool:
        """And nothing that stands above several columns at a time."""
        return bool(self._told(cells, len(cells), labelled=True))

    def _rows(
        self, lines: Iterator[Line], heading: Sequence[str], above: Sequence[Sequence[str]]
    ) -> Iterator[Line]:
        pages, width = PageLines.of((), heading), len(heading)
        said = dict.fromkeys(self.sections, "")
        for cells in above:  # the first of them may stand over the heading too
            said.update(self._told(cells, width, labelled=True))
        aside = False
        for line, after in with_next(lines):
            if pages.is_title_of_other(line[1], after):
                yield line[0], line[1][:width]
                continue
            if pages.has(line[1]):
                if aside and pages.is_heading(line[1]):
                    aside = False
                    yield line[0], [*line[1][:width], *self.sections]  # it goes on after another table
                continue
            aside = aside or pages.is_other_heading(line[1])
            if told := self._told(line[1], width):
                said = self._as_told(said, told)
                continue
            yield from beside(line, width, [*said.values()])

    def _as_told(self, said: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
        """What stands below another line than before holds no longer, such as who led the team above."""
        titles = list(self.sections)
        outermost = next(
            (at for at, title in enumerate(titles) if told.get(title, said[title]) != said[title]), None
        )
        inner = titles[outermost + 1 :] if outermost is not None else ()
        return {**said, **dict.fromkeys(inner, ""), **told}

    def _told(self, cells: Sequence[str], width: int, *, labelled: bool = False) -> Mapping[str, str]:
        """``labelled``: only of what says more than any title does."""
        words = {title: OwnWords({pattern: "*"}) for title, pattern in self.sections.items()}
        said = ((title, _said(cells, width, one, self.sections[title])) for title, one in words.items())
        told = {title: one for title, one in said if one}
        labels = {title: one for title, one in told.items() if self.sections[title] != ANYTHING}
        return labels if labels or labelled else told


def _said(cells: Sequence[str], width: int, words: OwnWords, pattern: str) -> str:
    """What a line says, where it is one; one that may say anything fills one cell alone."""
    text = _alone(cells, width)
    if not text or (pattern == ANYTHING and (_filled(cells) > 1 or is_vacancy(text))):
        return ""
    return words.meaning(text) or ""


def _alone(cells: Sequence[str], width: int) -> str:
    """The first cell of a line that fills few and is no total."""
    filled = _filled(cells)
    if not 0 < filled <= _FILLS or 2 * filled > width or is_total(cells, width):
        return ""
    return _AGAIN.sub("", " ".join(next(cell for cell in cells if cell.strip()).split()))


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


class _Band(NamedTuple):
    """A line that may be one: what it says, where, whether nothing else stands in it, and whether a row follows."""

    text: str
    place: int
    only: bool
    followed: bool


def sections_in(table: TableFile, is_heading: IsHeading) -> Sections:
    """What lines of a table say over those below; empty where none do."""
    above = Above(is_heading)
    lines = list(islice(table.lines(above.is_one), ROWS))
    if not lines:
        return {}
    heading, rows = [fold(cell) for cell in lines[0][1]], [cells for _, cells in lines[1:]]
    bands, first = (list(_bands(some, len(heading))) for some in (rows, above.lines(lines[0][1])))
    labels = _by_labels([*first, *bands], heading)
    if led := _by_leaders(bands, rows, heading, labels):
        return led
    return labels or _by_first_word(bands, heading) or _by_place(bands, rows, heading)


def _bands(rows: Sequence[Sequence[str]], width: int) -> Iterator[_Band]:
    for at, cells in enumerate(rows):
        text = _alone(cells, width)
        if text and not is_legend(cells):
            place = next(n for n, cell in enumerate(cells) if cell.strip())
            after = rows[at + 1] if at + 1 < len(rows) else ()
            yield _Band(text, place, _filled(cells) == 1, _filled(after) > _FILLS)


def _by_leaders(
    bands: Sequence[_Band], rows: Sequence[Sequence[str]], heading: Sequence[str], labels: Sections
) -> Sections:
    """Lines of which each names whoever those below report to; beside them others may say of which team they are,
    under which the lines that come first stand in the file."""
    patterns = OwnWords.of(labels.values())
    mine = [one.text for one in bands if one.only and one.text not in patterns and not is_vacancy(one.text)]
    led = leading(mine, (cells for cells in rows if _filled(cells) > _FILLS))
    others = [text for text in mine if text not in led]
    if not led:
        return {}
    title, end = _free(LED_BY, heading), common_end(led)
    if len({*others}) < _FEWEST_TEAMS or not end or any(text.endswith(end) for text in others):
        return _in_order(bands, {**labels, title: ANYTHING})
    teams = {} if labels else {_free(SECTION, heading): ANYTHING}
    return _in_order(bands, {**labels, title: f"* {end}", **teams})


def _in_order(bands: Sequence[_Band], sections: Sections) -> Sections:
    """As they come first in the file: what a line says ends where one over it says something else."""
    words = {title: OwnWords.of([pattern]) for title, pattern in sections.items()}
    telling = sorted(sections, key=lambda title: sections[title] == ANYTHING)
    firsts: dict[str, str] = {}
    for one in bands:
        if found := next((title for title in telling if one.text in words[title]), None):
            firsts.setdefault(found, sections[found])
    return {**firsts, **sections}


def _by_labels(bands: Sequence[_Band], heading: Sequence[str]) -> Sections:
    """``Team: North`` over ``Worker: Amara Example``: what stands behind each label that comes so often."""
    told = [match for one in bands if (match := _LABELLED.fullmatch(one.text))]
    by: dict[str, list[str]] = {}
    for match in told:
        by.setdefault(match[1], []).append(match[2])
    several = {label: said for label, said in by.items() if len({*said}) > 1}
    if not any(len(said) >= FEWEST for said in several.values()):
        return {}
    return {_free(_numbered(label, said), heading): f"{label}: *" for label, said in several.items()}


def _numbered(label: str, said: Collection[str]) -> str:
    are_numbers = all(re.search(r"\d", one) and " " not in one for one in said)
    return f"{label} number" if are_numbers else label


def _by_first_word(bands: Sequence[_Band], heading: Sequence[str]) -> Sections:
    """``Employee 0032049``: what stands behind the word with which most begin."""
    firsts = Counter(one.text.split()[0] for one in bands if len(one.text.split()) > 1)
    word, count = next(iter(firsts.most_common(1)), ("", 0))
    mine = [one.text for one in bands if one.text.split()[0] == word]
    behind = {" ".join(text.split()[1:]) for text in mine}
    if count < FEWEST or count < MOST * len(bands) or len(behind) < FEWEST:
        return {}
    return {_free(_numbered(word, behind), heading): f"{word} *"}


def _by_place(bands: Sequence[_Band], rows: Sequence[Sequence[str]], heading: Sequence[str]) -> Sections:
    """Lines that say one thing alone, where other rows say something else: what no column has a heading for."""
    mine = [one for one in bands if one.only and one.followed]
    place, count = next(iter(Counter(one.place for one in mine).most_common(1)), (0, 0))
    said = {one.text for one in mine if one.place == place}
    if count < FEWEST or len(said) < FEWEST:
        return {}
    others = [cells for cells in rows if _filled(cells) > _FILLS]
    filled = sum(place < len(cells) and bool(cells[place].strip()) for cells in others)
    if filled < len(others) / 2:
        return {}  # a column of its own, said once over the rows below
    coded = [_CODED.fullmatch(text) for text in said]
    alike = {(one[2], one[3]) for one in coded if one}
    pattern = "*" if not all(coded) or len(alike) != 1 else f"* {' '.join(next(iter(alike)))}*"
    return {_free(SECTION, heading): pattern}


def _free(title: str, heading: Sequence[str]) -> str:
    return f"{title} line" if fold(title) in heading else title
