"""Who asked not to be named is not named: the editor is told, and the name is repeated nowhere."""

import time
from dataclasses import replace

import pytest
from rendering_samples import make_article, make_summary

from newsletter.articles.reading.anonymity import pseudonyms
from newsletter.articles.reading.source import ingest
from newsletter.articles.reading.traces import kinds
from newsletter.articles.reading.withheld import names_any, unnamed, withheld
from newsletter.articles.summaries.proposal import proposals
from newsletter.checks.private import private_traces

UNNAMED = "the name of somebody who does not want to be named"
NAMED = [
    ("“They time us,” said Ana Example, who asked not to be named.", "Ana Example"),
    ("Ana Example, 34, who did not want to be identified, fears for her post.", "Ana Example"),
    ("Ana Example (34), who wished to remain anonymous, fears for her post.", "Ana Example"),
    ("They are timed, said Maria, who asked not to be named.", "Maria"),
    ("Ana Example spoke on condition of anonymity.", "Ana Example"),
    ("Ana Beispiel, die nicht genannt werden will, sagt es.", "Ana Beispiel"),
    ("Ana Ejemplo, quien pidió no ser identificada, lo dijo.", "Ana Ejemplo"),
    ("Marie Exemple, qui a demandé à rester anonyme, le dit.", "Marie Exemple"),
    ("Ana Exemplo, que preferiu não ser identificada, disse.", "Ana Exemplo"),
    ("Ana Exemplu, care a cerut să rămână anonimă, spune asta.", "Ana Exemplu"),
    ("Dywedodd Ana Enghraifft, sydd eisiau aros yn ddienw, hyn.", "Ana Enghraifft"),
    ("Ana Przykład, która chce pozostać anonimowa, mówi.", "Ana Przykład"),
    ("وقالت ليلى حداد، التي طلبت عدم ذكر اسمها، إنهم يراقبونهم.", "ليلى حداد"),
    ("وقالت ليلى حداد (34 عامًا)، التي فضّلت عدم الكشف عن هويتها، إنهم يراقبونهم.", "ليلى حداد"),
    ("أوضح محمد العلي الذي رفض الإفصاح عن اسمه أنهم يراقبونهم.", "محمد العلي"),
    ("يقول سمير، الذي لم يرغب في ذكر اسمه، إنهم يراقبونهم.", "سمير"),
]
NOBODY = [
    "A nurse, who asked not to be named, said that they are timed.",
    "A nurse at Example Hospital, who asked not to be named, said so.",
    "The Nurse, who asked not to be named, said so.",
    "Workers, who asked not to be named, said so.",
    "Two members of Unison, who wanted to remain anonymous, said so.",
    "Die Pflegerin, die anonym bleiben möchte, sagt es.",
    "A driver for Example Foods who declined to be named said so.",
    "Ana Example said that nobody had asked her. A nurse asked not to be named.",
    "The union asked not to be named in the report.",
    "وقالت ممرضة طلبت عدم ذكر اسمها إنهم يراقبونهم.",
    "وقالت الممرضة التي طلبت عدم ذكر اسمها إنهم يراقبونهم.",
    "وقالت إحدى الممرضات، التي طلبت عدم ذكر اسمها، إنهم يراقبونهم.",
    "وقال مدير المصنع، الذي رفض الكشف عن هويته، إنهم يراقبونهم.",
    "وقالت ليلى حداد إن ممرضة طلبت عدم ذكر اسمها.",
    "وقال مصدر في الشركة، طلب عدم ذكر اسمه، إنهم يراقبونهم.",
    "Ana Example said that a nurse at Example Hospital, who asked not to be named, was hurt.",
    "Ana Example said that workers asked not to be named.",
    "Ana Example leads the mill. The company did not want to be named.",
    "Two drivers spoke on condition of anonymity. Ana Example, their rep, did not.",
    "North Korea joined in, a North Korean official said on condition of anonymity.",
    "Police have not named the victim. Ana Example saw it.",
    "They do not name Ana Example in the suit.",
    "The papers do not print Ana Example's name.",
    "The report does not name Ana Example.",
    "Ana Example said the minister asked not to be named.",
    "Ana Example said that her young colleague did not want to be identified.",
    "Ana Ejemplo dijo que el ministro pidió no ser identificado.",
    "Ana Beispiel sagte, der Fahrer möchte nicht genannt werden.",
    "Ana Example was not named in the squad.",
    "Ana Example wept when her name was left out of the squad.",
    "Her name is Ana Example, and she is proud of it.",
    "A former leader of a university Buddhism group, who didn’t want to give his name, told us so.",
    "They praise Ana Example. “The press loves it,” said one union source who didn’t want to be named.",
    "“They drove back the Red Hand,” said a port official. “It goes on.” He spoke on condition of anonymity.",
    "“They drove back the Red Hand,” according to the source. He spoke on condition of anonymity.",
    "El nombre de Ana Ejemplo no se conoce.",
    "قال عامل في الميناء طلب عدم ذكر اسمه إنهم متعبون.",
]


