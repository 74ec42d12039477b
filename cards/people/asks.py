"""What is asked about people: agreements, how often another body set supervision, what is done now and then, audits."""

from __future__ import annotations

from cards.ask import Acts, MayOpen, Opens, ask


@ask("agreement")
class AgreementForm(Opens):
    """Typed: with whom."""

    words: str = ""


@ask("agreement_send", did="the agreement was sent")
class AgreementSent(MayOpen):
    """With one's own signature, to this other one of the two."""

    person: int


@ask("agreement_sign", did="you signed the agreement")
class AgreementSigned(Acts):
    """By the other one. A button drawn before requests were kept has the other fields, and signs nothing any more."""

    request: int = 0
    by: int = 0
    often: str = ""
    begun: str = ""


@ask("agreement_shown")
class AgreementShown(Acts):
    """What waits for one's signature."""

    request: int


@ask("agreement_decline_form")
class AgreementDeclineForm(Opens):
    request: int


@ask("agreement_decline", did="you said no")
class AgreementDeclined(MayOpen):
    request: int


@ask("agreement_why")
class AgreementReason(Opens):
    """The word that came with a no."""

    request: int


@ask("disclosed")
class DisclosureForm(Opens):
    """Typed: whose was discussed with others."""

    words: str = ""


@ask("disclosed_save", did="it was saved that you discussed it")
class DisclosureMade(MayOpen):
    person: int


@ask("disclosed_back", did="you took it back")
class DisclosureTakenBack(Acts):
    disclosure: int


@ask("disclosed_why")
class DisclosureReason(Opens):
    disclosure: int


@ask("frequency")
class FrequencyForm(Opens):
    """Typed: whose; or the id of whom a button is about."""

    words: str = ""
    person: int = 0


@ask("frequency_save", did="the frequency was recorded")
class FrequencyRecorded(MayOpen):
    person: int


@ask("done")
class Milestones(MayOpen):
    """Typed: perhaps whose, perhaps which. All of somebody's, or the form of one."""

    words: str = ""


@ask("done_form")
class MilestoneForm(MayOpen):
    obligation: int


@ask("done_save", did="it was recorded")
class MilestoneRecorded(MayOpen):
    obligation: int


@ask("done_event")
class PersonEventForm(Opens):
    person: int
    what: str


@ask("done_event_save", did="the event was recorded")
class PersonEventRecorded(MayOpen):
    person: int
    what: str


@ask("done_back", did="you took it back")
class MilestoneTakenBack(Acts):
    milestone: int


@ask("audited_form")
class AuditDoneForm(Opens):
    draw: int


@ask("audited", did="the audit was noted")
class AuditDone(MayOpen):
    draw: int


@ask("audit")
class AuditPointOf(Opens):
    """Typed: a case's reference."""

    reference: str


@ask("audit_form")
class AuditPointForm(Opens):
    case: int


@ask("audit_save", did="the learning point was noted")
class AuditPointNoted(MayOpen):
    case: int
