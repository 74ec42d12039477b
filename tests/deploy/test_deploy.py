"""What deploy/ holds is true of this code: units that systemd takes, a container whose steps work, proxies that let
through what the platforms call."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings
from bot.slack.app import EVENTS
from bot.teams import MESSAGES
from bot.teams.pages import PRIVACY, TERMS
from storage.cipher import new_key
from tests.commands import process
from tests.commands.process import running
from tests.commands.test_serve import environment
from tests.infra.availability import missing
from tests.infra.databases import Databases
from tests.stories import council

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(p.name for p in (DEPLOY / "systemd").iterdir() if p.suffix in (".service", ".timer"))
#: systemd's own measure of what a service could still do, of ten (times ten).
EXPOSURE = 20
ENGINE = shutil.which("podman") or shutil.which("docker")


def analyzed(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        missing("No systemd-analyze", "install systemd")
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_the_unit(name: str, tmp_path: Path) -> None:
    """With this Python in the place of the installed one: it looks whether the program is there."""
    program = tmp_path / "python"
    program.symlink_to(sys.executable)  # which may lie in a folder with a space
    for unit in UNITS:
        text = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(text.replace("/opt/supervision/.venv/bin/python", str(program)))
    done = analyzed("verify", "--man=no", tmp_path / name)
    said = [line for line in done.stderr.splitlines() if "supervision" in line]
    assert (done.returncode, said) == (0, []), done.stderr


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_a_service_may_do_little_else(name: str) -> None:
    done = analyzed("security", "--offline=yes", f"--threshold={EXPOSURE}", DEPLOY / "systemd" / name)
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_the_commands_of_a_service_are_ours(name: str) -> None:
    text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
    found = re.search(r"app\.py ([a-z]+)(.*?)'?$", text, re.MULTILINE)
    assert found
    command = {"import": ["import", "files"]}.get(found[1], [found[1]])
    done = subprocess.run(
        [sys.executable, ROOT / "app.py", *command, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(option in done.stdout for option in re.findall(r"--[a-z]+", found[2]))


def test_the_nightly_import_brings_in_what_lies_there(tmp_path: Path) -> None:
    """As the shell that the unit names runs it: the files, and nothing that the unit writes beside them, are read."""
    text = (DEPLOY / "systemd" / "supervision-import.service").read_text(encoding="utf-8")
    found = re.search(r"app\.py (import .*)'$", text, re.MULTILINE)
    assert found
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / "people.csv").write_text("nothing that we know\n", encoding="utf-8")
    command = f'exec "{sys.executable}" "{ROOT / "app.py"}" {found[1]}'
    database = {"SUPERVISION_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env={**os.environ, **database, "SUPERVISION_ENCRYPTION_KEYS": new_key()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no such file" not in done.stdout + done.stderr
    assert "people.csv" in done.stdout + done.stderr
    assert stat.S_IMODE((tmp_path / "x.db").stat().st_mode) == 0o600, "what the program makes is its owner's"


def test_the_example_names_settings_that_there_are() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    example = (DEPLOY / "systemd" / "settings.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^(SUPERVISION_\w+)=", example, re.MULTILINE))
    assert named <= known
    assert set(re.findall(r"^ENV (SUPERVISION_\w+)=", _containerfile(), re.MULTILINE)) <= known


# The container


@pytest.fixture
def council_url(databases: Databases) -> str:
    return council.copied(databases)


def _containerfile() -> str:
    return (DEPLOY / "container" / "Containerfile").read_text(encoding="utf-8")


def _copied() -> Iterator[str]:
    for line in _containerfile().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            yield line.split()[1]


def test_it_runs_as_nobody_in_particular_and_holds_all_of_the_code() -> None:
    text = _containerfile()
    after = text[text.rindex("FROM ") :]
    assert re.search(r"^USER 10001$", after, re.MULTILINE)
    rooms = {p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()} - {"benchmarks", "tests"}
    assert set(_copied()) == {*rooms, "app.py", "pyproject.toml", "requirements"}


def test_its_steps_work_without_an_engine(
    council_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it copies, where it would stand, started and asked how it is as it would be."""
    (tmp_path / "opt").mkdir()
    for name in _copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / "opt" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / "opt" / name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(process, "APP", tmp_path / "opt" / "app.py")
    with running(home, "serve", **environment(council_url)) as bot:
        bot.until("supervision_ticks_total", 1)
        assert _asked(bot.address) == 0
        bot.stop()
        assert _asked(bot.address) != 0


@pytest.mark.slow
@pytest.mark.skipif(ENGINE is None, reason="No container engine: the container's steps are run without one")
def test_it_is_built_and_says_that_it_is_well(sqlite: Databases, tmp_path: Path) -> None:
    """With a council's database in its volume, as the user that it names."""
    base = re.findall(r"^FROM (\S+)$", _containerfile(), re.MULTILINE)[-1]
    if _engine("pull", base).returncode:
        pytest.skip("The container's base image can't be had: its steps are run without an engine")
    assert (
        _engine("build", "-f", "deploy/container/Containerfile", "-t", "supervision-test", ".").returncode
        == 0
    )
    volume = tmp_path / "volume"
    volume.mkdir()
    shutil.copyfile(council.copied(sqlite).removeprefix("sqlite:///"), volume / "supervision.db")
    for path in (volume, volume / "supervision.db"):
        os.chown(path, 10001, 10001)
    key, mounted = f"SUPERVISION_ENCRYPTION_KEYS={new_key()}", f"{volume}:/var/lib/supervision:Z"
    name = _engine("run", "-d", "-e", key, "-v", mounted, "supervision-test").stdout.strip()
    try:
        assert _engine("exec", name, "id", "-u").stdout.strip() == "10001"
        assert any(_is_well(name) for _ in range(30)), _engine("logs", name).stdout
    finally:
        _engine("rm", "-f", name)


def _engine(*words: str) -> subprocess.CompletedProcess[str]:
    assert ENGINE
    return subprocess.run(
        [ENGINE, *words], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )


def _is_well(name: str) -> bool:
    """By its own health check, within two seconds."""
    time.sleep(2)
    return _engine("exec", name, *_health_check()).returncode == 0


def _health_check() -> list[str]:
    found = re.search(r"^HEALTHCHECK .* CMD (\[.*\])$", _containerfile(), re.MULTILINE)
    assert found
    return list(json.loads(found[1]))


def _asked(address: str) -> int:
    """Its health check, on the port that the test's process has."""
    _, *words = _health_check()
    words = [word.replace("http://127.0.0.1:8080", address) for word in words]
    return subprocess.run([sys.executable, *words], capture_output=True, check=False).returncode


# In front of it


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxy_lets_through_what_the_platforms_call(name: str) -> None:
    text = (DEPLOY / "proxy" / name).read_text(encoding="utf-8")
    assert "/slack/" in text
    assert EVENTS.startswith("/slack/")
    assert MESSAGES in text
    assert all(re.search(rf"\b{page.strip('/')}\b", text) for page in (PRIVACY, TERMS))
    assert "/metrics" not in re.sub(r"#.*", "", text)


def test_no_proxy_logs_an_address_that_is_a_key() -> None:
    nginx = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"location (/\S+/) \{(.*?)\}", nginx, re.DOTALL))
    assert [path for path in ("/calendar/", "/report/") if "access_log off;" not in blocks[path]] == []
    # Caddy logs no request unless it is told to.
    assert not re.search(
        r"^\s*log\b", (DEPLOY / "proxy" / "Caddyfile").read_text(encoding="utf-8"), re.MULTILINE
    )
