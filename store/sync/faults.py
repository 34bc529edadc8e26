"""What an exchange says when the share fails it. None of it is fatal: what is here is safe, and it is tried again."""

from __future__ import annotations

import errno
from pathlib import Path

from store.errors import StoreError

__all__ = ["CANNOT_LOCK", "busy", "far_error", "foreign", "gone", "no_site", "not_a_journal", "slow"]

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {
    getattr(errno, name)
    for name in ("ENOENT", "ENOTDIR", "ENODEV", "ENXIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN")
    if hasattr(errno, name)
}
_STRANGE = {errno.EISDIR, errno.ELOOP, errno.ESPIPE}
CANNOT_LOCK = {
    getattr(errno, name) for name in ("ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL") if hasattr(errno, name)
}
"""What a file system without locks answers."""


def far_error(error: OSError, path: object) -> StoreError:
    """An OSError on the share's side, in words that say what is kept and what to do."""
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return StoreError(
            "share.full",
            "The share is full. Everything is kept here and goes there once there is room. Free some space on it.",
            path=str(path),
        )
    if error.errno in _DENIED:
        return StoreError(
            "share.read_only",
            "{path} cannot be written or read ({reason}). Everything is kept here and goes there later. Allow this user"
            " to write in that folder.",
            path=str(path),
            reason=reason,
        )
    if error.errno in _GONE:
        return gone(path)
    if error.errno in _STRANGE:
        return not_a_journal(path)
    if error.errno == errno.ETIMEDOUT:
        return slow(path)
    return StoreError(
        "share.disk",
        "The share reported an error at {path} ({reason}). Everything is kept here; it is tried again.",
        path=str(path),
        reason=reason,
    )


def gone(path: object) -> StoreError:
    """The folder of the share, or the file that was in it."""
    return StoreError(
        "share.gone",
        "{path} is not there. Everything is kept here. Connect the share; if the file was deleted on purpose, choose"
        " Share no more, or say `roundsman sync --forget`, and then choose it again.",
        path=str(path),
    )


def slow(path: object) -> StoreError:
    """The share did not answer in time."""
    return StoreError(
        "share.slow",
        "The share did not answer in time ({path}). Everything is kept here; it is tried again.",
        path=str(path),
    )


def busy(path: object) -> StoreError:
    """Another program of this folder exchanges just now, or the file keeps changing under our hands."""
    return StoreError(
        "share.busy",
        "Another Roundsman is exchanging with the share just now ({path}). Everything is kept here; it is tried again.",
        path=str(path),
    )


def foreign(path: Path, theirs: str, ours: str) -> StoreError:
    """The file belongs to another site."""
    return StoreError(
        "share.foreign",
        "{path} belongs to the site {theirs}; this folder belongs to {ours}. Nothing was taken in or written. Choose"
        " the file of this site.",
        path=str(path),
        theirs=theirs,
        ours=ours,
    )


def not_a_journal(path: object) -> StoreError:
    """Something else stands under the name."""
    return StoreError(
        "share.not_a_journal",
        "{path} is not a shared file of Roundsman. It was left as it is. Choose another name, or move it away.",
        path=str(path),
    )


def no_site(path: object) -> StoreError:
    """Nothing was loaded here yet, so nobody can say whether the file is ours."""
    return StoreError(
        "share.no_site",
        "This folder has no site yet. Join the site of the shared file instead: roundsman join --share {path}",
        path=str(path),
    )
