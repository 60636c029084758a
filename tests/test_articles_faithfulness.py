"""What a summary says and its article does not is found; what the article says in other words is not."""

import time

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import ClaimKind, Source, look_up, translated_quotations

TEXT = (
    "LIMA – On 14 December 4,983 textile workers of the Wawa mills walked out, the CGTP federation says. "
    "The General Confederation of Workers had called them on Monday.\n\n"
    "“We have buried seventy people, and we are not going home,” said Rosa Quispe-Mamaní, who has led the union’s "
    "committee since 1998. The march begins at 6.30pm. Two thirds of the night shift, 71 per cent of the day shift "
    "and three in ten drivers joined; the mill lost $1.2m in twelve days.\n\n"
    "The company employs twenty-five thousand people in Peru. Both of its managers, José Núñez and Ian O’Brien, "
    "declined to comment. A pair of shoes costs 89.90 soles. It was the third strike at the mill and its second since "
    "January 2021."
)


def article(*paragraphs: str, **changes: object) -> Article:
    fields: dict[str, object] = {
        "slug": "wawa",
        "title": "Weavers walk out",
        "language": "en",
        "published": "2022-12-15",
    }
    return Article(**(fields | {"paragraphs": paragraphs or tuple(TEXT.split("\n\n"))} | changes))


def missing(summary: str, *paragraphs: str, language: str = "en", **changes: object) -> list[tuple[str, str]]:
    found = look_up(summary, Source(article(*paragraphs, language=language, **changes)), language=language)
    return [(str(each.kind), each.text) for each in found]


@pytest.mark.parametrize(
    "summary",
    [
        "The 4,983 workers walked out.",
        "About 5,000 workers walked out.",
        "Almost 5,000 walked out on December 14.",
        "Around 4,900 walked out on 14th December.",
        "More than 4,900 workers walked out on 14 December 2022.",
        "Nearly five thousand walked out.",
        "They buried 70 people.",
        "The company employs 25,000 people.",
        "The company employs 25 thousand people.",
        "Some 67% of the night shift joined.",
        "Two-thirds of the night shift joined.",
        "71% of the day shift joined; 71 percent did.",
        "About 70 per cent of the day shift joined.",
        "30% of the drivers joined.",
        "The march begins at 18:30.",
        "The march begins at 6:30 p.m.",
        "The mill lost 1.2 million dollars in 12 days.",
        "The mill lost $1.2 million.",
        "A pair costs 89.90 soles.",
        "The two managers declined to comment.",
        "It was the 3rd strike at the mill.",
        "It was the first strike of the year 2022.",
        "The march of December 2022.",
        "They walked out on Wednesday.",
        "The union called them on 12 December.",
        "Rosa Quispe-Mamani has led the committee.",
        "ROSA QUISPE speaks.",
        "Jose Nunez and Ian O'Brien declined.",
        "O’Brien’s mill in Peru, the Peruvian mill.",
        "The General Confederation of Workers called.",
        "The GCW called.",
        "Quispe said: 'we are not going home'.",
        "Quispe said they had “buried seventy people, and … are not going home”.",
        "«We have buried seventy people», said Quispe.",
        'Quispe: "We have buried [so many] people, and we are not going home."',
        "",
        "Thousands walked out, and dozens joined.",
        "The mill’s workers don’t give in; they’ve nothing to lose.",
    ],
)
def test_what_the_article_says_in_other_words_is_found(summary: str) -> None:
    assert missing(summary) == []


