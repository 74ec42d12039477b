"""What is asked about a session's records: written, agreed or not, closed; cases acknowledged."""

from __future__ import annotations

from cards.ask import Acts, Ids, MayOpen, Opens, ask


@ask("record")
class RecordWritten(MayOpen):
    """``asked``: whether there is a safeguarding issue in it was asked already."""

    record: int
    asked: bool = False


@ask("record_all")
class AllRecordsWritten(MayOpen):
    """Every one of a session that isn't written yet."""

    session: int
    asked: bool = False


@ask("recorded_back")
class RecordedTakenBack(Acts):
    """What of a session was said to be written, as far as nobody has answered yet."""

    session: int


@ask("delegate_form")
class DelegateForm(Opens):
    record: int


@ask("delegate")
class RecordDelegated(MayOpen):
    record: int


@ask("agree")
class RecordsAgreed(Acts):
    records: Ids


@ask("disagree")
class RecordDisagreed(Acts):
    record: int

    @property
    def records(self) -> Ids:
        return (self.record,)


@ask("disagree_form")
class DisagreeForm(Opens):
    """Which of them?"""

    records: Ids


@ask("disagree_some")
class SomeDisagreed(MayOpen):
    records: Ids


@ask("ask_again")
class AskedAgain(Acts):
    """After a disagreement was discussed. ``amended``: whether the record was."""

    record: int
    amended: bool


@ask("refer")
class DisagreementReferred(Acts):
    record: int


@ask("close")
class RecordClosed(Acts):
    record: int


@ask("oversee")
class OversightGiven(Acts):
    record: int


@ask("acknowledge")
class CasesAcknowledged(Acts):
    """One case, or all of the session that are left."""

    session: int
    case: int | None = None


@ask("acknowledge_form")
class AcknowledgeForm(Opens):
    session: int


@ask("acknowledge_some")
class SomeAcknowledged(MayOpen):
    session: int
