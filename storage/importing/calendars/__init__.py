"""Calendars as busy times."""