@pytest.mark.parametrize(
    ("summary", "kind", "text"),
    [
        ("The 4,938 workers walked out.", "number", "4,938"),
        ("About 6,000 workers walked out.", "number", "6,000"),
        ("More than 5,000 workers walked out.", "number", "5,000"),
        ("Fewer than 4,000 workers walked out.", "number", "4,000"),
        ("They buried seventeen people.", "number", "seventeen"),
        ("17% of the day shift joined.", "number", "17%"),
        ("71 drivers joined.", "number", "71"),
        ("Four in ten drivers joined.", "number", "Four in ten"),
        ("Three quarters of the night shift joined.", "number", "Three quarters"),
        ("The march begins at 7.30pm.", "number", "7.30pm"),
        ("The march begins at 6.30am.", "number", "6.30am"),
        ("The mill lost £1.2m.", "number", "£1.2m"),
        ("The mill lost $12m.", "number", "$12m"),
        ("She has led the committee since 1989.", "number", "1989"),
        ("A pair costs 98.90 soles.", "number", "98.90"),
        ("It was the fourth strike.", "number", "fourth"),
        ("They lost twelve thousand workers.", "number", "twelve thousand"),
        ("They walked out on 17 December.", "date", "17 December"),
        ("They walked out on 14 November.", "date", "14 November"),
        ("The second strike since January 2020.", "date", "January 2020"),
        ("Rosa Quiroga leads the committee.", "name", "Rosa Quiroga"),
        ("The workers of Arequipa walked out.", "name", "Arequipa"),
        ("The managers asked Ian O’Brian.", "name", "Ian O’Brian"),
        ("The CTP federation called them.", "name", "CTP"),
        ("Quispe said: “We have buried seventy people, and we are going home.”", "quotation", None),
        ("Quispe said: 'we are never going home'.", "quotation", None),
        ("The managers spoke of “greed”.", "quotation", "“greed”"),
    ],
)
def test_what_it_does_not_say_is_missing(summary: str, kind: str, text: str | None) -> None:
    [(found, words)] = missing(summary)
    assert found == kind
    assert text in (words, None)


def test_a_small_number_counts_only_near_the_words_it_stands_near() -> None:
    text = (
        "Seven dockers were hurt when the crane fell. The inquiry that the port and its insurers had asked for sat in "
        "the old customs house, heard the crew of the night shift, and ended after three days without a word."
    )
    assert missing("Seven dockers were hurt.", text) == []
    assert missing("Three dockers were hurt.", text) == [("number", "Three")]


def test_the_nearest_passage_is_shown_with_its_paragraph() -> None:
    [found] = look_up("The company employs 52,000 people in Peru.", Source(article()))
    assert found.paragraph == 3
    assert found.nearest == "The company employs twenty-five thousand people in Peru."


@pytest.mark.parametrize(
    ("summary", "nearest"),
    [
        ("The committee is led by Rosa Quispo.", "said Rosa Quispe-Mamaní"),
        ("They said: “we are all going home”.", "we are not going home"),
        ("Some 17% of the people of the mill joined.", "71 per cent of the day shift"),
    ],
)
def test_the_nearest_passage_is_the_one_that_may_be_meant(summary: str, nearest: str) -> None:
    [found] = look_up(summary, Source(article()))
    assert nearest in found.nearest


CLEANERS = """After five months of picketing, the cleaners of the county hospital have won full sick pay. Serco, which
employs them, signed on Friday.

The agreement covers 230 people who work for a contractor, and takes effect on 1 January 2027. Until now they had lost
three days of pay whenever they were ill. The contractor has 1,450 people in all.

“Nobody gave us a thing. We stood at that gate in the rain, and we would do it again tomorrow,” says Dolores Amat, a
steward. Some 85 per cent had voted for the strike; 40 per cent had never been in a union before."""


@pytest.mark.parametrize(
    ("summary", "nearest"),
    [
        (
            "After five months the cleaners have full sick pay: 320 people will not lose three days.",
            "230 people",
        ),
        ("The agreement covers 320 people.", "230 people"),
        ("It takes effect on 1 January 2026.", "1 January 2027"),
        ("It takes effect in 2024.", "1 January 2027"),
        ("Some 58 per cent voted for it.", "85 per cent"),
        ("Tesco, which employs them, signed.", "Serco, which employs them"),
        ("Full sick pay, says Dolores Arnat, a steward.", "Dolores Amat"),
        ("Full sick pay is for the Cleners of the hospital.", "the cleaners of the county hospital"),
        ("She says: “We stood at that gate in the snow.”", "at that gate in the rain"),
    ],
)
def test_the_nearest_passage_holds_what_was_meant_and_is_no_headline(summary: str, nearest: str) -> None:
    paragraphs = [" ".join(text.split()) for text in CLEANERS.split("\n\n")]
    source = Source(article(*paragraphs, title="Hospital cleaners win sick pay", published="2026-11-16"))
    [found] = look_up(summary, source)
    assert nearest in found.nearest
    assert found.paragraph


