"""What stands on a page beside its article: comments, other stories, menus, notices of copyright, and what is hidden.

Names and days that stand there are not the article's. What holds the page's own heading is never beside it.
"""

import re
from itertools import islice
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.blocks import is_hidden

_TAGS = frozenset({"aside", "nav"})
_COMMENTS = (
    r"comments?|commentlist|respond|responses|repl(?:y|ies)|disqus|webmentions?|feedback|discussions?"
    r"|reactions?"
    r"|commentaires?|comentarios?|coment[aá]rios?|kommentare?|komentarze|comentarii|sylwadau|ymatebion"
)
_NAMES = re.compile(
    rf"(?:[a-z0-9]+[-_]+)*(?:{_COMMENTS}|related|recommended|recommendations"
    r"|popular|trending|sidebar|widgets?|teasers?|ads?|adverts?|advertisements?|sponsored|promos?|most-read|read-more|more-stories|see-also|also-like"
    r"|read-next|further-reading"
    r"|latest-(?:news|posts|stories)|up-next|responses?-list|h-cite)(?:[-_]+[a-z0-9]+)*",
    re.IGNORECASE,
)
#: Names of what holds comments and nothing else: their text is none of the article's.
_OF_READERS = re.compile(
    r"(?:[a-z0-9]+[-_]+)?(?:comments|commentlist|disqus|webmentions|commentaires"
    r"|comentarios|kommentare"
    r"|komentarze|comentarii|sylwadau)(?:[-_]+(?:list|area|section|wrapper|container|thread|block))?"
    r"|(?:comment|response|reply)-?list",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"(?:[a-z0-9]+[-_]+)?(?:responses|replies)(?:[-_]+(?:list|area|section|wrapper|container|thread|block))?",
    re.IGNORECASE,
)
_SIGNED = (
    ".//time or .//textarea or .//*[@itemprop='author' or contains(@class, 'author') or contains(@class, 'byline')"
    " or contains(@class, 'comment') or contains(@class, 'reply')]"
)
_NO_COMMENTS = re.compile(r"(?:no|has|have|with|without|show|hide|enable|disable)s?[-_]", re.IGNORECASE)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Headings of comments.
_READERS = re.compile(
    r"(?:\d+\s+)?(?:comments?|responses?|replies|reactions|reader comments|readers[’'] (?:comments|letters)"
    r"|what (?:our )?readers say"
    r"|join the (?:conversation|discussion)|leave a (?:reply|comment))(?:\s+(?:to|on)\s+[“\"‘].{0,120})?\W*"
    r"|(?:\d+\s+)?(?:commentaires?|comentarios?|comentários?|kommentare?|komentarze|comentarii|sylwadau"
    r"|ymatebion|التعليقات)\W*",
    re.IGNORECASE,
)
#: Headings of other stories.
_STORIES = re.compile(
    r"(?:read|see|find out) (?:more|also|next)\W*|related(?: (?:articles?|stories|posts|news|content|links"
    r"|topics))?\W*"
    r"|(?:more|latest) (?:on this|from .{2,40}|news|stories|posts|like this|articles)\W*|most (?:read"
    r"|popular|viewed)\W*"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)\W*|recommended(?: for you)?\W*|also (?:read"
    r"|in .{2,30})\W*"
    r"|(?:lea|leer|lee) (?:más|también)\W*|(?:noticias|artículos|notas) relacionad[ao]s\W*"
    r"|à lire(?: aussi)?\W*|lire aussi\W*"
    r"|articles (?:liés|similaires)\W*|mehr zum thema\W*|(?:lesen sie auch"
    r"|das könnte sie auch interessieren)\W*"
    r"|darllen(?:wch)? (?:mwy|rhagor)\W*|czytaj (?:też|także|więcej)\W*|leia (?:mais|também)\W*"
    r"|citește și\W*|اقرأ أيضا\W*",
    re.IGNORECASE,
)
_LONGEST_HEAD = 160  # characters
_MOST_HEADS, _MOST_BELOW, _NEAR = 100, 100, 10
_LONG_TEXT = 80  # characters of a paragraph in which the article goes on behind a list of others
_LONGEST_NAMES = 500  # characters of classes
_COPYRIGHT = re.compile(r"©|\bcopyright\b|\(c\)\s*\d|\ball rights reserved\b", re.IGNORECASE)
_LONGEST_NOTICE = 300
#: The text around each is looked at, which may be the whole page.
_MOST_NOTICES = 60
_MOST_LARGE = 20
_INLINE = frozenset({"span", "b", "strong", "i", "em", "small", "a", "font", "time", "abbr", "cite"})


def take_away(root: Any) -> None:
    """Take what is beside the article out of a page."""
    kept = _around_heading(root)
    waiting = [root]
    while waiting:
        for child in list(waiting.pop()):
            if child not in kept and _is_beside(child):
                child.clear(keep_tail=True)  # to take out very many would join their tails again and again
            else:
                waiting.append(child)
    _without_headed(root, kept)


def without_comments(root: Any) -> bool:
    """Take what readers wrote below an article out of a page; returns whether there was any.

    What is the greater part of its page stays: there a forum or a letters page is the article.
    """
    kept, most, is_any = _around_heading(root), len(root.text_content()) / 2, False
    found = root.xpath(
        "//body//*[@id or @class or @itemtype or @itemprop='comment'][not(self::article or self::main)]"
    )
    large = 0
    for element in found:
        if element in kept or large >= _MOST_LARGE or not _is_of_readers(element):
            continue
        if len(element.text_content()) > most:
            large += 1
        else:
            element.clear(keep_tail=True)
            is_any = True
    return is_any


