"""The root key as people write it down: what is mistyped is found and named, and never taken for another key."""

import itertools
import secrets

import pytest

from newsletter.errors import SettingsError
from newsletter.rootkey import ALPHABET, spelled
from newsletter.secret import mark_of, parse_root

ROOT = bytes(range(100, 132))
GOLDEN = "CHJP8-CSV8S-D5N6Q-PV3DJ-DSQQ7-0WBJX-EDT7H-AXKQP-F1WQB-MYVW3-FNZ76-Z0415-GA1TE"
MARK = "E10M-SK0J"


def refused(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        parse_root(text)
    assert caught.value.code == "bad-root"
    said = f"{caught.value.message} {caught.value.remedy}"
    assert not any(group in said for group in text.split("-") if len(group) > 3)
    return caught.value.message


def test_a_key_is_written_in_groups_and_read_in_any_hand() -> None:
    # Written down so that no later version locks anybody out of a list.
    assert spelled(ROOT) == GOLDEN
    for root in (ROOT, bytes(32), b"\xff" * 32, secrets.token_bytes(32)):
        written = spelled(root)
        assert [len(group) for group in written.split("-")] == [5] * 13
        alike = written.replace("0", "O").replace("1", "l")
        for text in (written, written.lower(), written.replace("-", " "), written.replace("-", ""), alike):
            assert parse_root(f" {text} ") == root


def test_every_mistyped_sign_is_named_by_its_group() -> None:
    written = spelled(ROOT)
    for place, sign in enumerate(written):
        if sign == "-":
            continue
        for other in set(ALPHABET) - {sign} | {"U", "?"}:
            said = refused(written[:place] + other + written[place + 1 :])
            assert said == f"Group {place // 6 + 1} of the key is mistyped."


def test_signs_and_groups_that_changed_places_are_found() -> None:
    groups = spelled(ROOT).split("-")
    for number, group in enumerate(groups):
        for place in range(4):
            if group[place] == group[place + 1]:
                continue
            other = group[:place] + group[place + 1] + group[place] + group[place + 2 :]
            assert f"Group {number + 1} " in refused(
                "-".join([*groups[:number], other, *groups[number + 1 :]])
            )
    for one, other in itertools.combinations(range(13), 2):
        changed = list(groups)
        changed[one], changed[other] = changed[other], changed[one]
        assert refused("-".join(changed)) == f"Groups {one + 1}, {other + 1} of the key are mistyped."


def test_a_group_too_few_or_too_many_is_said() -> None:
    groups = spelled(ROOT).split("-")
    assert refused("-".join(groups[:4] + groups[5:])) == (
        "The key has 13 groups of 5 signs; these are 12. The first that does not fit is group 5."
    )
    assert "these are 14" in refused("-".join([*groups, groups[0]]))
    assert refused("-".join([*groups[:12], groups[12][:4]])) == "Group 13 of the key is mistyped."


def test_the_mark_tells_keys_apart_and_nothing_of_them() -> None:
    marks = {mark_of(secrets.token_bytes(32)) for _ in range(50)}
    assert len(marks) == 50
    assert mark_of(ROOT) == MARK  # on every sheet, and in every backup
    assert not any(part in spelled(ROOT) for part in mark_of(ROOT).split("-"))
