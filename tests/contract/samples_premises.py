"""One sample of parameters for each statement about premises."""

from pathlib import Path

import newsletter.sending.premises

MIGRATIONS = [
    (
        "premises",
        Path(newsletter.sending.premises.__file__).parent / "premises_schema" / "migrations",
    )
]
FILE = "newsletter/sending/premises.sql"
PROBE = {
    "account": "a1",
    "address": "office@example.org",
    "begun": 1,
    "send_at": 2,
    "cancelled_batch": "b1",
    "cancelled_attempt": "t1",
    "control_batch": "b2",
    "control_attempt": "t2",
    "state": "posting",
    "repeated_batch": "b3",
    "repeated_attempt": "t3",
}

BEFORE = [(FILE, "keep_probe", PROBE | {"cancelled_batch": "b0"})]

SAMPLES = {
    FILE: {
        "answer": {"account": "a1", "name": "cancel_catches_later_mail"},
        "store": {"account": "a1", "name": "cancel_catches_later_mail", "answer": "yes", "at": 1},
        "open_probe": {"account": "a1"},
        "old_probes": {"account": "a1", "before": 3},
        "keep_probe": PROBE,
        "move_probe": {"cancelled_batch": "b0", "state": "waiting"},
        "end_repeat": {"cancelled_batch": "b0"},
        "drop_probe": {"cancelled_batch": "b0"},
        "probes_to": {"address": "office@example.org"},
        "forget_address": {"address": "office@example.org"},
    }
}
