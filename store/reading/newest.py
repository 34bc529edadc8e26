"""The newest picture of the watched folder, and the code that stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from store.errors import StoreError
from store.photos import Photos
from store.reading.frames import decoder_here, no_decoder

__all__ = ["Newest", "newest"]


@dataclass(frozen=True, slots=True)
class Newest:
    """A picture file, when it was written, and the one code in it; empty when there is none, or more than one."""

    file: Path
    taken: datetime
    code: str


def newest(photos: Photos, folder: Path) -> Newest:
    """Read the newest picture; takes up to seconds for a camera's twelve million pixels.

    Raises:
        StoreError: `picture.inbox_empty`, `picture.unreadable`, `picture.gone`, `reading.no_decoder`.
    """
    if not decoder_here():
        raise no_decoder()
    found = photos.listing(folder)
    if not found:
        raise StoreError(
            "picture.inbox_empty",
            "There is no picture in {folder} yet. Take one of the label with the camera app, then tap here again.",
            folder=str(folder),
        )
    from store.reading.pictures import codes_in  # noqa: PLC0415  (the app starts without Pillow)

    file, written, _size = found[0]
    texts = codes_in(file)
    return Newest(file, datetime.fromtimestamp(written, UTC), texts[0] if len(texts) == 1 else "")
