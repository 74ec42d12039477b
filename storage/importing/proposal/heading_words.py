"""Words of headings: of whom or what a column is by them, and what short forms stand for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

#: Words by which a heading is of an identity, of the person's it is about, and of somebody else's.
OF_IDENTITY: Final = frozenset({"number", "reference", "id", "code"})
OF_STAFF: Final = frozenset(
    {"worker", "staff", "payroll", "employee", "personnel", "practitioner", "team", "holder"}
)
#: Of where somebody works, whatever a council's teams are called.
OF_TEAMS: Final = frozenset(
    {"team", "unit", "service", "area", "locality", "department", "office", "group", "cluster"}
)
OF_CASE: Final = frozenset(
    {
        "case",
        "child",
        "client",
        "file",
        "mosaic",
        "lcs",
        "ics",
        "eclipse",
        "caredirector",
        "azeus",
        "liquidlogic",
    }
    | {"subject", "su", "yp", "family", "household", "cms"}
)
#: A family's reference is that of all its children; a child's own is theirs alone.
OF_FAMILY: Final = frozenset({"family", "household", "sibling", "siblings"})
OF_CHILD: Final = frozenset({"child", "client", "person", "individual", "subject", "su", "yp"})
DISCUSSED: Final = frozenset({"discussed", "talked", "covered", "considered", "about", "cases", "children"})
PLURAL: Final = {"children": "child", "families": "family", "refs": "reference", "nos": "number"}
OF_END: Final = frozenset({"end", "ended", "ends", "ceased", "until", "closed"})
OF_ABSENCE: Final = frozenset({"absence", "absent", "sickness", "sick", "leave", "off"})
OF_POST: Final = frozenset({"post", "position", "job"})
OF_OTHERS: Final = frozenset(
    {"manager", "supervisor", "reports", "reporting", "superior", "chief", "appraiser", "approver"}
)
IN_SHORT: Final = {
    "no": "number",
    "num": "number",
    "nr": "number",
    "ref": "reference",
    "emp": "employee",
    "pers": "personnel",
    "mgr": "manager",
    "lm": "line_manager",
    "rpt": "reports",
    "rpts": "reports",
    "supvr": "supervisor",
    "cont": "continuous",
    "hrs": "hours",
    "wkr": "worker",
    "supn": "supervision",
    "supv": "supervision",
    "dt": "date",
    "alloc": "allocation",
    "term": "termination",
    "sup": "supervision",
    "superv": "supervision",
    "supvn": "supervision",
    "disc": "discussed",
    "discd": "discussed",
    "mgmt": "management",
    "prac": "practitioner",
    "fam": "family",
    "inv": "involvement",
}
#: Words of a heading that is of a day: only there are numbers a spreadsheet's for days.
OF_DAY: Final = re.compile(
    r"date|dt|day|when|from|since|until|to|on|start\w*|began|beg\w*|end\w*|first|last|held|hire\w*|join\w*|left|"
    r"leav\w*|absent|return\w*|back|closed|ceased|allocated|assigned|discussed|supervised|terminat\w*"
)


@lru_cache(maxsize=10_000)
def normal(word: str) -> str:
    """Without case, and with spaces for everything but letters and digits."""
    return " ".join(re.sub(r"[^\w\s]", " ", word.replace("_", " ")).lower().split())


@lru_cache(maxsize=10_000)
def canonical(heading: str) -> str:
    """``Emp. No``, ``EmployeeNo`` and ``Employee number`` alike."""
    heading = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"(?<=\w)['’](?!s\b)(?=\w)", "", heading))
    said = re.sub(r"\bs u\b", "su", normal(heading).replace("e mail", "email"))
    words = re.sub(r" y n$", "", said).split()
    return "_".join(IN_SHORT.get(word, word) for word in words)
