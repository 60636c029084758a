import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import ListUsageError
from subscribers.questions import (
    Answers,
    Topic,
    answers_file,
    answers_from,
    question,
    which_encoding,
    which_sheet,
    whole_file,
)

SHA = "ab" * 32


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_file_of_answers_can_be_read_again_whatever_stands_in_the_list(status, sheet):
    key = f"status:{status.casefold()}"
    text = answers_file(
        "list\n[x].csv", SHA, [question(key, rows=2), which_sheet([sheet])], {key: "never", "sheet": sheet}
    )
    read = answers_from(text, sha256=SHA)
    assert read.get(key) == "never"
    assert read.get("sheet") == sheet


def test_a_file_that_nobody_filled_in_answers_nothing():
    asked = [
        question("status:seconded", rows=1),
        question("status:lapsed", default="no"),
        whole_file("The name of this file"),
    ]
    read = answers_from(answers_file("list.csv", SHA, asked, {}), sha256=SHA)
    assert (read.get("status:seconded"), read.get("status:lapsed"), read.get("whole-file")) == ("", "no", "")


@pytest.mark.parametrize("topic", Topic)
def test_every_question_is_a_sentence_with_a_question_mark_and_says_its_answers(topic):
    asked = question(f"{topic}:gmial.com" if topic is Topic.SLIP else topic)
    assert asked.text.rstrip()[-1] in "?."
    assert asked.answers or topic in {Topic.SHEET, Topic.ADDRESS_COLUMN, Topic.ENCODING}


def test_answers_hold_for_one_list_or_for_every_list():
    text = '[answers]\n"hidden-rows" = "no"\n'
    assert answers_from(text, sha256=SHA).get("hidden-rows") == "no"
    with pytest.raises(ListUsageError) as caught:
        answers_from(f'sha256 = "other"\n{text}', sha256=SHA)
    assert caught.value.code == "answers-other-list"


def test_answers_that_no_row_asked_for_are_counted():
    answers = Answers({"hidden-rows": "no", "dates": "unknown"})
    answers.get("dates")
    assert answers.unused == 1


def test_the_question_about_letters_shows_names_as_each_encoding_reads_them():
    asked = which_encoding(["£ukasz"], {"cp1250": ["Łukasz"]})
    assert asked.answers == {"cp1252": "£ukasz", "cp1250": "Łukasz"}
    assert asked.default == "cp1252"
