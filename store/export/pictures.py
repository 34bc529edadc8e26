"""Photos for a page: those that are here, of a kind that every browser shows, and small enough to be sent on."""

from __future__ import annotations

from store.export.html import Picture
from store.photos import Photos

__all__ = ["LARGEST", "pictures"]

LARGEST = 4 * 1024 * 1024
"""Bytes of a picture that goes into a page; the page has to go through a mail box."""
_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def pictures(photos: Photos) -> Picture:
    """Where a page gets its pictures from."""

    def picture(sha: str) -> tuple[str, bytes] | None:
        path = photos.path(sha)
        kind = _TYPES.get(path.suffix)
        try:
            if kind is None or path.stat().st_size > LARGEST:
                return None
            return kind, path.read_bytes()
        except OSError:
            return None

    return picture
