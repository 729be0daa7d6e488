"""What ``/metrics`` shows: turns, their duration, errors by kind. One registry for each app."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Meters:
    """The counters of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("fulcrum_turns", "Turns answered", ["door", "voice"], registry=self.registry)
        self.seconds = Histogram(
            "fulcrum_turn_seconds", "Time from message to answer", registry=self.registry, buckets=BUCKETS
        )
        self.errors = Counter("fulcrum_errors", "Errors by kind", ["kind"], registry=self.registry)

    def text(self) -> bytes:
        """All metrics in the Prometheus text format."""
        return generate_latest(self.registry)
