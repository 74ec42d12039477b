"""The lines of a proposed mapping that say what a council's words are: the rule set's, a guess, or left to decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.facts import SubjectKind
from policy.folding import fold
from policy.ruleset import condition_of
from storage.importing.columns import values as v
from storage.importing.columns.values import worded
from storage.importing.mapped.days_in_words import closed_words, closing_words, day_said
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.mapped.own_cells import parts_of
from storage.importing.mapped.own_words import OwnWords, generalised, parted, separator
from storage.importing.proposal.heading_words import normal
from storage.importing.proposal.likely import likely_kind, likely_role, likely_service, says_review
from storage.importing.proposal.mapping_lines import quoted
from storage.importing.proposal.more_categories import (
    category_of,
    flags_of,
    may_be_some,
    plans_in,
    says_none,
    with_others_in,
)
from storage.importing.proposal.own_columns import MOSTLY, Column, meant_by, nearest
from storage.importing.proposal.person_lines import PersonLines
from storage.importing.proposal.went_ahead import meant, says_only_if_not
from storage.importing.proposal.worked_as import Pair, WorkedAs, sent_by_agency
from storage.importing.tables.legends import as_explained

#: So few of one title who supervise show nothing about it.
_FEW_LEAD: Final = 2
#: So few that are all different may be so by chance.
_CHANCE: Final = 2
#: Of these what is guessed by a key is shown.
_SHOWN: Final = frozenset({"service", "categories"})
#: A category's name has as many words.
_FEWEST: Final = 2
_CHANGED: Final = re.compile(r".*\S\s*(?:->|>|→|➔)\s*(\S[^>→(]*)(?:\(.*\))?\s*")
_LAST_BRACKET: Final = re.compile(r".*[(\[]([^)\]]+)[)\]]\s*")


@dataclass(slots=True)
class WordLines(PersonLines):
    """Written with the others of a file."""

    def worded(
        self, ours: str, column: Column, known: Mapping[str, str], found: Mapping[str, Column]
    ) -> None:
        """Of several columns of categories each says some of them."""
        columns = [*plans_in(found).values()] if ours == "categories" else [column]
        flags = flags_of(found, self.columns, known) if ours == "categories" else {}
        alone = len(columns) == 1 and not flags
        self.lines += [f"      {ours}:", *([] if alone else ["        from:"])]
        for one in columns:
            self.note(ours, one, "" if one is column else "a guess: some of its words are the rule set's")
            self._from(ours, one, known, found, alone=alone)
        if flags:
            self.lines.append(f"          - {self.flags(flags)}")

    def flags(self, flags: Mapping[str, str]) -> str:
        """Columns headed with a category that say yes or no of it."""
        self.used.update(flags)
        self.guessed.append(f"categories from {', '.join(f'“{title}”' for title in flags)}")
        return f"{{flags: {{{', '.join(f'{quoted(title)}: {word}' for title, word in flags.items())}}}}}"

    def _from(
        self,
        ours: str,
        column: Column,
        known: Mapping[str, str],
        found: Mapping[str, Column],
        *,
        alone: bool,
    ) -> None:
        """One column, and what its words mean."""
        indent = " " * (8 if alone else 12)
        self.lines.append(f"{indent if alone else indent[:-2] + '- '}{self.source(column)}")
        until = found.get("plan_until") if ours == "categories" else None
        if until:
            self.lines.append(
                f'{indent}when: {{{quoted(until.title)}: ""}}  # a guess: those that have not ended'
            )
            self.guessed.append(f"{ours} are those whose “{until.title}” is empty, a guess")
            self.used.add(until.title)
        words = self._several(column, known, indent) if ours == "categories" else generalised(column.words)
        by_day: Mapping[str, str | None] = {}
        if "closed_on" not in found:
            by_day = {"is_open": closing_words, "categories": closed_words}.get(ours, lambda _: {})(column)
        closing, dated = (
            OwnWords.of(by_day if ours == "categories" else ()),
            ours == "is_open" and bool(by_day),
        )
        words = {w: rows for w, rows in words.items() if w not in closing and not (dated and day_said(w))}
        told = sorted(self._told_apart(words))
        beside, pairs = self._by_both(ours, column, found)
        if pairs and beside:
            self.lines.append(f"{indent}beside: {quoted(beside.title)}  # a guess: the two tell it together")
        self.lines.append(f"{indent}words:{'' if told or by_day else ' {}'}")
        for word in told:
            self._word(ours, word, known, column, found, words[word], indent)
        self.lines += [f'{indent}  {quoted(word)}: ""  # closed_on says it' for word in by_day]
        for pair in pairs:
            self.lines.append(f"{indent}  {quoted(pair.word)}: {pair.means}  # a guess, by both")
            self.to_look_at.append(f"{ours}: '{pair.word}' is {pair.means}, a guess ({pair.rows:,} rows)")
        none = "is none of them" if ours == "categories" else "leaves the row out"
        self.lines.append(
            f'{indent}# The rule set\'s words: {", ".join(sorted(set(known.values())))}; "" {none}'
        )
        if ours == "state" and alone and says_only_if_not(column):
            self.lines.append(f"{indent}or: {{is: {v.BY_DAY}}}  # a guess: nothing says that it wasn't held")

    def _word(
        self,
        ours: str,
        word: str,
        known: Mapping[str, str],
        column: Column,
        found: Mapping[str, Column],
        rows: int,
        indent: str,
    ) -> None:
        exact = (
            not column.each
            and word not in column.moves
            and not {worded(word), normal(word)}.isdisjoint(known)
        )
        means, why = (
            (meant(ours, word, known, column), "")
            if exact
            else self._likely(ours, word, known, column, found)
        )
        if means is not None and word in column.moves:
            why = "held on the day to which it was moved once that is past, booked until then"
        elif not exact and means is not None and column.spelt(word) != word:
            why = f"a key says “{column.spelt(word)}”"
        below = self._same_below(word, means, known, column, found) if ours == "role" and means else ""
        means = None if below else means
        near = below or ("" if means is not None else nearest(column.spelt(word), known))
        guess = "" if exact else f"a guess{why and f': {why}'}" if means is not None else near
        said = repr(UNDECIDED) if means is None else means or '""'
        self.lines.append(f"{indent}  {quoted(word)}: {said}{guess and f'  # {guess}'}")
        if means is None:
            said = f"{ours}: what '{word}' is here ({rows:,} rows)"
            self.undecided.append(f"{said}; {near}" if near else said)
        elif ours == "role" and not exact:
            self.to_look_at.append(f"{ours}: '{word}' is {means}, a guess ({rows:,} rows)")
        elif ours in _SHOWN and not exact and column.spelt(word) != word:
            said = f"{ours}: '{word}' is {means or 'none of the words'}, {guess}"
            self.to_look_at.append(f"{said} ({rows:,} rows)")

    def _likely(
        self, ours: str, word: str, known: Mapping[str, str], column: Column, found: Mapping[str, Column]
    ) -> tuple[str | None, str]:
        """What it probably is, and why; None where nothing tells."""
        if ours == "role":
            means = likely_role(word, known) or meant(ours, word, known, column)
            lead = means == "social_worker" and re.search(
                r"\b(?:lead|leader|manager|supervisor)\b", normal(word)
            )
            return (None, "") if lead and self._lead_others(word, column, found) else (means, "")
        if ours == "categories":
            return self._likely_category(word, known, column, found)
        means = meant(ours, word, known, column)
        if means is None and ours == "kind":
            said = (likely_kind(one, known) for one in (column.spelt(word), word))
            return next((likely for likely in said if likely[0]), (None, ""))
        if means is None and ours == "service":
            if likely := likely_service(word, known) or likely_service(column.spelt(word), known):
                return likely, ""
            return self._by_cases(word, column, found), "by what most of its cases are"
        if means is None and ours == "is_open" and "closed_on" in found:
            return _by_days(word, column, found["closed_on"])
        return means, ""

    def _likely_category(
        self, word: str, known: Mapping[str, str], column: Column, found: Mapping[str, Column]
    ) -> tuple[str | None, str]:
        if now := _became(word):
            return self._likely_category(now, known, column, found)[0], f"it became “{now}”"
        if says_review(word) and found.get("plan_every_months") is column:
            return "", "how often its plan is reviewed"
        whole, *cut = as_explained(word, column.spelt(word)) or (word,)
        meant = (category_of(said, column, known, begins=said not in cut) for said in (word, whole, *cut))
        if (means := next((one for one in meant if one is not None), None)) is not None:
            return with_others_in(column.spelt(word), means, known), ""
        if says_none(word, column):
            return "", "none of the categories"
        none = not may_be_some(word, known)
        service = likely_service(word, self.vocabulary.services) if none else None
        if not service:
            return None, ""
        means = category_of(less, column, known) if (less := self._without_service(word)) else None
        return (means, "") if means else ("", f"a service, {service}, and none of the categories")

    def _without_service(self, word: str) -> str:
        """Of several words those that say nothing of a service."""
        left = [one for one in word.split() if likely_service(one, self.vocabulary.services) is None]
        return " ".join(left) if _FEWEST <= len(left) < len(word.split()) else ""

    def _held_by_another(self, role: str) -> bool:
        rows = self.vocabulary.rules.rows_about(SubjectKind.PERSON)
        held = [row.held_by for rule, row in rows if role in condition_of(rule, row).role and row.held_by]
        return any(role not in by for by in held)

    def _same_below(
        self, title: str, role: str, known: Mapping[str, str], column: Column, found: Mapping[str, Column]
    ) -> str:
        """Where most of another title are supervised by who has this one, and both would be a role that the policy has
        supervised by another: which of the two is that is for somebody to decide. Empty where there is none."""
        holders, managers = found.get("staff_number"), [one for one in self.columns if one.of_others]
        if holders is None or not managers or not self._held_by_another(role):
            return ""
        title_of = dict(zip(holders.cells, column.cells, strict=True))
        above: dict[str, Counter[str]] = {}
        for at, said in enumerate(column.cells):
            numbers = [one.cells[at] for one in managers if one.cells[at]]
            whose = (title_of.get(n) or title_of.get(self.vocabulary.staff.known(n) or "") for n in numbers)
            if said and (over := next(filter(None, whose), None)):
                above.setdefault(said, Counter())[over] += 1
        others = (one for one, over in above.items() if one != title and 2 * over[title] > over.total())
        below = next(
            (one for one in others if self._plainly("role", one, known, column, found) == role), None
        )
        return (
            below and f"they supervise '{below}', who would be {role} too: is one of the two another role?"
        ) or ""

    def _lead_others(self, title: str, column: Column, found: Mapping[str, Column]) -> bool:
        """Whether most who have a title are named as somebody's manager: what they are supervised as is asked."""
        holders = found.get("staff_number")
        if holders is None:
            return False
        named = {word for one in self.columns if one.of_others for word in one.words}
        leads = named | {number for word in named if (number := self.vocabulary.staff.known(word))}
        mine = [
            number
            for number, said in zip(holders.cells, column.cells, strict=True)
            if number and said == title
        ]
        return len(mine) > _FEW_LEAD and sum(one in leads for one in mine) > MOSTLY * len(mine)

    def _by_cases(self, team: str, column: Column, found: Mapping[str, Column]) -> str | None:
        """Whose work it is that most cases of a team are of, by their categories."""
        sorts, vocabulary = found.get("categories"), self.vocabulary
        if sorts is None:
            return None
        work: Counter[str] = Counter()
        for sort, rows in column.beside(team, sorts).items():
            meant = meant_by(sort, vocabulary.categories) or ""
            service = likely_service(sort, vocabulary.services) or likely_service(meant, vocabulary.services)
            work[service or ""] += rows
        likeliest, rows = next(iter(work.most_common(1)), ("", 0))
        return likeliest if likeliest and rows > MOSTLY * work.total() else None

    def _by_both(
        self, ours: str, column: Column, found: Mapping[str, Column]
    ) -> tuple[Column | None, Sequence[Pair]]:
        """What a team and a category say together, beside what each says alone; and the other column. So of a title and
        a name that is marked as of somebody whom an agency sent."""
        if ours == "role":
            names = [found[one] for one in ("name", "last_name", "first_name") if one in found]
            sent = ((one, sent_by_agency(column, one, self.vocabulary.roles)) for one in names)
            return next(((one, pairs) for one, pairs in sent if pairs), (None, ()))
        team, sort = found.get("service"), found.get("categories")
        if team is None or sort is None or team is sort or column not in (team, sort):
            return None, ()
        services, categories = self.vocabulary.services, self.vocabulary.categories
        known = {word: self._plainly("service", word, services, team, found) for word in team.words}
        teams = {word: service for word, service in known.items() if service}

        def meaning(word: str) -> str | None:
            parts = parts_of(word, (between,)) if between else [word]
            meant = (self._plainly("categories", one, categories, sort, found) for one in parts)
            return ";".join(filter(None, meant))

        between = separator(sort.words, lambda word: meant_by(word, categories) is not None)
        both = WorkedAs(self.vocabulary, team, sort, teams, meaning)
        if ours == "service":
            return sort, sorted(both.services())
        return team, sorted(both.categories(lambda cell: parts_of(cell, (between,)) if between else [cell]))

    def _plainly(
        self, ours: str, word: str, known: Mapping[str, str], column: Column, found: Mapping[str, Column]
    ) -> str | None:
        """What a word is proposed to mean."""
        exact = not {worded(word), normal(word)}.isdisjoint(known)
        return (
            meant(ours, word, known, column) if exact else self._likely(ours, word, known, column, found)[0]
        )

    def _several(self, column: Column, known: Mapping[str, str], indent: str) -> Mapping[str, int]:
        """The words of cells that hold several, by what stands between them."""
        between = separator(column.words, lambda word: meant_by(word, known) is not None)
        if not between:
            return generalised(column.words)
        self.lines.append(f"{indent}split: {quoted(between)}  # a guess: several in one cell")
        self.guessed.append(f"“{column.title}” holds several, with “{between}” between them: a guess")
        return parted(column.words, between)

    def service_told(self, found: Mapping[str, Column]) -> bool:
        """Where no column says of which service a case is: by the team that stands behind its worker's name, else by
        its category. Whether either is there."""
        worker, category = found.get("worker"), found.get("categories")
        teams = _teams_of(worker) if worker else {}
        if not teams and category is None:
            return False
        why = " else ".join(
            [
                *(["by the team behind the worker's name"] if teams else []),
                *(["by the category"] if category else []),
            ]
        )
        self.lines.append(f"      service:  # a guess: no column says it; {why}")
        self.guessed.append(f"service is taken {why}, a guess: no column says it")
        indent = "        "
        if worker and teams:
            words = [(f"*({team})", team) for team in sorted(teams)]
            self._service_words(worker, words, indent)
            self.lines.append(f'{indent}  "*": ""  # no team stands there')
        if category:
            bare = zip(category.cells, worker.cells if worker and teams else category.cells, strict=True)
            open_ones = {mine for mine, who in bare if mine and not (teams and _LAST_BRACKET.fullmatch(who))}
            words = [(word, word) for word in sorted(self._told_apart(open_ones))]
            if words and teams:
                self.lines.append(f"{indent}or:")
                indent += "  "
            if words or not teams:
                self._service_words(category, words, indent)
        return True

    def _service_words(self, column: Column, words: Sequence[tuple[str, str]], indent: str) -> None:
        services = self.vocabulary.services
        self.lines += [f"{indent}from: {quoted(column.title)}", f"{indent}words:"]
        for pattern, said in words:
            means = meant_by(said, services) or likely_service(said, services)
            self.lines.append(
                f"{indent}  {quoted(pattern)}: {f'{means}  # a guess' if means else repr(UNDECIDED)}"
            )
            if means is None:
                self.undecided.append(f"service: which service's work that of '{said}' is")


def _became(word: str) -> str:
    """``S17 > CPP (29/09/26)``: what it is now; empty where it says no such change."""
    found = _CHANGED.fullmatch(word)
    return found[1].strip() if found else ""


def _by_days(word: str, status: Column, closed: Column) -> tuple[str | None, str]:
    """Whether cases of this status are open: none of them has a day on which it was closed, and others have."""
    days = [bool(day) for said, day in zip(status.cells, closed.cells, strict=True) if said == word]
    if not any(closed.cells) or not days:
        return None, ""
    if not any(days):
        return "yes", f"none of its {len(days):,} rows has a day in “{closed.title}”"
    return ("no", "each of its rows has a day of closing") if all(days) else (None, "")


def _teams_of(worker: Column) -> dict[str, str]:
    """The teams that stand in brackets behind most of the workers' names; what is another behind each is a code."""
    found = {word: told[1].strip() for word in worker.words if (told := _LAST_BRACKET.fullmatch(word))}
    teams = {fold(team): team for team in found.values()}
    are_codes = len(teams) == len(found) > _CHANCE
    return teams if len(found) > MOSTLY * len(worker.words) and not are_codes else {}
