"""Each night: does every route up the line lead to somebody, is a word or request still unanswered or a return unsaid,
has a time that was offered passed, which sessions of an absence come near that nobody cancelled (it has no end, or was
imported), what falls due while somebody is away from tomorrow, what went further up while somebody was and what whoever
covered is still asked, was the import made."""

from __future__ import annotations

from handlers.absence import absence, asked_instead, back_at_work, given_back, left_alone, with_covers
from handlers.absence.absence_view import is_last_day_before
from handlers.absence.claim import remind_confirmers
from handlers.answers import concern, workload
from handlers.cases import grant
from handlers.people import audit_draw, leaving
from handlers.records.record import ask_about_imported
from handlers.sessions import asked, auto_rebook, unsaid_returns
from handlers.upkeep import imports, review, weekly
from handlers.upkeep.management_lines import check_routes
from storage import absences, audit, nightly_checks
from storage.contacts import InUse
from storage.work import Work


def run_nightly(work: Work, on: InUse | None) -> None:
    """Once a night, or as soon after as the bot runs. ``on``: as for ``nights.routes``."""
    since = nightly_checks.begin(work)
    check_routes(work, on)
    leaving.follow(work)
    audit_draw.draw_missing(work)
    workload.check(work)
    review.check(work)
    imports.check(work)
    for said in absences.unanswered(work):
        remind_confirmers(work, said)
    given_back.bring_back(work, since)
    with_covers.notify_returned(work, since)
    asked_instead.ask_in_place_of_covers(work, since)
    back_at_work.ask_again(work, since)
    left_alone.notify_back(work, since)
    not_over = absences.not_over(work)
    left_alone.notify_left_alone(work, not_over)
    given_back.pass_on(work)
    for view in not_over:
        absence.catch_up(work, view)
        if is_last_day_before(work, view):
            absence.remind_before(work, view)
    asked.follow(work)
    unsaid_returns.follow(work)
    auto_rebook.show_times_anew(work)
    concern.follow(work)
    ask_about_imported(work)
    grant.remind(work)
    grant.notify_endings(work)
    grant.notify_never_counted(work, since)
    grant.notify_unfit(work)
    weekly.notify_what_stays_late(work, since)
    audit.seal(work)
