"""Where printed documents are put: the folder `reports` beside the journal, each under a name that says what it is.

They are copies for people and no part of the record; anybody may delete them. A document printed again takes the place
of the last print.
"""

from __future__ import annotations

from pathlib import Path

from checkpoints.reports.document import Document
from checkpoints.site.words import Lang
from store.disk import DISK, Disk
from store.errors import from_os
from store.whole import write_whole

__all__ = ["FOLDER", "file_under", "keep"]

FOLDER = "reports"
_SUFFIXES = {"text": "txt", "html": "html"}


def file_under(data: Path, document: Document, lang: Lang, form: str) -> Path:
    """Which file a document goes to: `reports/notice-K7Q-0042-1.zh.html`."""
    return data / FOLDER / f"{document.file_name}.{lang}.{_SUFFIXES[form]}"


def keep(path: Path, told: str, disk: Disk = DISK) -> None:
    """Write a printed document, whole or not at all; only for this user's eyes. Raises StoreError."""
    try:
        disk.make_folder(path.parent)
        write_whole(path, told.encode(), disk, mode=0o600)
    except OSError as error:
        raise from_os(error, path) from error
