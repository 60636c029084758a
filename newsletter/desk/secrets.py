"""Store a key or password, and say where each would be taken from. The values are never shown."""

from newsletter.desk.result import Result, Talk
from newsletter.secret import VARIABLES, SecretName, Secrets, advice


def keep(keys: Secrets, name: str, talk: Talk) -> Result:
    """Ask for a secret at a hidden prompt (or read it from standard input) and store it."""
    value = talk.ask_secret(f"The {name} secret")
    source = keys.set(name, value)
    used = keys.require(name).source
    hidden = f"But {VARIABLES[SecretName(name)]} is set, and is used instead." if used is not source else ""
    return Result(
        data={"name": name, "source": str(source)},
        lines=(f"Kept: {name} ({source}).",),
        messages=tuple(remark for remark in (advice(name, value), hidden) if remark),
    )


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
