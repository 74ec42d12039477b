"""Tests of the working calendar, the rule sets and their assessment."""
