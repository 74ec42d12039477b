"""What no single row can tell: the same thing twice, references to nothing, lost zeros, loops. Reads, never writes."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from storage.importing.applied.link import PERSON, RELATIONSHIP, SESSION, STORED_AS, StoredSide
from storage.importing.checks.agreed import name_less_often
from storage.importing.checks.following import follow
from storage.importing.checks.named_for_records import check_delegates
from storage.importing.checks.raised_and_judged import check_raised_and_judged, no_such_session
from storage.importing.checks.shared_cells import shared
from storage.importing.checks.unknown_names import UNNAMED, Referring, Unnamed, names_of_nobody
from storage.importing.columns.column_types import Kind
from storage.importing.faults import Faults
from storage.importing.proposal.guessed_people import is_short_for, may_be_one
from storage.importing.proposal.leavers import take_last_days
from storage.importing.staging import BATCH, Staging, places
from storage.obligations import batched
from storage.work import Work

_SAID: Final = {"people": "staff number", "cases": "case", "sessions": "session"}
#: What somebody or something has one of at a time: the kind of row and of which rows, its column, and what two are.
_ONE_AT_ONCE: Final = (
    ("relationships", "NOT b.professional", "supervisor", "two line supervisors of one person"),
    ("allocations", "1", "worker", "two workers of one case"),
)
#: Whoever is named for a session by the pair is named by that session too, which has the fault.
_BESIDES: Final = dict.fromkeys(
    (("discussions", "supervisee"), ("discussions", "supervisor")),
    "AND session_key NOT IN (SELECT key FROM sessions)",
)
#: Longer identities than this are not looked for with zeros in front.
_LONGEST_NUMBER: Final = 14


@dataclass(slots=True)
class Checks:
    """``alone``: by file, line and fault, the rows that one cell makes and that alone have it; ``besides``: the others
    of two at once, of which neither is taken where one isn't."""

    staging: Staging
    work: Work
    faults: Faults
    alone: dict[tuple[str, int, str], list[tuple[str, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    besides: list[tuple[str, int]] = field(default_factory=list)

    def run(self) -> None:
        self.staging.index(*_SAID)
        self._by_pair()
        follow(self.staging, StoredSide(self.work))
        unknown = self._unknown()
        take_last_days(self.staging, self.work.today)
        unnamed = Unnamed(self.staging, unknown)
        nobodys = names_of_nobody(self.staging, self.work, self.faults, unknown, unnamed)
        for kind in self.staging.kinds:
            self._twice(kind)
        for where, keys in unknown.items():
            self._name_nothing(where, sorted(keys - nobodys if where.to == "people" else keys), unnamed)
        self._new_without_zeros()
        self._accounts()
        self._sessions()
        self._discussions()
        check_delegates(self.staging, self.work, self.faults)
        check_raised_and_judged(self.staging, self.work, self.faults)
        self._participants()
        self._two_at_once()
        self._loops()
        name_less_often(self.staging, self.work, self.faults)

    def _complain(self, query: str, column: str, message: str, *parameters: object, sort: str = "") -> None:
        """One fault for each row of a query for file, line and, where the message has {0}, a word."""
        for file, line, *named in self.staging.sql.execute(query, parameters):
            self.faults.add(
                self.staging.origins[file].name,
                line,
                column,
                message.replace("{0}", *named) if named else message,
                sort=sort,
            )

    # The same thing twice

    def _twice(self, kind: Kind) -> None:
        """An identical row counts once; two that differ are named."""
        if kind.name == "allocations":
            self._drop_allocations_said_by_cases()
        twice = f"SELECT 1 FROM {kind.name} GROUP BY key HAVING count(*) > 1 LIMIT 1"
        if self.staging.sql.execute(twice).fetchone() is None:
            return
        self.staging.index(kind.name)
        same = " AND ".join(f'a."{c}" IS b."{c}"' for c in kind.stored)
        identical = (
            f"SELECT b.id FROM {kind.name} a JOIN {kind.name} b ON a.key = b.key AND a.id < b.id AND {same}"
        )
        self.staging.sql.execute(f"DELETE FROM {kind.name} WHERE id IN ({identical})")
        names = "b.name, a.name" if kind.name == "people" else "NULL, NULL"
        differs = ", ".join(f'a."{c}" IS NOT b."{c}"' for c in kind.stored)
        query = (
            f"SELECT b.file, b.line, a.line, a.file, b.key, {names}, {differs} FROM {kind.name} b JOIN {kind.name} a "
            f"ON a.id = (SELECT min(id) FROM {kind.name} WHERE key = b.key) AND a.id < b.id LIMIT 1000"
        )
        for file, line, other, there, key, mine, theirs, *apart in self.staging.sql.execute(query):
            where = f"line {other} of {self.staging.origins[there].name}"
            columns = [c for c, is_apart in zip(kind.stored, apart, strict=True) if is_apart]
            said = _differing(key, where, mine, theirs, columns)
            self.faults.add(self.staging.origins[file].name, line, *said)

    def _drop_allocations_said_by_cases(self) -> None:
        """A file of allocations says more of the same allocation (its end) than a file of cases."""
        from_cases = [i for i, o in enumerate(self.staging.origins) if o.kind == "cases"]
        marks = places(len(from_cases))
        self.staging.sql.execute(
            f"DELETE FROM allocations WHERE file IN ({marks}) AND key IN "
            f"(SELECT key FROM allocations WHERE file NOT IN ({marks}))",
            [*from_cases, *from_cases],
        )

    def _two_at_once(self) -> None:
        """Of two from the same day nobody can tell which is meant, and none ends the other."""
        for kind, only, who, message in _ONE_AT_ONCE:
            query = (
                f"SELECT b.file, b.line, b.{who}, a.{who}, a.line, a.file, a.id FROM {kind} b JOIN {kind} a ON "
                f"a.chain = b.chain AND a.since = b.since AND a.{who} <> b.{who} AND a.id < b.id "
                f"WHERE {only} AND coalesce(a.until, ?1) >= ?1 AND coalesce(b.until, ?1) >= ?1 LIMIT 1000"
            )
            for file, line, one, other, at, there, row_id in self.staging.sql.execute(
                query, [self.work.today.isoformat()]
            ):
                self.besides.append((kind, row_id))
                where = f"line {at} of {self.staging.origins[there].name}"
                self.faults.add(
                    self.staging.origins[file].name,
                    line,
                    who,
                    f"{message} from the same day, {one} here and {other} in {where}: keep one of them, or give the "
                    "other's last day",
                    habit=f"{message} from the same day",
                )

    # References

    def _unknown(self) -> dict[Referring, set[str]]:
        """What rows name that is neither in the files nor stored."""
        columns = (
            Referring(kind.name, column.name, column.refers)
            for kind in self.staging.kinds
            for column in kind.columns
            if column.refers in STORED_AS
        )
        return {where: keys for where in columns if (keys := self._unknown_in(*where))}

    def _unknown_in(self, kind: str, column: str, to: str) -> set[str]:
        unread = self.staging.sql.execute(
            f'SELECT DISTINCT "{column}" FROM {kind} WHERE "{column}" IS NOT NULL '
            f'AND "{column}" NOT IN (SELECT key FROM {to})'
        )
        found = set[str]()
        for keys in _batches(unread):
            found.update(set(keys) - StoredSide(self.work).ids(*STORED_AS[to], keys).keys())
        return found

    def _name_nothing(self, where: Referring, keys: Sequence[str], unnamed: Unnamed) -> None:
        """The rows of a column that name what isn't there: however many words of it aren't, the rows are read once for
        a batch of them."""
        kind, column, to = where
        for some in batched(keys, BATCH):
            padded = self._with_zeros(to, some)
            rows = self.staging.naming(kind, column, some, _BESIDES.get((kind, column), ""))
            for key in some:
                named = _named_nothing(key, padded.get(key), to)
                for file, line, row_id in rows.get(key, ()):
                    message = UNNAMED if unnamed.has(file, where, key) else named
                    name = self.staging.origins[file].name
                    self.faults.add(name, line, column, message, sort=f"no such {to}")
                    self.alone[name, line, message].append((kind, row_id))

    def _with_zeros(self, to: str, keys: Sequence[str]) -> dict[str, str]:
        """For numbers that are known with zeros in front: how they are known."""
        table, name = STORED_AS[to]
        numbers = [k for k in keys if k.isdecimal() and not k.startswith("0")]
        padded = {k.zfill(width): k for k in numbers for width in range(len(k) + 1, _LONGEST_NUMBER)}
        known = self.staging.has(to, list(padded)) | StoredSide(self.work).ids(table, name, padded).keys()
        return {padded[k]: k for k in sorted(known)}

    def _new_without_zeros(self) -> None:
        """A new person or case whose number is a known one without its zeros is no new one."""
        for to, column in (("people", "staff_number"), ("cases", "case")):
            if not self._any_zeros(to):
                continue
            digits = self.staging.sql.execute(
                f"SELECT key FROM {to} WHERE key GLOB '[1-9]*' AND key NOT GLOB '*[^0-9]*'"
            )
            for keys in _batches(digits):
                for key, padded in self._with_zeros(to, keys).items():
                    message = (
                        f"'{key}' looks like '{padded}' without its leading zeros: "
                        "format the column as text and export again"
                    )
                    self._complain(f"SELECT file, line FROM {to} WHERE key = ?", column, message, key)

    def _any_zeros(self, to: str) -> bool:
        table, name = STORED_AS[to]
        stored = select(table.c.id).where(table.c[name].between("0", "1"), table.c[name] != "1").limit(1)
        read = self.staging.sql.execute(f"SELECT 1 FROM {to} WHERE key GLOB '0*' LIMIT 1").fetchone()
        return bool(read) or self.work.connection.execute(stored).first() is not None

    # People

    def _accounts(self) -> None:
        """What one person alone may have of those in post."""
        for one in shared(self.staging, self.work):
            if one.later:
                self.faults.add(self.staging.origins[one.file].name, one.line, one.column, one.message)

    def _loops(self) -> None:
        """Somebody who is above themselves in the line: an escalation would go round for ever."""
        above = dict(_line(self.staging, self.work))
        clear: set[str] = set()
        for start in sorted(above):
            seen: list[str] = []
            at: str | None = start
            while at is not None and at not in clear and at not in seen:
                seen.append(at)
                at = above.get(at)
            if at is not None and at in seen:
                self._loop(seen[seen.index(at) :])
            clear.update(seen)

    def _loop(self, people: Sequence[str]) -> None:
        circle = " → ".join([*people, people[0]])
        self._complain(
            f"SELECT file, line FROM relationships WHERE supervisee IN ({places(len(people))}) "
            "AND NOT professional AND until IS NULL",
            "supervisor",
            f"the line of management goes round in a circle ({circle}): correct or end one of these",
            *people,
        )

    # Sessions

    def _sessions(self) -> None:
        self._complain(
            "SELECT file, line FROM sessions WHERE absent NOT IN (supervisee, supervisor)",
            "absent",
            "the one who was absent is the supervisee or the supervisor: give that person's staff number",
        )
        unread = self.staging.sql.execute(
            "SELECT DISTINCT replaces FROM sessions "
            "WHERE replaces IS NOT NULL AND replaces NOT IN (SELECT key FROM sessions)"
        )
        for keys in _batches(unread):
            for key in sorted(set(keys) - StoredSide(self.work).ids(SESSION, "source_id", keys).keys()):
                self._complain(
                    "SELECT file, line, replaces FROM sessions WHERE replaces = ?",
                    "replaces",
                    "there is no session '{0}': correct it",
                    key,
                    sort="no such session",
                )

    def _discussions(self) -> None:
        self._complain(
            "SELECT d.file, d.line FROM discussions d JOIN sessions s ON s.key = d.session_key "
            "WHERE s.state = 'booked'",
            "session",
            "this session is only booked: write held in its state first, or leave this row out",
        )
        unread = self.staging.sql.execute(
            "SELECT DISTINCT session_key FROM discussions WHERE session_key NOT IN (SELECT key FROM sessions)"
        )
        for keys in _batches(unread):
            self._not_in_the_files(keys)

    def _participants(self) -> None:
        of_no_group = "this session is no group's: write group in its kind first, or leave this row out"
        self._complain(
            "SELECT p.file, p.line FROM participants p JOIN sessions s ON s.key = p.session WHERE s.kind <> 'group'",
            "session",
            of_no_group,
        )
        unread = self.staging.sql.execute(
            "SELECT DISTINCT session FROM participants WHERE session NOT IN (SELECT key FROM sessions)"
        )
        for keys in _batches(unread):
            kinds = {key: row.kind for key, row in StoredSide(self.work).sessions(keys).items()}
            for key in (k for k in keys if kinds.get(k) != "group"):
                self._complain(
                    "SELECT file, line FROM participants WHERE session = ? LIMIT 20",
                    "session",
                    of_no_group if key in kinds else no_such_session(key),
                    key,
                    sort="" if key in kinds else "no such session",
                )

    def _by_pair(self) -> None:
        """A discussion may name its session by the pair and the start, though the session has an id."""
        any_without_id = "SELECT 1 FROM discussions WHERE session IS NULL LIMIT 1"
        if self.staging.sql.execute(any_without_id).fetchone() is None:
            return
        self.staging.sql.execute("CREATE INDEX IF NOT EXISTS sessions_pair ON sessions (pair)")
        self.staging.sql.execute(
            "UPDATE discussions SET session_key = (SELECT s.key FROM sessions s WHERE s.pair = session_key) "
            "WHERE session IS NULL AND EXISTS (SELECT 1 FROM sessions s WHERE s.pair = session_key)"
        )
        self.staging.sql.execute(
            "UPDATE discussions SET key = session_key || '||' || \"case\" WHERE session IS NULL"
        )

    def _not_in_the_files(self, keys: Sequence[str]) -> None:
        state = {key: row.state for key, row in StoredSide(self.work).sessions(keys).items()}
        for key in keys:
            if key not in state:
                message = "there is no such session: add it to the file of sessions, or correct this"
            elif state[key] == "booked":
                message = "this session is only booked: bring in that it was held first"
            else:
                continue
            self._complain(
                "SELECT file, line FROM discussions WHERE session_key = ? LIMIT 20", "session", message, key
            )


def _differing(
    key: str, where: str, mine: str | None, theirs: str | None, columns: Sequence[str]
) -> tuple[str, str, str]:
    """Of two rows of one that differ, in these ``columns``: the column, what is wrong and the habit of it. ``mine``,
    ``theirs``: of people who each is, which shows whether one number is on two of them."""
    if mine and theirs and not (may_be_one(mine, theirs) or is_short_for(mine, theirs)):
        message = f"{key} is on {mine}, and on {theirs} in {where}: a number is one person's, so correct one"
        return "staff_number", message, f"{key} is on several people"
    habit = "says something else than another row of the same"
    apart = f" ({', '.join(columns)})" if columns else ""
    return "", f"says something else than {where} of the same{apart}: keep one of them", habit


def _named_nothing(key: str, padded: str | None, to: str) -> str:
    if padded:
        return (
            f"'{key}' is not known and '{padded}' is: a spreadsheet has dropped the leading zeros; "
            "format the column as text and export again"
        )
    return f"there is no {_SAID[to]} '{key}': add it to the file of {to}, or correct it"


def _line(staging: Staging, work: Work) -> Iterator[tuple[str, str]]:
    """Who is whose line supervisor once the files are in: supervisee, supervisor."""
    above, below = PERSON.alias("above"), PERSON.alias("below")
    r = RELATIONSHIP
    query = (
        select(below.c.staff_number, above.c.staff_number)
        .select_from(
            r.join(below, below.c.id == r.c.supervisee_id).join(above, above.c.id == r.c.supervisor_id)
        )
        .where(r.c.professional.is_(False), r.c.until.is_(None))
        .order_by(r.c.since)
    )
    yield from ((row[0], row[1]) for row in work.connection.execute(query))
    yield from staging.sql.execute(
        "SELECT supervisee, supervisor FROM relationships WHERE NOT professional AND until IS NULL ORDER BY since"
    )


def _batches(rows: Iterator[tuple[str]]) -> Iterator[Sequence[str]]:
    """Read to the end first: what is done with a batch asks the same connection."""
    keys = [key for (key,) in rows]
    return batched(keys, BATCH)
