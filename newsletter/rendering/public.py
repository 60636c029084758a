"""An issue for everybody's eyes, as a notice board's: nobody's name, no salutation, and whole sentences only."""

import re
from dataclasses import replace

from newsletter.issue import Action, Issue
from newsletter.rendering.fields import mentions
from newsletter.rendering.words import primary

#: What ends a salutation.
_STOPS = ",،，、:：!！–—"
#: Words before the name: "Dear", "Good evening, dear".
_MOST_BEFORE = 4
_LONGEST_SALUTATION = 6
_ENDS = re.compile(r"[.!?…。！？؟۔।]+[”\"’»)\]*_]*$")


def public(issue: Issue) -> Issue:
    r"""The issue with the fallback of each merge field, and without its salutation. A `\[` stays as it is typed."""
    return replace(
        issue,
        subject=filled(issue.subject),
        preheader=filled(issue.preheader),
        intro=filled(without_salutation(issue.intro), markdown=True),
        actions=tuple(_action(action) for action in issue.actions),
    )


def _action(action: Action) -> Action:
    return replace(action, title=filled(action.title), text=filled(action.text), button=filled(action.button))


def filled(text: str, *, markdown: bool = False) -> str:
    """The text with every field's fallback. Where there is none, the comma that led to the name goes, too."""
    parts, at = [], 0
    for mention in mentions(text, markdown=markdown):
        before = text[at : mention.start]
        parts.append(before if mention.has_fallback else re.sub(r"[ \t]*[,،，]?[ \t]*$", "", before))
        parts.append(mention.fallback)
        at = mention.end
        if not "".join(parts).strip():
            at += len(re.match(rf"[{_STOPS}]?\s*", text[at:])[0])  # type: ignore[index] # it matches nothing, too
    return "".join([*parts, text[at:]])


def without_salutation(markdown: str) -> str:
    """The introduction without its "Dear [first_name|friend],", on a line of its own or before a sentence."""
    text = markdown.lstrip()
    rest = _after_name(text) or _after_short_line(text)
    return rest[:1].upper() + rest[1:] if rest else text


def _after_name(text: str) -> str:
    first = next((mention for mention in mentions(text, markdown=True) if mention.known), None)
    if first is None:
        return ""
    before = text[: first.start]
    # "They won, [first_name|friend], and …" speaks to somebody, too, but greets nobody.
    if len(before.split()) > _MOST_BEFORE or re.search(rf"\n|[.!?…。！？؟۔।]\s|[{_STOPS}]\s*$", before):
        return ""
    found = re.match(rf"[*_]*\s?[{_STOPS}][*_]*\s*|[*_]*\s*\n\s*", text[first.end :])
    return text[first.end + found.end() :] if found else ""


def _after_short_line(text: str) -> str:
    """A first line of few words that ends with a comma greets somebody, in any language."""
    line, _, rest = text.partition("\n")
    is_salutation = line.rstrip(" *_").endswith((",", "،", "，")) and len(line.split()) <= _LONGEST_SALUTATION
    return rest.lstrip() if is_salutation else ""


def sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences of a text on one line; what stands after the last full stop counts as one."""
    import sentencex  # noqa: PLC0415 - only the formats that cut need it

    found = sentencex.segment(primary(language) or "en", text)
    return tuple(filter(None, (" ".join(sentence.split()) for sentence in found)))


def whole_sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences that end like one: no sign-off, and no line that leads to a list."""
    return tuple(sentence for sentence in sentences(text, language) if _ENDS.search(sentence))
