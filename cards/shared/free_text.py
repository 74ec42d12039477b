"""What is said beside a text that looks as if it told who a child is, and how to send it nonetheless."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from cards.model import ChoiceField, Option
from policy.personal_details import Detail

#: Beside a field that nobody's name belongs in.
NO_NAME: Final = "References, never a child's name."
INSTEAD: Final = "Write the case reference instead."
WARNINGS: Final[Mapping[Detail, str]] = {
    Detail.NHS_NUMBER: f"This looks like an NHS number. {INSTEAD}",
    Detail.PUPIL_NUMBER: f"This looks like a pupil number (UPN). {INSTEAD}",
    Detail.ADDRESS: f"This looks like an address. {INSTEAD}",
    Detail.NAME_AND_BIRTH: f"This looks like a name with a date of birth. {INSTEAD}",
}
#: Joins a form only once it has warned: never a step more for anybody else.
AS_IT_IS: Final = ChoiceField(
    "as_it_is",
    "If it has to be said",
    (Option("yes", "Send it as it is", "Nothing about a child's safety waits for this."),),
    many=True,
)


def warned(errors: Iterable[str]) -> bool:
    """Whether one of these is such a warning."""
    return any(error in WARNINGS.values() for error in errors)
