"""``judge CASE``: the categories that are a manager's judgement (C6, C8, B9), set or unset with who and why."""

from __future__ import annotations

from collections.abc import Sequence

from cards.cases import judge as cards_judge
from cards.cases import refusals
from cards.cases.asks import CaseJudged, JudgeForm
from cards.cases.judge import LastJudgement
from cards.model import Form, Option
from handlers.cases.council_words import category_words
from handlers.cases.notices import Judged
from handlers.notifications.notifier import notify
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.case_lookup import require_open_case
from handlers.shared.free_text import wrong_texts
from handlers.shared.next_due import next_due, reassess_and_refresh
from storage import answering, judgements
from storage.cases import CaseView
from storage.work import Work


def _must_ask(work: Work, case: CaseView) -> tuple[str, ...]:
    known = work.rules.judged_for(case.service)
    if not known:
        raise Refusal(refusals.nothing_to_judge(work.rules.council))
    return known


def judge_form(request: Request[JudgeForm], work: Work) -> ShowForm:
    """With what was judged before, and why: a look that is traced."""
    case = require_open_case(request, work)
    form = _form(work, case)
    work.trace(request.actor.id, "judge", case.subject)
    return ShowForm(form)


def _form(work: Work, case: CaseView) -> Form:
    known, words = _must_ask(work, case), work.rules.vocabulary.categories
    options = [Option(c, words[c]) for c in known]
    ticked = [c for c in known if c in case.categories]
    latest = judgements.latest(work, case.id)
    standing = [
        LastJudgement(
            words[c] if latest[c].holds else cards_judge.no_longer(words[c]),
            latest[c].by.name,
            latest[c].on,
            latest[c].why,
        )
        for c in known
        if c in latest and latest[c].holds == (c in case.categories)
    ]
    return cards_judge.form(case.id, case.reference, options, ticked, standing)


def judge(request: Request[CaseJudged], work: Work) -> ShowForm | Done:
    case = require_open_case(request, work)
    known, form = _must_ask(work, case), _form(work, case)
    picked, errors = request.many("judged"), wrong_texts(request, work, form)
    now = [c for c in known if c in picked and c not in case.categories]
    no_longer = [c for c in known if c not in picked and c in case.categories]
    if not set(picked) <= set(known):
        errors["judged"] = refusals.CHOOSE_AMONG
    elif not now and not no_longer:
        errors["judged"] = refusals.AS_IT_STANDS
    if not request.text("why"):
        errors["why"] = refusals.JUDGEMENT_WHY
    if errors:
        return with_errors(request, form, errors)
    judgements.judge(work, case, now, no_longer, request.actor.id, request.text("why"))
    reassess_and_refresh(work, case)
    _notify(work, case, request.actor.id, now, no_longer)
    said = category_words(work, now), category_words(work, no_longer)
    return Done(cards_judge.saved(case.reference, *said, next_due(work, case)))


def _notify(work: Work, case: CaseView, by: int, now: Sequence[str], no_longer: Sequence[str]) -> None:
    assert case.worker_id
    news = Judged(
        case=case.id,
        by=by,
        now=tuple(now),
        no_longer=tuple(no_longer),
        at=f"{work.now:%Y-%m-%dT%H:%M:%S}",
    )
    for one in answering.pair_but(work, case.worker_id, by):
        notify(work, news, to=one)
