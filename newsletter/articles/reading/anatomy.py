"""Which part of a text is what: title, standfirst, byline, credit, furniture, and the article itself.

Rules over guesses: a line is only taken out of the text if it says itself what it is. What is taken out finds its field
or is said in a note; only buttons, menus and comment forms go without a word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsletter.articles.cleaning import count_words, words
from newsletter.articles.credits.credit import behind_text, is_credit
from newsletter.articles.reading.byline import byline, is_of_others, joined, may_be_byline, missing, signature
from newsletter.articles.reading.dates import find_date, is_date_line
from newsletter.articles.reading.embargo import is_embargo, says_none, split, take_embargo, without_none
from newsletter.articles.reading.embargo_words import holds_word
from newsletter.articles.reading.rights import is_of_text, is_unclear
from newsletter.articles.reading.wires import wires_in

LONGEST_TITLE = 300  # characters
MOST_PARAGRAPHS = 2_000
_LONGEST_STANDFIRST = 600
_LONGEST_SOURCE = 8  # words
_LONGEST_FIRST_IN = 200
_LONGEST_OF_EMBARGO = 160
_HEAD = 6  # blocks in which byline, date and source stand
_TAIL = 4
_TIMELINE = 3  # days
_FIRST_TEXT, _LONGEST_DAY = 100, 40  # characters

_TELLS_OF_DAY = re.compile(
    r"publi|posted|updated|date|fecha|veröffentlicht|cyhoeddwyd|dyddiad", re.IGNORECASE
)
_UPDATED = re.compile(r"^(?!.*\b(?:published|posted)\b).*\bupdated\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:source|publication|publisher|fuente|ffynhonnell|(?:first|originally)\s+published\s+(?:by|in|at|on))\s*:?\s+(?P<name>\S.*)",
    re.IGNORECASE,
)
#: A sentence that says where a reprint is from.
_FIRST_IN = re.compile(
    r"(?:this\s+(?:article|piece|story|post|report|text)\s+)?(?:(?:was|has\s+been)\s+)?(?:first|originally)\s+"
    r"(?:published|appeared|posted|printed)\s+(?:by|in|at|on)\s+(?P<name>[^,;.()]{2,80}?)"
    r"(?:\s+on\s+\d.*|\s*[,;(].*)?\.?",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:(?:url|link|original|web)\s*:\s*)?<?(?P<url>https?://[^\s<>]+)>?", re.IGNORECASE)
_QUOTATION = re.compile(r"[“„«\"‘](?P<words>[^“”„«»\"]+)[”“»\"’][.!?]?")

#: From here on a page belongs to its readers and its menu.
_END = re.compile(
    r"(?:leave\s+a\s+(?:reply|comment)|(?:post|add)\s+a\s+comment|join\s+the\s+(?:conversation|discussion)|cancel\s+reply"
    r"|deja\s+(?:un\s+comentario|una\s+respuesta)|laisser\s+un\s+commentaire|gadael\s+(?:ymateb|sylw)"
    r"|schreibe\s+einen\s+kommentar|related\s+(?:posts|articles|stories)|you\s+(?:may|might)\s+also\s+like"
    r"|(?:\d+\s+)?comments?|\d+\s+(?:responses|replies)|(?:\d+\s+)?(?:responses?|replies)\s+(?:to|on)\s+[“\"‘].{0,120}"
    r"|about\s+the\s+author)\W*",
    re.IGNORECASE,
)
_PLACES = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|mastodon|bluesky|reddit|instagram|youtube|e-?mail)"
)
_LETTER = r"(?:(?:our|the|this)\s+)?(?:weekly\s+|free\s+)?(?:newsletter|mailing\s+list|e-?mails?|channel|podcast|feed)"
#: Lines of a page that no article is made of. Strict on purpose: a sentence must never look like one of them.
_FURNITURE = re.compile(
    rf"(?:share(?:\s+(?:this|on|via)(?:\s+(?:article|post|story|page|{_PLACES}))?)?|tweet|like\s+this|loading|print|{_PLACES}"
    r"|copy\s+link|click\s+to\s+(?:share|print|e-?mail)\b.{0,60}|opens\s+in\s+new\s+window|compartir|partager|teilen|rhannu"
    rf"|follow\s+us(?:\s+on\b.{{0,60}})?|subscribe(?:\s+(?:to\s+{_LETTER}|now|here|today))?"
    rf"|sign\s+up(?:\s+(?:(?:to|for)\s+{_LETTER}|now|here|today))?|donate(?:\s+now)?|support\s+our\s+work"
    r"|read\s+more(?:\s*[:→»].{0,120})?|continue\s+reading.{0,60}|advertisement|skip\s+to\s+(?:main\s+)?content|menu|search|home"
    r"|(?:cookies?\s+(?:policy|settings|notice)|accept(?:\s+all)?\s+cookies)|\d+\s+(?:shares?|likes?|min(?:ute)?s?\s+read)"
    r"|(?:no|0)\s+comments?|post\s+navigation|(?:previous|next)(?:\s+(?:post|article)(?:\s*:.{0,120})?)?|back\s+to\s+top"
    r"|(?:tags?|categor(?:y|ies)|filed\s+under|posted\s+in)\s*:.{0,120}|all\s+rights\s+reserved|(?:copyright\s*)?©\s*\d{4}.{0,120}"
    r"|your\s+e-?mail\s+address\s+will\s+not\s+be\s+published.*|required\s+fields\s+are\s+marked.{0,10}|reply|cancel|log\s+in"
    r"|(?:press|news|media)\s+(?:release|statement)|for\s+immediate\s+release|(?:comunicado|nota)\s+de\s+(?:prensa|imprensa)"
    r"|communiqué(?:\s+de\s+presse)?|pressemitteilung|datganiad\s+i[’']?r\s+wasg|informacja\s+prasowa|comunicat\s+de\s+presă"
    r"|بيان\s+صحفي"
    r"|save\s+my\s+name.{0,120}|\[?\.\.\.\]?|[\W_]{1,40})[\W_]*",
    re.IGNORECASE,
)
_LONGEST_OF_SCRIPTS = 160
_SWITCHED_ON = re.compile(
    r"\b(?:enabled?|activ(?:ate|ar?|er|ez|e|ați)|(?:turn|switch) (?:it )?on|requires?|aktivier(?:en|e|t)"
    r"|(?:des)?habilit(?:e|ar?|ado)|ative|galluog(?:i|wch)|włącz(?:yć|ona)?)\b|تفعيل",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Parts:
    """A text taken apart. What a source knows already (a page's title) is filled in before."""

    title: str = ""
    standfirst: str = ""
    author: str = ""
    published: str = ""
    source: str = ""
    #: the news agencies that are named beside the author.
    agency: str = ""
    url: str = ""
    #: until when the text may not be published, as its source says it.
    embargo: str = ""
    credits: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: the day of a line that says when the text was changed; taken where there is no other.
    updated: str = ""
    #: fields that only a line of the text says.
    lines: list[str] = field(default_factory=list)


def take_apart(blocks: Sequence[str], known: Parts | None = None, *, has_title: bool = False) -> Parts:
    """Sort the blocks of a text (each one line) into its parts. `has_title`: the title is not among the blocks."""
    parts = known or Parts()
    rest = _without_end([block for block in blocks if block], parts)
    rest = [block for block in rest if not is_furniture(block)]
    rest = _without_embargo(rest, parts, is_titled=has_title or bool(parts.title))
    rest = _without_credits(_without_owner(rest, parts), parts)
    if not parts.title and not has_title:
        rest = _take_title(rest, parts)
    rest = _take_labelled(_without_repeats(rest, parts.title), parts)
    rest = _without_repeats(rest, parts.standfirst)
    if len(rest) > MOST_PARAGRAPHS:
        parts.notes.append(f"Only the first {MOST_PARAGRAPHS:,} paragraphs were kept.")
    parts.paragraphs += rest[:MOST_PARAGRAPHS]
    return parts


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page around an article: buttons, menus, comment forms."""
    if len(line) > 200:
        return False
    return bool(_FURNITURE.fullmatch(line) or _END.fullmatch(line) or _is_of_scripts(line))


def _is_of_scripts(line: str) -> bool:
    """Whether it is what a page says instead of its text where its programs do not run."""
    is_short = len(line) <= _LONGEST_OF_SCRIPTS and "javascript" in line.casefold()
    return is_short and _SWITCHED_ON.search(line) is not None


def is_labelled(line: str) -> bool:
    """Whether a line says itself what it is, so that it cannot go on from the line above."""
    is_of_people = signature(line) is not None or is_of_others(line)
    is_of_time = is_date_line(line) or is_embargo(line) or says_none(line)
    return is_furniture(line) or is_credit(line) or is_of_people or is_of_time


def byline_in(blocks: Sequence[str]) -> str:
    """The names on the bylines at the beginning of a text; "" where there is none."""
    return joined(map(byline, blocks[:_HEAD]))


def is_quotation(text: str) -> bool:
    """Whether a text is somebody's words and nothing else."""
    return bool(_QUOTATION.fullmatch(text))


def _without_end(blocks: list[str], parts: Parts) -> list[str]:
    """Drop the comments and all below them, unless that would be half of the text."""
    total = sum(map(len, blocks))
    passed = 0
    for number, block in enumerate(blocks):
        if _END.fullmatch(block) and passed * 2 >= total:
            dropped = [b for b in blocks[number + 1 :] if not is_furniture(b)]
            kept = [b for b in dropped if is_credit(b)]
            if len(dropped) > len(kept):
                count = len(dropped) - len(kept)
                parts.notes.append(f"What stands below “{block[:40]}” was left out ({count} paragraphs).")
            return blocks[:number] + kept
        passed += len(block)
    return blocks


def _without_embargo(blocks: list[str], parts: Parts, *, is_titled: bool) -> list[str]:
    """The blocks without the line above the text that says until when nobody may publish it; titles without it, too."""
    in_title, title = split(parts.title)
    parts.title = title if title or not in_title else parts.title
    blocks, none = without_none(blocks, _HEAD, is_titled=is_titled)
    parts.notes += [f"A line that says that there is no embargo was left out: {line}" for line in none]
    said, rest = take_embargo(blocks, _HEAD)
    parts.embargo = parts.embargo or said or in_title
    if not parts.embargo:
        parts.notes += [
            f"“{line}” speaks of an embargo. If the article is under one, write until when as `embargo:` in its file."
            for line in (parts.title, *rest[:_HEAD])
            if len(line) <= _LONGEST_OF_EMBARGO and holds_word(line)
        ]
    return rest


def _without_owner(blocks: list[str], parts: Parts) -> list[str]:
    """The blocks without the line at their end that says whose the text is."""
    for number in range(len(blocks) - 1, max(len(blocks) - 1 - _TAIL, 0), -1):
        if note := _of_owner(blocks[number], blocks[number - 1]):
            parts.notes.append(note)
            return blocks[:number] + blocks[number + 1 :]
        if not is_labelled(blocks[number]):
            break
    return blocks


def _of_owner(line: str, above: str) -> str:
    """What to say of a line that tells whose the text is, or may tell it; "" for any other."""
    if is_of_text(line):
        return f"A line that says whose the text is was left out: {line}"
    if is_unclear(line) and not is_credit(above):
        return (
            f"“{line}” may say whose the text is, or whose a picture; it was left out. If it is the picture's, write "
            "it below `photo:` as `credit:` in the article's file."
        )
    return ""


def _without_credits(blocks: list[str], parts: Parts) -> list[str]:
    rest: list[str] = []
    follows = False
    for block in blocks:
        text, credit = ("", block) if is_credit(block) else (block, "")
        if not credit and signature(block) is None:
            text, credit = behind_text(block)
        if not credit:
            rest.append(block)
        elif text:
            rest.append(text)  # a caption or a sentence of the article: nobody can tell
            parts.credits.append(credit)
        elif follows and not _has_photographer(parts.credits[-1]):
            parts.credits[-1] += f" {block}"  # a caption on one line, the photographer on the next
        else:
            parts.credits.append(block)
        follows = bool(credit) and not text
    return rest


def _has_photographer(line: str) -> bool:
    return not re.match(r"\W*(?:featured|main|lead|header)\s", line, re.IGNORECASE) or bool(
        re.search(r"\b(?:photo|credit|picture)\w*\s*(?:credit|by|:)", line[10:], re.IGNORECASE)
    )


def _take_title(blocks: list[str], parts: Parts) -> list[str]:
    for number, block in enumerate(blocks[:_HEAD]):
        if (
            signature(block) is not None
            or is_of_others(block)
            or is_date_line(block)
            or _SOURCE.fullmatch(block)
            or _source(block)
            or _LINK.fullmatch(block)
        ):
            continue
        is_sentence = block.endswith((".", "…")) and count_words(block) > 20
        if len(block) <= LONGEST_TITLE and not is_sentence:
            parts.title = block.lstrip("# ")
            return blocks[:number] + blocks[number + 1 :]
        break
    return blocks


def _take_labelled(blocks: list[str], parts: Parts) -> list[str]:
    """Take byline, date, source and link out of head and tail, and the standfirst above them."""
    empty = [name for name in ("author", "published", "source") if not getattr(parts, name)]
    rest: list[str] = []
    timeline = _timeline(blocks)
    byline_at = -1
    parts.author = parts.author or byline_in(blocks)
    for number, block in enumerate(blocks):
        inside = _HEAD <= number < len(blocks) - _TAIL or number in timeline
        if inside or not _take(block, parts, in_head=number < _HEAD):
            rest.append(block)
        elif byline_at < 0 and number < _HEAD and signature(block) is not None:
            byline_at = len(rest)
    parts.published = parts.published or parts.updated
    parts.lines += [name for name in empty if getattr(parts, name)]
    if not parts.author and (unclear := next(filter(may_be_byline, rest[:_HEAD]), "")):
        parts.notes.append(
            f"“{unclear}” may say who wrote it; it stands in the text, and `author:` was left empty."
        )
    if not parts.standfirst:
        count = _standfirst_size(rest, byline_at)
        parts.standfirst = " ".join(rest[:count])
        rest = rest[count:]
    return rest


def _timeline(blocks: list[str]) -> frozenset[int]:
    """Places of lines that are nothing but one of several days in the text, each with what happened then below it."""
    bare = [number for number, block in enumerate(blocks) if _is_bare_day(block)]
    days = {find_date(blocks[number]) for number in bare}
    begun = next((number for number, block in enumerate(blocks) if len(block) >= _FIRST_TEXT), len(blocks))
    if len(days) >= _TIMELINE:
        return frozenset(bare)
    return frozenset(number for number in bare if number > begun) if len(days) > 1 else frozenset()


def _is_bare_day(block: str) -> bool:
    return len(block) <= _LONGEST_DAY and is_date_line(block) and not _TELLS_OF_DAY.search(block)


def _take(block: str, parts: Parts, *, in_head: bool) -> bool:
    """Whether the block is a byline, date, source or link; its field is filled if it is empty."""
    if (name := signature(block)) is not None:
        parts.author = parts.author or name
        parts.agency = parts.agency or wires_in(block)
        if not parts.author and not parts.agency:
            parts.notes.append(f"“{block}” names nobody, so `author:` was left empty.")
        if missing(parts.author, name):
            parts.notes.append(f"A further byline was left out: {block}")
        parts.published = parts.published or ("" if "©" in block else find_date(block))
        return True
    if is_of_others(block):
        parts.notes.append(f"A line on who else had a part in it was left out: {block}")
        return True
    if is_date_line(block):
        found = find_date(block)
        if not found and not parts.published:
            parts.notes.append(f"The date “{block[:60]}” can be read in two ways, so it was left out.")
        if _UPDATED.search(block):
            parts.updated = parts.updated or found
        else:
            parts.published = parts.published or found
        return True
    match = _LINK.fullmatch(block)
    if match and (
        in_head or not block.lstrip("<").lower().startswith("http")
    ):  # at the end it may be a petition
        parts.url = parts.url or match["url"]
        return True
    if name := _source(block):
        parts.source = parts.source or name
        return True
    return False


def _source(block: str) -> str:
    """The publication that a line names as where the text is from; "" where it is no such line."""
    match = _SOURCE.fullmatch(block)
    if match and count_words(match["name"]) <= _LONGEST_SOURCE and not match["name"].endswith("."):
        return match["name"]
    match = _FIRST_IN.fullmatch(block) if len(block) <= _LONGEST_FIRST_IN else None
    name = match["name"] if match else ""
    is_name = name.lower() != name and count_words(name) <= _LONGEST_SOURCE and not re.search(r"\d{4}", name)
    return name if is_name else ""


def _standfirst_size(blocks: list[str], byline_at: int) -> int:
    """How many of the first blocks are the standfirst: those above the byline, or a quotation that opens the text."""
    if 0 < byline_at <= 2 < len(blocks) and sum(map(len, blocks[:byline_at])) <= _LONGEST_STANDFIRST:
        return byline_at
    opens = len(blocks) > 2 and is_quotation(blocks[0]) and len(blocks[0]) <= _LONGEST_STANDFIRST
    return 1 if opens else 0


def _without_repeats(blocks: list[str], text: str) -> list[str]:
    """The blocks without those that say the same as `text` (pages print their title twice)."""
    said = words(text)
    return [block for block in blocks if not said or words(block) != said]
