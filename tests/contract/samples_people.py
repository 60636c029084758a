"""One sample of parameters for each statement of the people's `.sql` files."""

from pathlib import Path

import subscribers

MIGRATIONS = [("people", Path(subscribers.__file__).parent / "migrations")]

PERSON = {
    "id": "p1",
    "address": "p1@example.org",
    "address_hash": "h1",
    "name": "100% Ana: 'x'",
    "first_name": "",
    "language": "en",
    "basis": "consent",
    "now": 1_700_000_000_000_000,
}
CONSENT = {
    "person": "p0",
    "basis": "consent",
    "wording_hash": "w0",
    "source": "form",
    "at": 1,
    "withdrawn": 0,
}
STAGED = {
    "line": 2,
    "restriction": 0,
    "address": "p1@example.org",
    "name": "",
    "first_name": "",
    "language": "",
    "agreed": 0,
}
REQUEST = {"holder": "sendgrid", "address": "p0@example.org"}
GROUND = {"basis": "consent", "wording_hash": "w0"}

#: Carried out before each statement, in the same transaction.
BEFORE = [
    (
        "subscribers/people.sql",
        "add_person",
        PERSON | {"id": "p0", "address": "p0@example.org", "address_hash": "h0"},
    ),
    ("subscribers/consent.sql", "keep_wording", {"hash": "w0", "text": "Yes, write to me."}),
    ("subscribers/importer.sql", "make_staged", {}),
    ("subscribers/importer.sql", "make_folded", {}),
    ("subscribers/importer.sql", "make_plan_mark", {}),
    ("subscribers/leavers.sql", "make_leavers", {}),
    (
        "subscribers/suppression.sql",
        "suppress",
        {"address_hash": "h9", "reason": "asked", "source": "", "at": 1},
    ),
]

SAMPLES = {
    "subscribers/schema.sql": {
        "make_versions": {},
        "version": {"component": "people"},
        "set_version": {"component": "people", "version": 1},
        "has_versions": {},
        "lock_schema": {},
        "tables": {},
    },
    "subscribers/people.sql": {
        "add_person": PERSON,
        "change_person": {"id": "p0", "name": "", "first_name": "", "language": "cy", "now": 2},
        "change_address": {"id": "p0", "address": "p2@example.org", "address_hash": "h2", "now": 2},
        "id_of_departed": {"address_hash": "h1"},
        "forget_departed": {"address_hash": "h1"},
        "remove_person": {"id": "p0"},
        "person_by_id": {"id": "p0"},
        "person_by_address": {"address": "p0@example.org"},
        "everybody": {},
        "count_people": {},
        "hashes_of_people": {},
    },
    "subscribers/rejoining.sql": {"lift": {"address_hash": "h9"}},
    "subscribers/erasure.sql": {
        "bury": {"address_hash": "h9", "reason": "asked to be forgotten", "at": 2},
        "wordings_of_person": {"person": "p0"},
        "drop_wording": {"hash": "w0"},
        "departed_person": {"address_hash": "h1"},
        "put_off": {"person": "p0", "now": 1},
        "put_off_people": {},
        "end_erasure": {"person": "p0"},
        "request_erasure": REQUEST | {"now": 1},
        "erase_requests": {"holder": "sendgrid"},
        "end_request": REQUEST,
        "refuse_request": REQUEST,
        "count_requests": {},
    },
    "subscribers/consent.sql": {
        "keep_wording": {"hash": "w1", "text": "50 % off: no"},
        "add_consent": CONSENT,
        "newest_consent": {"person": "p0"},
        "set_basis": {"person": "p0", "basis": "withdrawn", "wording_hash": None, "now": 2},
        "consents_of_person": {"person": "p0"},
        "forget_consents": {"person": "p0"},
    },
    "subscribers/suppression.sql": {
        "suppress": {"address_hash": "h1", "reason": "asked", "source": "", "at": 1},
        "suppression_of": {"address_hash": "h1"},
        "count_suppressions": {},
    },
    "subscribers/importer.sql": {
        "make_staged": {},
        "make_folded": {},
        "make_plan_mark": {},
        "empty_staged": {},
        "empty_folded": {},
        "unmark_plan": {},
        "mark_plan": {"plan": "x"},
        "marked_plan": {},
        "stage": STAGED,
        "fold": {},
        "stage_folded": STAGED | {"id": "p1", "address_hash": "h1"},
        "repeated_lines": {},
        "protected_lines": {},
        "count_outcomes": GROUND,
        "count_left_but_listed": {},
        "suppress_out": {"source": "list.csv", "now": 1},
        "add_new_consents_of_listed": GROUND | {"source": "list.csv", "now": 1},
        "bring_up_to_date": GROUND | {"now": 1},
        "reuse_ids": {},
        "forget_returned": {},
        "take_in_new": GROUND | {"now": 1, "language": "en"},
        "add_consents_of_new": GROUND | {"source": "list.csv", "now": 1},
    },
    "subscribers/leavers.sql": {
        "make_leavers": {},
        "empty_leavers": {},
        "mark_leavers": GROUND,
        "count_leavers": {},
        "count_on_ground": GROUND,
        "count_people": {},
        "fall_back": {"source": "list.csv", "now": 1},
        "set_back": {"now": 1},
        "remember_ids": {"now": 1},
        "forget_ids": {"before": 1},
        "remove_consents": {},
        "remove_people": {},
        "note_refresh": GROUND | {"now": 1, "joined": 1, "changed": 0, "departed": 2, "stayed": 0},
        "last_refreshes": {},
    },
    "subscribers/rights.sql": {
        "record_disclosure": {"id": "d1", "at": 1, "reason": "asked by the region", "people": 3},
        "disclosures": {},
    },
    "subscribers/claim.sql": {
        "has_claims": {},
        "has_strangers": {},
        "claim": {},
        "stake_claim": {"workspace": "w1", "seal": "s1"},
        "give_back": {"workspace": "w1"},
    },
    "subscribers/audience.sql": {
        "count_mailable": {},
        "count_without_ground": {},
        "count_by_language": {},
        "count_left_out": {},
        "recipients": {"ids": '["p0", "p1"]'},
        "recipients_between": {"first": "p0", "last": "p1"},
        "count_between": {"first": "p0", "last": "p1", "most": 4},
        "count_by_host": {"most": 10},
        "hashes_of": {"ids": '["p0", "p1"]'},
    },
}
