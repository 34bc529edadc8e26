"""The font that prints Chinese: where it is looked for, and what to install where there is none.

Fixed places and not `fc-match`, which answers with whatever is nearest: a sheet of empty boxes is worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from store.errors import StoreError

__all__ = ["PLACES", "VARIABLE", "Font", "damaged", "find", "signs"]

VARIABLE = "ROUNDSMAN_FONT"


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, and which of the faces in it; 0 where there is only one."""

    path: Path
    face: int = 0


PLACES: tuple[Font, ...] = (
    # The simplified Chinese face of the five languages is the third.
    Font(Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2),
    Font(Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"), 2),
    Font(Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"), 2),
    Font(Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")),
    Font(Path("C:/Windows/Fonts/msyh.ttc")),
    Font(Path("C:/Windows/Fonts/simhei.ttf")),
)


def find(environ: Mapping[str, str], places: Sequence[Font] = PLACES) -> Font:
    """The font named in ROUNDSMAN_FONT (`FILE`, or `FILE#2` for the third face of a collection), else the first found.

    Raises:
        StoreError: `fonts.not_there` when the one named is no file, `fonts.none` when there is none at all.
    """
    named = environ.get(VARIABLE, "")
    if named:
        whole, _, face = named.rpartition("#")
        font = Font(Path(whole), int(face)) if whole and face.isdigit() else Font(Path(named))
        if not font.path.is_file():
            raise StoreError(
                "fonts.not_there",
                "ROUNDSMAN_FONT names {path}, and there is no such file. Nothing was made. Name another font, or unset"
                " it.",
                path=str(font.path),
            )
        return font
    for font in places:
        if font.path.is_file():
            return font
    raise StoreError(
        "fonts.none",
        "No font that prints Chinese was found. Nothing was made. Install one: sudo apt install fonts-noto-cjk"
        " (or fonts-wqy-microhei), or name a font file in ROUNDSMAN_FONT.",
    )


def signs(font: Font) -> Mapping[int, object]:
    """The code points that it can draw. Raises StoreError `fonts.damaged`."""
    # Only for what is printed; fontTools is written without types.
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]

    try:
        with TTFont(font.path, fontNumber=font.face, lazy=True) as opened:
            return cast("Mapping[int, object]", opened.getBestCmap() or {})
    except Exception as error:  # a font file is a program of its own; fontTools raises whatever it trips over
        raise damaged(font, error) from error


def damaged(font: Font, error: Exception) -> StoreError:
    """That it cannot be used, in words."""
    return StoreError(
        "fonts.damaged",
        "The font {path} cannot be used ({reason}). Nothing was made. Name another one in ROUNDSMAN_FONT.",
        path=str(font.path),
        reason=str(error) or type(error).__name__,
    )
