"""Front matter: what stands there is what is meant, and a person's file stays a person's file."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.errors import WorkspaceError
from newsletter.frontmatter import LIMIT, change, compose, parse, where

FILE = Path("my-branch/issues/october.md")


def problem(front: str) -> WorkspaceError | None:
    try:
        parse(f"---\n{front}\n---\n", path=FILE)
    except WorkspaceError as error:
        return error
    return None


def read(front: str, body: str = "") -> dict:
    return parse(f"---\n{front}\n---\n{body}", path=FILE).values


@pytest.mark.parametrize(
    "text",
    [
        "18:30",
        "No",
        "yes",
        "00123",
        "1_000",
        "0x1F",
        "2026-11-05",
        "~",
        "null",
        "Peru: the struggle",
        '"70" killed',
        '"We stay" and "we win"',
        "'We stay', they said",
        "Tom's",
        "'tis time",
        "@home",
        "* star",
        "*star",
        "& more",
        "&more",
        "!important",
        "50% off",
        "%off",
        "#1 of 3",
        "Strike #7",
        "text # not a comment",
        "[first_name|friend], hello",
        "- dash",
        "-",
        "? question",
        "{x}",
        "{{ x }}",
        "[a, b]",
        "| pipe",
        "> 5 hurt",
        "|",
        "`tick`",
        "ends with a colon:",
        "https://example.org/a?b=c#d",
        "C:\\new\\table",
        "“Quoted”",
        "…",
        "a\tb",
        "é🎉\u200fשלום",
        "= sum",
        "<< merge",
        "---",
        "...",
    ],
)
def test_a_value_is_the_text_that_stands_there(text):
    assert read(f"subject: {text}\nlast: x") == {"subject": text, "last": "x"}
    assert read(f"group:\n  subject: {text}\n  last: x") == {"group": {"subject": text, "last": "x"}}
    assert read(f"list:\n  - {text}\n  - x") == {"list": [text, "x"]}
    assert read(f"list:\n- title: {text}\n  last: x") == {"list": [{"title": text, "last": "x"}]}


@pytest.mark.parametrize(
    ("front", "values"),
    [
        ('a: "in quotation marks"', {"a": "in quotation marks"}),
        ("a: 'it''s'", {"a": "it's"}),
        ('a: "tab\\there \\u00e9"', {"a": "tab\there é"}),
        ('a: "wrapped\n  by a program"\nb: x', {"a": "wrapped by a program", "b": "x"}),
        ("a: goes on\n  in the next line\nb: x", {"a": "goes on in the next line", "b": "x"}),
        ("a: one\n\n  two", {"a": "one\ntwo"}),
        ("a:\n  Begins below.\n  And goes on.\nb: x", {"a": "Begins below. And goes on.", "b": "x"}),
        ("a: |\n  one: 1\n  # two\n\n  - three\nb: x", {"a": "one: 1\n# two\n\n- three\n", "b": "x"}),
        ("a: >-\n  one\n  two\nb: x", {"a": "one two", "b": "x"}),
        ("a: |-\n  no end", {"a": "no end"}),
        ("a:", {"a": ""}),
        ("a:\nb: x", {"a": "", "b": "x"}),
        ("a:\n  # only a comment\nb: x", {"a": "", "b": "x"}),
        ('a: ""', {"a": ""}),
        ("a:\n- x\n- y\nb: z", {"a": ["x", "y"], "b": "z"}),
        ("a:\n  -\n  - y", {"a": ["", "y"]}),
        ("a:\n  - Note: bring gloves", {"a": ["Note: bring gloves"]}),
        ("a:\n  -\n    b: c", {"a": [{"b": "c"}]}),
        ("# a comment\n\na: x\n  # another\nb: y", {"a": "x", "b": "y"}),
        ("a:    x   ", {"a": "x"}),
        ("a:\tx", {"a": "x"}),
        ("a:\n  - b: c\n    d:\n      - e", {"a": [{"b": "c", "d": ["e"]}]}),
    ],
)
def test_all_the_ways_to_write_a_value(front, values):
    assert read(front) == values


@pytest.mark.parametrize(
    ("front", "line", "word"),
    [
        ("a: x\na: y", 3, "twice"),
        ("a:\n  b: x\n  b: y", 4, "twice"),
        ("a: x\nnonsense", 3, "neither"),
        ("a: x\n  b: y", 3, "complete"),
        ("a: x\n  - y", 3, "complete"),
        ("a: x\n\tb: y", 3, "tab"),
        ("a: x\n" + " " * 30 + "b", 2, None),
        ("a:\n" + " " * 30 + "b: c", 3, "deeply"),
        ("a:\n    b: c\n  d: e", 4, "fit"),
        ('a: "bad \\q escape"', 2, "fit"),
        ("- a\n- b", 2, "begins with a list"),
        ("a: x\x00y", 2, "control"),
        ("ok: 1\na: x\x1by", 3, "control"),
        ("a: x\u2028y", 2, "control"),
        ('a: "\\0"', 2, "control"),
        ('a: "\\ud800"', 2, None),
        ("&anchor a: x", 2, "neither"),
        ("<<: *a", 2, "neither"),
        ("? a\n: b", 2, "neither"),
        ("%YAML 1.1", 2, "neither"),
        ('"a": x', 2, "neither"),
        ("{a: b}", 2, "neither"),
        ("a:\n  begins below: here", 3, None),
    ],
)
def test_what_cannot_be_read_is_said_with_file_and_line(front, line, word):
    if word is None:
        # Either a text or an error, but never a crash of the parser underneath.
        found = problem(front)
        assert found is None or found.code == "front-matter"
        return
    with pytest.raises(WorkspaceError) as caught:
        read(front)
    assert f"issues/october.md:{line}:" in caught.value.message
    assert word in caught.value.message
    assert caught.value.remedy
    assert caught.value.code == "front-matter"


def test_front_matter_without_an_end_is_an_error():
    with pytest.raises(WorkspaceError, match=r"october\.md:1: .* no end"):
        parse("---\ntitle: x\n", path=FILE)


def test_front_matter_has_a_limit():
    assert read("a: " + "x" * (LIMIT - 10))
    with pytest.raises(WorkspaceError, match="64 kB"):
        read("a: " + "x" * LIMIT)


@pytest.mark.parametrize(
    "front",
    [
        "a:\n" + "\n" * 60_000,
        "a: x\n" + "  y\n" * 12_000,
        'a: "\n' + '  \\"\n' * 10_000,
        "- " * 30_000,
        "a:\n" * 20_000,
        "a: " + "[" * 60_000,
        "\n".join(f"k{n}: |\n  x" for n in range(4_000)),
    ],
)
def test_hostile_front_matter_costs_little(front):
    started = time.process_time()
    found = problem(front.rstrip("\n"))
    assert found is None or len(found.message) < 300
    assert time.process_time() - started < 8


def test_a_file_without_front_matter_is_all_body():
    document = parse("Just text\n\n---\n\nmore", path=FILE)
    assert not document.has_front_matter
    assert (document.values, document.body) == ({}, "Just text\n\n---\n\nmore")


def test_files_from_windows_and_with_a_byte_order_mark_are_read():
    document = parse("\ufeff---\r\ntitle: Peru: the struggle\r\n--- \r\n\r\nText\r\nmore", path=FILE)
    assert document.values == {"title": "Peru: the struggle"}
    assert document.body == "Text\nmore"


def test_every_value_and_the_body_know_their_line():
    text = "---\n# hello\nsubject: x\n\nactions:\n  - title: a\n    link: b\n  - title: c\ntags:\n- d\n---\n\nBody"
    document = parse(text, path=FILE)
    assert document.lines == {
        "subject": 3,
        "actions": 5,
        "actions.0": 6,
        "actions.0.title": 6,
        "actions.0.link": 7,
        "actions.1": 8,
        "actions.1.title": 8,
        "tags": 9,
        "tags.0": 10,
        "body": 13,
    }
    assert text.split("\n")[document.lines["body"] - 1] == "Body"
    assert where(FILE, 3) == "issues/october.md:3"


WRITTEN = """\
---
# The branch's October issue
subject: Peru: the struggle
time: 18:30
# who wrote it
photo:
  # ask before printing
  author: "Mayimbú"
  licence: CC-BY-SA-4.0

