"""What cases are by their team and category together, and how often a plan is reviewed where a column says it among
other words."""

from __future__ import annotations

from pathlib import Path

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing_again import propose_again
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council

HEADING = "Case ID,Team,Category,Legal,Support / Review,Allocated worker,Allocated on"
CASES = (
    "C-101,LAC & Care leavers,LAC,Section 20,,S1,05/10/2026",
    "C-102,LAC & Care leavers,Care leaver,,Settled,S1,05/10/2026",
    "C-103,LAC & Care leavers,Care leaver,,High,S1,05/10/2026",
    "C-104,Family Support North,CIN plan,,,S1,05/10/2026",
    "C-105,Family Support North,LAC,Interim care order,,S1,05/10/2026",
    "C-106,CWD,CIN plan,,Rev 3m,S1,05/10/2026",
    "C-107,CWD,CWD parent carer needs,,Reviewed every 6 months,S1,05/10/2026",
    "C-108,CWD,CWD short breaks,,Rev 3m,S1,05/10/2026",
    "C-109,LAC & Care leavers,LAC,Full care order,,S1,05/10/2026",
    "C-110,LAC & Care leavers,LAC,Section 20,,S1,05/10/2026",
    "C-111,LAC & Care leavers,LAC,Full care order,,S1,05/10/2026",
)


def _words() -> ImportVocabulary:
    staff = Staff(NOW.date())
    know(staff, [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows])
    return ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, staff)


def _file(folder: Path) -> Path:
    file = folder / "cases.csv"
    file.write_text("\n".join([HEADING, *CASES]))
    return file


def test_what_a_case_is_is_told_by_its_team_and_category_together(council: Council, tmp_path: Path) -> None:
    """Where a team does the work of two services, or the policy has no rule for such a case in its team's."""
    file = _file(tmp_path)
    (proposal,) = propose_for(file, _words(), None)
    assert proposal.undecided == ()
    assert "service: 'Family Support North | LAC' is looked_after, a guess (1 rows)" in proposal.to_look_at
    council.takes(PEOPLE, LINES, *(sources_of(file, [mapping_of(proposal.text, "cases.yaml")]) or ()))
    assert council.has(t.Case, "reference", "service", "categories", "plan_every_months") == [
        ("C-101", "looked_after", "looked_after", None),
        ("C-102", "leaving_care", "settled", None),
        ("C-103", "leaving_care", "high_need", None),
        ("C-104", "family_support", "cin", None),
        ("C-105", "looked_after", "care_proceedings looked_after", None),
        ("C-106", "children_with_disabilities", "short_breaks", 3),
        ("C-107", "children_with_disabilities", "parent_carer_assessment", 6),
        ("C-108", "children_with_disabilities", "short_breaks", 3),
        *((f"C-{number}", "looked_after", "looked_after", None) for number in (109, 110, 111)),
    ]


def test_a_mapping_that_tells_by_both_can_be_proposed_again(tmp_path: Path) -> None:
    """A new pair is added, and what somebody wrote stays."""
    file = _file(tmp_path)
    (proposal,) = propose_for(file, _words(), None)
    text = proposal.text.replace(
        '"LAC & Care leavers | Care leaver": leaving_care', '"LAC & Care leavers | Care leaver": fostering'
    )
    file.write_text("\n".join([HEADING, *CASES, "C-112,Family Support South,LAC,,,S1,05/10/2026"]))
    mapping = mapping_of(text, "cases.yaml")
    again = propose_again(file, text, mapping, sources_of(file, [mapping]) or (), _words())
    assert '"LAC & Care leavers | Care leaver": fostering' in again.text
    assert '"Family Support South": family_support' in again.text
    assert '"Family Support South | LAC": looked_after' in again.text
