"""One sample of parameters for each statement of the provider's feedback."""

from pathlib import Path

import newsletter.feedback.suppressions

MIGRATIONS = [("feedback", Path(newsletter.feedback.suppressions.__file__).parent / "migrations")]
BEFORE: list[tuple[str, str, dict[str, object]]] = []
SAMPLES = {
    "newsletter/feedback/feedback.sql": {
        "set_pulled": {"account": "a", "at": 1, "noted": 1},
        "pulled": {"account": "a"},
        "last_pulled": {},
        "forget_pulled": {},
    }
}
