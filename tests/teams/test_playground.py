"""Microsoft's Agents Playground as a peer: what its own connector and renderer make of what the bot sends."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.infra import npm
from tests.infra.availability import missing

ALONE = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


@pytest.mark.slow
def test_a_preparation_and_a_session_cancelled_and_booked_again_in_the_playground(tmp_path: Path) -> None:
    """In a network of its own, where nobody else can reach what listens on every interface."""
    if (
        not shutil.which("unshare")
        or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode
    ):
        missing("No network of its own", "allow unshare, of Linux, to this user")
    command = [*ALONE, sys.executable, "-m", "tests.teams.playground", str(tmp_path), str(npm.packages())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert "Case supervision with Priya Mosswell Friday 6 November 2026 at 2:00 pm" in seen["home"]
    assert "SC-10234" in seen["invited"]
    assert "Discuss SC-10234" in seen["due"]
    assert "B10" in seen["why"]
    assert "Write something before you share it" in seen["wrong"]
    assert "Shared with Priya Mosswell" in seen["shared"]
    assert "Shared on Tuesday 3 November 2026" in seen["changed"]
    assert seen["replaced"] >= 1
    assert "Choose a time that is free for both of you" in seen["cancelled"]
    assert "Booked for" in seen["booked"]
    assert not any("Attendance" in card for card in seen["kept"])
