"""What is asked in preparing a session: the form of a case, its draft, sharing and reading it, the agenda."""

from __future__ import annotations

from cards.ask import Acts, MayOpen, Opens, ask


@ask("prepare")
class PrepareCommand(MayOpen):
    """``prepare``: what there is to prepare; with a case's reference its form."""

    reference: str = ""


@ask("prepare_choose")
class CaseChoiceForm(Opens):
    pass


@ask("prepare_chosen")
class CaseChosen(Opens):
    pass


@ask("prepare_form")
class PreparationForm(Opens):
    case: int


@ask("save_preparation", did="your draft was saved")
class DraftSaved(MayOpen):
    """``form``, here and below: whether it is sent with what was typed; else what is kept is meant."""

    case: int
    form: bool = False


@ask("share_preparation", did="you shared what you prepared")
class PreparationShared(MayOpen):
    case: int
    form: bool = False


@ask("copy_preparation", did="the answers were copied")
class PreparationCopied(MayOpen):
    case: int
    form: bool = False


@ask("prepare_wonder", did="your draft was saved")
class ExtraWondered(MayOpen):
    """Whether to ask for an extra session."""

    case: int
    form: bool = False


@ask("prepare_waits")
class ExtraCanWait(Acts):
    case: int


@ask("forget_preparation", did="your draft was deleted")
class DraftForgotten(Acts):
    case: int


@ask("share_again", did="you shared what you prepared")
class SharedAgain(Acts):
    """With whoever covers now."""

    preparation: int


@ask("take_preparation_back", did="you took it back")
class ShareTakenBack(Acts):
    """While nobody has read it."""

    preparation: int


@ask("read_preparation")
class PreparationRead(Opens):
    """``supervisee`` and ``case`` find the newer version that took its place."""

    preparation: int
    supervisee: int
    case: int


@ask("record_text")
class RecordText(Opens):
    """What a held session left to copy into the case system."""

    session: int


@ask("agenda")
class AgendaOpened(Opens):
    session: int


@ask("actions_form")
class ActionsForm(Opens):
    """Of the pair's open actions, from a session's agenda."""

    session: int


@ask("actions_done", did="you ticked off what is done")
class ActionsDone(MayOpen):
    session: int
