"""A licence counts only where each word of the credit is understood, from the photo's label to the end of the line."""

import pytest

from newsletter.articles.credits.credit import is_credit, parse_credit

#: Somebody or something else stands between the photo and the licence.
UNKNOWN = [
    "Photo by Joe Bloggs, refuses to release under CC BY 4.0",
    "Photo by Joe Bloggs, poster under CC BY 4.0",
    "Photo by Joe Bloggs - story licensed CC BY-NC 4.0",
    "Photo by Joe Bloggs, newsletter licensed under CC BY-SA 4.0",
    "Photo by Joe Bloggs | podcast is CC BY 4.0",
    "Photo by Joe Bloggs; logo is CC BY-SA 4.0",
    "Photo by Joe Bloggs, wants CC BY 4.0",
    "Photo by Joe Bloggs, replaces CC BY 4.0",
    "Photo by Joe Bloggs; statue in public domain",
    "Photo by Joe Bloggs; banner used by permission",
    "Photo by Joe Bloggs wants CC BY 4.0",
    "Photo by Joe Bloggs refuses CC BY 4.0",
    "Photo by Joe Bloggs Poster CC BY 4.0",
    "Foto de Juan Pérez - nota publicada bajo licencia CC BY 4.0",
    "Foto von Max Muster; Karte CC BY 4.0",
    "Photo par Marie Dupont, récit sous licence CC BY-SA 4.0",
    "Llun gan Siôn Jones, stori dan drwydded CC BY-SA 4.0",
    "Foto por Ana, rechaza CC BY 4.0",
    "Photo: Joe Bloggs | Poster under CC BY 4.0",
    "Photo: Joe Bloggs - Font CC BY 4.0",
    "Image: Joe Bloggs; Icon by Noun Project, CC BY 3.0",
    "Photo: Joe Bloggs; Template by Colorlib licensed under CC BY 3.0",
    "Photo: Joe Bloggs, the wallpaper is CC BY 4.0",
    "Photo: Joe Bloggs, Wallpaper by Sam Sample, CC BY 4.0",
    "Photo: Joe Bloggs wallpaper by Colorlib, CC BY 3.0",
    "Photo: Joe Bloggs wants release by Friday, CC BY 4.0",
    "Photo: Joe Bloggs or Sam Sample, CC BY 4.0",
    "Photo: Joe Bloggs using Inkscape, CC BY 4.0",
    "Photo: Joe Bloggs, says CC BY 4.0",
    "Photo: Joe Bloggs cropped and wants CC BY 4.0",
    "Photo: Joe Bloggs, cropped from a wallpaper under CC BY 4.0",
    "Photo: Joe Bloggs refuses, courtesy of Sam Sample, CC BY 4.0",
    "Photo: Joe Bloggs wants © 2020, CC BY 4.0",
    "Photo: Joe Bloggs replaces photo by Sam Sample, CC BY 4.0",
    "Photo: Joe Bloggs. Image by Noun Project, CC BY 3.0",
    'Photo: Joe Bloggs "refuses" CC BY 4.0',
    "Foto: Max Muster, Aufkleber CC BY 4.0",
    "Foto: Max Muster / Umschlag CC BY 4.0",
    "Foto: Max Muster lehnt CC BY 4.0 ab",
    "Foto: Max Muster, fordert CC BY 4.0",
    "Foto: Max Muster; das Plakat steht unter CC BY 4.0",
    "Bild: Max Muster, Schriftart: CC BY 4.0",
    "Foto: Ana Ejemplo, el cartel bajo licencia CC BY 4.0",
    "Foto: Ana Ejemplo pide CC BY 4.0",
    "Foto: Ana Ejemplo; mapa: CC BY-SA 4.0",
    "Photo : Léa Exemple refuse CC BY 4.0",
    "Photo : Léa Exemple, la carte sous licence CC BY 4.0",
    "Photo : Léa Exemple ; affiche CC BY-SA 4.0",
    "Foto: Carla Esempio, racconto con licenza CC BY 4.0",
    "Foto: Carla Esempio rifiuta CC BY 4.0",
    "Foto: João Exemplo recusa CC BY 4.0",
    "Foto: João Exemplo; cartaz sob licença CC BY 4.0",
    "Zdjęcie: Jan Przykład odmawia CC BY 4.0",
    "Fot. Jan Przykład, plakat na licencji CC BY 4.0",
    "Zdjęcie: Jan Przykład; mapa CC BY-SA 4.0",
    "Foto: Ion Exemplu refuză CC BY 4.0",
    "Foto: Ion Exemplu, afișul sub licență CC BY 4.0",
    "Llun: Rhian Sampl yn gwrthod CC BY 4.0",
    "Llun: Rhian Sampl; poster dan drwydded CC BY 4.0",
    "Foto: Jan Voorbeeld weigert CC BY 4.0",
    "Foto: Jan Voorbeeld, de nieuwsbrief onder CC BY 4.0",
    "صورة: أحمد مثال يرفض CC BY 4.0",
    "our own work? ask Sam",
    "Poster: Joe Bloggs, CC BY 4.0",
    "Umschlag: Max Muster, CC BY 4.0",
    "Wants CC BY 4.0",
    "The poster, CC BY 4.0",
    "Featured image: Joe Bloggs wants CC BY 4.0",
    "Featured image: Joe Bloggs refuses, CC BY 4.0",
    "Photo: Joe Bloggs, cover CC BY 4.0",
    "Photo: Joe Bloggs, the cover is CC BY 4.0",
    "Photo: Joe Bloggs ≠ CC BY 4.0",
    "Photo: Joe Bloggs 🚫 CC BY 4.0",
    "PHOTO: JOE BLOGGS REFUSES CC BY 4.0",
    "PHOTO: JOE REFUSES CC BY 4.0",
    "PHOTO: JOE BLOGGS, REFUSES, CC BY 4.0",
    "Photo: Joe Bloggs, Refuses To Release, CC BY 4.0",
    "Photo: Joe Bloggs Wants To Release, CC BY 4.0",
    "Photo: Joe Bloggs, by Colorlib, CC BY 4.0",
    "Photo: Joe Bloggs, by Sam Sample, CC BY 4.0",
    "Poster by Joe Bloggs with photo by Ana Example, CC BY 4.0",
    "Poster: photo by Ana Example, CC BY 4.0",
    "This poster uses a photo by Ana Example, CC BY 4.0",
    "Photo: replaces CC BY 4.0 via Flickr",
    "Photo: Joe Bloggs & Petition, CC BY 4.0",
    "Photo: Joe Bloggs / Wallpaper, CC BY 4.0",
    "Photo: Joe Bloggs + Wallpaper, CC BY 4.0",
    "Photo: Joe Bloggs… Wallpaper CC BY 4.0",
    "Photo: Joe Bloggs, used by permission, “wallpaper”",
    "Foto: Anna Beispiel das Hörspiel unter CC BY 4.0",
    "Foto: Juan Ejemplo, Petición, CC BY 4.0",
    "Photo: Joe Bloggs licensed by Sam Sample under CC BY 4.0",
    "Photo: Joe Bloggs; photo of the gate by Sam Sample, CC BY 4.0",
    "Photo: Joe Bloggs. Wallpaper. CC BY 4.0",
    "Photo: Joe Bloggs (wallpaper: CC BY 4.0)",
    "Photo: Joe Bloggs (Wallpaper CC BY 4.0)",
    "Photo: Joe Bloggs [the code is CC BY 4.0]",
    "Photo: Joe Bloggs, CC BY 4.0 wallpaper",
    "Photo: Joe Bloggs, CC BY 4.0 – the wallpaper",
    "Photo: Joe Bloggs, see https://example.org for CC BY 4.0",
    "Photo: Joe Bloggs, who likes CC BY 4.0",
    "Photo: Joe Bloggs, editor of Harbour Voice, CC BY 4.0",
    "Фото: Иван Пример отклоняет CC BY 4.0",
    "Φωτογραφία: Άννα Δείγμα αρνείται CC BY 4.0",
    "Kuva: Aino Esimerkki vaatii CC BY 4.0",
    "Foto: Max Muster, der nichts davon hält, CC BY 4.0",
    "Photo : Léa Exemple, qui déteste CC BY 4.0",
    "Foto: Ana Ejemplo, pero el coro CC BY 4.0",
    "Zdjęcie: Jan Przykład, ale chór na licencji CC BY 4.0",
    "FOTO: CARLA ESEMPIO RIFIUTA (CC BY 4.0)",
    "BEELD: JAN VOORBEELD WEIGERT onder licentie CC BY 4.0",
    "Photo: Joe Bloggs has published work under CC BY 4.0",
    "Photo: Joe Bloggs has CC BY 4.0",
    "Not a photo by Joe Bloggs, CC BY 4.0",
    "No photo by Joe Bloggs, CC BY 4.0",
    "“Joe Bloggs refuses” CC BY 4.0",
    'Photo: "Joe Bloggs refuses" CC BY 4.0',
    "Photo: Joe Bloggs or CC BY 4.0",
    "Photo: Joe Bloggs, £5, CC BY 4.0",
    "Photo: Joe Bloggs. Credit: Sam Sample, CC BY 4.0",
    "Photo: Joe Bloggs, for hire, CC BY 4.0",
    "Photo: Joe Bloggs on why CC BY 4.0",
    "Photo: Joe Bloggs, author of the CC BY 4.0 handbook",
    "Photo: Joe Bloggs, chair of Creative Commons, on CC BY 4.0",
    "Photo: Joe Bloggs speaks about CC BY 4.0",
    "Photo: Joe Bloggs with a CC BY 4.0 sign",
    "Photo: Joe Bloggs, everything else CC BY 4.0",
    "Photo: Joe Bloggs, elsewhere CC BY 4.0",
    "Photo: Joe Bloggs. Elsewhere: CC BY 4.0",
    "Photo: Joe Bloggs, free for unions, CC BY 4.0",
    "Photo: Joe Bloggs, CC BY 4.0 requested",
    "Photo: Joe Bloggs, CC BY 4.0 in print",
    "Photo: Joe Bloggs, CC BY 4.0 (web)",
    "Foto: Max Muster über CC BY 4.0 und Streiks",
    "Foto: Max Muster, sonst CC BY 4.0",
    "Foto: Max Muster, Hintergrund CC BY 4.0",
    "Foto: Max Muster, Hintergrund: CC BY 4.0",
    "Foto: Ana Ejemplo, fondo CC BY 4.0",
    "Foto: Ana Ejemplo, el resto CC BY 4.0",
    "Photo : Léa Exemple, le reste sous CC BY 4.0",
    "Llun: Rhian Sampl, gweddill dan drwydded CC BY 4.0",
    "Zdjęcie: Jan Przykład, reszta na licencji CC BY 4.0",
    "Foto: Ion Exemplu, restul sub licență CC BY 4.0",
    "Foto: João Exemplo, o resto sob licença CC BY 4.0",
    "Foto: Carla Esempio, il resto con licenza CC BY 4.0",
    "Foto: Jan Voorbeeld, de rest onder CC BY 4.0",
    "Photos: Joe Bloggs, Sam Sample (CC BY 4.0)",
    "Photos: Joe Bloggs, Sam Sample, Pat Example, CC BY 4.0",
    "Source: Harbour Voice, CC BY 4.0",
    "Quelle: Hafen Zeitung, CC BY 4.0",
    "Fuente: Voz Ejemplo, CC BY 4.0",
    "Photo: Joe Bloggs. Source: Wallpaper, CC BY 4.0",
    "Photo: Joe Bloggs, Issue 4, CC BY 4.0",
    "Photo: Joe Bloggs — Wallpaper CC BY 4.0",
    "Photo: Joe Bloggs, un-CC BY 4.0",
    "Photo: Joe Bloggs, rather than CC BY 4.0",
    "Photo: xyzzy “Dockers on strike” by Ana Example, CC BY 2.0",
    "Photo xyzzy © Ana Example, CC BY 4.0",
    "Foto: Max Beispiel der Chor - CC BY 4.0",
]

