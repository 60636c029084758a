"""python -m benchmarks.validator_peer LIST.csv: a loop that asks email-validator about each row, and nothing else."""

import csv
import json
import sys
import time
from pathlib import Path

from email_validator import EmailNotValidError, validate_email


def main(source: Path) -> None:
    begun, rows, good = time.perf_counter(), 0, 0
    with source.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rows += 1
            try:
                validate_email(row["Email Address"].strip(), check_deliverability=False, allow_smtputf8=False)
            except EmailNotValidError:
                continue
            good += 1
    print(json.dumps({"rows": rows, "good": good, "wall": time.perf_counter() - begun}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