@pytest.mark.parametrize(("sentence", "name"), NAMED)
def test_a_name_beside_the_wish_not_to_be_named_is_seen(sentence: str, name: str) -> None:
    assert list(withheld(sentence)) == [name]
    assert kinds(sentence) == (UNNAMED,)


#: Everyday forms of each language: the name is in the sentence before, behind, or farther off.
EVERYDAY = [
    "Ana Example works nights at the mill. She asked us not to print her name.",
    "“We are timed,” said Ana Example. She would rather not be named.",
    "“I don’t want my name in the paper,” said Ana Example, a picker.",
    "Ana Example, a picker at the mill, asked not to be named for fear of the sack.",
    "Speaking on condition of anonymity, Ana Example said that they are timed.",
    "Ana Example told a reporter that she did not want to be named.",
    "Ana Example told a port official so. She spoke on condition of anonymity.",
    "“We are timed,” Ana Example said to a reporter. She asked not to be named.",
    "Ana Example spoke anonymously to us.",
    "Ana Example insisted that her name not be published.",
    "Ana Example, whose name must not appear, says so.",
    "We agreed not to publish the name of Ana Example.",
    "A picker whom we call Daniel asked that his real name, Ana Example, not be used.",
    "Do not name Ana Example: she could lose her post.",
    "Ana Example does not want her employer to know that she spoke to us.",
    "Ana Example agreed to talk only if her name was left out.",
    "To protect her we are not naming Ana Example.",
    "Ana Example spoke on the understanding that she would not be named.",
    "Keep Ana Example’s name out of it.",
    "Ana Example’s name must not be published.",
    "Ana Example hat Angst. Ihr Name soll nicht genannt werden.",
    "Ana Example arbeitet nachts. Sie will anonym bleiben.",
    "Ana Example, deren Name nicht genannt werden soll, arbeitet nachts.",
    "Ana Example möchte nicht, dass ihr Name erscheint.",
    "Bitte nennt Ana Example nicht.",
    "Ana Example travaille la nuit. Elle ne souhaite pas être nommée.",
    "Ana Example préfère que son nom ne soit pas publié.",
    "Ana Example, qui a requis l’anonymat, parle.",
    "Ana Example trabaja de noche. Pidió no ser identificada.",
    "Ana Example pidió que no se publicara su nombre.",
    "Ana Example trabalha à noite. Ela pediu para não ser identificada.",
    "Ana Example não quer que o seu nome seja publicado.",
    "Ana Example lucrează noaptea. A cerut să nu i se publice numele.",
    "Ana Example a vorbit sub protecția anonimatului.",
    "Ana Example pracuje w nocy. Prosi, by nie podawać jej nazwiska.",
    "Ana Example, prosząca o niepodawanie nazwiska, pracuje w nocy.",
    "Nid yw Ana Example am gael ei henwi.",
    "Mae Ana Example yn gweithio gyda'r nos. Mae hi eisiau aros yn ddienw.",
    "Please don't print Ana Example's name.",
    "Please do not use Ana Example’s real name.",
    "Note to editors: do not name Ana Example in print.",
    "Please withhold the name of Ana Example.",
    "Ana Example said she feared reprisals and asked us to withhold her identity.",
    "Ana Example begged the paper to leave out her name.",
    "Ana Example said the union would help and asked not to be named.",
    "No publiquen el nombre de Ana Example.",
    "Rogamos no citar el nombre de Ana Example.",
    "Merci de ne pas citer le nom d'Ana Example.",
    "Ne publiez pas le nom de Ana Example.",
    "Não publiquem o nome de Ana Example.",
    "Por favor, não identifiquem Ana Example.",
    "Nu publicați numele Ana Example.",
    "Vă rugăm să nu tipăriți numele Ana Example.",
    "Proszę nie podawać nazwiska Ana Example.",
    "Prosimy o niepublikowanie nazwiska Ana Example.",
    "Gofynnodd Ana Example i aros yn ddienw.",
    "Peidiwch â chyhoeddi enw Ana Example.",
    "Nid yw Ana Example eisiau i'w henw gael ei gyhoeddi.",
    "Bitte den Namen von Ana Example nicht veröffentlichen.",
    "Veröffentlichen Sie bitte nicht den Namen von Ana Example.",
    "Ana Example bitte nicht namentlich nennen.",
]


