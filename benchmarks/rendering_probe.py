"""python -m benchmarks.rendering_probe WHAT [PAGE]: one measurement of rendering in a process of its own, as JSON.

designs               the names of the designs
page DESIGN PAGE      writes the page of the sample issue as it is before its styles are inlined
compose               milliseconds from the first import to the letter, in this fresh process
premailer PAGE        milliseconds from the import of premailer to the inlined page, with its defaults
warm DESIGN PAGE ROUNDS   both and css-inline again and again, in turn, in one process
fill PEOPLE           microseconds per recipient for our filler, for a second Jinja stage and for composing anew
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Person = dict[str, str]
Fill = Callable[[Person], tuple[str, ...]]


def main(what: str, *words: str) -> None:
    deeds: dict[str, Callable[..., dict[str, Any]]] = {
        "designs": designs, "page": page, "compose": compose, "premailer": premailer_alone, "warm": warm, "fill": fill,
    }  # fmt: skip
    print(json.dumps(deeds[what](*words)))


def designs() -> dict[str, list[str]]:
    from newsletter.rendering import templates

    return {"designs": sorted(path.parent.name for path in templates.shipped().glob("email/*/email.html.j2"))}


def page(design: str, path: str) -> dict[str, float]:
    from benchmarks import sample
    from newsletter.rendering import templates
    from newsletter.rendering.content import Content
    from newsletter.rendering.fields import FieldTags

    articles = sample.make_articles()
    content = Content(
        issue=sample.make_issue(articles, design=design), articles=articles, branch=sample.make_branch(),
        tags=FieldTags(sample.NONCE), unsubscribe="https://unsubscribe.invalid/",
    )  # fmt: skip
    html = templates.render(design, content.values(), templates=None, nonce=sample.NONCE).html
    Path(path).write_text(html, encoding="utf-8")
    return {"bytes": len(html.encode())}


def compose() -> dict[str, float]:
    begun = time.perf_counter()
    from benchmarks import sample

    letter = sample.make_letter()
    return {"ms": (time.perf_counter() - begun) * 1000, "bytes": len(letter.html.encode())}


def premailer_alone(path: str) -> dict[str, float]:
    source = Path(path).read_text(encoding="utf-8")
    begun = time.perf_counter()
    import premailer

    result = premailer.transform(source)
    return {"ms": (time.perf_counter() - begun) * 1000, "bytes": len(result.encode())}


def warm(design: str, path: str, rounds: str) -> dict[str, float]:
    import css_inline
    import premailer

    from benchmarks import sample

    source = Path(path).read_text(encoding="utf-8")
    deeds: dict[str, Callable[[], object]] = {
        "compose": lambda: sample.make_letter(design=design),
        "premailer": lambda: premailer.transform(source),
        "css-inline": lambda: css_inline.inline(source, keep_at_rules=True),
    }
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for number in range(int(rounds) + 1):
        for name, deed in deeds.items():
            taken = _seconds(deed)
            if number:  # the first of each pays for imports and caches
                times[name].append(taken)
    return {name: statistics.median(found) * 1000 for name, found in times.items()}


def fill(number: str) -> dict[str, float]:
    from benchmarks import sample

    # Twelve articles make a letter of 40 kB.
    letter = sample.make_letter(12, greeting="Dear [name|friend] ([first_name|friend]),")
    people = [
        {"first_name": first, "name": f"{first} Vale" if first else ""}
        for _, first in sample.make_people(int(number))
    ]
    ours, jinja = _our_filler(letter), _jinja_filler(letter)
    _refuse_difference(ours(people[0]), jinja(people[0]))
    times: dict[str, list[float]] = {"ours": [], "jinja": []}
    for _ in range(3):  # in turn, so that a busy moment falls on both
        times["ours"].append(_seconds(lambda: _fill_all(ours, people)))
        times["jinja"].append(_seconds(lambda: _fill_all(jinja, people)))
    per_person = {name: statistics.median(found) / len(people) * 1e6 for name, found in times.items()}
    # Whoever renders for each recipient: a few are enough to see a difference of thousands.
    per_person["compose"] = _seconds(lambda: [sample.make_letter(12) for _ in range(5)]) / 5 * 1e6
    return {**per_person, "bytes": len(letter.html.encode()), "fields": len(letter.fields)}


def _fill_all(fill_in: Fill, people: list[Person]) -> None:
    for person in people:
        fill_in(
            person
        )  # and let go: nobody keeps 10,000 letters, and a gigabyte of them would be all we measure


def _our_filler(letter: Any) -> Fill:
    from newsletter.rendering.message import Filler

    filler = Filler(letter)

    def one(person: Person) -> tuple[str, ...]:
        filled = filler.fill(letter.values(person))
        return filled.subject, filled.html, filled.text

    return one


def _jinja_filler(letter: Any) -> Fill:
    """The usual second stage: three templates, parsed once, with the same fallbacks."""
    from jinja2 import Environment

    def template(text: str, *, escape: bool) -> Any:
        for field in letter.fields:
            hole = f"{{{{ {field.name} or {field.fallback!r} }}}}"
            text = text.replace(field.html_tag, hole).replace(field.text_tag, hole)
        return Environment(autoescape=escape).from_string(text)

    parts = [
        template(letter.subject, escape=False),
        template(letter.html, escape=True),
        template(letter.text, escape=False),
    ]
    return lambda person: tuple(part.render(person) for part in parts)


def _refuse_difference(ours: tuple[str, ...], jinja: tuple[str, ...]) -> None:
    if [part.strip() for part in ours] != [part.strip() for part in jinja]:
        raise SystemExit("the two fillers do not make the same letter")


def _seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
