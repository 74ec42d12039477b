"""What ``/metrics`` would say has been counted since the start of the process."""

from __future__ import annotations

from bot import metrics


def counter(name: str, **labels: str) -> float:
    """Without what its name begins and ends with there; 0 where nothing was counted yet."""
    return metrics.REGISTRY.get_sample_value(f"supervision_{name}_total", labels) or 0.0
