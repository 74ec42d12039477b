"""What Teams takes, and what of a rendered card it would refuse or cut off."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from cards.fitting import Json
from cards.limits import Limits

#: Its host configuration takes six actions in one set.
LIMITS: Final = Limits(name="Teams", buttons=6)
#: Bytes. Teams takes about 100 KB with everything around the card; incoming webhooks, and older clients, 28.
LARGEST: Final = 28_000


def faults(made: Json) -> list[str]:
    """What of a rendered card Teams would refuse or cut off."""
    size = len(json.dumps(made, ensure_ascii=False).encode())
    ids = Counter(found["id"] for found in objects(made) if "id" in found)
    sets = [found["actions"] for found in objects(made) if found.get("type") == "ActionSet"]
    return [
        *([f"{size:,} bytes, at most {LARGEST:,}"] if size > LARGEST else []),
        *(f"id “{name}” is used {n} times" for name, n in ids.items() if n > 1),
        *(f"{len(actions)} actions in one set" for actions in sets if len(actions) > (LIMITS.buttons or 0)),
    ]


def objects(value: Any) -> Iterator[Json]:
    """Every JSON object within, the outer ones first."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(item)