def test_a_long_sentence_is_shown_where_it_holds_what_was_meant() -> None:
    long = f"The port, {'which is old and wide, ' * 20}employs 412 people in its yards."
    [found] = look_up("The port employs 421 people.", Source(article(long)))
    assert found.nearest.startswith("… ")
    assert found.nearest.endswith("employs 412 people in its yards.")
    assert len(found.nearest) < 240


def test_what_only_looks_like_a_number_is_none() -> None:
    text = "Port and union talk again. A docker was hurt."
    assert missing("The two are talking. Of them 1 was hurt, as on 9/11.", text) == []
    assert missing("All three tell of it.", text) == []
    for said in ("The two ports talk.", "It cost £1.", "It was 1%.", "Two are talking.", "It was 8/11."):
        assert missing(said, text), said


def test_times_in_words_are_times() -> None:
    text = "The march begins at 6.30pm and the rally at a quarter to eight. The bus leaves at five o’clock."
    for said in ("It begins at half past six.", "The rally is at 19:45.", "The bus leaves at 5pm."):
        assert missing(said, text) == []
    assert missing("It begins at half past seven.", text) == [("number", "half past seven")]
    assert missing("The rally is at quarter past eight.", text) == [("number", "quarter past eight")]


def test_title_standfirst_byline_and_caption_belong_to_the_article() -> None:
    known = {
        "title": "Nine dead at Wawa",
        "standfirst": "Eighty arrests",
        "author": "Ana Popa",
        "source": "Andes Review",
    }
    assert missing("Ana Popa of Andes Review tells of nine dead and 80 arrests.", **known) == []
    edited = Source(article(**known), without=("title", "standfirst"))
    assert [each.text for each in look_up("Nine dead, 80 arrests, Ana Popa says.", edited)] == ["Nine", "80"]


@pytest.mark.parametrize(
    ("language", "text", "said", "other"),
    [
        ("es", "Treinta y dos obreros, doscientas mil familias y 1.200 maestros.",
         "32 obreros, 200.000 familias, 1200 maestros",
         "23 obreros"),
        ("es", "El paro empezó el 3 de mayo.", "El 3 de mayo empezó.", "El 4 de mayo empezó."),
        ("fr", "Quatre-vingt-dix-sept grévistes, soixante et onze morts, 4,50 € de l’heure, à 18 h 30.",
         "97 grévistes, 71 morts, 4,50 €, à 18h30",
         "79 grévistes"),
        ("fr", "Le préavis court jusqu’au 1er août 2023.",
         "Le préavis court jusqu’au 1er août.",
         "Le préavis court jusqu’au 2 août."),
        ("pt", "Vinte e cinco mil pessoas e duzentos e dez presos.",
         "25 mil pessoas, 210 presos",
         "52 mil pessoas"),
        ("ro", "Douăzeci și cinci de mineri și două sute de familii.",
         "25 de mineri, 200 de familii",
         "52 de mineri"),
        ("pl", "Dwadzieścia pięć osób i 12 tys. górników.", "25 osób, 12 000 górników", "52 osób"),
        ("cy", "Aeth dau ddeg pump o lowyr a phedwar ar bymtheg o athrawon.",
         "Aeth 25 o lowyr a 19 o athrawon.",
         "Aeth 52 o lowyr."),
        ("ar", "خرج ٤٬٩٨٣ عاملا يوم ١٤ ديسمبر", "خرج 4983 عاملا", "خرج 4938 عاملا"),
    ],
)  # fmt: skip
def test_numbers_and_days_in_other_languages(language: str, text: str, said: str, other: str) -> None:
    assert missing(said, text, language=language) == []
    [(kind, _)] = missing(other, text, language=language)
    assert kind in {"number", "date"}


