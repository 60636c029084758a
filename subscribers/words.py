"""Words that lists use, written as `subscribers.columns.plain` leaves them: small, no accents, spaces or signs."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    return {word: meaning for word, _, meaning in (pair.partition("=") for pair in text.split())}


#: Yes, also as ticked boxes are exported.
YES = _words(
    "1 y yes true t x on si oui tak da sim ydw ie oes ok ✓ ✔ ☑ نعم verdadero verdadeiro vrai prawda adevarat gwir"
)
#: No, nothing, never.
NO = _words(
    """
    0 n no false f off non nie nu nao nac nage nacydw nacoes
    nagydw nagyw nag nunca niciodata jamais nigdy كلا never none
    null nil na لا notunsubscribed falso faux falsz fals anwir ☐
    """
)
#: What people write where there is no address.
NO_ADDRESS = _words(
    """
    na none no nil null tbc tba noemail notgiven notprovided unknown true false x ref name value ninguno ninguna
    sincorreo sinemail brak niema
    dim dimebost fara faraemail sem sememail nenhum nenhuma aucun aucune sans sansemail لايوجد بدون
    """
)
#: A status that leaves somebody on the list.
ON_THE_LIST = _words(
    """
    active subscribed current member fullmember paid paidup uptodate goodstanding ingoodstanding confirmed enabled
    mailable
    optedin live retired retiredmember student apprentice honorary lifemember activo activa suscrito alta miembro
    gweithredol aelod aktywny aktywna czlonek activ activa membru ativo ativa socio actif active membre abonne نشط
    نشطة عضو مشترك
    afiliado afiliada aldia vigente cyfredol wplacone oplacony oplacona zapisany zapisana platit lazi
    emdia regular quotizado ajour cotisant cotisante adherent adherente inscrit inscrite
    """
)
#: A status that means: does not belong to the list now. They did not object.
NOT_ON_THE_LIST = _words(
    """
    lapsed left leaver leavers deceased dead died arrears inarrears resigned expelled suspended inactive expired
    cancelled canceled terminated former formermember exmember pending unconfirmed nonsubscribed notsubscribed
    disabled transferred inactivo inactiva fallecido anweithredol nieaktywny inactiv inativo inactif decede غيرنشط
    غيرنشطة منتهي متوفى
    caducado caducada fallecida exafiliado exafiliada moroso morosa wedidodiben wedigadael ymadawedig mewnolddyledion
    nieaktywna wygasly wygasla byly byla zmarly zmarla zalega expirat expirata retras retrasa decedat decedata restant
    inativa expirado expirada falecido falecida ematraso exsocio radie radiee expiree decedee demissionnaire enretard
    ancienmembre exadherent
    """
)
#: A status that means: never mail again. They objected, or the mailbox does not exist.
SAID_NO = _words(
    """
    unsubscribed unsubscribe optedout optout spamcomplaint complained complaint abuse spam bouncing bounced cleaned
    hardbounce onholdbounce onholdoptout
    blocked blocklisted blacklisted donotemail donotcontact donotmail suppressed removed baja debaja
    wypisany wypisana wyrejestrowany zrezygnowal dezabonat dezabonata descadastrado descadastrada cancelousubscricao
    desabonne desabonnee desinscrit desinscrite dadobaja dadodebaja dadadebaja daddanysgrifiwyd daddanysgrifio
    ملغيالاشتراك الغيالاشتراك لاترسل
    """
)
#: Of these: what says that the mailbox takes no mail, and nothing of what the person wants.
BOUNCED = _words("bouncing bounced cleaned hardbounce onholdbounce")
#: The same, where the column says nothing about mail: a reason to ask. "Returned" may be a payment.
SAID_NO_ELSEWHERE = _words(
    """
    bounce softbounce undeliverable returned noemail nomail nocontact wantsnoemail donotsend notsubscribed nonsubscribed
    rebotado rebotada rebote devuelto devuelta noenviar nocontactar desuscrito desuscrita bajavoluntaria
    bownsio wedibownsio dimebost peidiwchagebostio wediddaddanysgrifio wediiddaddanysgrifio wedioptioallan
    wediioptioallan glanhawyd
    odbity odbita zwrocony zwrocona niewysylac zrezygnowala rezygnacja odrzucony odrzucona
    respins respinsa returnat returnata nutrimiteti nucontactati
    devolvido devolvida rejeitado rejeitada naoenviar naocontactar subscricaocancelada inscricaocancelada
    rebondi rebond rejete rejetee nepasenvoyer nepascontacter desinscription
    مرتد مرتجع مرفوض غيرمشترك تمالغاءالاشتراك عدمالمراسلة
    """
)
#: A status that means: does not belong to the list now, where the column says nothing about that: a reason to ask. Not
#: words that sort other things as well, such as "left", "pending" or "cancelled".
GONE_ELSEWHERE = NOT_ON_THE_LIST - _words(
    """
    left dead arrears inarrears suspended expired cancelled canceled terminated former pending disabled transferred
    unconfirmed byly byla zalega retras retrasa restant expirat expirata expirado expirada enretard expiree ematraso
    vigente inactive inactivo inactiva anweithredol nieaktywny nieaktywna inactiv inativo inativa inactif غيرنشط غيرنشطة
    منتهي
    """
)
#: Words that turn a header round: "No consent", "Sin consentimiento".
NEGATIONS = _words(
    """
    no not never without dont doesnt didnt wont cant cannot mustnt shouldnt wouldnt couldnt isnt arent wasnt hasnt
    havent neednt non nobody nope
    sin nunca tampoco dim ddim heb nid nad nac nag peidiwch peidio nie bez brak nigdy nu fara niciodata nao sem ne
    pas sans aucun aucune jamais لا بدون عدم غير ليس لم
    """
)
#: What has numbers: behind such a word "No" is short for one.
NUMBERED = _words(
    """
    member members membership phone telephone tel mobile cell contact fax id ref reference account payroll staff
    employee subscription subs card badge house flat serial clock pay tax ni bank home work office list
    address branch record works person personal customer supporter donor
    """
)
#: Beginnings of words that take something back, or keep somebody out.
WITHDRAWALS = _words(
    """
    withdr revok rescind refus declin reject cancel stop remov exclud object unsub suppress block delet terminat ceas
    optout optedout taken takeoff left quit ended longer unwanted denied denies negad
    retiro retirad retire retrait revoc rechaz elimin anul borr bloque desuscri baja
    tynnu tynnwyd gwrthod wrthod diddym ganslo canslo dileu daddanysgrif atal
    wycof cofni odmow odmaw rezygn zrezygn usun anulow skresl wypis wyklucz sprzeciw
    retras refuz respins sters exclus dezabon
    revog recus recuso rejeit exclui descadastr
    revoq annul supprim rejet resil desabonn desinscri oppos
    سحب الغاء ملغي ملغى رفض مرفوض ايقاف وقف حذف محظور انسحاب اعتراض
    """
)
#: Beginnings of words about an address that takes no mail.
QUALITY = _words(
    """
    bounc hardbounce softbounce invalid undeliver incorrect complain
    rebot devuelt invalido incorrect bownsio annilys odbit zwrocon niepraw bledn respins gresit devolv errado rebond
    incorrect errone مرتد مرتجع خاطئ
    """
)
QUALITIES = _words("bad wrong dead broken fail fails failed failing spam")
#: Beginnings of words about mail and consent.
TOPICS = _words(
    """
    consent permission newslett enews mail email ebost bost ebyst bulletin mailing subscri gdpr optin optedin comms
    communicat marketing
    correo boletin suscri consentim caniat ganiat cydsyn gydsyn chydsyn cylchlyth gylchlyth tanysgrif danysgrif
    zgod zgody wiadomosc biuletyn subskryp poczt korespond consimt acordul abonar abonat abonam buletin
    correio boletim inscri subscric autoriz courriel abonn infolettre lettre
    موافق بريد ايميل اشتراك مشترك نشر رسال رساي مراسل
    """
)
#: Words that are about mail beside a negation or a withdrawal only.
WEAK_TOPICS = _words(
    """
    opt contact contacts contacted contactable list lists contactar contacto lista liste listy rhestr cyswllt kontakt
    kontaktu contato contactat contacter قايمة القايمة تواصل
    cysylltu chysylltu gysylltu kontaktowac
    """
)
#: Beginnings of words with which somebody says what they would like.
WISHES = _words(
    """
    want wish like get hear ok okay can may receiv allow happy agree accept send permit include prefer
    quier dese recib acept puede pued eisiau dymun derbyn cael hapus cytun chce otrzym zgadza moze wyraz dore vrea vreau
    primi accept poate quer desej receb aceit pode veut souhait recev recoi peut يريد يرغب استلام تلقي يقبل
    """
)
#: Words of a header that change nothing about the others.
NEUTRAL = _words(
    """
    e a an and any by for from i in is it me my of on or our please some the them this to us we with you your yes y n
    member members branch union news updates list online electronic given status signed signup up frequency
    paid fee fees rate type method amount start started level category daily weekly monthly quarterly annual
    al de del el la las le les los por para para si su un una dla do na od ta w z o pe prin cu da em os as ao du des en
    au par pour yr i o gan am
    """
)
#: Words of a header about something else than mail by the internet, or about how often something was done.
OTHER_MATTERS = _words(
    """
    phone telephone mobile sms text texts call calls fax whatsapp post postal paper door visit
    letter letters
    telefono telefon telefonem telephone portable llamada ffon post correos postala scrisoare carta هاتف
    """
)
#: What people opt out of beside mail: pensions, the political fund, the 48-hour week, pictures, to be made known.
OTHER_THINGS = _words("fund levy wtr wtd share shared sharing hour hours hrs fondo fundusz")
#: Beginnings of such words.
OTHER_THING_BEGINNINGS = _words(
    "pension politic polityc foto photo pictur imag video publish public lotter payroll insuranc overtime raffle"
    " cheque payment debit"
)
#: What stands beside a refusal in the name of a column, and changes nothing about it.
OF_REFUSALS = _words(
    """
    x e bulk hard soft abuse user global date day time at when reason why campaign title flag count is are was has out
    opt contact contacts contacted list lists clean cleaned marked as
    """
)
#: Names of files and sheets of people who said no or left, beside the words of a status.
NAMES_OF_OPT_OUTS = (
    SAID_NO
    | SAID_NO_ELSEWHERE
    | GONE_ELSEWHERE
    | _words(
        """
        arrears rip exmember unsubs unsub unsubscribes unsubscribers dnc dne leaver leavers left departed gone goneaway
        quit quitters ceased resignation resignations resigned removed removals withdrawn
        withdrawnconsent consentwithdrawn nolonger saidno
        exmembers exmember formermembers formermember pastmembers stopmail stopmailing deadaddresses dead deaths
        inactive lapsed suppressions suppression complaints complainers bounces bouncers optouts optedout
        donotmail donotcontact donotemail noemail nocontact blocklist blacklist
        bajas desuscritos desuscritas fallecidos fallecidas exafiliados inactivos retirados rebotados
        rezygnacje rezygnacja odeszli wypisani wypisane zmarli byliczlonkowie odbite nieaktywni skresleni
        daddanysgrifwyr gadawyr ymadawyr cynaelodau wedigadael
        dezabonati retrasi decedati fostimembri plecati inactivi
        descadastrados cancelados falecidos exassociados exmembros inativos saidas saidos
        desabonnes desinscrits ancienmembres anciensmembres decedes demissions demissionnaires radies partis
        abgemeldet abmeldungen ausgetreten
        deactivated reasonforleaving leavingreason demission demissionne demissionnee ancienadherent ancienneadherente
        demisie demisii demisiei demisionat demisionata demisionati fostmembru desfiliado desfiliada desfiliados
        desfiliacao desligado desligada desligamento exassociado cynaelod wedimarw rezygnacji bylyczlonek bylaczlonkini
        enespera enattente emespera inasteptare niewysylaj nutrimite optioallan wedigwrthod gwrthwynebu nestplusadherent
        retragere wykreslony wykreslona
        الملغون المنسحبون المتوفون الملغين المنسحبين
        """
    )
)
#: The same where a name says nothing else: "Stop the cuts" is a petition.
PLAIN_NAMES_OF_OPT_OUTS = _words(
    """
    stop refused refusals refusal objection objections objectors exclusion exclusions exclude excluded cancelled
    canceled cancellations archived expired former terminated deleted disabled invalid undelivered blocks blocked denied
    unwanted excluidos rechazados anulados oposiciones cancelamentos excluidas recusados refuzati exclusi refus exclus
    radiations oppositions wykluczeni odmowy sprzeciwy gwrthodwyd
    """
)
#: Words that may stand beside one of those.
BESIDE_NAMES = _words(
    """
    list lists members member membership people contacts contact email emails mail mails mailing mailings newsletter
    address addresses export exported audience from the our all and final latest copy version consent gdpr csv xlsx xlsm
    lista liste listy rhestr miembros socios membres membri membros czlonkowie aelodau january february march april june
    july august september october november december
    """
)
#: Only that, and so nothing else.
ONLY = _words("only solo solamente tylko doar numai apenas somente seulement uniquement unig فقط")
#: Places to which letters go, and mail.
ADDRESSES = _words(
    "address addresses adresse adresses adresa adres direccion endereco cyfeiriad عنوان العنوان"
)
#: Names of languages in themselves and in English.
LANGUAGES = _pairs(
    """
    english=en welsh=cy cymraeg=cy spanish=es espanol=es castellano=es polish=pl polski=pl romanian=ro romana=ro
    portuguese=pt portugues=pt french=fr francais=fr arabic=ar العربية=ar german=de deutsch=de italian=it italiano=it
    ukrainian=uk turkish=tr punjabi=pa panjabi=pa urdu=ur bengali=bn
    """
)
#: Hosts that are nearly always slips of the hand. The address is not changed; somebody is asked.
SLIPS = _pairs(
    """
    gmial.com=gmail.com gmai.com=gmail.com gmal.com=gmail.com gamil.com=gmail.com gnail.com=gmail.com
    gmail.co=gmail.com gmail.cm=gmail.com gmail.co.uk=gmail.com hotmial.com=hotmail.com hotmai.com=hotmail.com
    hotmal.com=hotmail.com hotmail.co=hotmail.com hotmil.com=hotmail.com yaho.com=yahoo.com yahooo.com=yahoo.com
    yahoo.co=yahoo.com yhaoo.com=yahoo.com outlok.com=outlook.com outlook.co=outlook.com iclould.com=icloud.com
    icloud.co=icloud.com
    """
)
#: The same for endings.
SLIPPED_ENDS = _pairs("con=com cmo=com ocm=com comm=com couk=co.uk ogr=org rog=org")
#: Mailboxes that more than one person reads.
OFFICES = _words(
    """
    info office admin branch enquiries enquiry contact secretary treasurer mail hello reception team support general
    """
)
#: Mailboxes of those whom members least want to know of their membership.
PERSONNEL = _words("hr payroll personnel humanresources human.resources recruitment management")
_MONTHS = _words(
    """
    january february march april may june july august september october november december sept
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr
    styczen stycznia luty lutego marzec marca kwiecien kwietnia maj maja czerwiec czerwca lipiec lipca sierpien sierpnia
    wrzesien wrzesnia pazdziernik pazdziernika listopad listopada grudzien grudnia
    ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie
    janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro
    janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
    يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر
    """
)
#: What may stand in a day or a moment beside its figures; months also in short.
MONTHS = _MONTHS | {month[:3] for month in _MONTHS}
BESIDE_MONTHS = _words("st nd rd th of at on de del el le du dnia r am pm")
#: All that may stand in one, with the hour.
OF_A_MOMENT = MONTHS | BESIDE_MONTHS | _words("t z utc gmt bst cet cest")
#: Words of a header below which a yes would stand, by their beginnings.
OF_A_YES = _words(
    """
    consent permi gdpr agree accept wish want like happy optin optedin
    acept acuerd quier dese quisier zgod zgadz wyraz chce chcia cydsyn chydsyn gydsyn caniat ganiat cytun
    nghytun hoffwn dymun consimt acord dore vreau aceit autoriz quer gostaria accord souhait voudr موافق اوافق ارغب اريد
    """
)
