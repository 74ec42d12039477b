"""docs/permissions.md is the table that the code is compared with."""

from __future__ import annotations

from tests.handlers.permission_page import PAGE, page


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.handlers.permission_page"
