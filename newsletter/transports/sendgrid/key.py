"""What can be a key at all, found before one goes into a header."""

from newsletter.errors import SettingsError


def vetted_key(key: str) -> str:
    """The key, if it is nothing but visible ASCII. Raises SettingsError."""
    if key and key.isascii() and key.isprintable() and " " not in key:
        return key
    raise SettingsError(
        "The SendGrid API key is empty or holds a sign that no key has, for instance a space or a line end.",
        remedy="Copy the key once more and store it with: newsletter secret set sendgrid",
        code="key-malformed",
    )
