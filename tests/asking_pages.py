"""Forms as they stand on pages: those that ask readers to act, and those that ask for something else.

Each is a title, the path of its page, and the form. None is anybody's page: shapes are as programs for petitions,
letters, newsletters, comments, shops and log-ins make them, words are ours.
"""

_WHO = "<input name=first_name><input name=last_name><input type=email name=email>"
_LETTER = "Dear Minister, we write to you about the weavers of Lower Brook, who ask for a day of rest. " * 3

#: title, path, form, what its button says
APPEALS = {
    "wages in a petition": (
        "Fifteen for the weavers",
        "/petition",
        (
            f"<form><p>They get £12.</p><p>We want £15 an hour, and donated meals are no wage.</p>{_WHO}"
            "<label><input type=checkbox> Donate later</label><button>Sign the petition</button></form>"
        ),
        "Sign the petition",
    ),
    "pledge": (
        "Fair pay now",
        "/fair-pay",
        f"<form action=/submit>{_WHO}<button>Sign the pledge</button></form>",
        "Sign the pledge",
    ),
    "capitals": (
        "Rest for weavers",
        "/rest",
        f"<form>{_WHO}<input type=submit value='SIGN THIS PETITION'></form>",
        "SIGN THIS PETITION",
    ),
    "add signature": (
        "Save the swimming bath",
        "/p/bath",
        (
            "<form id=new_signature action=/p/bath/signatures>"
            f"{_WHO}<p>We may send you updates about this.</p><button>Add signature</button></form>"
        ),
        "Add signature",
    ),
    "bare sign, counted": (
        "Save the swimming bath",
        "/p/bath",
        f"<b>1,204 signatures</b><form>{_WHO}<small>Unsubscribe later.</small><button>Sign</button></form>",
        "Sign",
    ),
    "news is only a tick": (
        "Save the swimming bath",
        "/p/bath",
        f"<form>{_WHO}<label><input type=checkbox>Our newsletter</label><button>Sign now</button></form>",
        "Sign now",
    ),
    "tick beside its label": (
        "Save the swimming bath",
        "/p/bath",
        f"<form>{_WHO}<input type=checkbox id=o><label for=o>Subscribe</label><button>Add your name</button></form>",
        "Add your name",
    ),
    "start writing": (
        "Write to your MP: a day of rest for weavers",
        "/letters/rest",
        f"<form class=action-form>{_WHO}<input name=zip_code><input type=submit value='Start Writing'></form>",
        "Start Writing",
    ),
    "start writing, said in the form": (
        "A day of rest",
        "/letters/rest",
        f"<form><h3>Tell your councillor what you think</h3>{_WHO}<button>Start writing</button></form>",
        "Start writing",
    ),
    "postcode alone": (
        "A day of rest",
        "/rest",
        "<form><input name=postcode placeholder=Postcode><button>Write to your MP</button></form>",
        "Write to your MP",
    ),
    "find first": (
        "Email your MP about a day of rest",
        "/rest",
        "<form><input name=postcode><button>Find your MP</button></form>",
        "Find your MP",
    ),
    "senedd": (
        "A day of rest",
        "/rest",
        f"<form>{_WHO}<button>Email your MS</button></form>",
        "Email your MS",
    ),
    "councillor": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<button>Write to your local councillor »</button></form>",
        "Write to your local councillor",
    ),
    "minister": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<button>Write to the Health Secretary</button></form>",
        "Write to the Health Secretary",
    ),
    "open letter": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<button>✍ Sign the open letter</button></form>",
        "✍ Sign the open letter",
    ),
    "name of a sign-up program": (
        "The bath",
        "/bath",
        f"<form action=/forms/signups class=signup-form>{_WHO}<button>Sign our petition</button></form>",
        "Sign our petition",
    ),
    "statement": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<button>Sign on to the statement</button></form>",
        "Sign on to the statement",
    ),
    "icon and words": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<button><svg><title>pen</title></svg><span>Sign</span> <span>and share</span></button></form>",
        "Sign and share",
    ),
    "with a count": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<button>Sign the petition (1,204)</button></form>",
        "Sign the petition (1,204)",
    ),
    "label for readers of screens": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<button aria-label='Sign the petition'></button></form>",
        "Sign the petition",
    ),
    "form of two steps": (
        "Open the bath on Sundays",
        "/petitions/1204",
        "<a class=button href=/petitions/1204/signatures/new>Sign this petition</a>",
        "Sign this petition",
    ),
    "form of two steps, as a form": (
        "Open the bath on Sundays",
        "/petitions/1204",
        "<form method=get action=/petitions/1204/signatures/new><input type=submit value='Sign this petition'></form>",
        "Sign this petition",
    ),
    "an upsell behind the button": (
        "The bath",
        "/bath",
        f"<form>{_WHO}<input type=hidden name=donation_amount><button>Sign the petition</button></form>",
        "Sign the petition",
    ),
    "letter to send": (
        "A day of rest",
        "/rest",
        f"<form>{_WHO}<textarea>{_LETTER}</textarea><button>Send message</button></form>",
        "Send message",
    ),
    "spanish": (
        "Un día de descanso",
        "/es",
        f"<form>{_WHO}<button>Firma esta petición</button></form>",
        "Firma esta petición",
    ),
    "spanish, signature": (
        "Un día",
        "/es",
        f"<form>{_WHO}<button>¡Suma tu firma!</button></form>",
        "¡Suma tu firma",
    ),
    "spanish, letter": (
        "Un día",
        "/es",
        f"<form>{_WHO}<button>Escribe a tu diputada</button></form>",
        "Escribe a tu diputada",
    ),
    "french": (
        "Un jour de repos",
        "/fr",
        f"<form>{_WHO}<button>Signez cette pétition</button></form>",
        "Signez cette pétition",
    ),
    "french, first person": (
        "Un jour",
        "/fr",
        f"<form>{_WHO}<button>J’ajoute ma signature</button></form>",
        "J’ajoute ma signature",
    ),
    "french, letter": (
        "Un jour",
        "/fr",
        f"<form>{_WHO}<button>J'écris à mon député</button></form>",
        "J'écris à mon député",
    ),
    "german": (
        "Ein Ruhetag",
        "/de",
        f"<form>{_WHO}<button>Petition jetzt unterzeichnen</button></form>",
        "Petition jetzt unterzeichnen",
    ),
    "german, appeal": (
        "Ein Tag",
        "/de",
        f"<form>{_WHO}<button>Diesen Appell unterschreiben</button></form>",
        "Diesen Appell unterschreiben",
    ),
    "german, letter": (
        "Ein Tag",
        "/de",
        f"<form>{_WHO}<button>Deiner Abgeordneten schreiben</button></form>",
        "Deiner Abgeordneten schreiben",
    ),
    "welsh": (
        "Diwrnod o orffwys",
        "/cy",
        f"<form>{_WHO}<button>Llofnodwch y ddeiseb hon</button></form>",
        "Llofnodwch y ddeiseb hon",
    ),
    "welsh, signature": (
        "Diwrnod",
        "/cy",
        f"<form>{_WHO}<button>Ychwanegwch eich llofnod</button></form>",
        "Ychwanegwch eich llofnod",
    ),
    "welsh, letter": (
        "Diwrnod",
        "/cy",
        f"<form>{_WHO}<button>Ysgrifennwch at eich AS</button></form>",
        "Ysgrifennwch at eich AS",
    ),
    "polish": (
        "Dzień odpoczynku",
        "/pl",
        f"<form>{_WHO}<button>Podpisz tę petycję</button></form>",
        "Podpisz tę petycję",
    ),
    "polish, appeal": (
        "Dzień",
        "/pl",
        f"<form>{_WHO}<button>Podpisz się pod apelem</button></form>",
        "Podpisz się pod apelem",
    ),
    "polish, letter": (
        "Dzień",
        "/pl",
        f"<form>{_WHO}<button>Napisz do swojego posła</button></form>",
        "Napisz do swojego posła",
    ),
    "romanian": (
        "O zi de odihnă",
        "/ro",
        f"<form>{_WHO}<button>Semnează această petiție</button></form>",
        "Semnează această petiție",
    ),
    "romanian, signature": (
        "O zi",
        "/ro",
        f"<form>{_WHO}<button>Adaugă semnătura ta</button></form>",
        "Adaugă semnătura ta",
    ),
    "portuguese": (
        "Um dia de descanso",
        "/pt",
        f"<form>{_WHO}<button>Assine este abaixo-assinado</button></form>",
        "Assine este abaixo-assinado",
    ),
    "portuguese, letter": (
        "Um dia",
        "/pt",
        f"<form>{_WHO}<button>Escreva ao seu deputado</button></form>",
        "Escreva ao seu deputado",
    ),
    "arabic": (
        "يوم للراحة",
        "/ar",
        f"<form>{_WHO}<button>وقّع هذه العريضة</button></form>",
        "وقّع هذه العريضة",
    ),
    "arabic, signature": ("يوم", "/ar", f"<form>{_WHO}<button>أضف توقيعك</button></form>", "أضف توقيعك"),
    "arabic, letter": ("يوم", "/ar", f"<form>{_WHO}<button>اكتب إلى نائبك</button></form>", "اكتب إلى نائبك"),
}

