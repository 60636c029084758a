"""A word alone before a colon and a quotation mark: who says what is quoted, or what leads to it ("Verdict: “…”").

Roles and headings stand there as names do. German makes new ones every day, so there a word with the ending of one is
none either; a name that ends so is passed over.
"""

import re

from newsletter.articles.summaries.folding import word_set

_QUOTES = re.compile(r"[\s\u00a0\u202f]?:[\s\u00a0\u202f]?[\"“”„«»‘'‚]")
#: Folded, of all languages.
_NOBODY = word_set(
    "reply tip update promise pledge excuse spokesperson sindicato gremio resultado lema consigna "
    "conclusion respuesta pregunta mensaje ejemplo nota cartel pancarta portavoz presidente presidenta "
    "secretario secretaria ministra ministro gobierno empresa patronal direccion policia juez jueza "
    "trabajador trabajadora enfermera alcalde alcaldesa abogado abogada delegado delegada comite "
    "afiliado balance titular motivo objetivo amenaza promesa syndicat resultat slogan devise reponse "
    "question message exemple note pancarte banderole bilan constat verdict president secretaire "
    "gouvernement entreprise direction patron patronne police juge ouvrier ouvriere infirmier "
    "infirmiere maire avocat avocate delegue deleguee titre menace promesse motif objectif "
    "porte-parole conclusao resposta pergunta mensagem exemplo faixa cartaz primeiro-ministro governo "
    "direcao juiz juiza trabalhador trabalhadora enfermeiro enfermeira prefeito prefeita advogado "
    "advogada titulo ameaca sindicatul sindicat rezultat rezultatul concluzia concluzie raspuns "
    "raspunsul intrebarea mesaj mesajul exemplu lozinca presedinte presedintele presedinta secretar "
    "secretarul ministrul guvern guvernul firma conducerea politia judecator judecatorul muncitor "
    "asistenta primarul primar avocatul verdictul titlu amenintarea zwiazek wynik wniosek haslo "
    "odpowiedz pytanie wiadomosc przyklad uwaga transparent rzecznik rzeczniczka prezes przewodniczacy "
    "przewodniczaca sekretarz minister rzad zarzad dyrekcja dyrektor dyrektorka policja sedzia "
    "pracownik pracownica robotnik pielegniarka burmistrz prawnik prawniczka tytul grozba obietnica "
    "werdykt efekt undeb canlyniad casgliad ateb cwestiwn neges enghraifft nodyn baner poster "
    "arwyddair llefarydd cadeirydd ysgrifennydd gweinidog llywodraeth cwmni rheolwr heddlu barnwr "
    "gweithiwr nyrs maer cyfreithiwr hi ef nhw fe teitl sie er es wir ich fazit motto ergebnis urteil "
    "beispiel antwort zitat titel ziel grund tenor appell spruch banner plakat vorstand anwalt arzt "
    "koch wirt richter chef boss polizei regierung klinik fabrik streik komitee gremium ministerium "
    "buro verein partei presse polizist jurist betrieb konzern kommentar text brief mail post vertrag "
    "bescheid"
)
_GERMAN = tuple(
    word_set(
        "er ers in innen ung heit keit schaft tion ion ent ant ist ismus rat amt verband chef mann frau "
        "leute bund partei seite haus werk tag wort spruch plakat ruf um ling eur or ei e en anwalt arzt "
        "vorstand urteil beispiel team gericht blatt zeitung zitat punkt satz wunsch teil kreis stand "
        "recht gesetz"
    )
)


def is_before_quotation(behind: str) -> bool:
    """Whether a colon and a quotation follow, by the text behind a word."""
    return bool(_QUOTES.match(behind))


def is_speaker(word: str, language: str) -> bool:
    """Whether a folded word that stands there alone may be somebody's name; English has a table of its own besides."""
    return word not in _NOBODY and not (language == "de" and word.endswith(_GERMAN))
