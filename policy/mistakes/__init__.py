"""Mistakes in a rule set that reads well: lines that a duty cannot run, words that nobody knows."""

from policy.mistakes.document import mistakes_in
from policy.mistakes.places import Path, Problem, placed
from policy.mistakes.spelling import nearest

__all__ = ["Path", "Problem", "mistakes_in", "nearest", "placed"]
