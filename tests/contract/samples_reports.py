"""One sample of parameters for each statement of the reports and of what they ask the people."""

from pathlib import Path

MIGRATIONS: list[tuple[str, Path]] = []
BEFORE: list[tuple[str, str, dict[str, object]]] = []
SAMPLES = {
    "newsletter/reports/report.sql": {
        "mailed_last": {"subscriber": "p0", "since": 0, "before": 2_000_000_000_000_000},
    },
    "subscribers/departures.sql": {
        "suppressed_since": {"since": 0},
        "withdrawn_since": {"since": 0},
    },
}