def without_hidden(root: Any) -> bool:
    """Take out of a page what nobody sees; returns whether there was any.

    A text that is the greater part of its page is shown by a program of the page, and stays.
    """
    found = [element for element in root.xpath("//body//*[@hidden or @style]") if is_hidden(element)]
    if not found:
        return False
    kept, most, large, is_any = _around_heading(root), len(root.text_content()) / 2, 0, False
    for element in found:
        if element in kept or large >= _MOST_LARGE:
            continue
        if len(element.text_content()) > most:
            large += 1
        else:
            element.clear(keep_tail=True)
            is_any = True
    return is_any


def _around_heading(root: Any) -> set[Any]:
    """What the page's own heading and its first article stand in: of some sites the name is the heading."""
    headings = root.xpath("(//article//h1)[1]") or root.xpath("(//h1)[1]")
    around = {root, *root.xpath("//body")}
    for element in (*headings, *root.xpath("(//article)[1] | (//main)[1]")):
        around |= {element, *element.iterancestors()}
    return around


def _is_beside(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return False
    return element.tag in _TAGS or _is_comment(element) or any(map(_NAMES.fullmatch, _called(element)))


def _is_of_readers(element: Any) -> bool:
    names = [name for name in _called(element) if not _NO_COMMENTS.match(name)]
    if _is_comment(element) or any(map(_OF_READERS.fullmatch, names)):
        return True
    # A report on a survey has responses, too.
    return any(map(_OF_SOMEBODY.fullmatch, names)) and bool(element.xpath(f"boolean({_SIGNED})"))


def _is_comment(element: Any) -> bool:
    """Whether an element says in data for programs that it is a comment."""
    kind = element.get("itemtype", "").rpartition("/")[2]
    return kind in {"Comment", "UserComments"} or element.get("itemprop") == "comment"


def _called(element: Any) -> list[str]:
    names = f"{element.get('class', '')} {element.get('id', '')}"[:_LONGEST_NAMES]
    return _HUMPS.sub("-", names).split()


def _without_headed(root: Any, kept: set[Any]) -> None:
    """Take away what stands below a heading of comments or of other stories."""
    heads = root.xpath(
        "//body//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or self::summary or self::strong or self::b"
        " or self::p or self::div or self::span][string-length(normalize-space(text())) < 160]"
    )
    found = (head for head in heads if head not in kept and _is_head(head))
    for head, _ in zip(found, range(_MOST_HEADS), strict=False):
        whole = head
        while (above := whole.getparent()) is not None and above not in kept and _begins_with(above, whole):
            whole = above
        is_alone = whole is head or whole.tag in _INLINE | {"p"}
        following = list(islice(whole.itersiblings(), _MOST_BELOW)) if is_alone else []
        is_of_readers = _READERS.fullmatch(_said(head)) is not None
        whole.clear(keep_tail=True)
        for each in following:
            if (
                each in kept
                or each.tag in {"h1", "h2", "h3"}
                or (each.tag == "p" and len(_said(each)) > _LONG_TEXT and not is_of_readers)
            ):
                break
            each.clear(keep_tail=True)


def _is_head(element: Any) -> bool:
    if element.tag in _INLINE and (element.tail or "").strip(" \t\n:"):
        return False  # the first words of a sentence
    text = one_line(element.text_content()) if len(element) <= 2 else ""
    return 0 < len(text) <= _LONGEST_HEAD and bool(_READERS.fullmatch(text) or _STORIES.fullmatch(text))


def _begins_with(above: Any, element: Any) -> bool:
    """Whether an element is the first thing that another one says."""
    if above.text and above.text.strip():
        return False
    before = list(islice(element.itersiblings(preceding=True), _NEAR + 1))
    return len(before) <= _NEAR and not any(_said(each) or (each.tail or "").strip() for each in before)


def _said(element: Any) -> str:
    """What an element says; a remark in the source says nothing."""
    return one_line(element.text_content()) if isinstance(element.tag, str) else ""


def without_notices(root: Any) -> list[str]:
    """Take the notices of copyright out of a page; returns them."""
    kept = _around_heading(root)
    notices = list[str]()
    for element in list(root.iter()):
        if len(notices) >= _MOST_NOTICES:
            break
        if isinstance(element.tag, str) and element.text and _COPYRIGHT.search(element.text):
            notices += _taken(element, element, "text", kept)
        if element.tail and _COPYRIGHT.search(element.tail) and element.getparent() is not None:
            notices += _taken(element.getparent(), element, "tail", kept)
    return notices


def _taken(owner: Any, element: Any, where: str, kept: set[Any]) -> list[str]:
    """Take the block of a notice away, or its own words alone where the block says more."""
    while owner.tag in _INLINE and owner.getparent() is not None:
        owner = owner.getparent()
    said = one_line(owner.text_content())
    if owner not in kept and len(said) <= _LONGEST_NOTICE:
        owner.clear(keep_tail=True)
        return [said]
    text = getattr(element, where)
    if len(text) > _LONGEST_NOTICE:
        return [""]
    setattr(element, where, " ")
    return [one_line(text)]
