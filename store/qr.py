"""A text as a QR code: dark and light modules, nothing drawn.

The quiet zone, 4 light modules on every side, belongs to whoever draws it.
"""

from __future__ import annotations

from typing import Literal

__all__ = ["QUIET", "Level", "Matrix", "matrix"]

Level = Literal["L", "M", "Q", "H"]
"""How much of the code may be lost: 7, 15, 25, 30 percent."""
Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, True is dark."""
QUIET = 4
"""Modules of light on every side that the standard asks for; with less, some readers find nothing."""


def matrix(text: str, level: Level) -> Matrix:
    """The smallest code that holds the text at that level; without a quiet zone. About 5 ms.

    41 digits are 25 modules wide at Q and 29 at H. Raises ValueError when no code is large enough.
    """
    import qrcode  # noqa: PLC0415  (loads Pillow: 0.1 s that no start needs)
    from qrcode import constants  # noqa: PLC0415

    levels = {
        "L": constants.ERROR_CORRECT_L,
        "M": constants.ERROR_CORRECT_M,
        "Q": constants.ERROR_CORRECT_Q,
        "H": constants.ERROR_CORRECT_H,
    }
    code = qrcode.QRCode(error_correction=levels[level], border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())
