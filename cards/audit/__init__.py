"""The trail in plain words."""
