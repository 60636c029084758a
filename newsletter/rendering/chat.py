"""An issue as a short text for a messaging group: plain characters, each link on a line of its own, nobody's name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsletter.articles.article import Article
from newsletter.issue import Action, DiaryDate, Issue
from newsletter.rendering.content import contact, one_line
from newsletter.rendering.links import safe_link, uncounted
from newsletter.rendering.public import public
from newsletter.rendering.words import Words, short_date, words
from newsletter.settings import Branch

#: Characters. A longer message is folded behind "Read more", and few unfold it.
LENGTH = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text for a messaging group, and sentences about what it leaves out."""

    text: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How many of each are in the text, from the beginning."""

    articles: int
    actions: int
    dates: int

    def smaller(self) -> Iterator["_Room"]:
        """Less and less: the later articles go first, then the later calls to action, then the later dates."""
        room = self
        for name, least in (("articles", 2), ("actions", 1), ("dates", 2), ("articles", 1), ("dates", 1)):
            while getattr(room, name) > least:
                room = replace(room, **{name: getattr(room, name) - 1})
                yield room


def chat(
    issue: Issue, articles: Sequence[Article], branch: Branch, *, wording: Words | None = None
) -> Message:
    """The message of an issue, of 900 characters or fewer where its first parts allow that."""
    writer = _Writer(public(issue), articles, branch, wording or words(issue.language))
    room = _Room(articles=len(articles), actions=len(issue.actions), dates=len(issue.diary))
    text = writer.text(room)
    for less in room.smaller():
        if len(text) <= LENGTH:
            break
        room, text = less, writer.text(less)
    return Message(text=text, left_out=tuple(writer.left_out(room)))


@dataclass(frozen=True, slots=True)
class _Writer:
    issue: Issue
    articles: Sequence[Article]
    branch: Branch
    words: Words

    def text(self, room: _Room) -> str:
        """The blocks of the message, an empty line between them."""
        first, *others = [self._action(action) for action in self.issue.actions[: room.actions]] or [""]
        blocks = [
            self._subject(),
            first,
            *(self._article(article) for article in self.articles[: room.articles]),
            self._more("more_articles", len(self.articles) - room.articles),
            *others,
            self._more("more_actions", len(self.issue.actions) - room.actions),
            self._dates(room),
            self._foot(),
        ]
        return "\n\n".join(filter(None, blocks)) + "\n"

    def _subject(self) -> str:
        # Messengers show words between asterisks in bold; elsewhere they read well with them.
        subject = _plain(self.issue.subject)
        return f"*{subject}*" if subject and "*" not in subject else subject

    def _action(self, action: Action) -> str:
        return _linked(_plain(action.title), action.link)

    def _article(self, article: Article) -> str:
        source, title = one_line(article.source), one_line(article.title)
        return _linked(f"{title} — {source}" if source else title, article.url)

    def _dates(self, room: _Room) -> str:
        if not self.issue.diary:
            return ""
        lines = [self._date(entry) for entry in self.issue.diary[: room.dates]]
        more = self._more("more_dates", len(self.issue.diary) - room.dates)
        return "\n".join(filter(None, [f"{self.words['diary']}{self.words['colon']}", *lines, more]))

    def _date(self, entry: DiaryDate) -> str:
        when = short_date(
            entry.when.astimezone(self.branch.zone), self.words.language, has_time=entry.has_time
        )
        what = self.words["comma"].join(filter(None, (one_line(entry.what), one_line(entry.where))))
        return _linked(f"{when}{self.words['colon']} {what}", entry.link)

    def _more(self, phrase: str, count: int) -> str:
        return self.words[phrase].format(count=count) if count else ""

    def _foot(self) -> str:
        reply_to = contact(self.branch.reply_to)["text"]
        return f"{one_line(self.branch.name)}\n{self.words['get_letter']}\n{reply_to}"

    def left_out(self, room: _Room) -> Iterator[str]:
        """Sentences about what the text does not hold, for whoever made it."""
        if gone := [article.slug for article in self.articles[room.articles :]]:
            yield f"Left out, with a line that says so: {', '.join(gone)}."
        for what, all_, number in (
            ("calls to action", len(self.issue.actions), room.actions),
            ("diary dates", len(self.issue.diary), room.dates),
        ):
            if all_ > number:
                yield f"Left out: the last {all_ - number} of {all_} {what}."


def _plain(text: str) -> str:
    return one_line(text.replace("\\[", "["))


def _linked(words_: str, link: str) -> str:
    """Words, and the link on the next line: a messenger takes a whole line for the address that it is."""
    return "\n".join(filter(None, (words_, uncounted(safe_link(link)))))
