"""The benchmarks of summaries run on a folder of articles, and say when there are none."""

import random
from pathlib import Path

import pytest

from benchmarks import faithfulness, proposals
from benchmarks.changing import FIRST_NAME, YEAR, Stock, changes
from benchmarks.measure import BenchmarkError
from benchmarks.reading import read
from newsletter.articles.summaries.sentences import Sentence

ARTICLE = """Dockers at Port Ellery have won back their four stewards after 19 days on strike, says Ana Lupu.

“We held the gate day and night,” Rosa Vale told the meeting. The port employs 412 people and pays 9 pounds an hour.
"""
SUMMARY = """After 19 days the dockers of Port Ellery have won.
They say that Rosa Vale told it: "We held the gate day and night."
"""


def test_both_chapters_run_on_a_folder(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(
            ARTICLE.replace("Rosa Vale", f"Rosa Vale{'abc'[number]}"), encoding="utf-8"
        )
        told = SUMMARY.replace("Rosa Vale", f"Rosa Vale{'abc'[number]}")
        (tmp_path / f"{number}.summary.txt").write_text(told, encoding="utf-8")
    figures = {each.name: each.value for each in faithfulness.measure(tmp_path, quick=True).figures}
    assert figures["changed number: caught"] == 1
    assert figures["changed word of a quotation: caught"] == 1
    assert figures["false alarms: sentences with at least one"] == 0
    assert figures["caught quotations whose nearest passage holds what was changed"] == 1
    assert figures["caught numbers whose nearest passage holds what was changed"] == 1
    recall = proposals.measure(tmp_path, quick=True).figures[0]
    assert recall.value > 0


def test_a_folder_without_articles_is_said(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="no articles"):
        faithfulness.measure(tmp_path, quick=True)


def test_a_change_changes_one_thing_where_it_says() -> None:
    sentence = 'They say that Rosa Vale told 412 people: "We held the gate day and night."'
    found = list(changes(sentence, Stock(names=["Ana Lupu"], own=[], words=["never"]), random.Random(1)))
    assert {change.kind for change in found} == {"number", "name", "word of a quotation"}
    for change in found:
        start, end = change.was
        assert change.sentence[: change.start] == sentence[:start]
        assert change.sentence[change.end :] == sentence[end:]
        assert change.sentence[change.start : change.end] != sentence[start:end]


def test_a_name_that_begins_a_sentence_is_changed_and_a_word_is_not() -> None:
    stock = Stock(names=["Serco", "Rosa Vale"], own=["Ellery Docks"], words=[], own_small={"docks"})
    for sentence, new in [
        ("Ellery says no.", "Serco says no."),
        ("Docks are shut.", None),
        ("They say no.", None),
    ]:
        found = [
            each.sentence for each in changes(sentence, stock, random.Random(1)) if each.kind == FIRST_NAME
        ]
        assert found == ([new] if new else [])


def test_a_year_is_changed_by_one_and_articles_have_a_day(tmp_path: Path) -> None:
    [found] = list(changes("It was in 2019.", Stock(names=[], own=[], words=[]), random.Random(1)))[1:]
    assert found.kind == YEAR
    assert found.sentence in {"It was in 2018.", "It was in 2020."}
    for name, text in [
        ("a", "By Ana Lupu\n\n3 May 2019 Dockers won."),
        ("b", "They won in 2017."),
        ("c", "Won."),
    ]:
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert [each.article.published for each in read(tmp_path)] == ["2019-05-03", "2017-06-30", "2015-06-30"]


def test_what_leans_on_a_sentence_left_out_is_told_without_the_programs_tables() -> None:
    """Only where the one before is not in the proposal."""
    texts = (
        "Dockers won.",
        "Three of them left.",
        "“That is all,” Ana Lupu said.",
        "This week ships lie idle.",
    )
    whole = [
        Sentence(paragraph=1, number=number, order=number - 1, text=text, words=4)
        for number, text in enumerate(texts, 1)
    ]
    found = [
        places
        for places in ("1.1 1.2", "1.2", "1.1 1.3", "1.1 1.4")
        if proposals.leans(places.split(), whole)
    ]
    assert found == ["1.2", "1.1 1.3"]
