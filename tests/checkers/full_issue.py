"""An issue with everything that strains a design: eight articles with titles short and long, quotations, credits with
licences, languages in both directions, words that do not fit a telephone. Our own words, example.org only.
"""

from datetime import datetime

from newsletter.articles.article import Article, SummaryOrigin
from newsletter.issue import Action, DiaryDate, Issue
from newsletter.settings import Branch
from tests.rendering_samples import LONDON, make_article, make_branch, make_issue, make_photo, make_summary

#: For each language: subject, preheader, introduction, and of one action its title, its text and its button.
ISSUES = {
    "en": (
        "[first_name|Friend], eight workplaces that did not give in",
        "Docks, wards and looms: what was won this month, and one letter to sign.",
        ("Dear [first_name|friend],\n\nthis month **eight workplaces** held out. Our [fund](https://example.org/fund) "
        "paid for soup and for coaches.\n\n## What we ask\n\n- Read one story.\n- Sign one letter.\n\n> Nobody went "
        "back before the others.\n\nIn solidarity"),
        "Two minutes for the night cleaners",
        "They clean the wards for less than the living wage. Ask the trust to take them back in house.",
        "Sign the letter",
    ),
    "ar": (
        "[first_name|صديقنا]، ثمانية أماكن عمل لم تتراجع",
        "الموانئ والمستشفيات والأنوال: ما كسبناه هذا الشهر، ورسالة للتوقيع.",
        ("عزيزي [first_name|الصديق]،\n\nصمدت هذا الشهر **ثمانية أماكن عمل**. دفع [صندوقنا](https://example.org/fund) "
        "ثمن الحساء والحافلات.\n\n## ما نطلبه\n\n- اقرأ قصة واحدة.\n- وقّع رسالة واحدة.\n\n> لم يعد أحد قبل "
        "الآخرين.\n\nمع التضامن"),
        "دقيقتان من أجل عاملات التنظيف ليلاً",
        "ينظفن الأجنحة بأقل من أجر الكفاف. اطلب من المستشفى أن يوظفهن مباشرة.",
        "وقّع الرسالة",
    ),
    "cy": (
        "[first_name|Gyfaill], wyth gweithle na ildiodd",
        "Dociau, wardiau a gwyddiau: yr hyn a enillwyd y mis hwn, ac un llythyr i’w lofnodi.",
        ("Annwyl [first_name|gyfaill],\n\nsafodd **wyth gweithle** yn gadarn y mis hwn. Talodd ein "
        "[cronfa](https://example.org/fund) am gawl a bysiau.\n\n## Ein cais\n\n- Darllenwch un stori.\n- Llofnodwch "
        "un llythyr.\n\nMewn undod"),
        "Dwy funud dros y glanhawyr nos",
        "Maent yn glanhau’r wardiau am lai na’r cyflog byw. Gofynnwch i’r ymddiriedolaeth newid hynny.",
        "Llofnodwch y llythyr",
    ),
    "pl": (
        "[first_name|Przyjaciele], osiem zakładów, które nie ustąpiły",
        "Doki, oddziały i krosna: co wygrano w tym miesiącu i jeden list do podpisania.",
        ("Cześć [first_name|wszystkim],\n\nw tym miesiącu **osiem zakładów** wytrwało. Nasz "
        "[fundusz](https://example.org/fund) zapłacił za zupę i autokary.\n\n## O co prosimy\n\n- Przeczytaj jedną "
        "historię.\n- Podpisz jeden list.\n\nSolidarnie"),
        "Dwie minuty dla nocnych sprzątaczek",
        "Sprzątają oddziały za mniej niż płacę godną. Poproś szpital, by zatrudnił je u siebie.",
        "Podpisz list",
    ),
    "es": (
        "[first_name|Compañeros], ocho centros de trabajo que no cedieron",
        "Muelles, hospitales y telares: lo que se ganó este mes, y una carta para firmar.",
        ("Hola [first_name|a todos]:\n\neste mes **ocho centros de trabajo** aguantaron. Nuestra "
        "[caja de resistencia](https://example.org/fund) pagó la sopa y los autocares.\n\n## Lo que pedimos\n\n- Lee "
        "una historia.\n- Firma una carta.\n\nEn solidaridad"),
        "Dos minutos para las limpiadoras de noche",
        "Limpian las salas por menos de un salario digno. Pide al hospital que las contrate directamente.",
        "Firma la carta",
    ),
}  # fmt: skip

