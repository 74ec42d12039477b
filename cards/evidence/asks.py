"""What may be asked about a period's evidence."""

from __future__ import annotations

from cards.ask import MayOpen, Opens, ask


@ask("report")
class ReportForm(Opens):
    """Of which period, and of whom below whoever asks."""


@ask("report_show")
class ReportShown(MayOpen):
    """As it is in the form."""
