"""Article files: what is saved is read back, what a person wrote stays, what is wrong has a line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.anew import take_anew
from newsletter.articles.article import (
    Article,
    Photo,
    Summary,
    SummaryOrigin,
    SummaryState,
    Taken,
    add,
    alike,
    listing,
    load,
    save,
    slugs,
    twin,
)
from newsletter.articles.cleaning import one_line
from newsletter.errors import ArticleError, WorkspaceError
from newsletter.workspace import Workspace

FULL = Article(
    slug="port",
    title="Peru: the “struggle” goes on",
    standfirst="# Not a comment",
    author="Ana Example",
    source="Example News",
    url="https://news.example.org/port?id=1",
    published="2026-05-03",
    language="en-GB",
    photo=Photo(
        caption="A march",
        author="José",
        licence="CC-BY-4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        credit="Photo: José: CC BY 4.0",
    ),
    summary=Summary(text="No.", state=SummaryState.ACCEPTED, origin=SummaryOrigin.HAND),
    paragraphs=("--- First: one.", "# Second", "• third"),
)


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    (tmp_path / "articles").mkdir()
    return Workspace(tmp_path)


def write(workspace: Workspace, text: str) -> None:
    workspace.article("port").write_text(text)


def test_what_is_saved_is_read_back(workspace):
    save(workspace, FULL)
    assert load(workspace, "port") == FULL
    bare = Article(slug="bare", title="Only a title")
    save(workspace, bare)
    assert load(workspace, "bare") == bare


def test_a_new_file_shows_what_can_be_filled_in(workspace):
    save(workspace, Article(slug="port", title="Dockers win", paragraphs=("One.", "Two.")))
    assert workspace.article("port").read_text() == (
        "---\ntitle: Dockers win\nstandfirst:\nauthor:\nsource:\nurl:\npublished:\nlanguage:\n"
        "summary:\n  text:\n  state: proposed\n  origin: none\n---\n\nOne.\n\nTwo.\n"
    )


texts = st.text(max_size=80).map(one_line)


@given(texts, texts, st.lists(texts.filter(bool), max_size=4), st.builds(Photo, author=texts, credit=texts))
def test_any_text_survives_the_file(tmp_path_factory, title, author, paragraphs, photo):
    workspace = Workspace(tmp_path_factory.mktemp("branch"))
    article = Article(
        slug="a",
        title=title,
        author=author,
        paragraphs=tuple(paragraphs),
        photo=photo if photo != Photo() else None,
    )
    save(workspace, article)
    assert load(workspace, "a") == article


def test_a_permission_that_a_person_wrote_is_read_and_stays(workspace):
    save(workspace, FULL)
    path = workspace.article("port")
    assert "permission" not in path.read_text(encoding="utf-8")
    path.write_text(
        path.read_text(encoding="utf-8").replace("source:", "permission: the editor, 3 May\nsource:"),
        encoding="utf-8",
    )

    article = load(workspace, "port")
    save(workspace, replace(article, title="Another"))

    assert article.permission == "the editor, 3 May"
    assert load(workspace, "port") == replace(article, title="Another")
    save(workspace, replace(FULL, slug="other", permission="the editor"))
    assert load(workspace, "other").permission == "the editor"


def test_every_field_knows_its_line(workspace):
    save(workspace, FULL)
    article = load(workspace, "port")
    lines = workspace.article("port").read_text().split("\n")
    for field, text in (
        ("title", "title:"),
        ("photo", "photo:"),
        ("photo.author", "  author: José"),
        ("summary.text", "  text: No."),
        ("paragraphs.2", "• third"),
    ):
        assert lines[int(article.where(field).rpartition(":")[2]) - 1].startswith(text)
    assert article.where("title") == "articles/port.md:2"
    assert article.where("nonsense") == "articles/port.md:1"
    assert article.where("photo.unknown") == article.where("photo")
    assert Article(slug="new", title="").where("title") == "articles/new.md:1"


def test_saving_again_keeps_a_persons_comments_order_and_line_breaks(workspace):
    written = (
        "---\n# our lead story\nauthor: Ana\ntitle: Peru: the struggle\n# who took it?\nphoto:\n"
        "  author: José   \nsummary:\n  text: One.\n  state: proposed\n  origin: lead\n---\n\n"
        "A paragraph\nof two lines.\n"
    )
    write(workspace, written)
    article = load(workspace, "port")
    save(workspace, replace(article, summary=replace(article.summary, state=SummaryState.ACCEPTED)))
    saved = workspace.article("port").read_text()
    assert saved == written.replace("proposed", "accepted")
    assert load(workspace, "port").summary.state is SummaryState.ACCEPTED


def test_saving_what_was_loaded_changes_no_value(workspace):
    save(workspace, FULL)
    before = workspace.article("port").read_text()
    save(workspace, load(workspace, "port"))
    assert workspace.article("port").read_text() == before


def test_a_changed_text_and_a_photo_taken_away_are_written(workspace):
    save(workspace, FULL)
    changed = replace(FULL, photo=None, paragraphs=("New.",))
    save(workspace, changed)
    assert load(workspace, "port") == changed


@pytest.mark.parametrize(
    ("front", "line", "word"),
    [
        ("title: A\nheadline: B", 3, "headline"),
        ("title: A\nphoto:\n  author: B\n  photographer: C", 5, "photo.photographer"),
        ("title: A\nsummary:\n  text: B\n  state: done", 5, "proposed, accepted"),
        ("title: A\nsummary:\n  origin: dreamt", 4, "lead"),
        ("title: A\npublished: yesterday", 3, "2026-11-05"),
        ("title: A\npublished: 20261105", 3, "2026-11-05"),
        ("title: A\npublished: 2026-13-45", 3, "2026-11-05"),
        ("title: A\nlanguage: English", 3, "language code"),
        ("title:\n  - A\n  - B", 2, "must be a text"),
        ("title: A\nphoto: José", 3, "lines are missing"),
        ("title: A\nauthor:\n  name: B", 3, "must be a text"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_remedy(workspace, front, line, word):
    write(workspace, f"---\n{front}\n---\n\nText.\n")
    with pytest.raises(ArticleError) as caught:
        load(workspace, "port")
    assert f"articles/port.md:{line}:" in caught.value.message
    assert word in caught.value.message + caught.value.remedy
    assert caught.value.code == "article-file"


def test_a_file_that_is_not_there_or_leads_out_is_said(workspace, tmp_path_factory):
    with pytest.raises(WorkspaceError) as caught:
        load(workspace, "missing")
    assert caught.value.code == "not-found"
    outside = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    outside.write_text("---\ntitle: x\n---\n")
    (workspace.articles / "link.md").symlink_to(outside)
    with pytest.raises(WorkspaceError) as caught:
        load(workspace, "link")
    assert caught.value.code == "outside-workspace"


def test_hidden_characters_in_an_edited_file_do_not_come_through(workspace):
    write(workspace, "---\ntitle: A\u202e title\n---\n\nText\u200b here.\n\n\n\n\u2066\n\nMore.\n")
    article = load(workspace, "port")
    assert (article.title, article.paragraphs) == ("A title", ("Text here.", "More."))


def test_articles_are_listed_by_name_and_other_files_are_not(workspace):
    for slug in ("b-strike", "a-march"):
        save(workspace, replace(FULL, slug=slug))
    (workspace.articles / "Notes Of Mine.md").write_text("no article")
    (workspace.articles / "notes.txt").write_text("no article")
    assert slugs(workspace) == ("a-march", "b-strike")
    assert [article.slug for article in listing(workspace)] == ["a-march", "b-strike"]
    assert slugs(Workspace(workspace.root / "empty")) == ()


def test_another_article_of_the_same_title_gets_a_number(workspace):
    first = add(workspace, replace(FULL, title="Strike", url="https://a.example.org/1"))
    second = add(
        workspace, replace(FULL, title="Strike", url="https://a.example.org/2", paragraphs=("Another text.",))
    )
    third = add(workspace, replace(FULL, title="Strike", url="", paragraphs=("Other.",)))
    assert (first.slug, second.slug, third.slug) == ("strike", "strike-2", "strike-3")
    assert first.path == workspace.article("strike")
    assert load(workspace, "strike").url == "https://a.example.org/1"


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.org/port?id=1",
        "http://www.news.example.org/port?id=1",
        "https://NEWS.example.org/port/?id=1#comments",
        "https://news.example.org/port?utm_source=mail&id=1&fbclid=x",
        "https://m.news.example.org/port/amp/?id=1",
        "https://news.example.org/port?amp=1&id=1&outputType=amp",
        "https://news.example.org:443/port/index.html?id=1",
        "https://news.example.org/%70ort?id=1",
    ],
)
def test_the_same_page_is_recognised(workspace, url):
    add(workspace, FULL)
    with pytest.raises(ArticleError) as caught:
        add(workspace, replace(FULL, title="Another title", url=url))
    assert caught.value.code == "article-exists"
    assert "peru-the-struggle-goes-on" in caught.value.message
    assert len(slugs(workspace)) == 1


def test_other_pages_of_the_same_site_are_other_articles(workspace):
    add(workspace, FULL)
    for url in (
        "https://news.example.org/port?id=2",
        "https://news.example.org/",
        "https://x.example.org/port?id=1",
    ):
        assert twin(workspace, replace(FULL, url=url, paragraphs=(url,))) == ""


def test_a_text_that_another_site_printed_word_for_word_is_the_same_article(workspace):
    text = ("The dockers of Port Ellery have voted for their first contract. " * 6,)
    add(workspace, replace(FULL, paragraphs=text))
    for changed in (text, (text[0].upper(),), (text[0][:64], text[0][64:])):
        with pytest.raises(ArticleError) as caught:
            add(
                workspace,
                replace(FULL, url="https://x.example.com/9", title="Our dockers", paragraphs=changed),
            )
        assert caught.value.code == "article-exists"
    other = replace(FULL, url="https://x.example.com/9", title="Our dockers", paragraphs=(*text, "And more."))
    assert add(workspace, other).slug == "our-dockers"  # said by the desk, and taken in


def test_two_short_texts_that_are_the_same_by_chance_stay_two(workspace):
    add(workspace, replace(FULL, paragraphs=("No more information yet.",)))
    other = replace(
        FULL, url="https://x.example.com/9", title="Bus strike", paragraphs=("No more information yet.",)
    )
    assert add(workspace, other).slug == "bus-strike"


def test_the_same_text_without_an_address_is_recognised(workspace):
    add(workspace, replace(FULL, url=""))
    with pytest.raises(ArticleError) as caught:
        add(workspace, replace(FULL, url=""))
    assert caught.value.code == "article-exists"


def test_asked_to_replace_the_article_is_taken_in_anew_under_its_old_name(workspace):
    add(workspace, FULL)
    read = replace(FULL, title="Corrected title", paragraphs=("New.",))
    again = take_anew(workspace, twin(workspace, read), read).article
    assert again.slug == "peru-the-struggle-goes-on"
    assert slugs(workspace) == (again.slug,)
    assert load(workspace, again.slug).paragraphs == ("New.",)


def test_a_damaged_file_does_not_keep_others_out(workspace):
    write(workspace, "---\nbroken")
    assert add(workspace, replace(FULL, title="Other")).slug == "other"
    with pytest.raises(WorkspaceError):
        listing(workspace)


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_half_written(workspace):
    workspace.articles.rmdir()
    workspace.articles.write_text("a file where the folder should be")
    with pytest.raises(WorkspaceError) as caught:
        save(workspace, FULL)
    assert caught.value.code == "unwritable"


def test_another_article_from_the_front_page_of_a_site_is_another(workspace):
    front = replace(FULL, url="https://news.example.org/")
    add(workspace, front)
    other = replace(
        front, title="Bakers win", paragraphs=("Another text.",), url="https://news.example.org/index.html"
    )
    assert twin(workspace, other) == ""
    assert add(workspace, other).slug == "bakers-win"
    assert load(workspace, "peru-the-struggle-goes-on").paragraphs == FULL.paragraphs


UNSURE = {
    "author": "only one place says so (byline)",
    "published": "“2026-05-03” (time) or “2026-05-09” (page)?",
}


def test_what_is_unsure_stays_in_the_file_until_its_line_goes(workspace):
    slug = add(workspace, replace(FULL, unsure=UNSURE)).slug
    path = workspace.article(slug)
    assert load(workspace, slug).doubtful == UNSURE
    assert load(workspace, slug).where("unsure.published").endswith(":11")
    confirmed = path.read_text(encoding="utf-8").replace("  author: only one place says so (byline)\n", "")
    path.write_text(confirmed, encoding="utf-8")
    assert [*load(workspace, slug).doubtful] == ["published"]
    save(workspace, load(workspace, slug))
    assert path.read_text(encoding="utf-8") == confirmed


def test_a_field_that_somebody_changed_or_emptied_is_no_longer_unsure(workspace):
    slug = add(workspace, replace(FULL, unsure=UNSURE)).slug
    path = workspace.article(slug)
    text = path.read_text(encoding="utf-8").replace("Ana Example", "Ann Example")
    path.write_text(text.replace("published: 2026-05-03", "published:"), encoding="utf-8")
    assert load(workspace, slug).doubtful == {}


@pytest.mark.parametrize(
    "taken", ["taken: abc", "taken:\n  - abc", "taken:\n  titel: abc", "taken:\n  title:\n    - abc"]
)
def test_damaged_marks_are_told_to_be_taken_away(workspace, taken):
    path = workspace.article("port")
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: A title\n{taken}\n---\n\nText here.\n")
    with pytest.raises(ArticleError, match=r"port.md:\d: taken") as caught:
        load(workspace, "port")
    assert "take that line and those indented below it away" in caught.value.remedy
    assert "title: …" not in caught.value.remedy
    assert caught.value.code == "article-file"
    path.write_text("---\ntitle: A title\n---\n\nText here.\n")
    assert load(workspace, "port").taken == Taken()


@pytest.mark.parametrize("front", ["unsure:", "unsure:\n  author:"])
def test_an_empty_list_or_reason_of_what_is_unsure_is_read(workspace, front):
    write(workspace, f"---\ntitle: A\nauthor: B\n{front}\n---\n\nText.\n")
    assert [*load(workspace, "port").doubtful] == (["author"] if "author:" in front else [])


# Taken in anew

READ = replace(
    FULL,
    source="",
    url="",
    published="",
    summary=Summary(text="A proposal.", origin=SummaryOrigin.LEAD),
    unsure={"author": "only one place says so (byline)"},
)


def written(workspace, slug, *changes):
    path = workspace.article(slug)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_what_a_person_wrote_stays_when_an_article_is_taken_in_anew(workspace):
    slug = add(workspace, READ).slug
    written(
        workspace, slug, ("source:", "source: The Post"), ("published:", "published: 2026-05-04"),
        ("  text: A proposal.", "  text: My own words."), ("  licence: CC-BY-4.0", "  licence: CC-BY-SA-4.0"),
        ("url:", "url: https://news.example.org/port\npermission: the editor, 3 May"),
    )  # fmt: skip
    anew = take_anew(workspace, slug, replace(READ, title="Peru: corrected", language="es"))
    found = load(workspace, slug)
    assert (found.source, found.published, found.summary.text) == ("The Post", "2026-05-04", "My own words.")
    assert (found.photo.licence, found.permission) == ("CC-BY-SA-4.0", "the editor, 3 May")
    assert (found.title, found.language) == ("Peru: corrected", "es")
    assert anew.kept == ("source", "url", "published", "photo", "summary", "permission")
    assert anew.before is None
    assert take_anew(workspace, slug, READ).kept == anew.kept


@pytest.mark.parametrize("how", [{"state": SummaryState.ACCEPTED}, {"origin": SummaryOrigin.HAND}])
def test_a_summary_that_was_accepted_or_written_stays(workspace, how):
    slug = add(workspace, READ).slug
    save(workspace, replace(load(workspace, slug), summary=replace(READ.summary, **how)))
    again = take_anew(workspace, slug, replace(READ, summary=Summary(text="Another.")))
    assert (again.kept, again.article.summary) == (("summary",), replace(READ.summary, **how))


def test_what_the_program_had_put_there_is_renewed(workspace):
    slug = add(workspace, READ).slug
    new = replace(READ, author="Ann Example", photo=None, summary=Summary(text="B."), paragraphs=("New.",))
    anew = take_anew(workspace, slug, new)
    assert (anew.kept, anew.before) == ((), None)
    assert replace(anew.article, taken=new.taken) == replace(new, slug=slug)


def test_what_a_person_confirmed_stays_and_is_not_unsure_again(workspace):
    slug = add(workspace, READ).slug
    written(workspace, slug, ("unsure:\n  author: only one place says so (byline)\n", ""))
    for author in ("Ana Example", "Sam Sample"):
        anew = take_anew(workspace, slug, replace(READ, author=author))
        assert (anew.article.author, anew.article.unsure, anew.kept) == ("Ana Example", {}, ("author",))


def test_a_text_that_was_changed_here_is_kept_beside(workspace):
    slug = add(workspace, READ).slug
    written(workspace, slug, ("# Second", "# Our second"))
    before = workspace.article(slug).read_text(encoding="utf-8")
    anew = take_anew(workspace, slug, READ)
    assert anew.before == workspace.articles / f"{slug}.before.md"
    assert anew.before.read_text(encoding="utf-8") == before
    assert anew.article.paragraphs == READ.paragraphs
    assert slugs(workspace) == (slug,)
    written(workspace, slug, ("# Second", "# Their second"))
    assert take_anew(workspace, slug, READ).before == workspace.articles / f"{slug}.before-2.md"
    assert anew.before.read_text(encoding="utf-8") == before
    assert take_anew(workspace, slug, READ).before is None


def test_of_a_file_without_marks_all_that_differs_counts_as_written(workspace):
    save(workspace, replace(READ, slug="port", source="The Post", paragraphs=("Mine.",)))
    anew = take_anew(workspace, "port", replace(READ, source="Another", standfirst="New"))
    assert anew.kept == ("standfirst", "source")
    assert anew.before is not None
    assert anew.article.source == "The Post"


DISPUTE = (
    "The dockers of Port Ellery walked out on Monday night, after the harbour company had dismissed four stewards.",
    "“They asked us to choose which of the four we would give up,” said Robin Vale, who chairs the branch.",
    "The company says that it needs a plan for the night shift which can be changed two hours before it starts.",
    "Parents cannot plan for a child in this way, and older workers cannot plan for sleep, the branch answers.",
    "Both sides meet again on Thursday, at the invitation of the mayor. The vote was 412 to 9.",
)
LATER = (
    "Four of the five berths of Port Ellery are still closed, and the ships wait in the bay for the third day.",
    "“They asked us to choose which of the four we would give up,” said Robin Vale, who chairs the branch.",
    "The mayor has asked both sides to meet in the town hall, where the last dispute was settled in 2019.",
    "Dockers in two other ports have said that they will not handle what is sent there instead.",
    "A fund for the families has taken more than nine thousand pounds since Monday.",
)


@pytest.mark.parametrize(
    "reprint",
    [
        ("This article first appeared in The Ellery Tide, and is reprinted with thanks.", *DISPUTE),
        (*DISPUTE, "Editor's note: we have asked the company for an answer, and will print it here."),
        ("“That was the day the strike was won.”", " ".join(DISPUTE[:2]), *DISPUTE[2:]),
        tuple(text.replace("Monday night", "Monday").replace("412 to 9", "412 to nine") for text in DISPUTE),
    ],
)
def test_an_article_with_a_line_or_two_more_is_known_again(workspace, reprint):
    slug = add(workspace, replace(FULL, paragraphs=DISPUTE)).slug
    other = replace(
        FULL, slug="", title="Dockers walk out", url="https://x.example.com/9", paragraphs=reprint
    )
    assert twin(workspace, other) == ""
    found, share = alike(workspace, other)
    assert (found, share >= 0.8) == (slug, True)


def test_two_reports_of_one_dispute_are_two(workspace):
    add(workspace, replace(FULL, paragraphs=DISPUTE))
    for text in (LATER, (*DISPUTE[:2], *LATER), DISPUTE[:1], (*DISPUTE, *LATER, *LATER)):
        other = replace(FULL, slug="", title="More", url="https://x.example.com/9", paragraphs=text)
        assert alike(workspace, other) == ("", 0.0)


def test_a_thousand_articles_are_held_against_one_in_a_moment(workspace):
    import random
    import time

    chance = random.Random(1)
    vocabulary = [f"word{number}" for number in range(3_000)]
    for number in range(200):
        text = tuple(" ".join(chance.choices(vocabulary, k=60)) for _ in range(12))
        save(
            workspace,
            replace(FULL, slug=f"a{number}", url=f"https://news.example.org/{number}", paragraphs=text),
        )
    started = time.process_time()
    again = replace(
        FULL, slug="", title="Again", url="https://x.example.com/9", paragraphs=(*text, "And a line more.")
    )
    assert alike(workspace, again)[0] == "a199"
    assert twin(workspace, again) == ""
    assert time.process_time() - started < 1.0  # 200 of them; reading each took seven seconds a thousand


def test_what_could_not_be_read_again_is_not_written(workspace):
    article = Article(slug="quay", title="Quay", standfirst="Ports stand still. " * 4_000)
    with pytest.raises(WorkspaceError, match="64 kB"):
        save(workspace, article)
    assert not workspace.article(article.slug).exists()
