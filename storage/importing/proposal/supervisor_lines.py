"""The lines of a proposed mapping that say who supervises the people of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.importing.proposal.booked_ranges import BOOKED
from storage.importing.proposal.guessed_people import Called, Guess, named_in
from storage.importing.proposal.mapping_lines import quoted
from storage.importing.proposal.number_lines import NumberLines
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.person_lines import WORDS_OF_NAMES
from storage.importing.proposal.post_lines import PostLines

_SINCE: Final = "a guess: since when they are supervised by this person isn't in the file"


@dataclass(slots=True)
class SupervisorLines(PostLines, NumberLines):
    """Written with the others of a file."""

    def of_relationships(self, found: Mapping[str, Column], people: Mapping[str, Column]) -> None:
        self._leave_out(found["supervisor"], people, by_post="post" in found)
        self.lines.append("    columns:")
        self.supervisee(people)
        self._supervisor(found, people)
        since = found.get("since")
        if since:
            self.plain("since", since)
        elif "employed_from" in people:
            self.plain("since", people["employed_from"], _SINCE)
        elif BOOKED in people:
            self.lines.append(f"      since: {{{self.first_of(people[BOOKED])}}}  # {_SINCE}")
            self.guessed.append(f"since: {_SINCE}")
        else:
            self.undecided_yet("since", "no column says since when")
        if "until" in found:
            self.plain("until", found["until"])

    def _supervisor(self, found: Mapping[str, Column], people: Mapping[str, Column]) -> None:
        """By number, address or name; or by the post that they hold."""
        if "post" not in found:
            self.person("supervisor", found["supervisor"])
            return
        manager, post = found["supervisor"], found["post"]
        why = f"a guess: whoever holds the post that “{manager.title}” names"
        self.note("supervisor", manager, why)
        self.used.add(post.title)
        start, instead = len(self.lines), _named_instead(self.columns, manager)
        self.lines += [
            f"      supervisor:  # {why}",
            f"        from: {quoted(manager.title)}",
            f"        finds: {quoted(post.title)}",
            f"        gives: {quoted(people['staff_number'].title)}",
        ]
        self.open_posts(manager, post, people)
        if instead:
            by_post = ["        or:", *(f"  {line}" for line in self.lines[start + 1 :])]
            del self.lines[start:]
            self._by_name(instead)
            self.lines += by_post

    def _by_name(self, column: Column) -> None:
        """Who supervises where it isn't the holder of the post in the line."""
        why = f"a guess: where “{column.title}” names somebody, they supervise"
        self.note("supervisor", column, why)
        self.lines += [f"      supervisor:  # {why}", f"        from: {quoted(column.title)}"]
        guessed = {**self._by_surname(column), **self._guessed(column, (), None)}
        twice, unknown = self._open_names(column, 0, guessed)
        self.lines += [WORDS_OF_NAMES] * bool(guessed or twice or unknown)
        for word, one in sorted(guessed.items()):
            self._guess("supervisor", word, one)
        for word, said in sorted({**unknown, **twice}.items()):
            self._decided("supervisor", word, said)

    def _by_surname(self, column: Column) -> dict[str, Guess]:
        """Whoever alone has it of the staff: a post's line names few."""
        called: dict[str, list[Called]] = defaultdict(list)
        for one in self.vocabulary.staff.guesses.known.values():
            called[one.surname].append(one)
        said = ((word, called.get(" ".join(named_in(word).words), [])) for word in column.words)
        return {
            word: Guess(some[0].number, some[0].name, "by surname") for word, some in said if len(some) == 1
        }

    def _leave_out(self, manager: Column, people: Mapping[str, Column], *, by_post: bool) -> None:
        """Posts that nobody holds; and whoever is named as their own manager, unless by a line over their row: there
        each run passes them over."""
        out = dict(self.vacant(people))
        own = [] if by_post else self._of_themselves(manager, people["staff_number"])
        if own and manager.title not in self.over_rows:
            self.leave_out_rows(
                {**out, people["staff_number"].title: own}, ["a guess: nobody is their own manager"]
            )
        else:
            self.leave_out_rows(out)
        if own:
            known = self.vocabulary.staff.guesses.known
            names = (f"{known[one].name} ({one})" if one in known else one for one in own)
            self.to_look_at.append(
                f"supervisor: {', '.join(names)}: their own manager by “{manager.title}”, so that the file doesn't say "
                "who supervises them: say it in another file, or by person supervisor"
            )

    def _of_themselves(self, manager: Column, mine: Column) -> list[str]:
        numbers = {word: self._meant(word) for word in manager.words}
        rows = zip(mine.cells, manager.cells, strict=True)
        both = ((number, numbers.get(said)) for number, said in rows if number and numbers.get(said))
        return sorted({number for number, meant in both if meant == self._meant(number)})

    def _meant(self, word: str) -> str | None:
        """Known, or guessed by the word alone."""
        if number := self.vocabulary.staff.known(word):
            return number
        guess = None if word.isdecimal() else self.vocabulary.staff.guesses.guess(word)
        return guess.number if guess else None


def _named_instead(columns: Sequence[Column], manager: Column) -> Column | None:
    """A column of supervisors beside that of the posts in the line, which says something in some rows alone."""
    told = (c for c in columns if c is not manager and "supervision" in c.heading and not c.are_days)
    return next((c for c in told if 0 < c.filled < len(c.cells) and not c.are_amounts), None)
