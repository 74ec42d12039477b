"""What makes a rule set that reads well senseless: lines that a duty cannot run, unknown words."""

from policy.sense.document import nonsense
from policy.sense.places import Path, Problem, placed
from policy.sense.spelling import nearest

__all__ = ["Path", "Problem", "nearest", "nonsense", "placed"]