@pytest.mark.parametrize(
    ("language", "text", "said", "other"),
    [
        ("pl", "W Warszawie Anna Nowak mówi: „Nie wracamy do pracy”.",
         "Anna Nowak z Warszawy: „nie wracamy do pracy”.",
         "Anna Nowacka z Krakowa."),
        ("ro", "Minerii din Petroșani au strigat: „Nu plecăm!”",
         "La Petrosani: „Nu plecăm”.",
         "Minerii din Lupeni."),
        ("fr", "À Liège, Zoé Dupont a dit : « On ne lâche rien. »",
         "Zoe Dupont, de Liège : « on ne lâche rien ».",
         "Zoé Durand a parlé."),
        ("es", "En Potosí habló María Núñez: «No nos vamos».",
         "Habló Maria Nuñez en Potosi: «No nos vamos».",
         "Habló María Muñiz."),
    ],
)  # fmt: skip
def test_names_and_quotations_in_other_languages(language: str, text: str, said: str, other: str) -> None:
    assert missing(said, text, language=language) == []
    assert {kind for kind, _ in missing(other, text, language=language)} == {"name"}


LED = (
    "Rosa Garcia, Joe Miller, William Roberts, Frida Lange and Ann Holm led the march of the CGTP in Petrosani on "
    "Friday. AN APPEAL BY MARY DOUGLAS said so. An American, a Muslim, an Iraqi, a Parisian and a Londoner spoke of "
    "Australia, Libya, Canada, Bangladesh, Poland, Ghana and the Oscar for a film about ministers."
)


@pytest.mark.parametrize(
    "name",
    ["Rosa Garcias", "Rosa Garci", "Rosa Garcia’s Garcian", "Rosa Garcie", "Joe Millerr", "Joe Millers", "Joe Millera",
     "Joe Millern", "Joe Mille", "William Robert", "William Robertsi", "Frida Langer", "Fridas", "Ann Holms",
     "Mary Douglass", "Mary Dougla", "Petrosane", "Petrosania", "CGTB", "Australi", "Libyo", "Canade"],
)  # fmt: skip
def test_a_letter_more_or_less_at_its_end_makes_another_name(name: str) -> None:
    assert [kind for kind, _ in missing(f"It was led by {name}.", LED)] == ["name"]


def test_a_land_is_told_by_a_place_in_it() -> None:
    assert missing("They won in the UK.", "Porters in Leeds and Cardiff have won.") == []
    assert missing("They won in the U.S.", "Porters in Detroit have won.") == []
    assert missing("They won in the US and in the UK.", "Porters in Lima have won.") == [
        ("name", "US"),
        ("name", "UK"),
    ]


def test_a_whole_family_is_one_name_with_each_of_it() -> None:
    assert missing("They met the Garcias. The Holms and the Robertses came.", LED) == []
    assert missing("Then Garcias have come, with the Garcias and Holms.", LED) == []
    assert missing("Then Garcias has come.", LED) == [("name", "Garcias")]
    assert missing("They met the Garcies.", LED) == [("name", "Garcies")]
    assert missing("They met the Rosa Garcias.", LED) == [("name", "Rosa Garcias")]


@pytest.mark.parametrize(
    "said",
    ["Garcia’s march, Roberts’ march and Roberts’s.", "Of Americans, of Muslims and of Iraqis.", "Some Parisians came.",
     "From America and Iraq came.", "The Australian, Libyan, Canadian, Bangladeshi, Polish and Ghanaian delegates.",
     "Of Australians, Libyans, Canadians, Bangladeshis and Ghanaians.", "They won Oscars from the Minister.",
     "In London and in Paris.", "The CGTP’s march.", "The CGTPs came."],
)  # fmt: skip
def test_possessives_peoples_and_groups_are_no_other_names(said: str) -> None:
    assert missing(f"They spoke. {said}" if said.startswith("Garcia") else f"They came: {said}", LED) == []