# what to do
actions:
  - title: Write
    # the minister's page
    link: https://example.org/
summary: >-
  One long
  text
# the end
---

The body # stays
""".replace("the struggle\n", "the struggle   \n")


def test_a_change_keeps_comments_order_and_look():
    changed = change(
        WRITTEN,
        {
            "time": "19:00",
            "photo": {"author": "Mayimbú", "licence": "CC0-1.0", "credit": "x"},
            "place": "Hall",
        },
        path=FILE,
    )
    assert changed == (
        WRITTEN.replace("18:30", "19:00")
        .replace("CC-BY-SA-4.0\n", "CC0-1.0\n  credit: x\n")
        .replace("  text\n", "  text\nplace: Hall\n")
    )


def test_a_change_to_nothing_new_changes_nothing():
    document = parse(WRITTEN, path=FILE)
    assert change(WRITTEN, document.values, path=FILE) == WRITTEN
    assert change(WRITTEN, {}, path=FILE, body=document.body) == WRITTEN


def test_none_takes_a_value_out_and_leaves_the_comments_around_it():
    changed = change(WRITTEN, {"photo": None, "summary": None, "unknown": None}, path=FILE)
    assert parse(changed, path=FILE).values == {
        "subject": "Peru: the struggle",
        "time": "18:30",
        "actions": [{"title": "Write", "link": "https://example.org/"}],
    }
    for comment in ("# who wrote it", "# what to do", "# the minister's page", "# the end"):
        assert comment in changed


def test_a_changed_list_keeps_the_comments_inside_it():
    changed = change(WRITTEN, {"actions": [{"title": "March", "link": "x"}]}, path=FILE)
    assert "# the minister's page" in changed
    assert parse(changed, path=FILE).values["actions"] == [{"title": "March", "link": "x"}]


def test_a_group_may_lose_fields_and_gain_others_at_once():
    changed = change(WRITTEN, {"photo": {"credit": "c"}, "last": "l"}, path=FILE)
    assert parse(changed, path=FILE).values["photo"] == {"credit": "c"}
    assert parse(changed, path=FILE).values["last"] == "l"
    assert "# ask before printing" in changed


def test_a_changed_body_leaves_the_front_matter_alone():
    changed = change(WRITTEN, {}, path=FILE, body="New")
    assert changed == WRITTEN.replace("The body # stays\n", "New")


def test_front_matter_is_made_where_there_is_none():
    assert parse(change("Text", {"a": "b", "c": None}, path=FILE), path=FILE).values == {"a": "b"}
    assert parse(change("---\n---\nText", {"a": "b"}, path=FILE), path=FILE).body == "Text"


def test_what_is_written_is_pleasant_to_read():
    long = "This is a long sentence about a strike that goes on and on, and on, until it is longer than one line."
    composed = compose(
        {
            "title": "A plain title",
            "when": "18:30",
            "subject": "Peru: the struggle",
            "empty": "",
            "none": [],
            "summary": long,
            "text": "First.\n\nSecond.",
            "photo": {"author": "Ana", "none": {}},
            "actions": [{"title": "March", "text": "a\nb\n"}, {"title": "Write"}],
            "articles": ["peru", "- dash"],
        },
        "Body\n",
    )
    assert composed == (
        "---\ntitle: A plain title\nwhen: 18:30\n"
        'subject: "Peru: the struggle"\nempty:\n'
        "summary: >-\n"
        "  This is a long sentence about a strike that goes on and on, and on, until it is longer than one\n"
        "  line.\n"
        "text: |-\n  First.\n\n  Second.\n"
        "photo:\n  author: Ana\n"
        "actions:\n  - title: March\n    text: |\n      a\n      b\n  - title: Write\n"
        'articles:\n  - peru\n  - "- dash"\n'
        "---\n\nBody\n"
    )


def test_a_text_with_control_characters_is_refused_and_not_repeated():
    with pytest.raises(WorkspaceError) as caught:
        compose({"title": "secret\x07"}, "")
    assert "secret" not in caught.value.message + caught.value.remedy


def test_only_words_can_name_a_value_and_lists_hold_no_lists():
    with pytest.raises(ValueError, match="cannot name"):
        compose({"a b": "c"}, "")
    with pytest.raises(ValueError, match="no lists"):
        compose({"a": [["b"]]}, "")


HOSTILE = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60
)
AWKWARD = st.text(alphabet="ab :#-\"'\\|>[]{}&*!%@`?,.~\n\t\u00a0\u2028\ufeff", max_size=30)
TEXTS = HOSTILE | AWKWARD | st.sampled_from(["word " * 40, "x" * 200, "a\n\n b\n", "- a: b", "|\n x", "---"])
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
GROUPS = st.dictionaries(NAMES, TEXTS, min_size=1, max_size=4)
VALUES = st.dictionaries(
    NAMES,
    TEXTS | GROUPS | st.lists(TEXTS, min_size=1, max_size=3) | st.lists(GROUPS, min_size=1, max_size=3),
    max_size=5,
)


@given(VALUES, TEXTS)
def test_what_is_composed_is_read_back_letter_for_letter(values, body):
    document = parse(compose(values, body), path=FILE)
    assert (document.values, document.body) == (values, body)


@given(VALUES, st.dictionaries(NAMES, st.none() | TEXTS | GROUPS, max_size=4), TEXTS)
def test_a_change_changes_what_it_names_and_nothing_else(values, changes, body):
    commented = (
        compose(values, body)
        .replace("---\n", "---\n# first\n", 1)
        .replace("\n---\n\n", "\n# last\n---\n\n", 1)
    )
    if parse(commented, path=FILE).values != values:  # a text of three hyphens drew the comment into itself
        return
    changed = change(commented, changes, path=FILE)
    expected = {k: v for k, v in {**values, **changes}.items() if v is not None}
    document = parse(changed, path=FILE)
    assert (document.values, document.body) == (expected, body)
    assert changed.startswith("---\n# first\n")
    assert "# last\n" in changed


@given(VALUES)
def test_other_yaml_readers_see_the_same_texts_or_a_typed_twin(values):
    import ruamel.yaml

    front = compose(values, "").removeprefix("---\n").removesuffix("---\n\n")
    plain = ruamel.yaml.YAML(typ="rt", pure=True).load(front) or {}
    assert list(plain) == list(values)


@given(st.text(alphabet="ab:-# \n\t\"'|>", max_size=80))
def test_no_front_matter_crashes_the_reader(front):
    found = problem(front)
    assert found is None or found.code == "front-matter"


@pytest.mark.parametrize("below", ["  two: three", "  two", "\n  two: three"])
def test_a_block_of_text_does_not_go_on_behind_a_comment(below: str) -> None:
    """Changed, such a text would leave its second half behind, and the file could be read no more."""
    with pytest.raises(WorkspaceError, match=r"peru\.md:[56]: this line goes on with a text that a comment"):
        parse(f"---\nwords: >-\n  one\n# c\n{below}\nsource: Red\n---\n", path=Path("articles/peru.md"))