#: title, path, form
OTHERS = {
    "newsletter": (
        "Quay news",
        "/news",
        "<form><h3>Get our newsletter</h3><input type=email><button>Sign up</button></form>",
    ),
    "newsletter that wants acts": (
        "Quay news",
        "/news",
        "<form><p>Subscribe to our bulletin</p><input type=email><button>Take action</button></form>",
    ),
    "news of petitions": (
        "Quay news",
        "/news",
        "<form><p>Sign up for news of every petition</p><input type=email><button>Take action</button></form>",
    ),
    "mailing list": (
        "Quay news",
        "/news",
        "<form><p>Join our mailing list</p><input type=email><button>Add my name</button></form>",
    ),
    "news box in a frame": (
        "Quay news",
        "/news",
        f"<form class=mc4wp-form>{_WHO}<button>Sign</button></form>",
    ),
    "alerts": (
        "Quay news",
        "/news",
        "<form><p>Get strike alerts</p><input type=email><button>Act now</button></form>",
    ),
    "sign me up": ("Quay news", "/news", f"<form>{_WHO}<button>Sign me up!</button></form>"),
    "spanish newsletter": (
        "Noticias",
        "/news",
        "<form><p>Recibe nuestro boletín</p><input type=email><button>Firma aquí</button></form>",
    ),
    "french newsletter": (
        "Nouvelles",
        "/news",
        "<form><p>Abonnez-vous</p><input type=email><button>J’agis</button></form>",
    ),
    "german newsletter": (
        "Neues",
        "/news",
        "<form><p>Newsletter bestellen</p><input type=email><button>Jetzt abonnieren</button></form>",
    ),
    "welsh newsletter": (
        "Newyddion",
        "/news",
        "<form><p>Ein cylchlythyr</p><input type=email><button>Gweithredwch nawr</button></form>",
    ),
    "polish newsletter": (
        "Nowiny",
        "/news",
        "<form><p>Biuletyn</p><input type=email><button>Zapisz się</button></form>",
    ),
    "arabic newsletter": (
        "أخبار",
        "/news",
        "<form><p>النشرة البريدية</p><input type=email><button>اشترك</button></form>",
    ),
    "comment": (
        "Petition handed in",
        "/news",
        f"<form id=commentform><textarea></textarea>{_WHO}<button>Post comment</button></form>",
    ),
    "comment by voice": (
        "Quay news",
        "/news",
        f"<form><h3>Leave a comment</h3><textarea></textarea>{_WHO}<button>Add your voice</button></form>",
    ),
    "letters to the editor": (
        "Letters",
        "/letters",
        f"<form><h3>Write to the editor</h3>{_WHO}<textarea></textarea><button>Start writing</button></form>",
    ),
    "a school of writing": (
        "Find your voice",
        "/learn",
        f"<form><p>A free course by mail</p>{_WHO}<button>Start writing</button></form>",
    ),
    "a place for blogs": (
        "Your words matter",
        "/join",
        "<form><input type=email><button>Start writing</button></form>",
    ),
    "donation": (
        "Strike fund",
        "/fund",
        f"<form>{_WHO}<input name=amount value=10><button>Sign the pledge</button></form>",
    ),
    "donation by amounts to choose": (
        "Sign for the weavers",
        "/petition",
        (
            "<form><label><input type=radio name=sum> £5</label><label><input type=radio name=sum> £10</label>"
            f"{_WHO}<button>Sign the petition</button></form>"
        ),
    ),
    "donation by buttons": (
        "Sign for the weavers",
        "/petition",
        (
            f"<form><button type=button>10 €</button><button type=button>25 € / mes</button>{_WHO}"
            "<button>Firma la petición</button></form>"
        ),
    ),
    "donation by a list": (
        "Sign for the weavers",
        "/petition",
        (
            f"<form><select name=sum><option>$5<option>$10 a month<option>Other</select>{_WHO}"
            "<button>Sign the petition</button></form>"
        ),
    ),
    "donation by card": (
        "Sign for the weavers",
        "/petition",
        f"<form>{_WHO}<input placeholder='Card number' name=a><button>Sign the petition</button></form>",
    ),
    "donation by a card that the browser knows": (
        "Sign for the weavers",
        "/petition",
        f"<form>{_WHO}<input name=a autocomplete=cc-number><button>Sign the petition</button></form>",
    ),
    "donation that is named": (
        "Sign for the weavers",
        "/petition",
        f"<form><h3>Donate to the strike fund</h3>{_WHO}<button>Sign the petition</button></form>",
    ),
    "donation with a button of its own": (
        "Sign for the weavers",
        "/petition",
        f"<form>{_WHO}<button>Sign the petition</button> <button>Jetzt spenden</button></form>",
    ),
    "gift": ("Strike fund", "/fund", f"<form action=/donate>{_WHO}<button>Donate now</button></form>"),
    "direct debit": (
        "Strike fund",
        "/fund",
        f"<form>{_WHO}<input name=iban><button>Take the pledge</button></form>",
    ),
    "log-in": (
        "Members",
        "/in",
        "<form><input type=email><input type=password><button>Sign in</button></form>",
    ),
    "log-in by letter": ("Members", "/in", "<form><input type=email><button>Sign in</button></form>"),
    "log-in by other sites": ("Members", "/in", "<form><input type=email><button>Sign on</button></form>"),
    "register": (
        "Members",
        "/in",
        f"<form id=register>{_WHO}<input type=password><button>Sign</button></form>",
    ),
    "join the union": (
        "Join us",
        "/join",
        f"<form>{_WHO}<input name=postcode><button>Join the union</button></form>",
    ),
    "contact": (
        "The office",
        "/office",
        f"<form>{_WHO}<textarea></textarea><button>Send message</button></form>",
    ),
    "contact a rep": (
        "The office",
        "/office",
        f"<form>{_WHO}<textarea></textarea><button>Email your rep</button></form>",
    ),
    "contact us": (
        "The office",
        "/office",
        f"<form>{_WHO}<textarea></textarea><button>Write to us</button></form>",
    ),
    "search": (
        "Petitions",
        "/petitions",
        "<form role=search><input name=q><button>Search petitions</button></form>",
    ),
    "search by postcode": (
        "Who stands here",
        "/who",
        "<form><input name=postcode><button>Find your MP</button></form>",
    ),
    "search of shops": ("Where we are", "/who", "<form><input name=postcode><button>Find us</button></form>"),
    "poll": ("Quay news", "/news", f"<form><p>Our poll</p>{_WHO}<button>Vote</button></form>"),
    "survey": (
        "Quay news",
        "/news",
        f"<form><p>Take part in our survey</p>{_WHO}<button>Submit</button></form>",
    ),
    "guest-book": ("Quay news", "/news", f"<form><p>Our guestbook</p>{_WHO}<button>Sign</button></form>"),
    "event": ("March on Sunday", "/march", f"<form>{_WHO}<button>Count me in</button></form>"),
    "to a friend": (
        "Quay news",
        "/news",
        f"<form><p>Send this petition to a friend</p>{_WHO}<button>Send</button></form>",
    ),
    "shop": ("Badges", "/shop", f"<form action=/checkout>{_WHO}<button>Submit</button></form>"),
    "an office's own form": (
        "The town hall",
        "/town-hall",
        f"<form><p>Contact us</p>{_WHO}<textarea></textarea><button>Write to the mayor</button></form>",
    ),
    "a company's own form": (
        "The mill",
        "/mill",
        f"<form><p>Write to the company</p>{_WHO}<textarea></textarea><button>Send message</button></form>",
    ),
    "a letter to a paper": (
        "Letters",
        "/letters",
        f"<form><p>Letters to the editor</p>{_WHO}<textarea></textarea><button>Send your letter</button></form>",
    ),
    "up to date": (
        "Quay news",
        "/news",
        f"<form><p>Stay up to date</p>{_WHO}<button>Add your name</button></form>",
    ),
    "campaign mails": (
        "Quay news",
        "/news",
        f"<form><p>Get campaign emails</p>{_WHO}<button>Add your name</button></form>",
    ),
    "first to know": (
        "Quay news",
        "/news",
        f"<form><p>Be the first to know</p>{_WHO}<button>Add your voice</button></form>",
    ),
    "become a member": ("Join", "/join", f"<form><p>Become a member</p>{_WHO}<button>Sign</button></form>"),
    "news beside a report on a petition": (
        "Petition closes",
        "/news",
        f"<form><p>Subscribe to our news</p>{_WHO}<button>Take action</button></form>",
    ),
    "link to another petition": (
        "Quay news",
        "/news/9",
        "<a href=https://petitions.example.com/1/sign>Sign the petition</a>",
    ),
    "link in a menu": ("Quay news", "/news/9", "<nav><a href=/news/9/sign>Sign the petition</a></nav>"),
    "a list of petitions": (
        "All petitions",
        "/petitions",
        "<a href=/petitions/1>Sign this petition</a><a href=/petitions/2>Sign this petition</a>",
    ),
}
