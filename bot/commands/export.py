"""``export``: everything held of one person or case, as a page and as JSON. That it was made is in the trail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.commands import leave_trace
from bot.commands.due import Answering, subject_names, subject_of, there_is_no
from bot.commands.private import private
from bot.commands.reading import KEY_GONE, chosen, opened
from bot.desk import export_page as page
from bot.settings import SettingsError
from bot.wiring import Bot, config_of
from cards.evidence.export import CARES, PersonExport
from handlers.evidence.export import gather
from policy.facts import Subject
from storage.cipher import UnreadableError
from storage.work import Work


def export(kind: str, name: str, folder: Path, database: str) -> int:
    """``kind``: person or case. 1 where there is none of that name. Raises SettingsError without the key."""
    settings = chosen(database, "")
    with opened(settings) as keyless:
        bot = replace(keyless, config=config_of(settings))
        with bot.read() as work:
            asked = {"case": "", "person": "", kind: name}
            subject = subject_of(work, **asked)
            called = _called(work, subject) if subject else ""
        if subject is None:
            print(there_is_no(work, **asked))
            return 1
        leave_trace.leave(bot, settings.database_url, "export.made", subject)
        found = _gathered(bot, subject, called)
        today = bot.config.calendar.day_of(bot.clock.now())
    for path in _written(found, folder, f"export-{_in_a_name(called)}-{today:%Y%m%d}"):
        print(f"Written: {path}")
    print("Nothing in it is redacted: what is marked has to be looked at first.")
    return 0


def _called(work: Work, subject: Subject) -> str:
    """Its reference or staff number, as it is stored."""
    names = subject_names(work, [subject], Answering(work))[subject]
    return names.get("reference") or names["person"]


def _gathered(bot: Bot, subject: Subject, called: str) -> PersonExport:
    try:
        with bot.read() as work:
            return gather(work, subject, called)
    except UnreadableError:
        raise SettingsError(KEY_GONE) from None


def _in_a_name(called: str) -> str:
    return "".join(c for c in called if c.isalnum() or c in "-_")


def _written(found: PersonExport, folder: Path, name: str) -> Iterator[Path]:
    """For their owner's eyes only."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"html": page.page(found), "json": json.dumps(as_json(found), ensure_ascii=False, indent=2)}
    with private():
        for suffix, text in texts.items():
            path = folder / f"{name}.{suffix}"
            path.unlink(missing_ok=True)
            path.write_text(text, encoding="utf-8")
            yield path


def as_json(found: PersonExport) -> dict[str, Any]:
    """The shape is in docs/json.md."""
    return {
        "title": found.title,
        "council": found.council,
        "on": found.on,
        "grounds": list(found.grounds),
        "sections": [
            {
                "table": section.name,
                "title": section.title,
                "rows": [
                    {
                        column: {"value": v.shown, **({"look_first": CARES[v.care]} if v.care else {})}
                        for column, v in row.items()
                    }
                    for row in section.rows
                ],
            }
            for section in found.sections
        ],
    }
