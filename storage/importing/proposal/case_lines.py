"""The lines of a proposed mapping that are about cases with a row for each of their workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policy.folding import fold
from storage.importing.mapped.days_in_words import closed_words, closing_words
from storage.importing.mapped.mapping import UNDECIDED, WITHIN
from storage.importing.mapped.own_words import OwnWords, separator
from storage.importing.mapped.posts import varying
from storage.importing.proposal.case_references import of_family, other_reference
from storage.importing.proposal.likely import are_intervals, months_said
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.more_categories import plans_in
from storage.importing.proposal.notes_found import of_supervision, void
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.person_lines import PersonLines, digits_lost
from storage.importing.proposal.recognising import is_asked
from storage.importing.proposal.relations import beside_holders, others_than_holders, without_others

#: By its heading it is how often a case is discussed, which the policy says.
_OF_DISCUSSION: Final = ("sup", "discuss", "oversight", "1to1")
#: What somebody writes where what stands for the ``*`` is meant.
STAR: Final = '"*"'
#: Where more cases than one in so many have two, that is no slip; so many are named.
_SELDOM: Final = 10
_NAMED: Final = 5


@dataclass(slots=True)
class CaseLines(PersonLines):
    """Written with the others of a file."""

    def of_holders(self, kind: str, found: Mapping[str, Column]) -> None:
        """Of a case with a row for each worker, those who hold it, where its rows aren't alike otherwise."""
        mixed = self.allocated and (kind != "cases" or changing(found))
        if "case" not in found or not (mixed or (kind == "cases" and self.has_workers(found))):
            return
        told = others_than_holders(found["case"], self.columns)
        behind = beside_holders(found["worker"]) if not told and "worker" in found else []
        column, others = told or (found.get("worker"), behind)
        if not column or not others:
            return
        why = "a guess: those who don't hold the case"
        self.lines.append(f"    leave_out: {{{quoted(column.title)}: [{listed(others)}]}}  # {why}")
        self.guessed.append(
            f"{kind}: rows whose “{column.title}” says {', '.join(others)} are left out, {why}"
        )
        self.used.add(column.title)
        left = [word for word in column.words if word in OwnWords.of(others)]
        if lost := without_others(found["case"], column, left):
            self.to_look_at.append(
                f"{kind}: {lost:,} have no row but such, and don't come in: a word whose cases should, "
                "take out of leave_out"
            )

    def reference(self, case: Column) -> None:
        """By what a case is known: asked where it may be what several children have in common."""
        other = other_reference(case, self.columns)
        families = next((c for c in self.columns if c is not case and of_family(c) and c.words), None)
        if other:
            both = (f"“{c.title}” ({len(c.words):,} different)" for c in (case, other))
            self.used.update((case.title, other.title))
            self.undecided_yet("case", f"by which a case is known, {' or '.join(both)}")
        elif families:
            self._case(case, f"a guess: “{families.title}” is a family's, and several of these have one")
        else:
            self._case(case)

    def _case(self, case: Column, why: str = "") -> None:
        """As the other lists write it."""
        if not (words := self.reference_words(case)):
            self.plain("case", case, why)
            return
        self.note("case", case, why)
        self.lines.append(f"      case: {{from: {quoted(case.title)}{words}}}")

    def of_notes(self, found: Mapping[str, Column]) -> None:
        """Which notes are of a discussion in supervision, and of which cases each is."""
        sort, status, case = found["sort"], found.get("status"), found["case"]
        self.note("last_discussed", found["last_discussed"])
        only, why = (
            of_supervision(sort),
            "a guess: those of a discussion in supervision; of a case the latest counts",
        )
        self.lines.append(f"    only: {{{quoted(sort.title)}: [{listed(only)}]}}  # {why}")
        self.to_look_at.append(f"last_discussed: rows whose “{sort.title}” says {', '.join(only)}, {why}")
        self.used.add(sort.title)
        if status:
            out = listed(void(status))
            self.lines.append(
                f"    leave_out: {{{quoted(status.title)}: [{out}]}}  # a guess: those that never were"
            )
            self.guessed.append(
                f"last_discussed: rows whose “{status.title}” says {out} are left out, a guess"
            )
            self.used.add(status.title)
        references = self.vocabulary.references
        between = separator(case.words, references.has)
        split = f", split: {quoted(between)}" if between else ""
        digits = digits_lost(case, references)
        lost = f", digits: {digits}" if digits else ""
        self.note("case", case)
        self.lines += [
            "    columns:",
            f"      case: {{from: {quoted(case.title)}{split}{lost}{self.reference_words(case)}}}",
            f"      last_discussed: {quoted(found['last_discussed'].title)}",
        ]

    def closed_by_status(self, found: Mapping[str, Column]) -> None:
        """Where no column says when a case closed: the day that stands in its status; what of it is no end is asked."""
        column, told = self._closing(found)
        if not column or not told:
            return
        why = "a guess: the day that stands in it"
        self.guessed.append(f"closed_on is “{column.title}”, {why}")
        self.lines += [
            f"      closed_on:  # {why}",
            f"        from: {quoted(column.title)}",
            f"        part: {WITHIN}",
            "        words:",
        ]
        for word, means in told.items():
            asked = f'{STAR}, if it closed on that day; "" if it is open'
            said = f"'{UNDECIDED}'  # {asked}" if means is None else f"{quoted(means)}  # a guess"
            self.lines.append(f"          {quoted(word)}: {said}")
            if means is None:
                rows = sum(column.words[one] for one in column.words if one in OwnWords.of([word]))
                self.undecided.append(f"closed_on: what '{word}' is here ({rows:,} rows); {asked}")
        if column is not found.get("is_open"):
            self.lines.append('          "*": ""  # what it is otherwise')
            return
        others = sorted(word for word in column.words if word not in OwnWords.of(told))
        self.lines += [f'          {quoted(word)}: ""  # no day in it' for word in others]

    @staticmethod
    def _closing(found: Mapping[str, Column]) -> tuple[Column | None, Mapping[str, str | None]]:
        """Of a column of statuses, else of one of what cases are."""
        if "closed_on" in found:
            return None, {}
        if status := found.get("is_open"):
            return status, closing_words(status)
        both = ((one, closed_words(one)) for one in plans_in(found).values())
        return next(((one, {**told}) for one, told in both if told), (None, {}))

    def every_months(self, found: Mapping[str, Column]) -> bool:
        """How often a plan is reviewed: what is no number of months is said in those, or asked; what stands beside it
        among categories says nothing of it. Whether any is."""
        column = found["plan_every_months"]
        among = column in plans_in(found).values()
        said = {word: months_said(word) for word in sorted(column.words) if not word.isdecimal()}
        if not said:
            return False
        self.note("plan_every_months", column)
        self.lines += ["      plan_every_months:", f"        from: {quoted(column.title)}", "        words:"]
        for word, months in said.items():
            none = '""  # a guess: says nothing of it' if among else repr(UNDECIDED)
            means = f'"{months}"  # a guess' if months else none
            self.lines.append(f"          {quoted(word)}: {means}")
            if not months and not among:
                asked = 'in months: a number, or "" where that isn\'t said'
                self.undecided.append(f"plan_every_months: how often '{word}' is, {asked}")
        return True

    def intervals_asked(self, found: Mapping[str, Column]) -> None:
        """A column of intervals whose heading doesn't say of what: how often a plan is reviewed, a child is visited, or
        a case is discussed."""
        if "plan_every_months" in found or not is_asked("plan_every_months", self.vocabulary):
            return
        free = (c for c in self.columns if c.title not in self.used and not c.says_in_title(_OF_DISCUSSION))
        for column in (c for c in free if are_intervals(c)):
            said = ((word, months_said(word)) for word in sorted(column.words))
            words = ", ".join(f'{quoted(word)}: "{months or ""}"' for word, months in said)
            then = f"{{from: {quoted(column.title)}, words: {{{words}}}}}"
            why = f"whether “{column.title}” is how often the plan is reviewed: then {then}; else take this line out"
            self.used.add(column.title)
            self.lines.append(f"      plan_every_months: {{is: '{UNDECIDED}'}}  # {why}")
            self.undecided.append(f"plan_every_months: {why}")
            return

    def has_workers(self, cases: Mapping[str, Column]) -> bool:
        """A case has rows with different workers, and no column says until when each had it."""
        named = "worker" in cases and cases["case"].has_several(cases["worker"])
        return named and "allocated_on" in cases and not self.allocated

    def held_twice(self, found: Mapping[str, Column]) -> None:
        """Which cases two people hold at once, by the rows that count: said once, for somebody to put right."""
        case, told = found["case"], others_than_holders(found["case"], self.columns)
        column, others = told or (case, ())
        rows = zip(case.cells, found["worker"].cells, column.cells, strict=True)
        holders: dict[str, set[str]] = {}
        for reference, worker, said in rows:
            if reference and worker and said not in others and not self._is_nobody(worker):
                holders.setdefault(reference, set()).add(fold(worker))
        twice = [reference for reference, some in holders.items() if len(some) > 1]
        if twice and _SELDOM * len(twice) <= len(holders):
            more = f" and {len(twice) - _NAMED:,} more" if len(twice) > _NAMED else ""
            named = ", ".join(one for one in twice[:_NAMED] if any(map(str.isdigit, one)))
            by = f"“{found['allocated_on'].title}”"
            self.to_look_at.append(
                f"worker: {len(twice):,} held by two at once, {named}{more}: who began last is taken, by {by}; "
                "where a remark says otherwise, end the other's in the case system"
            )

    def last_discussed(self, found: Mapping[str, Column]) -> bool:
        """What any row of a case says, also one that is left out. Whether it has several."""
        column = found["last_discussed"]
        if not self.has_workers(found) or not found["case"].has_several(column):
            return False
        case, why = quoted(found["case"].title), "a guess: the latest that any row of the case says"
        self.note("last_discussed", column, why)
        said = f"{{from: {case}, finds: {case}, gives: {quoted(column.title)}, latest: yes}}"
        self.lines.append(f"      last_discussed: {said}  # {why}")
        return True


def changing(cases: Mapping[str, Column]) -> set[str]:
    """What one case says differently in several rows, beside who worked on it."""
    others = {"worker", "allocated_on", "worker_id", "plan_until", *(plans_in(cases).keys() - {"categories"})}
    return set(varying(cases["case"], cases)) - others
