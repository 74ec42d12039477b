"""`python -m tests.infra.vulnerabilities`: is anything that we pin known to be vulnerable?

Where pip-audit's data can't be had that is said, and no reason to fail. A mirror of the package index may hold none of
it, and pip-audit then finds nothing in anything: it is first asked about a release that is known to be vulnerable."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.clock import SystemClock

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
#: For each id: why it is accepted, and until when.
ACCEPTED: dict[str, dict[str, Any]] = tomllib.loads(
    (REQUIREMENTS / "accepted-vulnerabilities.toml").read_text(encoding="utf-8")
)
#: CVE-2019-10906 and others.
KNOWN_TO_BE = "jinja2==2.4.1\n"


def main() -> int:
    if not any(one.get("vulns") for one in asked_of_known()):
        print("Known vulnerabilities: left out, pip-audit's data can't be had here")
        return 0
    found = list(to_mend(audited(*REQUIREMENTS.glob("*.txt")), ACCEPTED, SystemClock().now().date()))
    for line in found:
        print(line)
    print(f"Known vulnerabilities: {len(found)} to mend, {len(ACCEPTED)} accepted")
    return 1 if found else 0


def asked_of_known() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "known.txt"
        file.write_text(KNOWN_TO_BE, encoding="utf-8")
        return audited(file)


def audited(*files: Path) -> list[dict[str, Any]]:
    """What pip-audit says of each pin; nothing where it can't say. Nothing is installed or resolved for it."""
    named = [word for file in files for word in ("-r", str(file))]
    options = ("--disable-pip", "--no-deps", "--format=json", "--progress-spinner=off", "--timeout=10")
    made = subprocess.run(
        [sys.executable, "-m", "pip_audit", *options, *named], capture_output=True, text=True, check=False
    )
    try:
        return list(json.loads(made.stdout)["dependencies"])
    except (ValueError, KeyError):
        return []


def to_mend(
    pins: list[dict[str, Any]], accepted: Mapping[str, Mapping[str, Any]], today: date
) -> Iterator[str]:
    """A line for each known vulnerability that isn't accepted, or no longer, and for each pin that wasn't looked at."""
    for pin in pins:
        if "skip_reason" in pin:
            yield f"{pin['name']}: not looked at ({pin['skip_reason']})"
        for one in pin.get("vulns", ()):
            listed = [accepted[name] for name in (one["id"], *one["aliases"]) if name in accepted]
            if not any(entry["until"] >= today for entry in listed):
                over = " (accepted no longer)" if listed else ""
                mended = ", ".join(one["fix_versions"]) or "no release yet"
                yield f"{pin['name']} {pin['version']}: {one['id']}, mended in {mended}{over}"


if __name__ == "__main__":
    sys.exit(main())
