"""The language of a text, told by py3langid among the branch's own languages; not told where it is not clear.

Asked about all 140 languages it takes short texts for neighbours nobody reads here, and asked about few it takes a
stranger for one of them: both are asked, and both have to agree.
"""

import lzma
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

from newsletter.articles.cleaning import count_words

FEWEST_WORDS = 20
_ENOUGH = 2_000  # characters
#: Texts that could be a neighbour's, as two words of Spanish that are Galician as well, stay below it.
_SURE = 0.95
_STRANGER = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was found: a language, or the one of a stranger, or neither."""

    language: str = ""
    #: a clear case of a language that is none of ours.
    stranger: str = ""


def hear(paragraphs: Sequence[str], languages: Collection[str]) -> Heard:
    """The language of a text among `languages` (codes, areas do not count)."""
    text = " ".join(paragraphs)[:_ENOUGH]
    if count_words(text) < FEWEST_WORDS:
        return Heard()
    likely = dict(_identifier().rank(text))
    best = next(iter(likely))
    certainty = likely[best]
    ours = {language.partition("-")[0] for language in languages} & set(likely)
    if not ours:
        return Heard()
    among = max(sorted(ours), key=lambda language: likely[language])
    # How sure it would be if there were no others: the model's own measure, without a second reading.
    total = sum(likely[language] for language in ours)
    sure = likely[among] / total if total else 0.0
    if sure >= _SURE and (best == among or certainty < _STRANGER) and (len(ours) > 1 or best == among):
        return Heard(language=among)
    return Heard(stranger=best if certainty >= _STRANGER and best not in ours else "")


@cache
def _identifier() -> Any:
    """The model, unpacked once (half a second) and looked into where it lies: in memory it takes 100 MB."""
    import numpy as np  # noqa: PLC0415  (see above)
    from py3langid import langid  # noqa: PLC0415

    with tempfile.TemporaryFile() as unpacked:
        with lzma.open(langid.MODEL_DIR / langid.MODEL_FILE) as model:
            shutil.copyfileobj(model, unpacked, 1 << 16)
        with zipfile.ZipFile(unpacked) as archive:
            tables = {entry.filename: _table(np, archive, entry, unpacked) for entry in archive.infolist()}
    return langid.LanguageIdentifier(
        tables["ptc.npy"],
        np.array(tables["pc.npy"]),
        tables["classes.npy"].tolist(),
        _numbers(tables["nextmove.npy"]),
        _numbers(tables["out_feat.npy"]),
        norm_probs=True,
        tk_row=_numbers(tables["nextmove_row.npy"]),
    )


def _table(np: Any, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: IO[bytes]) -> Any:
    """One of the model's tables, of which only what is asked for comes into memory."""
    with archive.open(entry) as stream:
        np.lib.format.read_magic(stream)
        shape, _, kind = np.lib.format.read_array_header_1_0(stream)
        head = stream.tell()
    # Before each file of an archive stand 30 bytes, its name, and what the last two of the 30 say (APPNOTE 4.3.7).
    file.seek(entry.header_offset + 26)
    lengths = file.read(4)
    start = entry.header_offset + 30 + sum(int.from_bytes(lengths[n : n + 2], "little") for n in (0, 2))
    return np.memmap(file, dtype=kind, mode="r", offset=start + head, shape=shape)


def _numbers(table: Any) -> memoryview:
    """A row of numbers that Python reads by itself, wherever in the file it begins."""
    return memoryview(table.view("u1")).cast(table.dtype.char)
