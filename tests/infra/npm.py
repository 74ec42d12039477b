"""Packages from npm that tests look at what the bot sends with; installed once, beside the Python ones."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from functools import cache
from hashlib import blake2b
from pathlib import Path

from tests.infra.availability import missing

_HERE = Path(__file__).parent.parent / "npm"
_KEPT = Path(__file__).parent.parent.parent / ".venv"


@cache
def packages() -> Path:
    """The ``node_modules`` of ``tests/npm``. Leaves the test out where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        missing("No npm", "install Node.js 20 or newer (on Debian: apt install npm)")
    wanted = (_HERE / "package-lock.json").read_bytes()
    place = _KEPT / f"npm-{blake2b(wanted, digest_size=6).hexdigest()}"
    with (_KEPT / "npm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "installed").exists():
            _install(npm, place)
    return place / "node_modules"


def _install(npm: str, place: Path) -> None:
    shutil.copytree(_HERE, place, dirs_exist_ok=True)
    command = [npm, "ci", "--no-audit", "--no-fund", "--no-progress"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        missing("npm couldn't install tests/npm", done.stderr.strip()[-300:])
    (place / "installed").touch()
