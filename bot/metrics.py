"""What ``/metrics`` shows: counts since the start, and the state of the outbox. Names and reasons, never content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, Counter, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.heartbeat import Heartbeat
from storage.health import Backlog

__all__ = ["CONTENT_TYPE", "page"]

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

TICKS: Final = Counter("supervision_ticks", "Ticks of the clock that ended well", registry=REGISTRY)
DUE: Final = Counter("supervision_due", "Assessments and reminders that a tick found due", registry=REGISTRY)
SENT: Final = Counter("supervision_messages_sent", "Messages that arrived", registry=REGISTRY)
SENT_AGAIN: Final = Counter(
    "supervision_messages_sent_again",
    "Messages whose earlier attempt was cut short, so that it may have arrived",
    registry=REGISTRY,
)
DELAYED: Final = Counter(
    "supervision_messages_delayed", "Attempts that met a passing fault", registry=REGISTRY
)
FAILED: Final = Counter(
    "supervision_messages_failed", "Messages that never arrive", ["reason"], registry=REGISTRY
)
UNREACHED: Final = Counter(
    "supervision_messages_unreached",
    "Attempts whose reader couldn't be reached: kept, and tried again each working day",
    ["reason"],
    registry=REGISTRY,
)
DROPPED: Final = Counter(
    "supervision_nudges_dropped", "Reminders no longer true", ["reason"], registry=REGISTRY
)
FAULTS: Final = Counter(
    "supervision_faults", "Faults of the bot's own; its log names each", ["event"], registry=REGISTRY
)


class _Now(Collector):
    """What is measured when it is asked for."""

    def __init__(self, backlog: Backlog | None, heartbeat: Heartbeat, connected: Mapping[str, bool]) -> None:
        self._backlog, self._heartbeat, self._connected = backlog, heartbeat, connected

    def collect(self) -> Iterable[Metric]:
        yield _gauge("supervision_database_up", "Whether the database answers", self._backlog is not None)
        if self._backlog is not None:
            yield from _waiting(self._backlog)
        yield _gauge(
            "supervision_last_tick_seconds", "Since the clock last got something done", self._heartbeat.age
        )
        yield _gauge(
            "supervision_ticks_failing",
            "Ticks that failed since the last that ended well",
            self._heartbeat.failing,
        )
        connected = GaugeMetricFamily(
            "supervision_platform_connected",
            "Whether a platform's requests can reach the bot",
            labels=["platform"],
        )
        for name, holds in self._connected.items():
            connected.add_metric([name], holds)
        yield connected


def _waiting(b: Backlog) -> Iterable[Metric]:
    yield _gauge("supervision_outbox_waiting", "Messages that wait for their time", b.waiting)
    yield _gauge("supervision_outbox_late", "Messages whose time has come and that haven't gone", b.late)
    yield _gauge("supervision_outbox_oldest_seconds", "How long the oldest of those has waited", b.oldest)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def page(backlog: Backlog | None, heartbeat: Heartbeat, connected: Mapping[str, bool]) -> bytes:
    """The page, in Prometheus's text format. ``backlog``: None while the database doesn't answer;
    ``connected``: the platforms in use, by name."""
    now = CollectorRegistry()
    now.register(_Now(backlog, heartbeat, connected))
    return generate_latest(REGISTRY) + generate_latest(now)
