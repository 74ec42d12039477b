"""Busy times from Outlook."""
