"""What is typed on the command line, what stands in files that are brought in, in a rule file and in settings: whatever
it is, an answer and no fault."""

from __future__ import annotations

import random
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.settings import Settings, SettingsError, read_settings
from policy.loader import RuleSetError, load
from tests.commands.conftest import Run
from tests.infra.databases import Databases
from tests.infra.junk import MARK, seeded, texts

SHIPPED: Final = Path("policy/rulesets/central-bedfordshire.yaml").read_text(encoding="utf-8").splitlines()
COMMANDS: Final = (
    ("due", "{}"),
    ("due", "--json", "{}"),
    ("report", "--from", "{}", "--to", "{}"),
    ("report", "--from", "2026-10-01", "--to", "2026-10-31", "--team", "{}", "--person", "{}"),
    ("audit", "show", "--case", "{}"),
    ("audit", "show", "--person", "{}"),
    ("export", "person", "{}"),
    ("export", "case", "{}"),
    ("person", "show", "{}"),
    ("person", "set", "{}", "--email", "{}"),
    ("policy", "explain", "{}"),
    ("policy", "check", "{}"),
    ("retention", "hold", "{}"),
    ("import", "{}"),
    ("{}", "{}"),
)


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    return sqlite


@pytest.mark.usefixtures("settings")
def test_a_command_with_anything_after_it(run: Run) -> None:
    sayable = texts.map(lambda text: text.replace("\x00", "")).filter(lambda text: len(text) < 1000)

    @seeded(8)
    @given(st.sampled_from(COMMANDS), st.lists(sayable, min_size=2, max_size=2))
    def types(command: tuple[str, ...], words: list[str]) -> None:
        given_ = iter(words)
        said = run(*(next(given_) if word == "{}" else word for word in command))
        assert said.exit_code in (0, 1, 2), (command, words, said.output)
        assert "Traceback" not in said.output

    types()


FILES: Final = {
    "people": "staff number,name,email,role,team,employed from,left on,works",
    "cases": "reference,service,categories,worker,since,closed on",
    "relationships": "supervisee,supervisor,since,until",
    "sessions": "supervisee,supervisor,kind,starts,minutes,state",
    "absences": "person,first,last,planned",
}


@pytest.mark.usefixtures("settings")
def test_a_file_of_anything(run: Run, tmp_path: Path) -> None:
    """Comma-separated or a workbook; whole, cut off or of bytes that are no text."""
    cells = st.lists(st.lists(texts, max_size=9), max_size=4)

    @seeded(6)
    @given(st.sampled_from(sorted(FILES)), cells, st.sampled_from(["csv", "xlsx"]), st.integers(0, 9))
    def brings(name: str, rows: list[list[str]], kind: str, damage: int) -> None:
        content = (_csv if kind == "csv" else _xlsx)([FILES[name].split(","), *rows])
        path = tmp_path / f"{name}.{kind}"
        path.write_bytes(_damaged(content, damage))
        said = run("import", "--dry-run", path)
        assert said.exit_code in (0, 1, 2), said.output
        assert "Traceback" not in said.output

    brings()


def _csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode(errors="replace")


def _xlsx(rows: list[list[str]]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(["".join(c for c in cell if c.isprintable())[:2000] for cell in row])
    book.save(file)
    return file.getvalue()


def _damaged(content: bytes, damage: int) -> bytes:
    """Most are left whole."""
    if damage == 1:
        return content[: len(content) // 2]
    if damage == 2:
        return b"\xff\xfe\x00" + content
    return content


@seeded(4)
@given(st.integers(0, 10**9), texts)
def test_a_rule_file_of_anything(seed: int, junk: str) -> None:
    """A line or two of the shipped one are something else."""
    lines, chosen = list(SHIPPED), random.Random(seed)
    for _ in range(chosen.randint(1, 2)):
        at = chosen.randrange(len(lines))
        key, colon, _ = lines[at].partition(":")
        lines[at] = chosen.choice([junk, f"{key}{colon} {junk}", f"{lines[at]}{junk}", "", f"- {lines[at]}"])
    with suppress(RuleSetError):
        load("\n".join(lines), "ours.yaml")


def test_a_setting_of_anything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is wrong is named, and its value, which may be a secret, never quoted; a platform's name is."""
    monkeypatch.chdir(tmp_path)

    @seeded(150)
    @given(st.sampled_from(sorted(Settings.model_fields)), texts)
    def reads(name: str, junk: str) -> None:
        said = ""
        try:
            read_settings(**{name: junk})
        except SettingsError as error:
            said = str(error)
        assert MARK not in said or name == "platforms"

    reads()
