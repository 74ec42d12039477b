"""Slack: the only place that knows its SDK."""