#: slug, language, title, summary, and the standfirst where there is one.
_ARTICLES = (
    ("docks", "en", "The docks are quiet", ("Nobody unloaded a ship on Monday. By Friday the harbour board had signed "
     "what it had refused for nine weeks: permanent contracts for 140 casual workers and sick pay from the first day."),
     "“We did it together, and nobody went back before the others.”"),
    ("wards", "en", ("Night cleaners at three hospitals vote by ninety-four in a hundred to strike, and the trust that "
     "had not answered a letter since the spring invites them to talk on the same afternoon"),
     "They clean forty wards between ten and six. The company pays them by the ward and not by the hour.", ""),
    ("looms", "pt", "As tecedeiras de Vila Serena pararam os teares",
     ("The morning shift did not start the looms. It is the first strike at the mill since 1998.\n\nThe women want the "
     "fans repaired, which have stood still for two summers."), "“O calor não é uma lei da natureza.”"),
    ("depot", "de", "Straßenbahnbetriebshofwerkstattbeschäftigtenvertretung gewinnt vor dem Arbeitsgericht",
     "A court has found that the works council of the tram depot must be asked before shifts are changed.", ""),
    ("quarry", "ar", "عمال المحجر يوقفون الشاحنات",
     "أوقف عمال المحجر الشاحنات عند البوابة ثلاثة أيام، وطالبوا بأقنعة تقي من الغبار.", "«نريد أن نتنفس.»"),
    ("rent", "es", "Un barrio entero deja de pagar el alquiler",
     "A whole quarter has stopped paying rent. The tenants’ union keeps the money in one account until the lifts run.",
     ""),
    ("school", "pl", "Kucharki z czternastu szkół wychodzą na ulicę",
     "Cooks from fourteen schools marched to the town hall with empty pots. The council had halved their hours.", ""),
    ("archive", "en", "ⓘ 1926", ("A short film about the general strike can be seen at the library; admission is free. "
     "See example.org/averyveryverylongaddressthatnobodycouldeverreadouttoanybodyelseoverthetelephone for the times."),
     ""),
)  # fmt: skip


def full_branch() -> Branch:
    return make_branch(imprint="Published by Robin Vale for Anytown Trades Council")


def full_articles() -> tuple[Article, ...]:
    return tuple(
        make_article(
            slug=slug,
            title=title,
            standfirst=standfirst,
            language=language,
            author=("Ines Marlow", "", "Joana Reis-Albuquerque and Tiago Fontes")[number % 3],
            source=("The Anytown Worker", "Rundbrief der Verkehrsbetriebe")[number % 2],
            url=f"https://example.org/articles/{slug}",
            published=f"2026-10-{number + 10}",
            summary=make_summary(text, origin=SummaryOrigin.LEAD if language == "ar" else SummaryOrigin.HAND),
            photo=_photo(number),
            lines={},
        )
        for number, (slug, language, title, text, standfirst) in enumerate(_ARTICLES)
    )


def _photo(number: int) -> object:
    if number % 2:
        return None
    return (
        make_photo(caption="Pickets at the gate", author="Siân Prys"),
        make_photo(caption="", author="Collectif de la Rue", licence="CC-BY-4.0", licence_url=""),
    )[number // 2 % 2]


def full_issue(language: str = "en", *, design: str = "digest") -> Issue:
    """The issue in one of the languages of ISSUES."""
    subject, preheader, intro, title, text, button = ISSUES[language]
    return make_issue(
        design=design,
        language=language,
        subject=subject,
        preheader=preheader,
        intro=intro,
        articles=tuple(article.slug for article in full_articles()),
        actions=(
            Action(title=title, text=text, button=button, link="https://example.org/letter"),
            Action(title=f"{title} (2)", text="", button="", link="https://example.org/fund?for=soup&how=monthly"),
        ),
        diary=(
            DiaryDate(
                what="Branch meeting: what we owe the port workers",
                when=datetime(2026, 11, 5, 18, 30, tzinfo=LONDON),
                where="Unity Hall, 12 High Street",
                link="https://example.org/meeting",
            ),
            DiaryDate(
                what="Donaudampfschifffahrtsgesellschaftsgewerkschaftskonferenz",
                when=datetime(2026, 11, 28, tzinfo=LONDON),
                has_time=False,
                where="Outside the town hall",
            ),
        ),
    )  # fmt: skip
