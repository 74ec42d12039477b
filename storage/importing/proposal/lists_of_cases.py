"""Lists of what managers did about cases, beside whose they are: which were audited, and what was raised for a group's
agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from storage.importing.columns.values import ImportVocabulary
from storage.importing.proposal.case_references import referring
from storage.importing.proposal.own_columns import Column

#: Kinds of file with a row for each case.
OF_CASES: Final = ("cases", "audits", "agenda")
_PEOPLE: Final = {"covers": ("absent", "cover"), "audits": ("staff_number", "by"), "agenda": ("raised_by",)}


def columns_of_people(kind: str) -> Sequence[str]:
    """Of a kind of file, of cases or of who covers: those that name somebody."""
    return _PEOPLE.get(kind, ("worker",))


def audits_in(
    found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column], words: ImportVocabulary
) -> dict[str, Column]:
    """The case, whose team's it is, when it was drawn and audited, and by whom; nothing of what is no such list, or
    where no rule has cases drawn."""
    known = dict(found.get("audits", {}))
    case = known.get("case") or referring(columns)
    told = "by" in known or "worker" not in found["cases"]
    if not words.audits or case is None or "staff_number" not in known or not told:
        return {}
    days = {"drawn_on", "done_on"} & known.keys()
    first = {} if "drawn_on" in known or not days else {"drawn_on": known["done_on"]}
    return {"case": case, **known, **first} if days else {}


def agenda_in(
    found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column], words: ImportVocabulary
) -> dict[str, Column]:
    """The case, who raised it and when; nothing of what is no such list, or where no rule is about groups."""
    known = dict(found.get("agenda", {}))
    case = known.get("case") or referring(columns)
    if not words.rules.knows_groups or case is None or not {"raised_by", "raised_on"} <= known.keys():
        return {}
    return {"case": case, **known}
