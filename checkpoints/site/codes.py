"""Codes on the wall: signed, digits only, and the eight letters under them.

A scanner that types like a keyboard gets letters wrong under Caps Lock and Chinese input methods, digits never.
41 digits: the prefix, then 128 bits as 39 decimal digits: format 3, key id 5, site 16, checkpoint 16, issue 8,
tag 80. The tag is keyed BLAKE2s over the other 48 bits, so the format version is signed too.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass

__all__ = [
    "LENGTH",
    "MAX_ISSUE",
    "PREFIX",
    "Code",
    "Key",
    "code_hash",
    "make",
    "normalise",
    "normalise_typed",
    "parse",
    "site_number",
    "typed",
    "typed_hash",
    "unpacked",
    "verify",
]

PREFIX = "73"
"""Two digits that no phone number and no goods barcode of this length starts with by habit."""
LENGTH = 41
FORMAT = 1
MAX_ISSUE = 255
MAX_KEY = 31
TYPED_LENGTH = 8
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAG_BITS = 80


@dataclass(frozen=True, slots=True)
class Key:
    """A signing key; `id` is 0 to 31 and stands in the code. It stays with the office."""

    id: int
    secret: bytes


@dataclass(frozen=True, slots=True)
class Code:
    """What stands in a code, not yet verified."""

    key: int
    site: int
    checkpoint: int
    issue: int
    tag: bytes


def site_number(site: str) -> int:
    """16 bits that stand for a site id."""
    return int.from_bytes(hashlib.blake2s(site.encode(), digest_size=2, person=b"rm-site").digest(), "big")


def _body(key: int, site: int, checkpoint: int, issue: int) -> bytes:
    return ((FORMAT << 45) | (key << 40) | (site << 24) | (checkpoint << 8) | issue).to_bytes(6, "big")


def _tag(body: bytes, key: Key) -> bytes:
    return hashlib.blake2s(body, key=key.secret, digest_size=_TAG_BITS // 8, person=b"rm-label").digest()


def make(site: str, checkpoint: int, issue: int, key: Key) -> str:
    """The 41 digits of a label. Raises ValueError when a number is out of range."""
    if not (0 <= key.id <= MAX_KEY and 1 <= checkpoint <= 0xFFFF and 1 <= issue <= MAX_ISSUE):
        msg = f"key {key.id}, checkpoint {checkpoint} or issue {issue} is out of range"
        raise ValueError(msg)
    body = _body(key.id, site_number(site), checkpoint, issue)
    return PREFIX + f"{int.from_bytes(body + _tag(body, key), 'big'):039d}"


def normalise(text: str) -> str:
    """Full-width digits become plain ones; blanks at the ends go."""
    return unicodedata.normalize("NFKC", text).strip()


def unpacked(text: str) -> tuple[int, bytes] | None:
    """The first 48 bits of a code and its last 80, of whatever format; None when it is none of ours."""
    digits = normalise(text)
    if len(digits) != LENGTH or not digits.isascii() or not digits.isdigit() or not digits.startswith(PREFIX):
        return None
    number = int(digits[len(PREFIX) :])
    if number >> 128:
        return None
    raw = number.to_bytes(16, "big")
    return int.from_bytes(raw[:6], "big"), raw[6:]


def parse(text: str) -> Code | None:
    """Take a scan apart; None when it is not one of our labels at all."""
    head, tag = unpacked(text) or (0, b"")
    if head >> 45 != FORMAT:
        return None
    return Code((head >> 40) & 31, (head >> 24) & 0xFFFF, (head >> 8) & 0xFFFF, head & 0xFF, tag)


def verify(code: Code, key: Key) -> bool:
    """Whether the tag was made with the key."""
    return code.key == key.id and hmac.compare_digest(
        code.tag, _tag(_body(code.key, code.site, code.checkpoint, code.issue), key)
    )


def typed(site: str, checkpoint: int, issue: int, key: Key) -> str:
    """The 8 letters under the code: 40 keyed bits that have nothing to do with the tag."""
    body = _body(key.id, site_number(site), checkpoint, issue)
    bits = int.from_bytes(hashlib.blake2s(body, key=key.secret, digest_size=5, person=b"rm-typed").digest(), "big")
    return "".join(CROCKFORD[(bits >> shift) & 31] for shift in range(35, -1, -5))


def normalise_typed(text: str) -> str | None:
    """Forgive what people type: full-width, lower case, O for 0, I and L for 1, dashes, blanks; None if not 8."""
    letters = unicodedata.normalize("NFKC", text).upper().translate(str.maketrans("OIL", "011"))
    kept = "".join(c for c in letters if not (c.isspace() or unicodedata.category(c) == "Pd"))
    return kept if len(kept) == TYPED_LENGTH and all(c in CROCKFORD for c in kept) else None


def code_hash(code: str) -> str:
    """What the register keeps of a code: SHA-256, hex. A lost tablet gives no code away."""
    return hashlib.sha256(code.encode()).hexdigest()


@functools.lru_cache(maxsize=256)
def typed_hash(site: str, letters: str) -> str:
    """What the register keeps of the 8 letters: scrypt, hex; about 7 ms.

    40 bits are few: with SHA-256 a lost tablet would give all of them away within minutes of guessing.
    Remembered, because the office asks for the same few over and over.
    """
    return hashlib.scrypt(letters.encode(), salt=b"rm-typed:" + site.encode(), n=2**11, r=8, p=1, dklen=32).hex()
