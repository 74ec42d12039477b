"""No transaction is open while something is waited for: a network's answer least of all."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
#: What opens one.
OPENS: Final = (".work(", ".read(", "write_transaction(", "read_transaction(")


def test_nothing_is_awaited_inside_a_transaction() -> None:
    files = [file for room in ("bot", "storage", "handlers") for file in (ROOT / room).rglob("*.py")]
    opened = {
        f"{file.relative_to(ROOT)}:{node.lineno}": node
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.With | ast.AsyncWith)
        if any(one in ast.unparse(item.context_expr) for item in node.items for one in OPENS)
    }
    assert len(opened) > 50
    waits = (ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not [
        place
        for place, node in opened.items()
        if any(isinstance(inner, waits) for line in node.body for inner in ast.walk(line))
    ]