#: Only names, places where pictures lie, changes, dates and words that lead to a licence.
KNOWN = [
    ("Photo by Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo by Ana Example is licensed under CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo by Ana Example on Flickr, licensed under CC BY-SA 2.0", "Ana Example", "CC-BY-SA-2.0"),
    ("Photo: Ana Example / Example Union (CC BY 4.0)", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example/Greenpeace (CC BY 4.0)", "Ana Example/Greenpeace", "CC-BY-4.0"),
    ("Photo: Ana Example, Example Union, CC BY-NC 4.0", "Ana Example, Example Union", "CC-BY-NC-4.0"),
    ("Photo: Ana Example via Flickr, CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Photo: Ana Example via Wikimedia Commons (CC BY-SA 4.0)", "Ana Example", "CC-BY-SA-4.0"),
    ("Photo: Ana Example, 12 May 2026, CC BY 4.0", "Ana Example, 12 May 2026", "CC-BY-4.0"),
    ("Photo: Ana Example. Source: Wikimedia Commons, CC BY-SA 4.0", "Ana Example", "CC-BY-SA-4.0"),
    ("Photo: “Dockers on strike” by Ana Example, CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("“Dockers on strike” by cogdogblog is licensed under CC BY 2.0", "cogdogblog", "CC-BY-2.0"),
    ('"Dockers on strike, day 3" by Ana Example is marked with CC0 1.0', "Ana Example", "CC0-1.0"),
    ("Image: sam_sample / Flickr (CC BY 2.0)", "sam_sample", "CC-BY-2.0"),
    ("Photo: cogdogblog/Flickr, CC BY 2.0", "cogdogblog", "CC-BY-2.0"),
    ("Photo: @example_union, CC BY 4.0", "@example_union", "CC-BY-4.0"),
    ("Photo: José de la Cruz, CC BY 4.0", "José de la Cruz", "CC-BY-4.0"),
    ("Photo: Ludwig van der Example (CC BY-SA 3.0)", "Ludwig van der Example", "CC-BY-SA-3.0"),
    ("Photo: J. R. Example, CC BY 4.0, cropped", "J. R. Example", "CC-BY-4.0"),
    ("Photo: Ana Example, CC BY 4.0, cropped and resized", "Ana Example", "CC-BY-4.0"),
    ("Pickets at dawn. Photo: Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Pickets at dawn | Photo: Ana Example | CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Pickets at dawn (Photo: Ana Example / CC BY 4.0)", "Ana Example", "CC-BY-4.0"),
    ("Foto: Max Beispiel, CC BY-SA 4.0, via Wikimedia Commons", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Foto: Max Beispiel / Flickr / CC BY 2.0", "Max Beispiel", "CC-BY-2.0"),
    ("Foto: Max Beispiel, lizenziert unter CC BY 4.0", "Max Beispiel", "CC-BY-4.0"),
    ("Foto von Max Beispiel, veröffentlicht unter der Lizenz CC BY-SA 4.0", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Foto: Max Beispiel (CC BY-SA 4.0, bearbeitet)", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Bildquelle: Max Beispiel, CC BY 4.0", "Max Beispiel", "CC-BY-4.0"),
    ("Foto: Ana Ejemplo, publicada bajo licencia CC BY 4.0", "Ana Ejemplo", "CC-BY-4.0"),
    ("Foto de Ana Ejemplo en Flickr, bajo licencia CC BY-SA 2.0", "Ana Ejemplo", "CC-BY-SA-2.0"),
    ("Fotografía: Ana Ejemplo, CC BY 4.0 (recortada)", "Ana Ejemplo", "CC-BY-4.0"),
    ("Photo : Léa Exemple, sous licence CC BY-SA 4.0", "Léa Exemple", "CC-BY-SA-4.0"),
    ("Photo de Léa Exemple, publiée sous licence CC BY 4.0", "Léa Exemple", "CC-BY-4.0"),
    ("Crédit photo : Léa Exemple / Flickr (CC BY 2.0, recadrée)", "Léa Exemple", "CC-BY-2.0"),
    (
        "Foto: Carla Esempio, rilasciata con licenza CC BY 4.0",
        "Carla Esempio",
        "CC-BY-4.0",
    ),
    (
        "Immagine: Carla Esempio, distribuita sotto licenza CC BY-SA 4.0",
        "Carla Esempio",
        "CC-BY-SA-4.0",
    ),
    ("Foto: João Exemplo, sob licença CC BY 4.0", "João Exemplo", "CC-BY-4.0"),
    ("Foto: João Exemplo, disponível sob a licença CC BY 4.0", "João Exemplo", "CC-BY-4.0"),
    ("Zdjęcie: Jan Przykład, na licencji CC BY 4.0", "Jan Przykład", "CC-BY-4.0"),
    ("Fot. Jan Przykład, CC BY-SA 4.0", "Jan Przykład", "CC-BY-SA-4.0"),
    ("Fot. Jan Przykład / Wikimedia Commons (CC BY-SA 4.0)", "Jan Przykład", "CC-BY-SA-4.0"),
    ("Foto: Ion Exemplu, sub licență CC BY 4.0", "Ion Exemplu", "CC-BY-4.0"),
    ("Imagine: Ion Exemplu, publicată sub licența CC BY-SA 4.0", "Ion Exemplu", "CC-BY-SA-4.0"),
    ("Llun: Rhian Sampl, dan drwydded CC BY 4.0", "Rhian Sampl", "CC-BY-4.0"),
    ("Llun gan Rhian Sampl, trwydded CC BY-SA 4.0", "Rhian Sampl", "CC-BY-SA-4.0"),
    ("Llun: Rhian Sampl, cyhoeddwyd dan drwydded CC BY 4.0", "Rhian Sampl", "CC-BY-4.0"),
    ("Foto: Jan Voorbeeld, onder licentie CC BY 4.0", "Jan Voorbeeld", "CC-BY-4.0"),
    ("Foto: Jan Voorbeeld, CC BY 4.0, bijgesneden", "Jan Voorbeeld", "CC-BY-4.0"),
    ("写真: 山田太郎 / CC BY 4.0", "山田太郎", "CC-BY-4.0"),
    ("صورة: أحمد مثال / CC BY 4.0", "أحمد مثال", "CC-BY-4.0"),
    ("Photo: Simon Example / No 10 Downing Street, OGL 3", "Simon Example", "OGL-3.0"),
    ("Photo: Ministry of Examples, Open Government Licence v3.0", "Ministry of Examples", "OGL-3.0"),
    ("Photo: Ana Example from Hull, England, CC BY 2.0", "Ana Example from Hull, England", "CC-BY-2.0"),
    ("Photo courtesy of Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    (
        "Photo: Ana Example, courtesy of Example Museum, CC0",
        "Ana Example, courtesy of Example Museum",
        "CC0-1.0",
    ),
    ("Photo: Ana Example, released into the public domain", "Ana Example", "LicenseRef-public-domain"),
    (
        "By Ana Example - Own work, CC BY-SA 4.0, https://commons.wikimedia.org/w/index.php?curid=1",
        "Ana Example",
        "CC-BY-SA-4.0",
    ),
    ("Photo: CC BY 4.0, Ana Example", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example, Creative Commons Attribution 4.0 International", "Ana Example", "CC-BY-4.0"),
    ("Photo by Ana Example and Sam Sample, CC BY 4.0", "Ana Example and Sam Sample", "CC-BY-4.0"),
    ("Photographer: Ana Example. Licence: CC BY-NC 4.0", "Ana Example", "CC-BY-NC-4.0"),
    ("Photo credit: Ana Example / Creative Commons BY-SA 2.0", "Ana Example", "CC-BY-SA-2.0"),
    ("Photo: Ana Example | Creative Commons (CC BY 2.0)", "Ana Example", "CC-BY-2.0"),
    ("Photo: Ana Example (Creative Commons, CC BY 2.0)", "Ana Example", "CC-BY-2.0"),
    ("Photo: Ana Example, used under CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Photo: Ana Example, used under a Creative Commons licence (CC BY 2.0)", "Ana Example", "CC-BY-2.0"),
    ("Photo: Ana Example, shared under a CC BY-SA 4.0 licence", "Ana Example", "CC-BY-SA-4.0"),
    ("Image by Ana Example, available under CC BY-SA 4.0", "Ana Example", "CC-BY-SA-4.0"),
    ("Photo: Ana Example, Flickr Creative Commons, CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Photo: Flickr / Ana Example CC BY-SA 2.0", "Ana Example", "CC-BY-SA-2.0"),
    ("Foto: Flickr/Ana Ejemplo, CC BY 2.0", "Ana Ejemplo", "CC-BY-2.0"),
    ("Foto: Max Beispiel CC BY-SA 4.0", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Photo: Ana Example CC-BY-NC", "Ana Example", "LicenseRef-CC-BY-NC"),
    ("Photo © Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("© Ana Example, CC BY-NC-ND 4.0", "Ana Example", "CC-BY-NC-ND-4.0"),
    ("Photo: © 2026 Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example. Used by permission.", "Ana Example", "LicenseRef-permission"),
    ("Photo: Médecins du Monde, CC BY 4.0", "Médecins du Monde", "CC-BY-4.0"),
    ("Photo: Trades Union Congress, CC BY 2.0", "Trades Union Congress", "CC-BY-2.0"),
    ("Photo: TUC Press Office/Flickr (CC BY 2.0)", "TUC Press Office", "CC-BY-2.0"),
    ("Photo by The All-Nite Images, CC BY-SA 2.0", "The All-Nite Images", "CC-BY-SA-2.0"),
    ("Photo: Roger Blackwell / Flickr / CC BY 2.0", "Roger Blackwell", "CC-BY-2.0"),
    ("Photo: Ana Example/CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Photo: Ana Example – CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Photo (CC BY 4.0): Ana Example", "Ana Example", "CC-BY-4.0"),
    ("Photo: Garry Knight, CC BY 2.0 via Flickr", "Garry Knight", "CC-BY-2.0"),
    ("Photo: War on Want, CC BY 4.0", "War on Want", "CC-BY-4.0"),
    ("Photo: Jobs for Justice, CC BY 4.0", "Jobs for Justice", "CC-BY-4.0"),
    ("Photo: Example Trade Union International, CC BY 4.0", "Example Trade Union International", "CC-BY-4.0"),
    (
        "Photo: Public Services International / Flickr (CC BY 2.0)",
        "Public Services International",
        "CC-BY-2.0",
    ),
    ("This photo by Ana Example is licensed under CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("📷 Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("📷 Photo: Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Cover photo: Ana Example, CC BY 4.0", "", "CC-BY-4.0"),
    ("Featured image: Ana Example, CC BY 4.0", "", "CC-BY-4.0"),
    ("Header image by Ana Example, CC BY-SA 4.0", "Ana Example", "CC-BY-SA-4.0"),
    ("Featured image credit: Ana Example / Flickr, CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    (
        "Photo by Ana Example from Example Union via Flickr, CC BY 2.0",
        "Ana Example from Example Union",
        "CC-BY-2.0",
    ),
    ("Photo taken by Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo by Ana Example, published under CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example | Flickr | CC BY-NC 2.0", "Ana Example", "CC-BY-NC-2.0"),
    ("Photo: Ana Example/RMT, CC BY 4.0", "Ana Example/RMT", "CC-BY-4.0"),
    ("Фото: Анна Пример, CC BY 4.0", "Анна Пример", "CC-BY-4.0"),
    ("Φωτογραφία: Άννα Δείγμα, CC BY 4.0", "Άννα Δείγμα", "CC-BY-4.0"),
    ("Photo: Ana María Ejemplo (CC BY 4.0)", "Ana María Ejemplo", "CC-BY-4.0"),
    ("Photo: O’Neill & Sons, CC BY 4.0", "O’Neill & Sons", "CC-BY-4.0"),
    ("Photo: Ana Example, Unsplash, CC0", "Ana Example", "CC0-1.0"),
    ("Foto: Anna-Lena Beispiel-Muster, CC BY 4.0", "Anna-Lena Beispiel-Muster", "CC-BY-4.0"),
    ("Photo: Ana d’Example, CC BY 4.0", "Ana d’Example", "CC-BY-4.0"),
    ("Photo: Ana Example (via Wikimedia Commons), CC BY-SA 3.0", "Ana Example", "CC-BY-SA-3.0"),
    ("Photograph by Ana Example, 2026. CC BY 4.0", "Ana Example, 2026", "CC-BY-4.0"),
    ("Photo by Ana Example, Creative Commons CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example. Licensed under CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example. License: Creative Commons Attribution 4.0", "Ana Example", "CC-BY-4.0"),
    ("Foto: Max Beispiel. Lizenz: CC BY 4.0", "Max Beispiel", "CC-BY-4.0"),
    ("Foto: Ana Ejemplo. Licencia: CC BY 4.0", "Ana Ejemplo", "CC-BY-4.0"),
    ("Llun: Rhian Sampl. Trwydded: CC BY 4.0", "Rhian Sampl", "CC-BY-4.0"),
    (
        "Foto: Ana Exemplu Jr. (Uniunea Exemplu), sub licență CC BY 4.0",
        "Ana Exemplu Jr., Uniunea Exemplu",
        "CC-BY-4.0",
    ),
    ("Llun: Rhian Sampl, o dan drwydded CC BY 4.0", "Rhian Sampl", "CC-BY-4.0"),
    ("Fot. @sam_sample / Flickr, na licencji CC BY 4.0", "@sam_sample", "CC-BY-4.0"),
    ("Foto de 山田太郎, sob licença CC BY 4.0", "山田太郎", "CC-BY-4.0"),
    ("Foto di Carla Esempio, CC BY 4.0", "Carla Esempio", "CC-BY-4.0"),
    ("Foto van Jan Voorbeeld, CC BY 4.0", "Jan Voorbeeld", "CC-BY-4.0"),
    ("Source: Wikimedia Commons / Ana Example, CC BY-SA 4.0", "Ana Example", "CC-BY-SA-4.0"),
    ("Source: Ana Example via Flickr, CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Photos by Ana Example and Sam Sample, CC BY 4.0", "Ana Example and Sam Sample", "CC-BY-4.0"),
]


@pytest.mark.parametrize("line", UNKNOWN)
def test_any_other_word_between_a_photo_and_a_licence_leaves_no_licence(line: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence, photo.licence_url, photo.caption) == ("", "", "", "")
    assert photo.credit == line


@pytest.mark.parametrize(("line", "author", "licence"), KNOWN)
def test_words_that_lead_to_a_licence_are_known_in_many_languages(
    line: str, author: str, licence: str
) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence) == (author, licence)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Photo by permission of Joe Example", "Joe Example"),
        ("Picture with kind permission of the Example Museum", "the Example Museum"),
        ("Photo used by permission of Joe Example", "Joe Example"),
        ("Photo: by permission of Joe Example", "Joe Example"),
    ],
)
def test_who_gave_a_permission_is_named_and_it_is_no_licence(line: str, author: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence) == (author, "")


@pytest.mark.parametrize(
    "said",
    [
        "all rights reserved",
        "rights reserved",
        "todos los derechos reservados",
        "derechos reservados",
        "reservados todos los derechos",
        "tous droits réservés",
        "droits réservés",
        "alle Rechte vorbehalten",
        "Rechte vorbehalten",
        "tutti i diritti riservati",
        "diritti riservati",
        "todos os direitos reservados",
        "direitos reservados",
        "wszelkie prawa zastrzeżone",
        "wszystkie prawa zastrzeżone",
        "toate drepturile rezervate",
        "toate drepturile sunt rezervate",
        "cedwir pob hawl",
        "alle rechten voorbehouden",
    ],
)
def test_all_rights_reserved_is_understood(said: str) -> None:
    photo = parse_credit(f"© Ana Example, {said}")
    assert (photo.author, photo.licence) == ("Ana Example", "LicenseRef-all-rights-reserved")


@pytest.mark.parametrize(
    "said", ["some rights reserved", "algunos derechos reservados", "niektóre prawa zastrzeżone"]
)
def test_some_rights_are_not_all(said: str) -> None:
    assert parse_credit(f"© Ana Example, {said}").licence == ""


@pytest.mark.parametrize("line", ["Fot. Jan Przykład / Gazeta", "(fot. Jan Przykład)", "Fot.: Jan Przykład"])
def test_a_polish_credit_is_one(line: str) -> None:
    assert is_credit(line)
    assert parse_credit(line).author.startswith("Jan Przykład")


@pytest.mark.parametrize(
    "line", ["Own work?", "our own work? ask Sam", "our own work", "Photo: their own work"]
)
def test_work_of_somebody_unnamed_is_not_ours(line: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence) == ("", "")


#: In captions and titles, which may say anything.
TITLED = [line for line, _, _ in KNOWN if "Dockers" in line or "Pickets" in line]


@pytest.mark.parametrize("line", [line for line, _, _ in KNOWN if line not in TITLED])
def test_one_unknown_word_anywhere_in_a_good_line_takes_the_licence_away(line: str) -> None:
    words = line.split(" ")
    # Before the label an unknown word would be a caption.
    changed = [" ".join([*words[:at], "xyzzy", *words[at:]]) for at in range(1, len(words) + 1)]
    assert [each for each in changed if parse_credit(each).licence] == []