@pytest.mark.parametrize("text", EVERYDAY)
def test_a_name_is_withheld_wherever_it_stands_beside_the_wish(text: str) -> None:
    assert list(withheld(text)) == ["Ana Example"]


@pytest.mark.parametrize(
    "text", ["قال يوسف منصور الذي طلب عدم ذكر اسمه إنهم متعبون.", "قال يوسف منصور ذلك. وطلب عدم ذكر اسمه."]
)
def test_arabic_names_have_no_capitals(text: str) -> None:
    assert list(withheld(text)) == ["يوسف منصور"]


@pytest.mark.parametrize("sentence", NOBODY)
def test_who_is_not_named_gives_no_name(sentence: str) -> None:
    assert list(withheld(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Maria (name changed) works nights.", "Maria"),
        ("Maria, not her real name, works nights.", "Maria"),
        ("Maria Beispiel (Name geändert) arbeitet nachts.", "Maria Beispiel"),
        ("Marie (le prénom a été modifié) travaille la nuit.", "Marie"),
        ("María (nombre ficticio) trabaja de noche.", "María"),
        ("تعمل سعاد (اسم مستعار) ليلًا.", "سعاد"),
        ("تقول سعاد علي (الاسم مستعار) إنها تعمل ليلًا.", "سعاد علي"),
        ("تقول سعاد، وهو اسم مستعار، إنها تعمل ليلًا.", "سعاد"),
        ("تقول سعاد (تم تغيير الاسم) إنها تعمل ليلًا.", "سعاد"),
    ],
)
def test_a_name_that_was_changed_is_seen(sentence: str, name: str) -> None:
    assert list(pseudonyms(sentence)) == [name]
    assert kinds(sentence) == ()


def _told(paragraph: str, summary: str, **changes: str) -> list[tuple[str, str]]:
    article = make_article(paragraphs=("They won.", paragraph), summary=make_summary(summary), **changes)
    return [(trace.field, trace.message) for trace in private_traces(article)]


def test_an_article_that_names_somebody_so_is_told_and_so_is_a_summary_that_takes_it_over() -> None:
    paragraph = "“They time us,” said Ana Example, who asked not to be named."
    told = _told(paragraph, "They are timed.")
    assert told == [
        ("paragraphs.1", "Paragraph 2 of mill seems to name somebody who does not want to be named.")
    ]
    (*_, (field, message)) = _told(paragraph, "They are timed, says Ana Example.")
    assert field == "summary.text"
    assert (
        message == "The summary of mill names somebody who, as paragraph 2 says, does not want to be named."
    )
    assert "Example" not in message


