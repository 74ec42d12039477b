"""What a test needs from the machine: left out by name where it is missing, a failure in CI."""

import os
from typing import NoReturn

import pytest


def missing(what: str, remedy: str) -> NoReturn:
    """Leave the test out and say how to get it run; with CI=true fail, because there it can be installed."""
    sentence = f"{what}: {remedy}"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{sentence} (CI leaves no test out)", pytrace=False)
    pytest.skip(sentence)
