"""``due --met``: what was done in the last three months, when, and how late, and what was missed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.commands.due import Answering, by_number, case_meant, leave_look, subject_names, unknown_name
from bot.commands.reading import chosen, opened
from cards.cases.met import KNOWN, how_late
from cards.formats import day
from cards.shared import windows
from handlers.shared import obligation_words, what_was_met
from policy.outcomes import KnownFrom
from storage.duties import KeptObligation
from storage.known_from import known_from
from storage.work import Work

#: The most that is shown.
MOST: Final = 1000


def met(case: str, person: str, as_json: bool, database: str, rules: str) -> int:
    """Prints them, the latest first; 1 for a case or person there isn't."""
    settings = chosen(database, rules)
    with opened(settings) as bot:
        wrong = unknown_name(bot, case, person)
        if wrong:
            print(wrong)
            return 1
        leave_look(bot, settings.database_url, case, person, what="done")
        with bot.read() as work:
            found = _found(work, case, person)
            if not found and not as_json:
                print(_nothing(what_was_met.since(work), what_was_met.began(work)))
                return 0
            words, known = obligation_words.describe(work, found), known_from(work, found)
            if as_json:
                _print_json(work, found, words, known)
            else:
                _print_table(found, words, known, what_was_met.since(work))
    return 0


def _found(work: Work, case: str, person: str) -> list[KeptObligation]:
    one = case_meant(work, case)
    if one:
        return what_was_met.about(work, one.subject, MOST)
    who = by_number(work, person) if person else None
    return what_was_met.by(work, who.id, MOST) if who else what_was_met.everything(work, MOST)


def _print_json(
    work: Work, found: Sequence[KeptObligation], words: dict[int, str], known: Mapping[int, KnownFrom]
) -> None:
    who = Answering(work)
    named = subject_names(work, sorted({k.obligation.key.subject for k in found}), who)
    rows = []
    for kept in found:
        o = kept.obligation
        worker = who.person(o.worker_id)
        rows.append(
            {
                "duty": o.key.kind_of_duty,
                "says": words[kept.id],
                "subject": named[o.key.subject],
                "version": o.version,
                "started": o.started.isoformat(),
                "due": o.due.isoformat() if o.due else None,
                "met_on": kept.met_on.isoformat() if kept.met_on else None,
                "days_late": None if kept.by_silence else _days_late(o.due, kept.met_on),
                "ended_by": "missed" if kept.missed else kept.ended_by,
                "known_from": known.get(kept.id),
                "worker": worker.staff_number if worker else None,
            }
        )
    print(
        json.dumps({"since": what_was_met.since(work).isoformat(), "met": rows}, ensure_ascii=False, indent=2)
    )


def _nothing(since: date, began: date | None) -> str:
    """``began``: the bot's first day, where one looks no further back."""
    if began:
        return f"Nothing was done since the bot began, on {day(began)}, that it knows of."
    return f"Nothing was done since {day(since)} that the bot knows of."


def _days_late(due: date | None, on: date | None) -> int | None:
    return max((on - due).days, 0) if due and on else None


def _words(kept: KeptObligation, words: dict[int, str], known: KnownFrom | None) -> str:
    how = f"missed, {windows.missed(kept.obligation)}" if kept.missed else obligation_words.how_met(kept)
    how = how or (KNOWN[known] if known else "")
    return f"{words[kept.id]} ({how})" if how else words[kept.id]


def _print_table(
    found: Sequence[KeptObligation], words: dict[int, str], known: Mapping[int, KnownFrom], since: date
) -> None:
    console = Console()
    table = Table(title=f"Done since {day(since)}", title_justify="left", box=None, pad_edge=False)
    for heading in ("On", "", "What", "Due"):
        table.add_column(heading, no_wrap=heading in ("On", "Due"))
    for kept in found:
        on, due = kept.over_on, kept.obligation.due
        if on:
            table.add_row(
                day(on),
                "" if kept.by_silence or kept.missed else how_late(due, on),
                escape(_words(kept, words, known.get(kept.id))),
                day(due) if due else "no day set",
            )
    console.print(table)
