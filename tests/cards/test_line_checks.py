"""What an administrator is told of gaps in the lines of management."""

from cards.upkeep.management_lines import BY_FILE, WORDS, RouteFaults


def test_the_staff_list_is_named_for_what_it_mends_alone() -> None:
    """Somebody who covers and is away was to be “put right in the staff list”, which knows no covers."""
    assert set(BY_FILE) < set(WORDS)
    away = RouteFaults([("cover_gone", "Bo Placeholder")]).item().body
    assert "import it again" not in str(away)
    assert "whoever arranges their cover can name another" in str(away)
    both = str(RouteFaults([("cover_gone", "Bo Placeholder"), ("loop", "Di Example")]).item().body)
    assert both.index("import it again") < both.index("Di Example") < both.index("No staff list")
