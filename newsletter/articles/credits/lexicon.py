"""Words of credit lines in the languages they are read in (Welsh, German, English, Spanish, French, Italian, Dutch,
Polish, Portuguese, Romanian): those that lead from a picture to its licence, and things that are no photograph.

Only whole words count. A language that is missing costs a licence, never lends one.
"""


def alternatives(*texts: str) -> str:
    """The words of `texts` as alternatives of a pattern; an underscore stands for a space."""
    return "|".join(" ".join(texts).split()).replace("_", r"\s")


def _words(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).casefold().split())


#: What a picture is called before a colon, and where it came from.
PHOTO_LABELS = _words(
    "photo photos photograph photographs photography photographer picture pictures pic image images img",
    "credit credits source copyright licence license licensed rights by under file user author courtesy",
    "foto fotos fotografía fotografia fotografías imagen imágenes crédito créditos fuente autor",
    "autora usuario usuaria photographie photographies crédit crédits cliché légende auteur auteure",
    "utilisateur droits licencia derechos bild bilder bildnachweis fotonachweis fotocredit bildquelle",
    "quelle lizenz urheber urheberin fotograf fotografin benutzer benutzerin datei rechte aufnahme",
    "bildrechte llun lluniau ffoto ffotograff ffotograffydd ffynhonnell cydnabyddiaeth trwydded drwydded",
    "hawlfraint gan imagem imagens fonte licença direitos fotógrafo fotógrafa ficheiro zdjęcie zdjęcia",
    "fot źródło źródla licencja fotografie fotografii autorka plik immagine immagini fonte licenza",
    "autrice diritti imagine imaginea imagini sursa sursă licență licența drepturi afbeelding beeld bron",
    "licentie rechten fotograaf auteursrecht 写真 撮影 图片 摄影 фото фотография صورة تصوير φωτογραφία kuva bilde",
    "billede archivo fichier",
)
MONTHS = _words(
    "january february march april may june july august september october november december jan feb mar",
    "apr jun jul aug sept sep oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre",
    "octubre noviembre diciembre janvier février mars avril mai juin juillet août septembre octobre",
    "novembre décembre januar februar märz juni juli oktober dezember ionawr chwefror mawrth ebrill",
    "mehefin gorffennaf awst medi hydref tachwedd rhagfyr janeiro fevereiro março maio junho julho",
    "setembro outubro novembro dezembro stycznia lutego marca kwietnia maja czerwca lipca sierpnia",
    "września października listopada grudnia gennaio febbraio aprile maggio giugno luglio settembre",
    "ottobre dicembre ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie",
    "decembrie januari februari maart mei augustus",
)
#: Small words inside names.
PARTICLES = _words(
    "a an the of and for on in from at d de des da das do dos di del della du la le les l el los las al y",
    "e et und i o und van von zu zur der den dem die das ten ter y’r yr bin ibn abu ap ab ferch af av og",
    "och",
)
LICENCES = _words(
    "licence license licences licenses licensed licenced licencia licenza licentie licencja licencji licencją licență",
    "licența licença lizenz trwydded drwydded",
)
#: Bodies of one word, which a photographer may stand with. Another word alone may be a thing: "Ana / Petition".
BODIES = _words(
    "amnesty aslef attac bundesarchiv campact caritas equity greenpeace indymedia oxfam prospect solidarność",
    "unesco unicef unison unite usdaw ver.di verdi wikinews",
)
#: They may lead to a licence or follow it, and say nothing else.
KNOWN = (
    PHOTO_LABELS
    | MONTHS
    | _words(
        "a an the this is are available shared released published marked distributed reused",
        "used uploaded taken licensed licenced license licence licences licenses under using with into",
        "through its terms of creative commons and in to on via at from by as it which it’s version v",
        "following hereby was flickr wikimedia wikipedia deed legalcode",
        "international unported generic universal public domain dedication courtesy kind permission",
        "estate family self own ",
        # Spanish
        "bajo la una un el los las licencia con de del y e es está publicada publicado publicadas publicados",
        "compartida compartido disponible distribuida distribuido licenciada licenciado por según vía en al",
        "términos tomada tomado cortesía ",
        # French
        "sous licence une avec et est diffusée diffusé publiée publié partagée partagé disponible placée",
        "placé distribuée distribué par via sur prise selon les termes à le du des au",
        # German
        "unter einer eine der die das den dem lizenz veröffentlicht lizenziert steht freigegeben verfügbar",
        "und ist wurde auf bei über via von durch aus zur cc-lizenz creative-commons-lizenz nach gemäß",
        "aufgenommen bereitgestellt",
        # Welsh
        "dan drwydded trwydded gan ar o yn drwy trwy y yr a ac wedi ei rannu cyhoeddwyd rhannwyd rhyddhawyd",
        "caredig garedigrwydd",
        # Portuguese
        "sob licença licenciad licenciada licenciado publicada publicado disponível distribuída compartilhada",
        "partilhada do da dos das uma um com através pela pelo",
        # Polish
        "na licencji licencją pod udostępnione udostępniona udostępniono opublikowane opublikowana dostępne",
        "dostępna przez z ze w oraz poprzez zgodnie",
        # Italian
        "rilasciata rilasciato pubblicata pubblicato distribuita distribuito concessa sotto con licenza è",
        "della dello il lo tramite su da disponibile condivisa",
        # Romanian
        "sub licență licența publicată publicat distribuită disponibilă este și prin pe din de către",
        # Dutch
        "onder een licentie met van het gepubliceerd gedeeld beschikbaar vrijgegeven uitgebracht is op via",
        "door en est sur estate bin",
    )
)
#: They to a licence and stand in no name.
JOINING = (KNOWN - PHOTO_LABELS - PARTICLES - MONTHS) | LICENCES
#: Made of parts that others made: data, other pictures. A licence of a part is none of the whole.
COMPOSED = alternatives(
    r"maps? charts? graphs? graphics? infographics? diagrams? tables? \w*collages? \w*montages?",
    r"illustrations? artwork posters? visuali[sz]ations? mapas? gráficos? infografías? infográficos?",
    r"infogr[aá]fic[oe]? tablas? tabelas? diagramas? ilustraci[oó]n\w* ilustraç\w+ montajes?",
    r"fotomontajes? montagens? colagens? cartes? graphiques? infographies? schémas? tableaux? affiches?",
    r"\w*karten? \w*grafik(?:en)? \w*diagramm\w* tabellen? schaubild\w* plakat\w* mapiau? siart\w*",
    r"graff\w* ffeithlun\w* diagram\w* darlun\w* poster[ai]? mapy wykres\w* grafik[aię] infografik[aię]",
    r"kolaż\w* fotomontaż\w* ilustracj\w+ tabel[aăe] hart[aă] hărți grafic\w* ilustrați\w+ colaj\w*",
    r"fotomontaj\w* diagram[aăe] afiș\w*",
)
#: Things that have licences of their own. Whatever else a line says, the licence may be theirs.
WORKS = alternatives(
    r"posters? stor(?:y|ies) logo\w* newsletters? fonts? typefaces? icons? templates? maps? statues?",
    r"sculptures? banners? podcasts? leaflets? flyers? placards? stickers? badges? graphics? infographics?",
    r"charts? graphs? diagrams? illustrations? drawings? drawn drawing cartoons? comics? paintings?",
    r"murals?_by artwork covers?_by themes? plugins? videos? films? footage clips? songs? lyrics",
    r"recordings? poems? books? booklets? pamphlets? reports? stud(?:y|ies) translations? quotes?",
    r"quotations? headlines? interviews? columns? essays? reviews? designs? layouts? fliers? emblems?",
    r"transcripts? tables? figures? screenshots? apps? tools? fonts slides? presentations? toolkits?",
    r"guides? zines? scores? magazines? pdfs? edition versions_of prints? backgrounds? avatars? emojis?",
    r"cliparts? clip-arts? vectors? renderings?",
    # Spanish, Portuguese, Italian, French, Romanian
    r"carteles cartel afiches? pósters? notas? notícias? noticias? historias? histórias? relatos? boletín",
    r"boletines boletim mapas? mapy mappa mappe estatuas? estátuas? esculturas? pancartas? íconos? iconos?",
    r"ícones? plantillas? fuentes?_tipográficas? gráficos? dibujos? desenhos? caricaturas?",
    r"ilustraci[oó]n\w* ilustraç\w+ pinturas? obras?_de vídeos? canci[oó]n\w* traducci\w+ traduç\w+",
    r"diseños? portadas? capas?_de folletos? folhetos? cartaz(?:es)? faixas? récits? affiches? histoires?",
    r"bulletins? lettres? cartes? statues? icônes? modèles? polices? dessins? peintures? traductions?",
    r"banderoles? infographies? couvertures? articolo racconti? racconto storia storie manifesti manifesto",
    r"statua icona icone disegn\w+ illustrazion\w+ copertin\w+ traduzion\w+ volantin\w+ striscion\w+",
    r"notizi\w+ hart[aă] hărți afiș\w* poveste\w* povești buletin\w* statui\w* statuia desen\w*",
    r"ilustrați\w+ traducer\w+ pliant\w* șablon\w* pictogram\w*",
    # German, Dutch
    r"karten? plakat\w* grafik\w* geschichten? rundbriefe? schrift(?:art)?(?:en)? symbole? vorlagen?",
    r"statuen? skulptur\w* zeichnung\w* illustration\w* gedicht\w* lied(?:er)? übersetzung\w* gestaltung",
    r"umschlag\w* titelbild titelseite flugbl[aä]tt\w* aufkleber transparente? broschüren? berichte?",
    r"studien? bücher buch gemälde entwurf entwürfe tabellen? diagramm\w* meldung\w* nachricht\w* kaarten",
    r"kaart verhaal verhalen nieuwsbrief tekening\w* standbeeld\w* lettertype\w* sjabloon pictogram\w*",
    r"vertaling\w* folders? spandoek\w* ontwerp\w* schilderij\w* omslag\w*",
    # Welsh, Polish
    r"st[oô]ri straeon stor[iï]au posteri? baner\w* mapiau? cerflun\w* cylchlythyr\w* lluniad\w* darlun\w*",
    r"ffontiau? eicon\w* templed\w* podlediad\w* cyfieith\w+ taflen\w* clawr cerdd gerdd fideo\w* graffeg",
    r"dyluniad\w* plakat\w* histori[aeię] opowieś\w+ pomnik\w* rzeźb\w+ ikon[aąęy]? szablon\w* czcionk\w+",
    r"rysun\w+ ilustracj\w+ tłumacz\w+ ulotk\w+ baner\w* okładk\w+ biuletyn\w* grafik[aięą] projekt\w*",
    r"film\w* wideo notatk\w+ wiadomoś\w+ przekład\w* utw[oó]r\w*_muz\w+ obraz_olejn\w+",
)
