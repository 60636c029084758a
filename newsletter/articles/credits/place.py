"""Places where pictures lie: they are named beside whoever took a picture, and took none themselves."""

import re

PLATFORM = (
    r"(?:wikimedia(?:\scommons)?|wikipedia|(?:wiki)?commons(?:\.wikimedia\.org)?|flickr(?:\.com)?|pixnio|openverse|rawpixel"
    r"|(?:pexels|pixabay|unsplash)(?:\.com)?|facebook|twitter|x|instagram|youtube|social\smedia|geograph(?:y?\.org\.uk)?)"
)
IS_PLATFORM = re.compile(PLATFORM, re.IGNORECASE)
DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?", re.IGNORECASE)


def names_platform(line: str) -> bool:
    """Whether a piece of a line is the name of such a place and nothing else."""
    return any(IS_PLATFORM.fullmatch(part.strip()) for part in re.split(r"[:/|,–-]", line))


def is_platform(name: str) -> bool:
    """Whether a name is that of a place where pictures lie, not of somebody who takes them."""
    return IS_PLATFORM.fullmatch(name.strip(" .")) is not None
