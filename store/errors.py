"""What the store says when it cannot keep its promise.

The same shape as `checkpoints.fact.Refused`: a code for tests and scripts, a gettext msgid with {fields} for
people. A StoreError always means that nothing of the request was saved, unless its words say otherwise.
"""

from __future__ import annotations

import errno

import msgspec

__all__ = ["UNREADABLE", "EventsAreFinal", "StoreError", "from_os", "gone"]

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError)
"""What decoding rubbish raises: msgspec lets bytes that are no text through as Python's own error."""


class StoreError(Exception):
    """The disk, the lock or the file said no. `message` is a msgid, `params` fill its {fields}."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.message.format(**self.params)}"


class EventsAreFinal(TypeError):  # noqa: N818  (it names the rule that was about to be broken)
    """Somebody tried to change or remove an event. A correction is a new fact."""

    def __init__(self) -> None:
        super().__init__("events are only ever added; a correction is a new event")


_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FILE = {errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ESPIPE, errno.ENXIO}


def from_os(error: OSError, path: object) -> StoreError:
    """Put an OSError into words that say what was kept and what to do."""
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return StoreError(
            "store.full",
            "The disk is full. This was not saved; everything before it is. Free some space and try again.",
            path=str(path),
        )
    if error.errno in _DENIED:
        return StoreError(
            "store.read_only",
            "{path} cannot be written ({reason}). Nothing was saved. Allow this user to write there, or choose"
            " another folder with --data.",
            path=str(path),
            reason=reason,
        )
    if error.errno in _NO_FILE:
        return StoreError(
            "store.no_file",
            "Something that is no ordinary file stands at {path} ({reason}). Nothing was changed. Move it away, or"
            " choose another folder with --data.",
            path=str(path),
            reason=reason,
        )
    if error.errno == errno.ENOENT:
        return gone(path)
    return StoreError(
        "store.disk",
        "The disk reported an error at {path} ({reason}). This was not saved; everything before it is.",
        path=str(path),
        reason=reason,
    )


def gone(path: object) -> StoreError:
    """The folder or its journal is not there any more."""
    return StoreError(
        "store.gone",
        "The records at {path} were moved or deleted. Put them back; nothing was written.",
        path=str(path),
    )
