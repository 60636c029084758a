"""Connectives: openings that lean on the sentence before wherever they stand ("However", "Mimo to", "Two days later").

Those that lean for a word that points back, such as "Because of this", are told by rule in `pointing`.
"""

import re

from newsletter.articles.summaries.folding import even, fold

_REACH = 160  # characters
#: Connectives and openings that lean on the sentence before, by language, folded; ended by a space or a comma.
_CONNECTIVES = {
    "en": "he she it they his her its their here there then thus however but and or so yet also both "
    "meanwhile moreover furthermore thereafter nevertheless nonetheless therefore instead otherwise still "
    "afterwards afterward later alongside_this alongside_these in_addition in_response in_turn "
    "in_contrast on_the_other_hand for_example for_instance as_a_result after_that at_the_same_time "
    "another the_two the_rest the_trio the_pair the_duo all_these all_this the_organisation "
    "the_organization the_statement the_report the_move the_decision the_group the_measure first, "
    "first_of_all either similarly consequently even_so by_contrast likewise neither nor other others "
    "hence indeed finally second, secondly third, thirdly lastly what_is_more what's_more accordingly "
    "as_such that_said conversely equally additionally further, elsewhere subsequently eventually anyway "
    "anyhow regardless either_way not_so in_fact in_short in_other_words in_particular in_the_meantime "
    "in_any_case in_the_end in_doing_so by_doing_so to_do_so doing_so if_so if_not the_next_day "
    "the_following_day the_day_after, the_day_before, the_next_morning the_following on_the_contrary "
    "on_the_one_hand asked when_asked which all_of_which at_the_time soon_after, soon_afterwards "
    "shortly_afterwards shortly_after, not_only_that only_then the_result_is the_result_was for_its_part "
    "for_his_part for_her_part for_their_part since_then until_then by_then from_then till_then back_then "
    "that's that_is that_was that_will that_means that_would that_has that_had that, nothing_of_the_sort "
    "that_same",
    "es": "el_mismo la_misma los_mismos las_mismas lo_mismo en_el_mismo al_mismo del_mismo de_la_misma "
    "ellas asi ademas tambien pero y sin_embargo no_obstante por_eso por_ello por_tanto por_lo_tanto "
    "luego entonces mientras_tanto mientras, en_cambio asimismo ambos ambas al_mismo_tiempo por_otra "
    "por_otro por_otra_parte por_otro_lado por_un_lado de_hecho de_ser_asi de_no_ser_asi acto_seguido "
    "por_su_parte aun_asi en_consecuencia por_consiguiente en_definitiva finalmente por_ultimo igualmente "
    "otro otra otros otras tampoco en_concreto en_efecto es_decir por_ejemplo a_continuacion de_ahi "
    "del_mismo_modo de_igual_modo en_segundo_lugar en_primer_lugar al_dia_siguiente desde_entonces "
    "hasta_entonces a_partir_de_entonces ni eso_si ahora_bien con_todo, mas_tarde posteriormente "
    "paralelamente alli ahi aqui en_respuesta como_resultado como_consecuencia por_el_contrario "
    "al_contrario en_otras_palabras a_cambio de_lo_contrario los_dos las_dos preguntado preguntada "
    "este_ultimo en_contraste",
    "fr": "ainsi donc mais et or puis ensuite cependant toutefois neanmoins pourtant aussi de_plus "
    "en_outre par_ailleurs en_revanche c'est ces_derniers ce_dernier cette_derniere d'autre_part "
    "d'une_part par_exemple pendant_ce_temps en_meme_temps en_effet des_lors pour_autant d'autres "
    "un_autre une_autre les_autres l'autre l'un l'une enfin finalement egalement de_meme a_l'inverse "
    "au_contraire par_consequent voila voici entre-temps depuis_lors depuis, apres_quoi la-bas la-dessus "
    "a_son_tour a_leur_tour du_coup bref autrement_dit en_consequence en_fait au_final en_somme en_clair "
    "le_lendemain la_veille le_meme la_meme les_memes au_meme_moment tous_deux toutes_deux les_deux d'ou "
    "premierement deuxiemement sinon la, alors, quelques_jours_plus_tard en_reponse a_la_place interroge "
    "interrogee jusque-la d'ailleurs d'apres_elle tant_et_si_bien en_contrepartie reste_que "
    "quoi_qu'il_en_soit",
    "pt": "alem_disso assim tambem mas e porem contudo no_entanto todavia entretanto por_isso portanto "
    "depois, entao ambos ambas ao_mesmo_tempo por_outro_lado por_um_lado por_exemplo alias de_facto "
    "de_fato com_efeito outro outra outros outras consequentemente em_consequencia por_conseguinte "
    "finalmente por_fim por_ultimo igualmente da_mesma_forma do_mesmo_modo mesmo_assim ainda_assim la, "
    "ali desde_entao ate_entao a_partir_dai dai logo, no_dia_seguinte mais_tarde posteriormente "
    "enquanto_isso em_contrapartida pelo_contrario ao_contrario, ou_seja nem em_resposta em_seguida "
    "tampouco em_vez_disso como_resultado os_dois as_duas o_mesmo a_mesma os_mesmos as_mesmas no_mesmo "
    "na_mesma segundo_o_mesmo segundo_a_mesma questionado questionada em_suma porquanto por_consequencia "
    "ainda_por_cima por_sua_vez caso_contrario a_seguir, por_seu_lado por_seu_turno",
    "ro": "astfel insa dar si iar totusi de_asemenea in_plus apoi atunci prin_urmare de_aceea intre_timp "
    "in_schimb in_acelasi_timp in_aceeasi ambii ambele pe_de_alta_parte pe_de_o_parte de_exemplu totodata "
    "asadar drept_urmare in_consecinta ulterior in_cele_din_urma de_altfel de_fapt intr-adevar la_fel alt "
    "alta alti alte altii altele ceilalti celelalte celalalt aici acolo a_doua_zi nici mai_mult "
    "in_replica ca_urmare ca_raspuns drept_raspuns prin_contrast dimpotriva la_randul in_final un_alt "
    "o_alta cei_doi cele_doua in_caz_contrar din_nou deci tot_atunci mai_tarziu cu_alte_cuvinte intrebat "
    "intrebata altfel",
    "pl": "ponadto takze rowniez jednak jednakze ale i a wiec zatem dlatego tymczasem nastepnie potem "
    "z_kolei oboje obaj obie na_przyklad jednoczesnie w_rezultacie poza_tym natomiast wowczas stad wtedy "
    "pozniej wreszcie w_koncu w_efekcie w_konsekwencji co_wiecej co_gorsza inny inna inne inni pozostali "
    "pozostale podobnie tez mianowicie otoz zreszta niemniej zarazem odtad dotad tam tu tutaj tak "
    "przeciwnie w_odpowiedzi nazajutrz nastepnego_dnia dzien_pozniej ostatecznie faktycznie rzeczywiscie "
    "istotnie po_pierwsze po_drugie ani mimo_to z_drugiej_strony z_jednej_strony zapytany zapytana pytany "
    "pytana w_zamian dodatkowo co_za_tym_idzie innymi_slowy tym_samym",
    "cy": "mae_e mae_hi maen_nhw roedd_e roedd_hi roedden_nhw ei eu y_rhain y_rheini felly ond a ac hefyd "
    "yn_y_cyfamser fodd_bynnag wedyn yna ar_y_llaw_arall er_enghraifft yn_ogystal o_ganlyniad eraill "
    "arall un_arall y_lleill y_llall yn_olaf yn_gyntaf, yn_ail, yn_wir mewn_gwirionedd yn_hytrach "
    "i'r_gwrthwyneb dyna dyma yno yma mewn_ymateb beth_bynnag chwaith nid_felly drannoeth yr_un_pryd "
    "yn_yr_un_modd ar_yr_un_pryd serch_hynny er_hynny yn_ddiweddarach y_ddau y_ddwy mewn_cyferbyniad "
    "gan_hynny at_hynny yn_lle_hynny o'r_herwydd serch_hyn",
    "ar": "هو هي هم هن وهو وهي وهم هذا هذه هؤلاء ذلك تلك كما لكن ولكن غير ان ثم كذلك ايضا ومع_ذلك لذلك "
    "وقال وقالت واضاف واضافت في_المقابل في_الوقت_نفسه وفي",
    "de": "deshalb deswegen daraufhin danach dennoch trotzdem ausserdem zudem ferner ebenso auch "
    "allerdings jedoch aber doch denn und oder sondern also somit folglich demnach demzufolge "
    "infolgedessen schliesslich zuletzt anschliessend dann dort hier dadurch davor hingegen indes "
    "indessen inzwischen unterdessen wahrenddessen mittlerweile stattdessen vielmehr zugleich "
    "gleichzeitig gleichwohl nichtsdestotrotz immerhin tatsachlich kurz_darauf tags_darauf zum_beispiel "
    "im_gegenzug im_gegensatz_dazu andererseits einerseits zum_anderen zum_einen erstens zweitens "
    "drittens namlich ansonsten sonst solche solch solcher letztere letzterer letzteres ersterer beide "
    "beides andere anderer ein_anderer eine_andere der_andere die_andere die_anderen weitere zuvor vorher "
    "seitdem seither so ebenfalls gleiches hierzu hierbei hiermit hierfur hierauf hiervon hierdurch "
    "uberdies obendrein nicht_zuletzt kein_wunder umgekehrt am_nachsten_tag spater daneben "
    "dementsprechend entsprechend, im_ubrigen ubrigens daher als_antwort auf_nachfrage "
    "darauf_angesprochen dahinter weiterhin wiederum jedenfalls letztlich demgegenuber etwas_spater "
    "endlich diese_beiden die_beiden",
}
#: "Two days later", and whoever speaks in "Jak dodał, …".
_ALSO_LEANS = {
    "en": re.compile(
        r"(?:\w+ )?(?:minutes?|hours?|days?|weeks?|months?|years?|decades?) (?:later\b|earlier\b|before,|after,)"
    ),
    "es": re.compile(
        r"(?:\w+ )?(?:horas?|dias?|semanas?|mes(?:es)?|anos?) (?:despues|mas tarde|antes)\b(?! de\b)"
    ),
    "fr": re.compile(r"\w+ (?:heures?|jours?|semaines?|mois|ans?|annees?) plus (?:tard|tot)\b"),
    "pt": re.compile(
        r"(?:\w+ )?(?:horas?|dias?|semanas?|mes(?:es)?|anos?) (?:depois|mais tarde|antes)\b(?! d[eao]s?\b)"
    ),
    "ro": re.compile(
        r"(?:o|dupa|\w+) (?:ora|ore|zi|zile|saptamani|saptamana|luna|luni|an|ani) mai (?:tarziu|devreme)\b"
    ),
    "pl": re.compile(
        r"jak \w+(?: (?:tez|on|ona|potem|pozniej|wczoraj))?,"
        r"|\w+ (?:dni|dzien|tygodnie|tydzien|miesiac\w*|lata|lat|rok) (?:pozniej|wczesniej)\b"
    ),
    "cy": re.compile(r"(?:\w+ ){1,3}yn ddiweddarach\b"),
    "de": re.compile(
        r"\w+ (?:minuten?|stunden?|tage?|wochen?|monate?|jahre?) (?:spater|zuvor|danach|vorher)\b"
    ),
}


def _opening(words: str) -> re.Pattern[str]:
    longest = sorted((re.escape(word).replace("_", " ") for word in words.split()), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest)})(?:(?<=,)|(?=[\s,;'’:]|$))")


_OPENS = {language: _opening(words) for language, words in _CONNECTIVES.items()}


def connects(text: str, language: str) -> bool:
    """Whether a sentence begins with a word or phrase that ties it to the one before."""
    plain = fold(even(text[:_REACH])).lstrip("\"'(-[ ")
    opens = _OPENS.get(language, _OPENS["en"])
    also = _ALSO_LEANS.get(language)
    return bool(opens.match(plain)) or bool(also and also.match(plain))
