"""Brings a council's own data in from files: read, checked, compared, and only then written, all of it or nothing."""
