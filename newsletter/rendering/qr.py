"""QR codes of links, as a path that a template draws: medium error correction, quiet zone included."""

from dataclasses import dataclass

#: Modules of white on each side (ISO/IEC 18004, 6.3.8).
QUIET = 4
#: Version 14, without its quiet zone. A telephone must tell the modules of a small square apart.
MOST_MODULES = 73


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code. `path` is the `d` of an SVG path, one unit a module, the quiet zone already kept free."""

    #: modules of a side without the quiet zone.
    modules: int
    path: str

    @property
    def side(self) -> int:
        """Modules of a side with the quiet zone: the side of the viewBox."""
        return self.modules + 2 * QUIET


def code_of(link: str) -> Code | None:
    """The code of a link; None for a link too long to be scanned from a notice board."""
    import segno  # noqa: PLC0415 - one format needs it

    try:
        code = segno.make_qr(link, error="m")
    except segno.DataOverflowError:
        return None
    rows = tuple(code.matrix)
    if len(rows) > MOST_MODULES:
        return None
    return Code(modules=len(rows), path="".join(_row(y, row) for y, row in enumerate(rows, QUIET)))


def _row(y: int, row: bytearray) -> str:
    """The dark runs of one row as rectangles."""
    pieces, x = [], 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            pieces.append(f"M{x + QUIET} {y}h{end - x}v1h-{end - x}z")
        x = end + 1
    return "".join(pieces)
