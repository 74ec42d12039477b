"""`python -m tests.infra.sbom FILE`: what is installed for running the bot, Teams included, as a CycloneDX document."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOCKS = tuple(ROOT / "requirements" / f"{name}.txt" for name in ("run", "teams"))


def main(arguments: list[str]) -> int:
    file = Path(arguments[0])
    found = only(installed(), locked())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1), encoding="utf-8")
    listed = {plain(part["name"]) for part in found["components"]}
    left_out = {name for name in locked() - listed if _is_installed(name)}
    print(f"SBOM: {len(found['components'])} components, {len(left_out)} left out: {file}")
    return 1 if left_out else 0


def installed() -> dict[str, Any]:
    """Everything in this environment, tests and tools too."""
    options = ("environment", "--no-validate", "--output-reproducible", "--pyproject", "pyproject.toml")
    made = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", *options, sys.prefix],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    document: dict[str, Any] = json.loads(made.stdout)
    return document


def only(document: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Without the components that none of the locks names, and without what hangs on them."""
    kept = [part for part in document["components"] if plain(part["name"]) in names]
    known = {part["bom-ref"] for part in kept} | {document["metadata"]["component"]["bom-ref"]}
    hangs = [
        one | {"dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in known]}
        for one in document.get("dependencies", ())
        if one["ref"] in known
    ]
    return document | {"components": kept, "dependencies": hangs}


def locked() -> set[str]:
    """What is pinned for running; some of it is for other systems than this."""
    return {name for lock in LOCKS for name in pinned(lock.read_text(encoding="utf-8"))}


def pinned(lock: str) -> set[str]:
    """The names in a lock file."""
    return {plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}


def _is_installed(name: str) -> bool:
    try:
        return bool(distribution(name))
    except PackageNotFoundError:
        return False


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
