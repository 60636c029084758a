"""What is no call to action though it stands among protests, and what is one though it asks for more."""

import time

import pytest

from newsletter.articles.reading.buttons import Says, says
from newsletter.articles.reading.source import Draft, Kind, ingest
from newsletter.errors import ArticleError
from tests.asking_pages import APPEALS, OTHERS
from tests.command import Desk
from tests.websites import SENTENCES, URL, page, read_page

SAID = "<p>The weavers of Lower Brook stand still, and nobody went back before the others did.</p>" * 4


def on_page(form: str, title: str = "Quay news today", path: str = "/news/9") -> Draft:
    source = (
        f"<html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{SAID}{form}</body></html>"
    )
    return ingest(source, kind=Kind.HTML, url=f"https://example.org{path}")


@pytest.mark.parametrize("name", APPEALS)
def test_forms_that_ask_readers_to_act_are_offered(name: str) -> None:
    title, path, form, label = APPEALS[name]
    draft = on_page(form, title, path)
    assert draft.appeal is not None
    assert (draft.appeal.title, draft.appeal.button) == (title, label)
    assert draft.appeal.link == f"https://example.org{path}"
    assert [paragraph[:11] for paragraph in draft.article.paragraphs].count("The weavers") == 4
    assert label not in draft.article.paragraphs


@pytest.mark.parametrize("name", OTHERS)
def test_forms_for_something_else_are_not_offered(name: str) -> None:
    title, path, form = OTHERS[name]
    assert on_page(form, title, path).appeal is None


def test_there_are_enough_of_both_kinds() -> None:
    assert min(len(APPEALS), len(OTHERS)) >= 25


@pytest.mark.parametrize("mark", ["{}", "» {} «", "{}!", "✊ {} ", "{} →", "{} (12,345)", "{} [7 people]"])
def test_marks_about_the_words_of_a_button_say_nothing(mark: str) -> None:
    assert says(mark.format("Sign the pledge")) is Says.NAMED
    assert says(mark.format("Sign in")) is Says.NOTHING


@pytest.mark.parametrize(
    "label", ["sign " * 30_000, "to " * 40, "sign the petition to " * 5, "(" * 100_000, "وقّ" * 50_000]
)
def test_a_hostile_label_costs_little(label: str) -> None:
    started = time.process_time()
    says(label)
    assert time.process_time() - started < 0.5


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


FORM = (
    "<form action=/act method=post><label>Your name</label><input name=name><label>Secret field</label>"
    "<input type=email name=mail><textarea>Dear Minister, release them.</textarea>"
    "<select><option>Albania</option></select>{}</form>"
)


@pytest.mark.parametrize(
    ("button", "label"),
    [
        ("<button>Sign the petition »</button>", "Sign the petition"),
        ("<input type=submit value='Send your protest!'>", "Send your protest"),
        ("<button type=submit><b>Take</b> action now</button>", "Take action now"),
        ("<button>Firmar</button>", "Firmar"),
        ("<button>Send your message to the minister</button>", "Send your message to the minister"),
        ("<button>Signez la pétition</button>", "Signez la pétition"),
        ("<button>Assinar a petição</button>", "Assinar a petição"),
        ("<button>Podpisz petycję</button>", "Podpisz petycję"),
        ("<button>Semnează petiția</button>", "Semnează petiția"),
        ("<button>Llofnodwch y ddeiseb</button>", "Llofnodwch y ddeiseb"),
        ("<button>وقّع العريضة</button>", "وقّع العريضة"),
        ("<legend>Petition to the mill</legend><button>Submit</button>", "Submit"),
    ],
)
def test_a_page_with_an_appeal_is_offered_as_a_call_to_action(button: str, label: str) -> None:
    words = "A petition for the weavers: two minutes of your time, and it counts for them."
    head = f'<meta name=description content="{words}">'
    draft = read_page(head, body=FORM.format(button))
    assert draft.appeal is not None
    assert (draft.appeal.title, draft.appeal.button, draft.appeal.link) == ("Weavers stand still", label, URL)
    assert draft.appeal.text.startswith("A petition")
    assert draft.article.paragraphs == SENTENCES
    assert not any(word in repr(draft) for word in ("Secret field", "Your name", "Albania", "Dear Minister"))