def test_a_changed_name_is_told_where_it_is_printed_as_a_true_one() -> None:
    paragraph = "Maria (name changed) works nights."
    assert _told(paragraph, "They are timed.") == []
    assert _told(paragraph, "Maria (name changed) is timed.") == []
    assert _told(paragraph, "Maria is timed.") == [
        (
            "summary.text",
            "The summary of mill uses a name that was changed, as paragraph 2 says, without saying so.",
        )
    ]
    assert [field for field, _ in _told(paragraph, "They won.", title="Maria wins")] == ["title"]


def test_who_looked_has_settled_it() -> None:
    article = make_article(
        paragraphs=("Maria (name changed) works nights.",),
        summary=make_summary("Maria is timed.", checked="Maria (the branch knows her, and she agreed)"),
    )
    assert list(private_traces(article)) == []


def test_no_summary_is_proposed_that_names_somebody_so() -> None:
    body = "Ana Example, who asked not to be named, said that they are timed at each parcel they lift."
    article = ingest(f"Timed\n\n{body} They have had enough of it, and told the manager of the hall.").article
    assert "Ana Example" not in article.summary.text


SAID_SO = "Ana Example said that all of them are timed at each parcel which they lift in the hall."
WISH = "She asked not to be named, for she has two children and no other work than this one here."
OTHERS = "The hall opened in March, and twelve hundred people work there in three shifts by day and by night."


@pytest.mark.parametrize("apart", [" ", "\n\n"])
@pytest.mark.parametrize(
    "later", ["Example has been there for nine years, and says that it was never so bad before.", ""]
)
def test_a_name_of_the_sentence_before_is_proposed_nowhere_in_the_article(apart: str, later: str) -> None:
    article = ingest(f"Timed\n\n{OTHERS} {SAID_SO}{apart}{WISH}\n\n{OTHERS.lower()} {later}").article
    found = proposals(article, f"{OTHERS} Also Ana Example says so.", most_words=40)
    assert found
    assert not [each.text for each in found if "Example" in each.text]


@pytest.mark.parametrize("summary", ["They are timed, says Ana Example.", "They are timed, as Example says."])
def test_a_summary_with_such_a_name_is_told_also_where_the_wish_stands_farther_on(summary: str) -> None:
    article = make_article(paragraphs=(SAID_SO, WISH), summary=make_summary(summary))
    assert [(trace.field, trace.words) for trace in private_traces(article)] == [
        ("paragraphs.1", "Ana Example"),
        ("summary.text", "Ana Example"),
    ]
    settled = replace(article, summary=make_summary(summary, checked="Ana Example (she has agreed since)"))
    assert list(private_traces(settled)) == []


def test_other_people_are_not_taken_for_them() -> None:
    assert names_any("Kowala nie ma.", ["Jan Kowal"])
    assert names_any("They are timed, Jan says.", ["Jan Kowal"])
    for text in ("Kowalski says so.", "Jan Nowak says so, and Janet.", "January is cold."):
        assert not names_any(text, ["Jan Kowal"])


def test_hostile_sentences_cost_little() -> None:
    began = time.process_time()
    for piece in (
        "Ana Example ",
        "Ana Example, 34, who asked not to be named ",
        "asked not to be named ",
        "Ana Example said so. She asked not to be named. ",
        "a nurse a nurse Ana, ",
        "“”,(- ",
        "قالت ليلى حداد، ",
        "التي طلبت عدم ذكر اسمها ",
        "(اسم مستعار) ",
        "Please don't print Ana, bitte den Namen von Ana, gofynnodd Ana i, Ana said the ",
    ):
        list(withheld(piece * (200_000 // len(piece))))
        list(unnamed([piece * (20_000 // len(piece))] * 10))
        list(pseudonyms(piece * (200_000 // len(piece))))
    assert time.process_time() - began < 10
