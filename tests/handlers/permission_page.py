"""``python -m tests.handlers.permission_page`` writes docs/permissions.md: the table written by hand, which
``test_permissions`` compares with the code cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cards.ask import Ask
from tests.handlers import permissions_by_hand as by_hand

PAGE: Final = Path(__file__).parents[2] / "docs" / "permissions.md"
_HEAD: Final = """# Who may ask for what

One line for each thing that can be asked, by a button, a form or a command, under Central Bedfordshire's policy. The
columns are people by how they stand to Amara, her session, its record and her case, while her supervisor is away and
somebody covers. ● may; anybody else reads why not and nothing is done. Some asks are let through to be told what is
wrong with them, such as a group where there is none. A milestone is what is asked of her supervisor, their observation,
unless the line says that it is an agreement, which is the two's.

`python -m tests.handlers.permission_page` writes this page. `tests/handlers/test_permissions.py` compares every cell
with the code, and tries a sample through each platform's endpoint. What differs in a group, with a professional
supervisor, on a restricted case and under another policy is in `tests/handlers/permissions_by_hand.py`.
"""


def page() -> str:
    return "\n".join([_HEAD, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    relations = list(by_hand.RELATIONS)
    yield f"| asked | {' | '.join(relations)} |"
    yield f"|---|{':-:|' * len(relations)}"
    rows = [(_asked(ask), cell) for ask, cell in by_hand.CELLS.items()]
    rows += [(f"{_asked(ask)}, of an agreement", cell) for ask, cell in by_hand.OF_AGREEMENT.items()]
    for asked, cell in sorted(rows):
        yield f"| {asked} | {' | '.join('●' if r in cell else '' for r in relations)} |"


def _asked(ask: type[Ask]) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", ask.__name__).lower()
    return f"{ask.__module__.split('.')[1]}: {words}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
