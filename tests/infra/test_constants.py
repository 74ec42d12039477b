"""What a module names in capitals is ``Final``: the type checker refuses whoever sets it anew."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("bot", "cards", "handlers", "policy", "storage")
#: A type variable is no constant.
CONSTANT: Final = re.compile(r"_?[A-Z][A-Z0-9_]+")


def test_every_constant_is_final() -> None:
    files = [f for room in ROOMS for f in (ROOT / room).rglob("*.py") if "migrations" not in f.parts]
    open_ones = {
        f"{file.relative_to(ROOT)}: {name.id}"
        for file in files
        for node in ast.parse(file.read_text()).body
        for target in _set_without_final(node)
        for name in ast.walk(target)
        if isinstance(name, ast.Name) and CONSTANT.fullmatch(name.id)
    }
    assert not open_ones


def _set_without_final(node: ast.stmt) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target, annotation=annotation) if "Final" not in ast.unparse(annotation):
            return [target]
        case _:
            return []
