"""What is no call to action though it stands among protests, and what is one though it asks for more."""

import pytest

from newsletter.articles.reading.source import Draft, Kind, ingest

SAID = "<p>The weavers of Lower Brook stand still, and nobody went back before the others did.</p>" * 4


def on_page(form: str, title: str = "Quay news today") -> Draft:
    page = (
        f"<html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{SAID}{form}</body></html>"
    )
    return ingest(page, kind=Kind.HTML, url="https://example.org/news/9")


@pytest.mark.parametrize(
    ("said", "button"),
    [
        ("Sign up for updates on this petition", "Submit"),
        ("Get urgent action alerts in your inbox", "Submit"),
        ("Send this petition to a friend", "Send"),
        ("RSVP for the protest now", "Submit"),
        ("Recibe noticias de cada petición", "Enviar"),
        ("Get our newsletter", "Take action"),
        ("Sign up for our newsletter", "Sign"),
        (f"Email this article <textarea>{'Read this. ' * 30}</textarea>", "Send"),
    ],
)
def test_a_box_for_news_or_friends_is_no_appeal(said: str, button: str) -> None:
    form = f"<form><p>{said}</p><input type=email><button>{button}</button></form>"
    assert on_page(form).appeal is None


def test_a_petition_that_offers_news_besides_is_an_appeal() -> None:
    form = (
        "<form><p>Sign the petition</p><input type=email><label>Send me updates about it</label>"
        "<button>Sign now</button></form>"
    )
    assert on_page(form).appeal is not None
    form = "<form><input type=email><label>Sign up for news, too</label><button>Add my name</button></form>"
    assert on_page(form, "Petition: keep the weavers").appeal is not None


@pytest.mark.parametrize("end", ["…", "..."])
def test_a_title_that_was_cut_gives_way_to_a_whole_one(end: str) -> None:
    whole = "Weavers of Lower Brook stand still for a rise of 8 per cent and a day of rest"
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{whole[:60]}{end}"}}</script>'
    assert on_page(data, whole).article.title == whole
