"""One line of the doctor: what was looked at, how it is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    OK = "ok"  # as it should be
    PROBLEM = "problem"  # it would stop or harm a campaign
    ADVICE = "advice"  # worth a look; it harms no campaign
    UNKNOWN = "unknown"  # it could not be found out, which is said and no failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """`id` never changes, the words may. No words hold an address or a key; the branch's own domain may stand there."""

    id: str
    health: Health
    message: str
    remedy: str = ""


def ok(id_: str, message: str) -> Diagnosis:
    return Diagnosis(id=id_, health=Health.OK, message=message)


def problem(id_: str, message: str, remedy: str) -> Diagnosis:
    return Diagnosis(id=id_, health=Health.PROBLEM, message=message, remedy=remedy)


def advice(id_: str, message: str, remedy: str) -> Diagnosis:
    return Diagnosis(id=id_, health=Health.ADVICE, message=message, remedy=remedy)


def unknown(id_: str, message: str, remedy: str = "") -> Diagnosis:
    return Diagnosis(id=id_, health=Health.UNKNOWN, message=message, remedy=remedy)
