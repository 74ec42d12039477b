"""What is asked about a session's records: written, agreed or not, closed; cases acknowledged."""

from __future__ import annotations

from cards.ask import Acts, Ids, MayOpen, Opens, ask


@ask("record", did="it was marked as recorded")
class RecordWritten(MayOpen):
    """``asked``: whether there is a safeguarding issue in it was asked already."""

    record: int
    asked: bool = False


@ask("record_all", did="they were marked as recorded")
class AllRecordsWritten(MayOpen):
    """Every one of a session that isn't written yet."""

    session: int
    asked: bool = False


@ask("recorded_back", did="you took back that it is recorded")
class RecordedTakenBack(Acts):
    """What of a session was said to be written, as far as nobody has answered yet."""

    session: int


@ask("delegate_form")
class DelegateForm(Opens):
    record: int


@ask("delegate", did="you named who writes the record")
class RecordDelegated(MayOpen):
    record: int


@ask("agree", did="you agreed")
class RecordsAgreed(Acts):
    records: Ids


@ask("disagree", did="you said that you don't agree")
class RecordDisagreed(Acts):
    record: int

    @property
    def records(self) -> Ids:
        return (self.record,)


@ask("disagree_form")
class DisagreeForm(Opens):
    """Which of them?"""

    records: Ids


@ask("disagree_some", did="you answered for each record")
class SomeDisagreed(MayOpen):
    records: Ids


@ask("ask_again", did="agreement was asked for again")
class AskedAgain(MayOpen):
    """After a disagreement was discussed. ``amended``: whether the record was; what, or why not, is asked first, in the
    form whose button says ``filled``: a platform may leave out what is empty."""

    record: int
    amended: bool
    filled: bool = False


@ask("outcome_read")
class OutcomeRead(Opens):
    """What was amended after a disagreement, or why nothing was."""

    record: int


@ask("refer", did="you referred the disagreement")
class DisagreementReferred(Acts):
    record: int


@ask("decide_record", did="you decided about the disagreement")
class DisagreementDecided(Acts):
    """By the next tier. ``amend``: whether the supervisor is to amend the record; else it stands."""

    record: int
    amend: bool


@ask("close", did="you closed the record")
class RecordClosed(Acts):
    """``others``: of the same session, closed with it."""

    record: int
    others: Ids = ()

    @property
    def records(self) -> Ids:
        return (self.record, *self.others)


@ask("oversee", did="you gave your oversight")
class OversightGiven(Acts):
    record: int


@ask("acknowledge", did="you acknowledged the cases")
class CasesAcknowledged(Acts):
    """One case, or all of the session that are left."""

    session: int
    case: int | None = None


@ask("acknowledge_form")
class AcknowledgeForm(Opens):
    session: int


@ask("acknowledge_some", did="you acknowledged the cases that you chose")
class SomeAcknowledged(MayOpen):
    session: int
