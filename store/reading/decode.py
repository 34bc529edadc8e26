"""What the QR codes in a picture say, also when it is dark, moved or out of focus.

zxing-cpp reads first, on the picture as it is. Only when it finds nothing is the picture mended and read again: cleared
of specks where it has any, smoothed and sharpened against noise and blur together, then sharpened alone. What each try
gains and costs stands in docs/labels.md. Pillow mends; no numpy is needed. May be called in any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PIL import Image, ImageChops, ImageFilter

from store.reading.frames import no_decoder

__all__ = ["decode"]

MENDED_SIDE = 1920
"""Pixels of the longer side to which a larger picture is made smaller before it is mended: a camera's photo of
12 million pixels would take seconds, and a label fills much of it."""

SPECK = 32
"""Levels by which a pixel stands out from both neighbours in its row or column to be a speck; noise is less."""
SPECKED = 0.001
"""Share of such pixels from which on a picture has specks: of a sensor in the dark, or dust on a lens."""

_SMOOTH = ImageFilter.BoxBlur(1)
_SHARP = ImageFilter.UnsharpMask(radius=3, percent=300, threshold=0)
_RETRIES: tuple[Callable[[Image.Image], Image.Image], ...] = (
    lambda picture: picture.filter(_SMOOTH).filter(_SHARP),
    lambda picture: picture.filter(_SHARP),
)


def decode(frame: Image.Image, *, retry: bool = True) -> list[str]:
    """The texts of all QR codes in a picture, each once, in the order they were found; [] when there is none.

    `frame` is best a greyscale picture (mode L): bytes of a camera become one without a copy by
    `Image.frombuffer("L", (width, height), pixels)`. Without `retry` one look is all, about a tenth of the time.

    Raises:
        StoreError: `reading.no_decoder` where zxing-cpp is not installed.
    """
    grey = frame if frame.mode == "L" else frame.convert("L")
    found = _read(grey)
    if found or not retry:
        return found
    for mended in _mended(_smaller(grey)):
        found = _read(mended)
        if found:
            return found
    return []


def _mended(picture: Image.Image) -> Iterator[Image.Image]:
    if _specked(picture):
        yield _cleared(picture).filter(_SHARP)
    for mend in _RETRIES:  # of the picture as it is: what looked like specks may have been a label far away
        yield mend(picture)


def _read(picture: Image.Image) -> list[str]:
    try:
        import zxingcpp  # noqa: PLC0415  (comes with an extra; a tablet with a scanner does without)
    except ImportError as missing:
        raise no_decoder() from missing
    # Ours are dark on light; looking for the opposite would take half as long again on every empty picture. And they
    # are of model 2: "QRCode" would take micro codes too, whose smallest has no correction and is found in noise.
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
    read = zxingcpp.read_barcodes(picture, kind, try_invert=False)
    return list(dict.fromkeys(code.text for code in read))


def _specked(picture: Image.Image) -> bool:
    """Whether single pixels stand out. They are everywhere, so a sixteenth of the picture tells, in a millisecond."""
    wide, high = picture.size
    if min(wide, high) < 8:  # nothing can stand there, and Pillow dies of shifting a picture without pixels
        return False
    middle = picture.crop((wide * 3 // 8, high * 3 // 8, wide * 5 // 8, high * 5 // 8))
    apart = ImageChops.difference(middle, _cleared(middle)).histogram()
    return sum(apart[SPECK:]) > SPECKED * middle.width * middle.height


def _cleared(picture: Image.Image) -> Image.Image:
    """The median of three along the rows, then along the columns: specks go, and whatever is two pixels wide stays.

    A fifth of the time of Pillow's median of nine.
    """
    for across, down in ((1, 0), (0, 1)):
        one, other = ImageChops.offset(picture, across, down), ImageChops.offset(picture, -across, -down)
        low, high = ImageChops.darker(one, other), ImageChops.lighter(one, other)
        picture = ImageChops.lighter(low, ImageChops.darker(high, picture))
    return picture


def _smaller(picture: Image.Image) -> Image.Image:
    longer = max(picture.size)
    return picture.reduce(-(-longer // MENDED_SIDE)) if longer > MENDED_SIDE else picture
