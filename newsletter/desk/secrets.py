"""Store a key or password, and say where each would be taken from. The values are never shown."""

from newsletter.desk.result import Result, Talk
from newsletter.errors import SettingsError
from newsletter.secret import VARIABLES, SecretName, Secrets, advice, mark_of, typed_root
from newsletter.wiring import House


def keep(house: House, name: str, talk: Talk) -> Result:
    """Ask for a secret at a hidden prompt (or read it from standard input) and store it.

    Of the root key the list is the judge: the one that opens it takes the place of any other, and no other is taken.
    """
    keys = house.secrets
    value = talk.ask_secret(f"The {name} secret")
    fits = name == SecretName.ROOT and _fits(house, typed_root(value))
    source = keys.set(name, value, force=fits)
    used = keys.require(name).source
    hidden = f"But {VARIABLES[SecretName(name)]} is set, and is used instead." if used is not source else ""
    return Result(
        data={"name": name, "source": str(source)},
        lines=(f"Kept: {name} ({source}).",),
        messages=tuple(remark for remark in (advice(name, value), hidden) if remark),
    )


def _fits(house: House, root: bytes) -> bool:
    """Whether the list opens with it; False too where there is no list to tell. Raises SettingsError."""
    fits = house.opens_with(root)
    if fits is False:
        raise SettingsError(
            f"The list of this folder does not open with this key, whose mark is {mark_of(root)}. Nothing was changed.",
            remedy="Look for the sheet of its own key. If the list is damaged, or you have a backup with the mark "
            f"{mark_of(root)}: newsletter database restore FILE --other-key",
            code="wrong-key",
        )
    return bool(fits)


def listing(keys: Secrets) -> Result:
    """Where each secret is taken from now."""
    found = keys.sources()
    return Result(
        data={"secrets": [{"name": str(name), "source": source and str(source)} for name, source in found]},
        lines=tuple(_line(name, source) for name, source in found),
    )


def _line(name: SecretName, source: object) -> str:
    where = str(source) if source else f"not set (newsletter secret set {name}, or {VARIABLES[name]})"
    return f"{name:<10}{where}"
