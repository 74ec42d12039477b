"""A rule set back in plain English, for the officer to lay beside the document."""

from policy.explain.document import MOMENTS, explain

__all__ = ["MOMENTS", "explain"]
