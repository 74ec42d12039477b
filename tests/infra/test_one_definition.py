"""Rules that stood twice and drifted: each has one place, and nothing in the product writes it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.ruleset import Duty

ROOT = Path(__file__).parents[2]
PRODUCT = ("app.py", "bot", "handlers", "cards", "storage", "policy")


_DUE = r"\w*(?:due|target|review_by)\b"
_TODAY = r"(?:(?:\w+\.)*today|work\.on)\b"


#: What is looked for, and where it may stand: rows as a file brings them, and what is written into files, are no
#: second definition; nor are a rule set's worked examples, which know 'nothing' beside the states; nor is what
#: looks for numbers in a text, and compares no name; nor is Graph's word for how busy somebody is.
RULES = {
    "a day in words": (
        r"%[AaBb](?![\w])|:%d/%m",
        {"policy/date_words.py", "bot/sample/large.py"},
    ),
    "in post": (
        r"left_on\)?(\.is_\(None\)| is None)",
        {"storage/conditions.py", "storage/people.py", "storage/importing/applied/complete.py"},
    ),
    "overdue": (
        rf"days_left\([^()]*\) *[<>]|\b{_DUE} [<>]=? {_TODAY}|\b{_TODAY} [<>]=? (?:\w+\.)*{_DUE}|\b{_DUE} - {_TODAY}",
        {"policy/obligations.py"},
    ),
    "a state compared with a literal": (
        r"\.(state|answer|dropped|waiting_for|ended_because)\)? (==|!=|is) [\"']|\bstate=[\"']",
        {"bot/sample/large.py", "policy/examples.py"},
    ),
    "an open obligation": (r"\"waiting\", \"running\"", {"policy/ruleset/rules.py"}),
    "subjects by kind": (
        r"\.kind(\]|, \[\]\))\.append\((?:\w+\.)*id\)|\[kind\]\.append\(",
        {"policy/facts/subjects.py"},
    ),
    "a date as it is written": (
        r"strptime|d\{1,2\}\)\[?\(?\[[/.\\ -]{2,}|\\d\{4\}\)\[?-",
        {"policy/written_days.py"},
    ),
    "a day to meet that is over": (r"arranged_for (<|>=) [\w.]*today", {"storage/requests.py"}),
    "whom a staff number that was picked means": (
        r"\w+\.staff_number == (staff_number|request\.text)",
        {"handlers/shared/person_lookup.py"},
    ),
    "how long a person's name in a command is": (r"range\(min\(", {"handlers/shared/person_lookup.py"}),
    "how far back or ahead, in a sentence": (
        r"(last|next) \d+ days|\b(two|three|four|five|six|ten) working days",
        {"bot/sample/small.py", "bot/sample/large.py"},
    ),
    "working days written in code": (
        r"add_working\([^\n]*, -?([2-9]|\d\d)\)|\b[A-Z_]+: Final = Period\(",
        {"policy/calendar.py", "bot/sample/large.py"},
    ),
    "a message still to go out": (
        r"'pending', 'sending'|PENDING, MessageState\.SENDING",
        {"storage/tables/outbox.py"},
    ),
    "what ends a longer interval": (r"until or date\.max\) >= \w+\.since", set()),
    "a relationship of the line": (r"~col\(r\.professional\), col\(r\.since\)", set()),
    "a day between a first and a last": (
        r"(since|first|on) <= [\w.]+ <= \(|(since|first|on) <= [\w.]+ and \([\w.]+ is None",
        {"policy/spans.py", "policy/duties/excused.py"},
    ),
    "that an answer doesn't fit, or a button is gone": (
        r"There is more here than|button no longer works",
        {"cards/not_done.py"},
    ),
    "a case that is open": (
        r"col\(c\.closed_on\)\.is_\(None\)|Case\.closed_on\)\.is_\(None\)|Case\.__table__\.c\.closed_on\.is_",
        {"storage/conditions.py"},
    ),
    "a name in another spelling": (
        r"unicodedata\.normalize|func\.lower\(col\(p\.",
        {"policy/folding.py", "policy/personal_details.py"},
    ),
    "whether two names are the same": (
        r"\.casefold\(\)",
        {"policy/folding.py", "bot/outlook/graph.py"},
    ),
    "who arranges for somebody who is away": (
        r"manages\([^\n]*absences\.absence\(",
        {"handlers/shared/permissions.py"},
    ),
    "words of a heading of a team": (
        r"frozenset\(\s*\{\"team\", \"unit\"",
        {"storage/importing/proposal/heading_words.py"},
    ),
}


@pytest.mark.parametrize("what", RULES)
def test_has_one_place(what: str) -> None:
    written, places = RULES[what]
    found = {str(file.relative_to(ROOT)) for file in _product() if re.search(written, file.read_text())}
    assert found - places == set(), f"{what} is written again"


_DUTIES = "|".join(Duty)
#: A duty's own string on a line that speaks of duties, or as a case of a ``match``.
_BARE_DUTY = (
    rf"""(?:duty\b|open_about\(|\bended\(|show_again\().*["'](?:{_DUTIES})[:"']|"""
    rf"""^ +case ["'](?:{_DUTIES})[:"']"""
)
#: In handlers, in a tuple of them too: storage has tables of the same names.
_LISTED_DUTY = rf"""Final = \(["'](?:{_DUTIES})[:"']"""


@pytest.mark.parametrize(
    ("room", "written"), [("handlers", f"{_BARE_DUTY}|{_LISTED_DUTY}"), ("storage", _BARE_DUTY)]
)
def test_a_duty_is_named_by_its_enum(room: str, written: str) -> None:
    looked = re.compile(written, re.MULTILINE)
    found = {
        f"{file.relative_to(ROOT)}: {match[0].strip()}"
        for file in _product()
        if file.is_relative_to(ROOT / room) and "importing" not in file.parts
        for match in looked.finditer(file.read_text())
    }
    assert found == set()


def _product() -> Iterator[Path]:
    for place in PRODUCT:
        path = ROOT / place
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (file for file in files if "migrations" not in file.parts)