@pytest.mark.parametrize(
    ("language", "text", "said", "other"),
    [
        ("pl", "Anna Nowak mówiła w Gdańsku.", "To głos Anny Nowak z Gdańska, o Nowaku.", "To głos Anny Nowok."),
        ("ro", "Ion Popescu a vorbit la Lupeni.", "Vorba lui Popescu despre Lupeniul vechi.", "Vorba lui Popesca."),
        ("de", "Angela Merz sprach in Bremen.", "Gestern sprach Angela Merz.", "Gestern sprach Angela Merzo."),
        ("fr", "Zoé Martin est venue avec un Libyen.", "Avec Zoé Martin et des Libyens.", "Avec Zoé Martins."),
        ("es", "Vino Rosa García.", "Con Rosa García.", "Con Rosa Garcías."),
        ("pt", "Veio Rosa Pereira.", "Com Rosa Pereira.", "Com Rosa Pereiro."),
        ("cy", "Daeth Ann Rees o Gaerdydd i Fangor.", "Gwelwyd hi yng Nghaerdydd ac ym Mangor: Caerdydd.",
         "Gwelwyd hi yng Nghaerfyrddin."),
        ("cy", "Bu streic yn Nolgellau a Phontypridd.", "O Ddolgellau i Bontypridd.", "O Ddolgelli draw."),
    ],
)  # fmt: skip
def test_names_are_bent_as_their_languages_bend_them(language: str, text: str, said: str, other: str) -> None:
    assert missing(said, text, language=language) == []
    assert [kind for kind, _ in missing(other, text, language=language)] == ["name"]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "The ambulance crews struck.", "Paramedics, porters and cleaners won."),
        ("en", "The ambulance crews struck.", "They keep their TUPE rights."),
        ("es", "Los obreros pararon.", "Nadie ha cedido. También han ganado. Así es."),
        ("fr", "Les ouvriers ont gagné.", "Personne a cédé. D’autres ont gagné. Tout a changé."),
        ("pt", "Os operários pararam.", "Ninguém foi demitido. Isso é tudo. Também foi assim."),
        ("ro", "Muncitorii au câștigat.", "Nimeni a plecat. Toți a zis. Acum este bine."),
        ("pl", "Robotnicy wygrali.", "Nikt ma dość. Wszystko jest jasne."),
        (
            "de",
            "Die Arbeiter haben gewonnen.",
            "Nach vielen Tagen gibt die Firma nach. Der Streik im Hafen ist zu Ende.",
        ),
    ],
)
def test_words_that_name_nobody_are_left_alone(language: str, text: str, said: str) -> None:
    assert missing(said, text, language=language) == []


def test_in_german_words_with_capitals_side_by_side_are_names() -> None:
    text = "Die Arbeiter haben gewonnen."
    assert missing("Gestern sprach Rosa Lange, sagt der DGB.", text, language="de") == [
        ("name", "Rosa Lange"),
        ("name", "DGB"),
    ]


def test_a_summary_in_another_language_has_its_numbers_looked_up_and_its_quotations_named() -> None:
    source = Source(article("Treinta y dos obreros de Potosí dijeron: «No nos vamos».", language="es"))
    said = "Thirty-two workers of Potosí said: “We stay.” Another 40 joined."
    assert [(str(each.kind), each.text) for each in look_up(said, source, language="en")] == [
        ("number", "40")
    ]
    assert translated_quotations(said, source, "en") == ("We stay.",)
    assert translated_quotations(said, source, "es") == ()


DOCKS = "The agreement covers 230 people and takes effect on 1 January 2027. They had asked for it since May 2024."


@pytest.mark.parametrize(
    ("summary", "what"),
    [
        ("It takes effect in 2025.", "2025"),
        ("It takes effect in 2026.", "2026"),
        ("It takes effect in 2028.", "2028"),
        ("It takes effect on 1 January 2026.", "1 January 2026"),
        ("It takes effect in January 2026.", "January 2026"),
        ("They agreed in November 2026.", "November 2026"),
        ("They agreed on 16 November 2026.", "16 November 2026"),
    ],
)
def test_the_year_of_publication_alone_supplies_none(summary: str, what: str) -> None:
    assert [text for _, text in missing(summary, DOCKS, published="2026-11-16")] == [what]


