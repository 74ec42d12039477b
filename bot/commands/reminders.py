"""How much a simulation would remind each person: by week and day, and how long its longest message is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cards.formats import plural
from cards.model import Card, Part
from storage.people import Person


@dataclass(slots=True)
class Reminders:
    """What is counted is what isn't urgent and is about something owed: the answer to what somebody did is none."""

    _days: dict[int, Counter[date]] = field(default_factory=dict)
    _who: dict[int, Person] = field(default_factory=dict)
    longest: int = 0

    def add(self, person: Person, on: date, card: Card) -> None:
        self._who[person.id] = person
        self._days.setdefault(person.id, Counter())[on] += 1
        self.longest = max(self.longest, items(card))

    def found(self) -> Iterator[tuple[Person, int, Mapping[date, int], int]]:
        """By staff number: the person, how many in all, how many in each week (its Monday), and the most in a day."""
        for person in sorted(self._who.values(), key=lambda one: one.staff_number):
            days = self._days[person.id]
            weeks = Counter[date]()
            for on, count in sorted(days.items()):
                weeks[on - timedelta(days=on.weekday())] += count
            yield person, sum(days.values()), weeks, max(days.values())


def items(card: Card) -> int:
    """Its matters."""
    return max(sum(isinstance(block, Part) for block in card.body), 1)


def plain(reminders: Reminders) -> str:
    lines = [
        f"  {person.name} ({person.staff_number}): {count:,}; most in a week {max(weeks.values())}, in a day {most}"
        for person, count, weeks, most in reminders.found()
    ]
    return "\n".join(
        [
            "Reminders, what is urgent and answers left out:",
            *lines,
            f"Longest: {plural('matter', reminders.longest)}.",
        ]
    )


def as_json(reminders: Reminders) -> dict[str, object]:
    people = [
        {
            "staff_number": person.staff_number,
            "reminders": count,
            "weeks": {monday.isoformat(): n for monday, n in weeks.items()},
            "most_in_a_day": most,
        }
        for person, count, weeks, most in reminders.found()
    ]
    return {"reminders": {"people": people, "longest_message": reminders.longest}}
