"""Openings that lean on the sentence before, by rule and by table, and those that only look so."""

import pytest

from newsletter.articles.summaries.sentences import leans

LEANING = {
    "en": (
        "No such offer was made.", "Thereafter, drivers voted.",
        "Because of this, porters struck.", "Since then, porters have struck.", "Asked about this, the manager left.",
        "Three of them were sacked.", "Nineteen of these were sacked.", "Others joined in.",
        "That surprised everybody.",
        "As for them, a strike is the last resort.", "Under this deal, cleaners would lose pay.",
        "To do this, porters need money.", "In light of that, the council backed down.", "That’s why porters struck.",
        "The aim of this strike is a rise.", "On Monday, they walked out.", "Until this week, they had no union.",
        "In the same week, a depot closed.", "Two weeks later, the depot reopened.", "Even then the firm said no.",
        "Despite her promise, nothing changed.", "Some others struck as well.", "As a result, porters struck.",
    ),
    "es": (
        "Por tal motivo, hubo paro.", "Acto seguido, cerraron la puerta.",
        "Debido a esto, hubo paro.", "Según él, no hay dinero.", "Tres de ellos fueron despedidos.",
        "Ante esta situación, hubo paro.", "Por eso, hubo paro.", "A partir de ahí, todo cambió.",
        "Para evitar esto, hubo paro.", "Dicha empresa calló.", "Dos días después, llegó la policía.",
    ),
    "fr": (
        "Tel est le but de la grève.",
        "Malgré cela, la grève dure.", "C’est pourquoi la grève dure.", "En revanche, la mairie refuse.",
        "Celui-ci a refusé.", "Parmi eux, dix sont partis.", "Après cette annonce, la grève dure.",
        "Là encore, personne n’a répondu.", "Trois d’entre eux sont partis.",
    ),
    "pt": (
        "Ao lado dele, marcharam mil pessoas.", "Tal medida é ilegal.",
        "Apesar disso, a greve dura.", "Três deles foram despedidos.", "Nesse dia, a greve começou.",
        "Por sua vez, a empresa calou.", "Quanto a ela, nada mudou.", "O fim desta greve é um aumento.",
    ),
    "ro": (
        "Colegii săi au votat.",
        "Potrivit acestuia, nu sunt bani.", "În ciuda acestui fapt, greva continuă.", "De atunci, nimeni nu vine.",
        "Împreună cu ei au plecat zece.", "Datorită acestui lucru, nimeni nu pleacă.", "Totodată, greva continuă.",
    ),
    "pl": (
        "Właśnie dlatego strajk trwa.",
        "Mimo to strajk trwa.", "Dlatego strajk trwa.", "Natomiast firma milczy.", "Według niego nie ma pieniędzy.",
        "Trzech z nich zwolniono.", "W tej sytuacji strajk trwa.", "Jak dodał, strajk trwa.",
    ),
    "cy": (
        "Er gwaethaf hyn, mae’r streic yn parhau.", "Yn eu plith mae deg.", "Am y rheswm hwn, mae’r streic yn parhau.",
        "Dywedodd hi fod y streic yn parhau.", "Ers hynny, does neb wedi cael tâl.",
    ),
    "de": (
        "Deren Lohn ist niedrig.", "Demgegenüber schweigt der Betrieb.",
        "Deshalb streiken die Pfleger.", "Daraufhin gingen alle.", "Dennoch bleibt das Werk zu.",
        "Außerdem fehlt Personal.", "Dieser lehnte ab.", "Sie fordern mehr Lohn.", "Er wies alles zurück.",
        "Damit ist alles vorbei.", "Dabei gab es Gewinne.", "Allerdings fehlt Geld.", "Drei von ihnen gingen.",
        "Trotz dieser Zusage bleibt das Werk zu.", "Am Montag sagte sie nichts.", "Bis dahin ruht die Arbeit.",
    ),
}  # fmt: skip

ALONE = {
    "en": (
        "This week porters at Ellery walked out.", "Those who struck were sacked.", "In May, cleaners won sick pay.",
        "Three of the stewards were sacked.", "Now that the mine is shut, the town is quiet.",
        "Earlier this month, dockers voted.", "Because of the heat, drivers stopped at noon.",
        "Speaking at the rally, Ana Lupu called for a vote.", "The union says this strike is the last.",
        "Further education lecturers walked out.", "Two days after the strike began, the firm paid.",
        "When it comes to pay, nurses lose.", "On Monday, Ana Lupu said they had won.",
        "The result of the vote is yes.",
    ),
    "es": ("Esta semana pararon los trenes.", "La mitad de la plantilla votó.", "Según el sindicato, hay dinero.",
           "Dos días después de la huelga llegó la policía."),
    "fr": ("Cette semaine, les trains sont à l’arrêt.", "Ceux qui ont voté sont partis.",
           "Selon le syndicat, il y a de l’argent.", "Alors que la grève dure, la mairie se tait."),
    "pt": ("Esta semana pararam os comboios.", "Metade dos trabalhadores votou.", "Neste mês os correios param."),
    "ro": ("Săptămâna aceasta trenurile stau.", "Potrivit lui Popescu, bani sunt.", "După grevă, firma a plătit."),
    "pl": ("W tym tygodniu pociągi stoją.", "Po tym, jak zamknięto kopalnię, odeszło 400 rodzin.",
           "Ci, którzy strajkowali, odeszli.", "Drugi dzień strajku minął.", "Jak mówi Nowak, port stoi."),
    "cy": ("Yn ôl yr undeb, mae arian.", "Dywedodd Megan Rees fod y streic yn parhau.",
           "Yr wythnos hon mae docwyr ar streic."),
    "de": ("Diese Woche streiken die Busfahrer.", "Drei Fahrer wurden entlassen.", "Am 4. Dezember wird verhandelt.",
           "Zwei von drei Fahrern stimmten zu."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(key, text) for key, texts in LEANING.items() for text in texts]
)
def test_a_sentence_that_points_back_leans(language: str, text: str) -> None:
    assert leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"), [(key, text) for key, texts in ALONE.items() for text in texts]
)
def test_a_sentence_that_says_itself_what_it_means_stands_alone(language: str, text: str) -> None:
    assert not leans(text, language)