@pytest.mark.parametrize(
    ("text", "years", "others"),
    [
        ("The dockers won this year.", {2026}, {2025, 2027}),
        ("The dockers won last year.", {2025}, {2024, 2026}),
        ("The dockers may win next year.", {2027}, {2026}),
        ("The dockers won four years ago.", {2022}, {2025, 2026}),
        ("The dockers won on 3 May.", {2026}, {2025, 2027}),
        ("The dockers go back on 20 December.", {2026}, {2025, 2027}),
        ("The dockers go back on 3 January.", {2027}, {2026}),
        ("The dockers won on Monday.", {2026}, {2025, 2027}),
        ("The dockers may win next month.", {2026}, {2025, 2027}),
        ("Today the dockers won.", {2026}, {2025, 2027}),
        ("Les dockers ont gagné l’année dernière.", {2025}, {2026}),
        ("Los obreros ganaron este año.", {2026}, {2025}),
        ("The dockers won.", set(), {2025, 2026, 2027}),
    ],
)
def test_words_of_time_supply_a_year(text: str, years: set[int], others: set[int]) -> None:
    for year in years | others:
        found = missing(f"It was in {year}.", text, published="2026-11-16")
        assert bool(found) == (year in others), year


@pytest.mark.parametrize(
    ("published", "text", "years"),
    [
        ("2026-12-05", "The dockers won on Monday.", {2026}),
        ("2026-12-05", "The dockers won yesterday, and this week.", {2026}),
        ("2026-12-05", "The dockers may win next month.", {2027}),
        ("2026-12-30", "The dockers meet on Saturday.", {2026, 2027}),  # the one behind or before it
        ("2026-12-31", "The dockers meet tomorrow.", {2027}),
        ("2027-01-05", "The dockers won last month.", {2026}),
        ("2027-01-05", "The dockers won on 14 December.", {2026}),
        ("2027-01-05", "The dockers won on 2 January.", {2027}),
        ("", "The dockers won on Monday, 14 December.", set()),
    ],
)
def test_at_the_turn_of_the_year_a_day_has_the_year_that_follows(
    published: str, text: str, years: set[int]
) -> None:
    for year in range(2025, 2029):
        assert bool(missing(f"It was in {year}.", text, published=published)) == (year not in years), year


def test_a_day_without_its_year_has_no_other_year_in_the_summary() -> None:
    text = "The dockers won on 3 May, after a march on Monday."
    assert missing("They won on 3 May 2026.", text, published="2026-11-16") == []
    for said in (
        "They won on 3 May 2027.",
        "They won in May 2027.",
        "They marched on Monday 16 November 2027.",
    ):
        [(kind, found)] = missing(said, text, published="2026-11-16")
        assert (kind, found[-4:]) == ("date", "2027")


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_time_is_no_trouble(published: str) -> None:
    text = "Next month, on Monday, on 3 May and on 3 December the dockers won last month and 90 years ago."
    assert missing("It was in 2027.", text, published=published) == [("number", "2027")]


def test_a_day_without_a_year_may_have_a_year_that_lies_near() -> None:
    text = "The dockers go back on 3 January."
    assert missing("They go back on 3 January 2027.", text, published="2026-11-16") == []
    assert missing("They go back on 3 January 2026.", text, published="2026-11-16") == [
        ("date", "3 January 2026")
    ]
    assert missing("They go back on 3 January 2027.", text, published="") == [("date", "3 January 2027")]
    assert missing("They go back on 3 January.", text, published="") == []


HOSPITAL = (
    "The porters of the county hospital struck for five days. Their bosses crossed the picket line on Monday."
)


@pytest.mark.parametrize(
    "summary",
    [
        "Tesco has agreed to full sick pay.",
        "Serco’s porters struck for five days.",
        "Serco now says that it agrees.",
        "Corbyn sacked them.",
        "Siemens says no.",
        "Capita, a contractor, agreed.",
        "Capita and its bosses agreed.",
        "Serco bosses crossed the picket line.",
        "They won. Tesco has agreed.",
    ],
)
def test_a_name_that_begins_a_sentence_is_looked_up(summary: str) -> None:
    [(kind, name)] = missing(summary, HOSPITAL)
    assert kind == "name"
    assert name.partition("’")[0] in {"Tesco", "Serco", "Corbyn", "Siemens", "Capita"}


