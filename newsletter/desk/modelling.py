"""A language model's proposal for a summary, where the settings name one and say that texts may be sent there."""

from newsletter.articles.article import Article
from newsletter.articles.summaries.model import Endpoint, ask
from newsletter.articles.summaries.proposal import Proposal
from newsletter.errors import SettingsError
from newsletter.secret import SecretName
from newsletter.settings import Model, is_loopback
from newsletter.wiring import House


def proposal_of_model(
    house: House, article: Article, most_words: int
) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    """Its proposal, if one held out against the article, and what there is to say of it.

    Raises SettingsError where no model is named, or nobody has agreed that articles go to its host.
    """
    model = house.settings.model
    _refuse_unsaid(model)
    secret = house.secrets.get(SecretName.MODEL)
    endpoint = Endpoint(url=model.url, name=model.name, key=secret.value if secret else "")
    found, why = ask(endpoint, article, language=house.settings.branch.language, most_words=most_words)
    if found is None:
        return (), (f"The language model at {model.host} gave no summary that can be used: {why}.",)
    said = f"One proposal is by a language model at {model.host}: read it against the article before you take it."
    return (found,), (said,)


def _refuse_unsaid(model: Model) -> None:
    if not model.url:
        raise SettingsError(
            "The settings name no language model.",
            remedy='Write into newsletter.toml: [model] url = "http://127.0.0.1:11434/v1" and name = "…"; or leave '
            "--model out.",
            code="no-model",
        )
    if not is_loopback(model.host) and model.consent != model.host:
        raise SettingsError(
            f"The whole text of the article would be sent to {model.host}, to a computer that is not yours. Whoever "
            "runs it can read and keep it.",
            remedy="If you may do that with articles of others and your branch agrees, write under [model] in "
            f'newsletter.toml: consent = "{model.host}"',
            code="no-consent",
        )
