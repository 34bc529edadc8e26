"""What the QR codes in a picture say, also when it is dark, moved or out of focus.

zxing-cpp reads first, on the picture as it is. Only when it finds nothing is the picture mended and read again:
smoothed and sharpened against noise and blur together, then sharpened alone. What each try gains and costs stands in
docs/labels.md. A 3 x 3 median was measured and left out: three times as slow as smoothing, and it found nothing more.
Pillow mends; no numpy is needed. May be called in any thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageFilter

from store.reading.frames import no_decoder

__all__ = ["decode"]

MENDED_SIDE = 1920
"""Pixels of the longer side to which a larger picture is made smaller before it is mended: a camera's photo of
12 million pixels would take seconds, and a label fills much of it."""

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
    grey = _smaller(grey)
    for mend in _RETRIES:
        found = _read(mend(grey))
        if found:
            return found
    return []


def _read(picture: Image.Image) -> list[str]:
    try:
        import zxingcpp  # noqa: PLC0415  (comes with the extra `camera`; a tablet with a scanner does without)
    except ImportError as missing:
        raise no_decoder() from missing
    # Ours are dark on light; looking for the opposite would take half as long again on every empty picture.
    read = zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False)
    return list(dict.fromkeys(code.text for code in read))


def _smaller(picture: Image.Image) -> Image.Image:
    longer = max(picture.size)
    return picture.reduce(-(-longer // MENDED_SIDE)) if longer > MENDED_SIDE else picture