@pytest.mark.parametrize(
    "summary",
    [
        "Management has agreed to full sick pay.",
        "Police arrested them.",
        "Anger grows.",
        "Angry nurses walked out.",
        "Doctors and nurses walked out.",
        "Nurses’ wages rise.",
        "Reportedly they agreed.",
        "Crossing the line was wrong.",
        "Elsewhere, people agree.",
        "He’d agreed.",
        "Join the march.",
        "Gunmen killed them.",
        "CEOs and NGOs agreed.",
        "Nobody gave in, and nobody’s job was lost.",
        "Zero-hours contracts go.",
        "Victory!",
        "Everyone joined them.",
        "They were wards like others. Wards like these matter.",
    ],
)
def test_an_ordinary_word_that_begins_a_sentence_is_none(summary: str) -> None:
    assert missing(summary, HOSPITAL) == []


@pytest.mark.parametrize(
    ("language", "text", "name", "ordinary"),
    [
        ("es", "Los obreros pararon.", "Iberdrola anunció el cierre.", "Tranquilos, los obreros volvieron."),
        ("fr", "Les ouvriers ont gagné.", "Carrefour a refusé.", "Contents, les ouvriers ont gagné."),
        ("pt", "Os operários pararam.", "Petrobras recusou.", "Felizes, os operários voltaram."),
        ("ro", "Muncitorii au câștigat.", "Dacia refuză.", "Bucuroși, muncitorii au câștigat."),
        ("pl", "Robotnicy wygrali.", "Orlen odmówił.", "Zadowoleni robotnicy wygrali."),
        ("de", "Die Arbeiter haben gewonnen.", "", "Freude herrscht."),
        ("cy", "Enillodd y gweithwyr.", "", "Dathlodd y gweithwyr."),
    ],
)
def test_elsewhere_a_first_word_before_a_known_verb_is_a_name(
    language: str, text: str, name: str, ordinary: str
) -> None:
    assert missing(ordinary, text, language=language) == []
    if name:
        assert missing(name, text, language=language) == [("name", name.partition(" ")[0])]


@pytest.mark.parametrize(
    "text",
    ["1" * 9_000, "1,000 " * 2_000, "two hundred and " * 2_000, "“a " * 4_000, "'a " * 4_000, "A" * 9_000,
     "Ab " * 4_000, "1 in " * 4_000, "[" * 8_000, "“" + "[a" * 4_000 + "”", "de la " * 4_000, "3 May " * 4_000],
    ids=["digits", "thousands", "words", "quotes", "marks", "letters", "names", "shares", "brackets", "gaps",
         "joiners", "days"],
)  # fmt: skip
def test_no_text_keeps_the_look_up_busy(text: str) -> None:
    begun = time.process_time()
    look_up(text, Source(article(text[::-1], text)))
    assert time.process_time() - begun < 10


def test_no_article_keeps_the_look_for_passages_busy() -> None:
    text = " ".join(f"Then Abc{i}d met Foo{i} at 1{i} o'clock, on {i % 28 + 1} May." for i in range(5_000))
    said = " ".join(f"They met Xyz{i}q on {i} June with {i + 70_000} people." for i in range(120))
    begun = time.process_time()
    found = look_up(said, Source(article(text)))
    assert time.process_time() - begun < 15
    assert found[0].nearest


def test_kinds_are_told_apart() -> None:
    assert {str(kind) for kind in ClaimKind} == {"number", "date", "name", "quotation"}


def test_long_forms_shortened_names_and_decades_are_understood() -> None:
    text = (
        "The Centers for Ports Safety and Training spoke. Wellhaven City played Northport United before Supreme Court "
        "Judge Ana Bell. Nine out of 10 ports closed for more than three decades."
    )
    for said in (
        "CPS spoke.", "Well City played.", "North United played.", "Court Justice Ana Bell sat.",
        "Nine of 10 ports closed.", "It was closed for 30 years.",
    ):  # fmt: skip
        assert missing(said, text) == [], said
    for said in (
        "CPX spoke.", "Wex City played.", "It was Well.", "Eight of 10 ports closed.", "It was closed for 40 years.",
    ):  # fmt: skip
        assert missing(said, text), said


def test_an_owners_ending_may_be_part_of_a_name() -> None:
    text = "The strike at Marlow's of St Annes went on; the drivers of Port Ellery stood with them."
    for said in ("Marlows and St Anne's struck.", "Marlow of St Annes struck."):
        assert missing(said, text) == [], said
    assert missing("The strike at Ellerys went on.", text) == [("name", "Ellerys")]
