"""Who may ask for what, written by hand from the policies' rows and the product's promises; nothing here is computed
from the routes.

The council: Amara is the supervisee. Priya, her supervisor in the line, is away; somebody covers for her. Above them
are a manager and that one's senior. A professional supervisor stands beside the line. One record was delegated. Of a
group, which Priya leads, one records, one signs off, one oversees. A colleague and that one's supervisor, elsewhere,
are nothing to any of them. An administrator keeps the bot. Whoever supervised Amara before Priya has left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cards.absence import asks as absence
from cards.answers import asks as answers
from cards.ask import Ask
from cards.cases import asks as cases
from cards.evidence import asks as evidence
from cards.people import asks as people
from cards.preparing import asks as preparing
from cards.records import asks as records
from cards.sessions import asks as sessions

#: Each relation, and the first name of who stands in it.
RELATIONS: Final[Mapping[str, str]] = {
    "supervisee": "Amara",
    "supervisor": "Priya",
    "cover": "Owen",
    "manager": "Helen",
    "senior": "Adel",
    "professional": "Petra",
    "delegate": "Dele",
    "recorder": "Rhea",
    "signer": "Sian",
    "overseer": "Oona",
    "colleague": "Colin",
    "elsewhere": "Ewa",
    "administrator": "Sam",
    "leaver": "Lena",
}

Cell = frozenset[str]
Table = Mapping[type[Ask], Cell]


def _row(names: str) -> Cell:
    return frozenset(names.split())


NOBODY: Final = _row("")
STAFF: Final = frozenset(RELATIONS) - {"leaver"}
WITH_A_SUPERVISOR: Final = _row("supervisee supervisor cover manager colleague")
#: Or with somebody they supervise, in the line or beside it, as cover too.
IN_SUPERVISION: Final = WITH_A_SUPERVISOR | _row("senior elsewhere professional")
SUPERVISEE: Final = _row("supervisee")
#: Who held or is to hold it, whoever covers.
HOLDER: Final = _row("supervisor")
SUPERVISING: Final = _row("supervisor cover")
PAIR: Final = SUPERVISEE | SUPERVISING
#: In place of the supervisor, who is away.
ANSWERING: Final = _row("cover")
MANAGING: Final = _row("supervisor cover manager senior")
LINE: Final = SUPERVISEE | MANAGING
#: Above the supervisor, who is away.
ABOVE: Final = _row("manager senior administrator")
WITH_A_TEAM: Final = MANAGING | {"elsewhere"}
#: Owen, who covers, works with a case of his own.
WITH_CASES: Final = SUPERVISEE | {"cover"}
#: Whoever works with a case or supervises somebody, in the line or beside it, may have decided something.
DECIDING: Final = SUPERVISEE | WITH_A_TEAM | {"professional"}
IN_GROUP: Final = _row("recorder signer overseer")
LEADING: Final = WITH_A_TEAM | {"signer", "overseer"}
CAN_MEET: Final = _row("supervisee supervisor cover professional")

#: One session, record, case and person of Amara's, and Priya's absence; Central Bedfordshire's policy. Words that mean
#: oneself, and groups where there are none, are let through to be told what is wrong with them.
CELLS: Final[Table] = {
    # Absence: one's own, one's line's; the administrator anybody's (B19, B20, Y16)
    absence.AwayCommand: LINE | {"administrator"},
    absence.AnotherAbsenceForm: HOLDER | ABOVE,
    absence.AwayOfCancelledForm: NOBODY,
    absence.AbsenceRecorded: LINE | {"administrator"},
    absence.AbsenceChangeForm: HOLDER | ABOVE,
    absence.AbsenceChanged: HOLDER | ABOVE,
    absence.AbsenceTakenBack: HOLDER | ABOVE,
    absence.Back: LINE | {"administrator"},
    absence.BackForm: HOLDER | ABOVE,
    absence.BackSaid: HOLDER | ABOVE,
    absence.ReturnForm: PAIR,
    absence.ReturnSaid: PAIR,
    absence.SupervisorAwayForm: WITH_A_SUPERVISOR,
    absence.SupervisorSaidAway: WITH_A_SUPERVISOR,
    absence.ClaimConfirmed: ABOVE,
    absence.ClaimDatesForm: ABOVE,
    absence.ClaimConfirmedWithDates: ABOVE,
    absence.ClaimRefused: ABOVE,
    absence.AbsenceReported: SUPERVISEE,
    absence.CoverTaken: ABOVE - {"administrator"},
    absence.CoverForm: ABOVE,
    absence.CoverArranged: ABOVE,
    # Answers; a concern needs a line to go up (B30, Y27, S17)
    answers.Help: STAFF,
    answers.HomePage: STAFF,
    answers.PolicyTopic: STAFF,
    answers.Concern: IN_SUPERVISION,
    answers.MeetingConsidered: IN_SUPERVISION,
    answers.MeetingAsked: IN_SUPERVISION,
    answers.MeetingShown: SUPERVISEE,
    answers.MeetingDayForm: SUPERVISEE,
    answers.MeetingArranged: SUPERVISEE,
    answers.MeetingHeld: SUPERVISEE,
    answers.MeetingTakenBack: _row("supervisor"),
    # Cases: the line knows; those above the worker decide and judge (B9, C6); Y15, Y16 decisions
    cases.Due: STAFF,
    cases.MetCommand: LINE,
    cases.AboutMe: STAFF,
    cases.DueForMe: STAFF,
    cases.LateBefore: STAFF,
    cases.DueInTeam: WITH_A_TEAM,
    cases.DueOf: LINE,
    cases.PutOffForm: ANSWERING,
    cases.PutOff: ANSWERING,
    cases.Why: LINE,
    cases.IntervalForm: MANAGING,
    cases.IntervalDecided: MANAGING,
    cases.LongerIntervalAsked: MANAGING,
    cases.LongerIntervalGranted: LINE,
    cases.LongerIntervalRefused: LINE,
    cases.LongerIntervalWithdrawn: SUPERVISEE,
    cases.LongerIntervalReason: LINE,
    cases.LongerIntervalEnded: MANAGING,
    cases.LongerIntervalRecorded: _row("cover"),
    cases.JudgeForm: MANAGING,
    cases.CaseJudged: MANAGING,
    cases.EventForm: LINE,
    cases.EventRecorded: LINE,
    cases.EventOver: LINE,
    cases.EventTakenAway: LINE,
    cases.DecisionForm: DECIDING,
    cases.DecisionNoted: DECIDING,
    cases.DecisionRecorded: _row("cover manager"),
    cases.DecisionTakenBack: _row("manager"),
    # Evidence: whoever has somebody below them in the line (Y32)
    evidence.ReportForm: _row("supervisor manager senior elsewhere"),
    evidence.ReportShown: _row("supervisor manager senior elsewhere"),
    # People: an agreement is the two's (B1, Y17, S27); the milestone here is her supervisor's observation, which is
    # whoever's who answers for it (B24); audits (B22, B26); what was discussed with others (B28)
    people.AgreementForm: _row("supervisee supervisor professional"),
    people.AgreementSent: _row("supervisor professional"),
    people.AgreementSigned: SUPERVISEE,
    people.AgreementShown: SUPERVISEE,
    people.AgreementDeclineForm: SUPERVISEE,
    people.AgreementDeclined: SUPERVISEE,
    people.AgreementReason: _row("supervisor"),
    people.DisclosureForm: _row("supervisee supervisor cover professional"),
    people.DisclosureMade: _row("supervisor cover professional"),
    people.DisclosureTakenBack: HOLDER,
    people.DisclosureReason: SUPERVISEE,
    people.FrequencyForm: _row("supervisee supervisor cover administrator"),
    people.FrequencyRecorded: SUPERVISING | {"administrator"},
    people.Milestones: LINE | {"administrator"},
    people.MilestoneForm: _row("manager"),
    people.MilestoneRecorded: _row("manager"),
    people.PersonEventForm: SUPERVISING,
    people.PersonEventRecorded: SUPERVISING,
    people.MilestoneTakenBack: HOLDER,
    people.AuditDoneForm: _row("manager"),
    people.AuditDone: _row("manager"),
    people.AuditPointOf: MANAGING,
    people.AuditPointForm: MANAGING,
    people.AuditPointNoted: MANAGING,
    # Preparing is the supervisee's (B13); it is read by whom it was shared with, while they supervise
    preparing.PrepareCommand: SUPERVISEE,
    preparing.CaseChoiceForm: WITH_CASES,
    preparing.CaseChosen: WITH_CASES,
    preparing.PreparationForm: SUPERVISEE,
    preparing.DraftSaved: SUPERVISEE,
    preparing.DraftForgotten: SUPERVISEE,
    preparing.PreparationCopied: SUPERVISEE,
    preparing.ExtraWondered: SUPERVISEE,
    preparing.ExtraCanWait: SUPERVISEE,
    preparing.PreparationShared: SUPERVISEE,
    preparing.SharedAgain: SUPERVISEE,
    preparing.ShareTakenBack: SUPERVISEE,
    preparing.PreparationRead: SUPERVISING,
    preparing.RecordText: HOLDER,
    preparing.AgendaOpened: PAIR,
    preparing.ActionsForm: PAIR,
    preparing.ActionsDone: PAIR,
    # Records: who held it writes, amends and closes (B15, B16, B17), or the delegate (B34); the supervisee answers
    records.RecordWritten: HOLDER | {"delegate"},
    records.AllRecordsWritten: HOLDER,
    records.RecordedTakenBack: HOLDER | {"delegate"},
    records.DelegateForm: HOLDER,
    records.RecordDelegated: HOLDER,
    records.RecordsAgreed: SUPERVISEE,
    records.RecordDisagreed: SUPERVISEE,
    records.DisagreeForm: SUPERVISEE,
    records.SomeDisagreed: SUPERVISEE,
    records.AskedAgain: HOLDER,
    records.OutcomeRead: SUPERVISEE | HOLDER,
    records.DisagreementReferred: SUPERVISEE | HOLDER,
    records.DisagreementDecided: _row("manager"),
    records.RecordClosed: HOLDER,
    records.OversightGiven: NOBODY,
    records.CasesAcknowledged: PAIR,
    records.AcknowledgeForm: PAIR,
    records.SomeAcknowledged: PAIR,
    # Sessions are the two's; the supervisor books, the supervisee proposes (B32); what is held the supervisor says
    sessions.CalendarAbout: STAFF,
    sessions.NewCalendarAddress: STAFF,
    sessions.CalendarStopped: STAFF,
    sessions.CalendarFileShown: PAIR,
    sessions.BookCommand: CAN_MEET,
    sessions.DayChosen: CAN_MEET,
    sessions.BookForm: CAN_MEET,
    sessions.SessionBooked: CAN_MEET,
    sessions.SessionAskedFor: CAN_MEET,
    sessions.SeriesForm: DECIDING - SUPERVISEE,
    sessions.SeriesAsked: CAN_MEET - SUPERVISEE,
    sessions.SeriesBooked: CAN_MEET - SUPERVISEE,
    sessions.AdditionalCommand: CAN_MEET,
    sessions.AdditionalForm: CAN_MEET,
    sessions.AdditionalAsked: CAN_MEET,
    sessions.NextProposed: SUPERVISING,
    sessions.SessionsListed: STAFF,
    sessions.SessionKept: PAIR,
    sessions.SessionCancelForm: PAIR,
    sessions.SessionCancelled: PAIR,
    sessions.SessionMoveForm: PAIR,
    sessions.SessionMoved: PAIR,
    sessions.MoveAgreed: PAIR,
    sessions.PlanReviewed: SUPERVISING,
    sessions.SessionHeldForm: SUPERVISING,
    sessions.SessionHeld: SUPERVISING,
    sessions.HeldTakenBack: SUPERVISING,
    sessions.HeldListed: STAFF,
    sessions.NoteForm: IN_SUPERVISION,
    sessions.SessionNoted: CAN_MEET,
    sessions.NoteWithdrawn: PAIR,
    sessions.ActionForm: PAIR,
    sessions.ActionAdded: PAIR,
    sessions.RebookForm: PAIR,
    sessions.SessionRebooked: SUPERVISING,
    sessions.TimeProposed: SUPERVISEE,
    sessions.TimeConfirmed: PAIR,
    sessions.GapNoted: SUPERVISING,
    # Where the policy has no groups, anybody is told so
    sessions.GroupForm: frozenset(RELATIONS),
    sessions.GroupBooked: frozenset(RELATIONS),
    # A group's agenda is its people's (S3); a case is raised by its line (S14)
    sessions.GroupAgenda: NOBODY,
    sessions.RaiseForm: NOBODY,
    sessions.CasesRaised: NOBODY,
    sessions.CaseRaised: LINE,
    sessions.TakenOffAgenda: SUPERVISEE | _row("manager"),
}

#: A session with the professional supervisor, which is theirs alone beside Amara's (S22, S27).
_TWO: Final = _row("supervisee professional")
_ONE: Final = _row("professional")
BESIDE: Final[Table] = {
    preparing.RecordText: _ONE,
    preparing.AgendaOpened: _TWO,
    preparing.ActionsForm: _TWO,
    preparing.ActionsDone: _TWO,
    records.RecordWritten: _ONE | {"delegate"},
    records.AllRecordsWritten: _ONE,
    records.DelegateForm: _ONE,
    records.RecordsAgreed: SUPERVISEE,
    records.OutcomeRead: _TWO,
    records.DisagreementReferred: _TWO,
    records.RecordClosed: _ONE,
    records.AcknowledgeForm: _TWO,
    sessions.NextProposed: _ONE,
    sessions.SessionCancelled: _TWO,
    sessions.SessionMoved: _TWO,
    sessions.SessionHeld: _ONE,
    sessions.ActionAdded: _TWO,
    sessions.SessionRebooked: _ONE,
    sessions.TimeProposed: SUPERVISEE,
    sessions.GapNoted: _ONE,
    absence.ReturnSaid: _TWO,
}

#: Southwark's group, led by Priya, and its records (S3, S12); what is asked of people at intervals there (S5).
GROUP: Final[Table] = {
    records.RecordWritten: _row("recorder delegate"),
    preparing.RecordText: _row("recorder"),
    records.AllRecordsWritten: _row("recorder"),
    records.DelegateForm: _row("recorder"),
    records.RecordDelegated: _row("recorder"),
    records.RecordsAgreed: _row("signer"),
    records.RecordDisagreed: _row("signer"),
    records.DisagreeForm: _row("signer"),
    records.SomeDisagreed: _row("signer"),
    records.AskedAgain: _row("recorder"),
    records.OutcomeRead: _row("recorder signer"),
    records.DisagreementReferred: _row("recorder signer"),
    records.RecordClosed: _row("recorder"),
    records.OversightGiven: _row("overseer"),
    sessions.SessionCancelled: HOLDER,
    sessions.SessionMoved: HOLDER,
    sessions.SessionHeld: HOLDER,
    sessions.GroupForm: LEADING,
    sessions.GroupBooked: LEADING,
    sessions.GroupAgenda: SUPERVISEE | HOLDER | IN_GROUP,
    sessions.RaiseForm: SUPERVISEE | HOLDER | IN_GROUP,
    sessions.CasesRaised: SUPERVISEE | HOLDER | IN_GROUP,
    sessions.TakenOffAgenda: SUPERVISEE | HOLDER | {"manager"},
}

#: A case to which access is restricted.
RESTRICTED: Final[Table] = {
    cases.MetCommand: LINE,
    cases.Why: LINE,
    cases.DecisionForm: DECIDING,
    cases.EventForm: LINE,
}
#: An agreement is signed by the two: whoever covers doesn't sign in the supervisor's place.
OF_AGREEMENT: Final[Table] = {
    people.MilestoneForm: _row("supervisor"),
    people.MilestoneRecorded: _row("supervisor"),
}
#: What ``due CASE`` shows to whom: each duty of it with what it rests on, or its date alone; else that there is no
#: date to show. By whether access is restricted.
SHOWN_IN_FULL: Final = LINE
SHOWN_ITS_DATE: Final[Mapping[bool, Cell]] = {False: STAFF - LINE, True: NOBODY}

#: A session cancelled for Priya's absence, which others than she and her managers don't end (B19).
WAITING: Final[Table] = {
    absence.AwayOfCancelledForm: HOLDER,
    absence.ReturnForm: HOLDER,
    absence.ReturnSaid: HOLDER,
    sessions.SessionRebooked: SUPERVISING,
    sessions.RebookForm: PAIR,
}

#: Cambridgeshire and Peterborough's longer intervals (C6): the line asks; 12 weeks a Group or Service Manager grants.
LONGER: Final[Table] = {
    cases.IntervalForm: LINE,
    cases.LongerIntervalAsked: LINE,
    cases.LongerIntervalGranted: _row("manager senior"),
    cases.LongerIntervalRefused: _row("manager senior"),
    cases.LongerIntervalWithdrawn: SUPERVISEE,
    cases.LongerIntervalReason: LINE,
    cases.LongerIntervalEnded: MANAGING,
    cases.LongerIntervalRecorded: _row("cover"),
}

#: What is asked of the next manager once who held the session, or leads, records, signs off or oversees the group, or
#: made the decision, has left: whoever is asked may.
_NEXT: Final = _row("manager")
#: Themselves, whom nothing lets in any more.
_LEFT: Final = HOLDER
IN_A_LEAVERS_PLACE: Final[Mapping[str, Table]] = {
    "": {
        preparing.RecordText: _NEXT,
        records.RecordWritten: _NEXT | {"delegate"},
        records.AllRecordsWritten: _NEXT,
        records.RecordedTakenBack: _NEXT | {"delegate"},
        records.DelegateForm: _NEXT,
        records.RecordDelegated: _NEXT,
        records.RecordsAgreed: SUPERVISEE,
        records.AskedAgain: _NEXT,
        records.OutcomeRead: SUPERVISEE | _NEXT,
        records.DisagreementReferred: SUPERVISEE | _NEXT,
        records.RecordClosed: _NEXT,
        records.CasesAcknowledged: SUPERVISEE | _NEXT | _LEFT,
    },
    "group": {
        records.AllRecordsWritten: _NEXT,
        records.RecordsAgreed: frozenset({"senior"}),  # one who records it too signs off nothing
        records.AskedAgain: _NEXT,
        records.OversightGiven: frozenset(),
        sessions.SessionHeld: _NEXT | _LEFT,
    },
}

#: What whoever covers may without covering: as one of the staff, with a supervisor, or by their role in groups.
_OWN: Final = (STAFF, DECIDING, IN_SUPERVISION, WITH_CASES, frozenset(RELATIONS), WITH_A_SUPERVISOR, LEADING)


def uncovered(cell: Cell) -> Cell:
    """The same cell while nobody covers: what the cover might, the supervisor may."""
    return (cell - {"cover"}) | {"supervisor"} if "cover" in cell and cell not in _OWN else cell
