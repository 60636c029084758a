"""One sample of parameters for each statement of the ledger."""

from pathlib import Path

import newsletter.sending.ledger

MIGRATIONS = [("ledger", Path(newsletter.sending.ledger.__file__).parent / "migrations")]

CAMPAIGN = {
    "id": "c1",
    "issue": "i1",
    "slug": "october",
    "kind": "real",
    "transport": "outbox",
    "repetition": 0,
    "content": '{"100%": ":x"}',
    "content_hash": "h",
    "created": 1,
}
FILE = "newsletter/sending/ledger.sql"

#: Carried out after the people's, so that there is somebody (p0) to freeze.
BEFORE = [
    (FILE, "add_campaign", CAMPAIGN),
    (FILE, "add_campaign", CAMPAIGN | {"id": "c3", "issue": "i3"}),
    (FILE, "add_campaign", CAMPAIGN | {"id": "c4", "issue": "i4"}),
    (FILE, "add_batches", {"campaign": "c1", "batches": 1, "batch_size": 10, "people": 1}),
    (FILE, "add_batches", {"campaign": "c3", "batches": 1, "batch_size": 10, "people": 1}),
    (FILE, "freeze_newcomers", {"campaign": "c1", "issue": "i1", "batch_size": 10}),
]

ATTEMPT = {"id": "c1.1", "attempt": "a", "fence": 1}
SAMPLES = {
    FILE: {
        "add_campaign": CAMPAIGN | {"id": "c2"},
        "count_planned_people": {"issue": "i1"},
        "count_everybody": {},
        "freeze_newcomers": {"campaign": "c1", "issue": "i1", "batch_size": 10},
        "freeze_everybody": {
            "campaign": "c3",
            "issue": "i2",
            "kind": "drill",
            "repetition": 1,
            "batch_size": 10,
        },
        "add_batches": {"campaign": "c4", "batches": 3, "batch_size": 10, "people": 25},
        "set_size": {"id": "c1", "size": 1},
        "last_repetition": {"issue": "i1"},
        "unfinished_campaign": {"issue": "i1", "kind": "real"},
        "latest_campaign": {"issue": "i1", "kind": "real"},
        "campaign": {"id": "c1"},
        "campaigns": {},
        "content": {"id": "c1"},
        "take_over": {"id": "c1", "owner": "process 1", "now": 1},
        "orphans": {"campaign": "c1"},
        "settle_orphan": {"id": "c1.1", "state": "parked", "reason": "x", "now": 1, "fence": 1},
        "planned_batches": {"campaign": "c1", "most": 5},
        "count_planned": {"campaign": "c1"},
        "intend": ATTEMPT | {"now": 1},
        "open_fence": ATTEMPT,
        "reopen_refused_deliveries": {"campaign": "c1"},
        "reopen_refused_batches": {"campaign": "c1"},
        "call_back_deliveries": {"campaign": "c1"},
        "call_back_batches": {"campaign": "c1", "now": 1},
        "undo": {"id": "c1", "fence": 0},
        "other_id_of_slug": {"slug": "october", "issue": "i9"},
        "set_parcel_hash": {"id": "c1.1", "attempt": "a", "parcel_hash": "h"},
        "members": {"batch": "c1.1"},
        "leave_out": {"id": "c1-1", "batch": "c1.1", "attempt": "a", "state": "refused", "reason": "x"},
        "settle": ATTEMPT | {"state": "accepted", "reason": "", "now": 1},
        "beat": {"id": "c1", "fence": 1, "now": 1},
        "next_batch_number": {"campaign": "c1"},
        "add_batch": {"id": "c1.9", "campaign": "c1", "number": 9, "size": 1},
        "move_to_batch": {"batch": "c1.1", "to": "c1.1", "number": 0},
        "split_point": {"batch": "c1.1", "offset": 0},
        "set_batch_size": {"id": "c1.1", "size": 1},
        "refused_singles": {"campaign": "c1", "reason": "x"},
        "reopen_delivery": {"id": "c1-1"},
        "reopen_batch": {"id": "c1.1"},
        "count_refused": {"campaign": "c1"},
        "stop": {"id": "c1", "fence": 1, "code": "c", "message": "m", "remedy": "r"},
        "finish": {"id": "c1", "fence": 1},
        "receipt": {"campaign": "c1"},
        "refusal_reasons": {"campaign": "c1"},
        "parked_batches": {"campaign": "c1"},
        "parked_deliveries": {"campaign": "c1"},
        "sample_newcomers": {"issue": "i1", "most": 3},
        "sample_everybody": {"most": 3},
    }
}
