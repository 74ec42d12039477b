"""What is told about a supervision agreement that one of the two began."""

from __future__ import annotations

from collections.abc import Collection

from cards.people import agreement as cards_agreement
from cards.people.agreement import often_words
from handlers.notifications.notice import DutyNotice, EventNotice, First, NoticeContext, NoticeKey, notice
from handlers.shared.asked_first import begun
from handlers.shared.meetings import guidance
from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty, GuidancePoint
from storage import agreements, people, requests
from storage.requests import RequestView
from storage.states import RequestAnswer
from storage.work import Work


@notice("agreement")
class AgreementToSign(EventNotice[cards_agreement.ToSign]):
    """To the other one, until they answer or a later one takes its place. A row from before requests were kept has the
    other fields, and is settled."""

    request: int = 0
    person: int = 0
    by: int = 0
    often: str = ""
    begun: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:agreement:{self.request}", "sign")

    def says(self, work: Work, _context: NoticeContext) -> cards_agreement.ToSign | None:
        view = requests.request(work, self.request) if self.request else None
        return to_sign(work, view) if view and stands(work, view) else None

    def begins(self, work: Work, _context: NoticeContext) -> Collection[int]:
        return begun(work, Subject(SubjectKind.PERSON, self.person), Duty.SIGN, [self.request])


@notice(Duty.SIGN)
class AgreementWaits(DutyNotice[cards_agreement.ToSign]):
    """The same, again."""

    def says(self, work: Work, _context: NoticeContext) -> cards_agreement.ToSign | None:
        view = requests.request(work, int(self.kept.obligation.key.fact.id))
        return to_sign(work, view, again=True) if stands(work, view) else None

    def begun_by(self, _work: Work) -> First:
        return First(AgreementToSign, self.kept.obligation.key.subject)


def to_sign(work: Work, view: RequestView, *, again: bool = False) -> cards_agreement.ToSign:
    notes, reads = guidance(work, GuidancePoint.AGREEMENT), reads_policy(work)
    name, since = people.person(work, view.asked_by).name, view.asked_on if again else None
    mine = requests.overtaken_by(work, view)
    return cards_agreement.ToSign(
        *(name, often_words(view.often), view.id, notes),
        reads=reads,
        again=since,
        instead_of=often_words(mine.often) if mine else "",
    )


def stands(work: Work, view: RequestView) -> bool:
    """Whether it waits for an answer, of two who still are supervisor and supervisee."""
    return view.answer is None and agreements.are_two(work, view.asked_by, view.asked_of)


@notice("agreement_signed")
class BothSigned(EventNotice[cards_agreement.Signed]):
    """To whoever began it. ``person``: the other one. ``begun``: of a row from before requests were kept."""

    often: str
    person: int
    request: int = 0
    begun: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:signed:{self.request}", "signed")

    def says(self, work: Work, _context: NoticeContext) -> cards_agreement.Signed:
        name = people.person(work, self.person).name
        return cards_agreement.Signed(name, often_words(self.often), reads=reads_policy(work))


@notice("agreement_declined")
class AgreementNotSigned(EventNotice[cards_agreement.Declined]):
    """To whoever began it."""

    request: int
    person: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:declined:{self.request}", "declined")

    def says(self, work: Work, _context: NoticeContext) -> cards_agreement.Declined:
        who = people.person(work, self.person)
        return cards_agreement.Declined(who.name, self.request, f"@{who.staff_number}")


@notice("agreement_lapsed")
class AgreementLapsed(EventNotice[cards_agreement.Lapsed]):
    """To both (``one`` and ``other``), once they are no longer supervisor and supervisee."""

    request: int
    one: int
    other: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.one}:lapsed:{self.request}", "lapsed")

    def says(self, work: Work, context: NoticeContext) -> cards_agreement.Lapsed | None:
        other = people.person(work, self.other if context.reader == self.one else self.one)
        waits = requests.request(work, self.request).answer != RequestAnswer.WITHDRAWN
        return None if waits else cards_agreement.Lapsed(other.name)


def reads_policy(work: Work) -> bool:
    """Whether this policy's agreement says that both have read it (B37)."""
    return any(part.reads_policy for part in work.rules.part("agreement"))
