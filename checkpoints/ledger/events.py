"""The envelope around a fact, and the one total order in which events are folded.

`order` is the same on every device: hybrid clock, device, sequence, id. Never sort by `id` or `at`: both come
from a wall clock that a person can set.
"""

from __future__ import annotations

from datetime import datetime
from sys import intern

import msgspec
from msgspec.structs import force_setattr

from checkpoints.fact import Fact
from checkpoints.ledger.facts import AnyFact

__all__ = ["Event", "NewerFact", "Order", "decode_event", "encode_event"]

Order = tuple[str, str, int, str]


class NewerFact(Fact, frozen=True, kw_only=True, tag="newer"):
    """A fact written by a newer version. It is kept and counted; nothing is guessed from it."""

    about: str
    body: msgspec.Raw

    @property
    def subject(self) -> str:
        """The subject that the writer's envelope names."""
        return self.about


class _Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Who, when, where and after what; the fact itself comes last."""

    id: str
    """UUIDv7, made once; the identity of the event."""
    device: str
    """Id of the writing device, with its incarnation."""
    seq: int
    """1, 2, 3 ... of that device, without gaps."""
    hlc: str
    """Hybrid logical clock, fixed width, so that text order is time order: 12 hex of ms, '.', 4 hex of count."""
    at: datetime
    """Wall time with UTC offset, as the device had it."""
    actor: str
    """Person id, or `-` for the program itself."""
    subject: str
    seen: str | None = None
    """Id of the last event of this subject that the writer knew."""
    boot: str = ""
    """Which run of the machine `up` counts in; empty where the system has no such mark."""
    up: int = 0
    """Milliseconds since that boot, sleep included: no hand can set it (rule 11.15)."""

    def __post_init__(self) -> None:
        # The same few words stand in all events; sharing them halves what a year of events takes.
        force_setattr(self, "device", intern(self.device))
        force_setattr(self, "actor", intern(self.actor))
        force_setattr(self, "subject", intern(self.subject))
        force_setattr(self, "boot", intern(self.boot))


class Event(_Envelope, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One fact with who, when, where and after what."""

    body: AnyFact | NewerFact

    @property
    def order(self) -> Order:
        """The key of the fold."""
        return (self.hlc, self.device, self.seq, self.id)


class _Loose(_Envelope, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An envelope whose fact this version does not know."""

    body: msgspec.Raw


_known = msgspec.json.Decoder(Event)
_loose = msgspec.json.Decoder(_Loose)
_encoder = msgspec.json.Encoder()


def decode_event(raw: bytes | msgspec.Raw) -> Event:
    """Read an event from JSON.

    A fact of a kind or shape that this version does not know becomes a `NewerFact`, so that an old device keeps
    what a newer one wrote.

    Raises:
        msgspec.MsgspecError: the envelope itself is not readable.
    """
    try:
        return _known.decode(raw)
    except msgspec.ValidationError:
        loose = _loose.decode(raw)
        fields = {name: getattr(loose, name) for name in _Envelope.__struct_fields__}
        # A copy, because a Raw keeps the whole line, or the whole file, that it was cut from.
        return Event(**fields, body=NewerFact(about=loose.subject, body=loose.body.copy()))


def encode_event(event: Event) -> bytes:
    """Write an event as JSON, the way it stands in the journal; a `NewerFact` goes back as it came."""
    if isinstance(event.body, NewerFact):
        fields = {name: getattr(event, name) for name in _Envelope.__struct_fields__}
        return _encoder.encode(_Loose(**fields, body=event.body.body))
    return _encoder.encode(event)
