"""What names a person or opens a list stands in no repr: those end up in logs, errors and screenshots."""

import dataclasses
import importlib
import pkgutil
import typing
from collections.abc import Iterator

import newsletter
import subscribers

#: How a field is called that holds somebody's address or first name, or a key.
TELLING = frozenset(
    {
        "address",
        "addresses",
        "email",
        "first_name",
        "hash_key",
        "key",
        "password",
        "recipient",
        "root",
        "to",
        "wrapping_key",
    }
)
#: Neither a person's nor a secret: who writes is the branch, a key is that by which something is found.
HARMLESS = {
    ("Sender", "address"), ("Item", "key"), ("Entry", "key"), ("Question", "key"),
}  # fmt: skip


def value_objects() -> Iterator[type]:
    for package in (newsletter, subscribers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                module = importlib.import_module(found.name)
                yield from (
                    each
                    for each in vars(module).values()
                    if isinstance(each, type)
                    and dataclasses.is_dataclass(each)
                    and each.__module__ == found.name
                )


def telling(each: type) -> list[tuple[str, str, bool]]:
    """Its fields that tell somebody, and whether its repr shows them."""
    is_shown = each.__dataclass_params__.repr  # type: ignore[attr-defined]
    return [
        (each.__name__, field.name, is_shown and field.repr)
        for field in dataclasses.fields(each)
        if field.name in TELLING
        and any(part in (str, bytes) for part in typing.get_args(field.type) or (field.type,))
    ]


def test_no_value_object_shows_an_address_a_first_name_or_a_key() -> None:
    found = [field for each in value_objects() for field in telling(each)]
    assert {(name, field) for name, field, is_shown in found if is_shown} == HARMLESS
    assert {name for name, _, is_shown in found if not is_shown} >= {"Newcomer", "_Found", "_Backup", "Keys"}