@pytest.mark.parametrize(
    "form",
    [
        FORM.format("<button>Subscribe</button>"),
        FORM.format("<button>Sign up</button>"),
        FORM.format("<button>Log in</button>"),
        FORM.format("<button>Post comment</button>"),
        FORM.format("<button>Send message</button>"),
        FORM.format("<input type=password><button>Sign</button>"),
        "<form><input name=q><button>Sign</button></form>",
    ],
)
def test_other_forms_are_no_appeals(form: str) -> None:
    assert read_page(body=form).appeal is None


@pytest.mark.parametrize(
    "button", ["Submit", "Send", "Send message", "Send your message", "Enviar", "Anfon", "Wyślij"]
)
@pytest.mark.parametrize(
    "form",
    [
        "<form><input type=email placeholder='Your email'>{}</form>",
        "<form><p>Get our newsletter, and news of every petition.</p><input type=email>{}</form>",
        "<form action=/contact><input type=email><textarea>Your petition</textarea>{}</form>",
        "<form id=commentform><input name=email><textarea></textarea>{}</form>",
        "<form class=mc4wp-form action=/><p>Sign the petition</p><input type=email>{}</form>",
    ],
)
def test_a_box_on_a_page_about_protest_is_no_appeal(button: str, form: str) -> None:
    head = "<meta name=description content='A petition, a protest and an open letter: take action now.'>"
    body = form.format(f"<button>{button}</button>")
    draft = ingest(
        page("Quay news today: protest grows", head=head, body=body),
        kind=Kind.HTML,
        url="https://example.org/campaigns/9",
    )
    assert draft.appeal is None
    assert (
        read_page(body="<form action=/subscribe><input type=email><button>Sign now</button></form>").appeal
        is None
    )


def test_a_send_button_counts_below_a_letter_and_where_campaigns_lie() -> None:
    form = FORM.format("<input type=submit value='Send Message'>")
    assert read_page(body=form).appeal is None
    letter = form.replace(
        "Dear Minister, release them.", "Dear Minister, we write to you about the weavers. " * 5
    )
    assert read_page(body=letter).appeal is not None
    assert "we write to you" not in repr(read_page(body=letter))
    there = ingest(
        page("Weavers", body=form), kind=Kind.HTML, url="https://example.org/show_campaign.cgi?c=12"
    )
    assert there.appeal is not None


@pytest.mark.parametrize(
    "label", ["Your email", "Your e-mail address", "Email address", "Research your MP, then email"]
)
@pytest.mark.parametrize("button", ["Act now!", "Sign", "Send Message"])
def test_what_a_field_for_an_address_is_called_makes_no_box_for_news(button: str, label: str) -> None:
    letter = "Dear Minister, we write to you about the weavers. " * 5
    for said in (f"<textarea>{letter}</textarea>", f"<div><p>{letter}</p></div>"):
        form = f"<form><label>{label}</label><input type=email>{said}<button>{button}</button></form>"
        draft = read_page(body=form)
        assert draft.appeal is not None, said
        assert draft.appeal.button == button.strip("!")
    for box in ("Get our emails", "Weekly emails from us", "Search by email", f"Dear friend, {letter[15:]}"):
        form = f"<form><label>{box}</label><input type=email><button>Send Message</button></form>"
        assert read_page(body=form).appeal is None, box


def test_an_appeal_without_a_text_is_said_with_what_to_do() -> None:
    form = FORM.format("<button>Sign now</button>")
    source = f"<!doctype html><html><head><title>Sign</title></head><body>{form}</body></html>"
    with pytest.raises(ArticleError) as caught:
        ingest(source, kind=Kind.HTML, url=URL)
    assert caught.value.code == "appeal-without-text"
    assert "Sign now" in caught.value.remedy


def test_the_lines_that_are_offered_fit_an_issue(desk: Desk) -> None:
    desk.open_branch()
    file = desk.folder / "appeal.html"
    head = f'<link rel=canonical href="{URL}">'
    file.write_text(
        page("Sign for the weavers", *SENTENCES, head=head, body=FORM.format("<button>Sign now</button>"))
    )
    done = desk.here("article", "add", file).ok()
    block = done.out.partition("write at its top:\n")[2]
    issue = desk.workspace / "issues" / "october.md"
    issue.write_text(issue.read_text().replace("---\n", f"---\n{block}", 1))
    text = desk.here("issue", "show", "october").ok().out
    assert "Sign for the weavers" in text
    assert URL in text
    again = desk.here("article", "add", file, "--replace", "--json").ok()
    assert again.data["articles"][0]["action"]["button"] == "Sign now"
