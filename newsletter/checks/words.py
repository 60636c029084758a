"""Checks of the letter's own words: a letter speaks the language of its issue, or is not sent."""

from collections.abc import Iterator

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering.words import language_name, primary


def check_words(proof: Proof) -> Iterator[Finding]:
    """Findings about the catalogue of the issue's language."""
    words, where = proof.words, proof.issue.where("language")
    if words.trouble is not None:
        trouble = words.trouble
        yield found("words-missing", trouble.message, remedy=trouble.remedy, where=trouble.where or where)
    elif not is_reviewed(proof):
        yield found(
            "words-unreviewed",
            f"The letter's own words in {language_name(words.language)} were not read by a native speaker yet.",
            remedy="Let one of your members read the letter. Then write the language into newsletter.toml: "
            f'[branch] reviewed_languages = ["{primary(words.language)}"]',
            where=where,
        )


def is_reviewed(proof: Proof) -> bool:
    """Whether the catalogue says so itself, or the branch does in its settings."""
    language = proof.words.language
    return proof.words.reviewed or bool({language, primary(language)} & set(proof.branch.reviewed_languages))
