"""Codes on a screen: 41 digits that change every 30 seconds, for places where a photograph must not help.

A time-based hash chain (Lamport's one-time passwords, in the form of T/Key), one chain a day. The screen knows a
secret and shows the chain from its last link to its first; whoever checks knows only the anchor, which comes after the
first link, and hashes forward from what it was shown. So a device that checks can make no code, and its register may
lie open. 41 digits: the prefix of all our codes, then 128 bits as 39 decimal digits: format 3, issue 5, site 16,
checkpoint 16, the low 8 bits of the window, a link of 80. A day is a day of UTC.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from checkpoints.site.codes import PREFIX, Key, site_number, unpacked

__all__ = [
    "MAX_ISSUE",
    "WINDOW",
    "WINDOWS_A_DAY",
    "ScreenCode",
    "ScreenSecret",
    "anchor",
    "digits",
    "genuine",
    "parse",
    "secret_for",
    "window_meant",
    "window_of",
]

WINDOW = 30
"""Seconds for which one code stands on the screen."""
WINDOWS_A_DAY = 86_400 // WINDOW
FORMAT = 2
MAX_ISSUE = 31
_LINK = 10
"""Bytes of a link: 80 bits, as many as the tag of a label has."""
_LOW = 1 << 8


@dataclass(frozen=True, slots=True)
class ScreenSecret:
    """What the device with the screen knows and nobody else but the office can work out."""

    site: str
    checkpoint: int
    """The checkpoint's number, as in a label."""
    issue: int
    secret: bytes


@dataclass(frozen=True, slots=True)
class ScreenCode:
    """What stands in a code, not yet verified."""

    site: int
    checkpoint: int
    issue: int
    low: int
    """The window it was shown in, modulo 256: a little over two hours."""
    link: bytes


def secret_for(key: Key, site: str, checkpoint: int, issue: int) -> ScreenSecret:
    """The secret of one screen, derived from the signing key, which it does not give away.

    Raises ValueError when a number is out of range.
    """
    if not (1 <= checkpoint <= 0xFFFF and 1 <= issue <= MAX_ISSUE):
        msg = f"checkpoint {checkpoint} or issue {issue} is out of range"
        raise ValueError(msg)
    about = f"{site}|{checkpoint}|{issue}".encode()
    return ScreenSecret(site, checkpoint, issue, hashlib.blake2s(about, key=key.secret, person=b"rm-scrn").digest())


def window_of(at: datetime) -> int:
    """The number of the half minute, counted from 1970 in UTC."""
    return int(at.timestamp()) // WINDOW


def _about(site: int, checkpoint: int, issue: int, day: int) -> bytes:
    return (((((FORMAT << 5) | issue) << 16 | site) << 16 | checkpoint) << 32 | day).to_bytes(9, "big")


def _next(link: bytes, at: int, about: bytes) -> bytes:
    """The link before this one in time. Each step has a hash of its own, so that one table cannot break them all."""
    return hashlib.blake2s(link + at.to_bytes(2, "big") + about, digest_size=_LINK, person=b"rm-link").digest()


@functools.lru_cache(maxsize=2)
def _chain(secret: ScreenSecret, day: int) -> tuple[bytes, ...]:
    """The links of a day, first window first; the anchor, which is never shown, comes last in the tuple."""
    about = _about(site_number(secret.site), secret.checkpoint, secret.issue, day)
    seed = hashlib.blake2s(about, key=secret.secret, digest_size=_LINK, person=b"rm-day").digest()
    links = [seed]
    for at in range(WINDOWS_A_DAY - 1, -1, -1):
        links.append(_next(links[-1], at, about))
    return (*reversed(links[:-1]), links[-1])


def anchor(secret: ScreenSecret, day: int) -> str:
    """What the register keeps of a day's codes, in hex. It takes about 3 ms."""
    return _chain(secret, day)[-1].hex()


def digits(secret: ScreenSecret, at: datetime) -> str:
    """The 41 digits that the screen shows at a moment."""
    window = window_of(at)
    day, within = divmod(window, WINDOWS_A_DAY)
    head = (
        ((FORMAT << 5) | secret.issue) << 40 | site_number(secret.site) << 24 | secret.checkpoint << 8 | window % _LOW
    )
    return PREFIX + f"{int.from_bytes(head.to_bytes(6, 'big') + _chain(secret, day)[within], 'big'):039d}"


def parse(text: str) -> ScreenCode | None:
    """Take a scan apart; None for everything but a code of a screen."""
    head, link = unpacked(text) or (0, b"")
    if head >> 45 != FORMAT:
        return None
    return ScreenCode((head >> 24) & 0xFFFF, (head >> 8) & 0xFFFF, (head >> 40) & 31, head & 0xFF, link)


def window_meant(code: ScreenCode, now: int) -> int:
    """The window nearest to `now` that the code can mean."""
    ahead = (code.low - now) % _LOW
    return now + (ahead if ahead < _LOW // 2 else ahead - _LOW)


def genuine(code: ScreenCode, window: int, anchor_of_day: str) -> bool:
    """Whether the link leads to the anchor of its day; at most 2880 hashes, about 3 ms."""
    day, within = divmod(window, WINDOWS_A_DAY)
    about = _about(code.site, code.checkpoint, code.issue, day)
    link = code.link
    for at in range(within, -1, -1):
        link = _next(link, at, about)
    return hmac.compare_digest(link.hex(), anchor_of_day)
