"""A ledger at rest, as bytes: what is small or asked for at once, and how to get at the rest.

Of a round only its tally is kept and of a finding its brief; its state is folded again from its own events when
somebody looks at it. People, labels, promises and the like are kept whole, because the events of a person never end.
What was reached and read at each place stays text until that place is asked for. Texts with times are JSON and not
MessagePack, which would lose the offset from UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

import msgspec

from checkpoints.ledger.events import Order
from checkpoints.ledger.known import Known
from checkpoints.ledger.ledger import Ledger, Loads, Others
from checkpoints.ledger.shelf import Shelf, told
from checkpoints.ledger.streams import Source, Stream
from checkpoints.site.site import Site
from checkpoints.work.accounts import Accounts
from checkpoints.work.deputies import Deputies
from checkpoints.work.findings import Brief, Findings, brief_of
from checkpoints.work.labels import Labels, Register
from checkpoints.work.missed import Missed
from checkpoints.work.people import Member, People
from checkpoints.work.praise import Praise
from checkpoints.work.promises import Promises
from checkpoints.work.records import Line, Records, line_of
from checkpoints.work.rounds.known import Reading, Rounds, Said
from checkpoints.work.rounds.tally import Tally, tally
from checkpoints.work.screens import Screen
from checkpoints.work.waivers import Waivers

__all__ = ["SECTIONS", "Resting", "freeze", "resting", "thaw"]

SECTIONS = ("known", "subjects", "states", "series")


class Resting(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One subject: how many events it has, and the last of them in fold order."""

    subject: str
    count: int
    hlc: str
    device: str
    seq: int
    head: str

    @property
    def order(self) -> Order:
        """Where the last event stands in the fold."""
        return (self.hlc, self.device, self.seq, self.head)


class _Loads(msgspec.Struct):
    first: Order
    newest: Order
    site: Site


class _States(msgspec.Struct):
    newer: int
    by_device: dict[str, int]
    loads: dict[str, _Loads]
    members: dict[str, Member]
    registers: dict[str, Register]
    by_code: dict[str, tuple[str, int]]
    by_typed: dict[str, tuple[str, int]]
    missed: dict[str, Missed]
    deputies: dict[str, Deputies]
    praise: dict[str, Praise]
    screens: dict[str, Screen]
    promises: Promises
    accounts: Accounts
    rounds: dict[str, Tally]
    open: set[str]
    by_day: dict[date, set[str]]
    starts: list[tuple[float, str]]
    findings: dict[str, Brief]
    open_at: dict[str, set[str]]
    live: set[str]
    raised_by: dict[str, int]
    given: dict[str, int]
    tags: dict[str, set[str]]
    alike: dict[str, set[str]]
    waivers: dict[str, Waivers]
    records: dict[str, Line]
    records_known: Records
    """Without the records themselves."""


class _Series(msgspec.Struct):
    reached: dict[str, msgspec.Raw]
    readings: list[tuple[str, str, msgspec.Raw]]
    said: list[tuple[str, str, list[Said]]]


_Marks = tuple[dict[str, bytes], list[tuple[str, int, int]]]
_Visits = list[tuple[datetime, str]]
_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


def resting(ledger: Ledger) -> list[Resting]:
    """All subjects with their counts, in the order in which they became known."""
    found: list[Resting] = []
    for subject, stream in ledger.streams.items():
        last = stream.events[-1].order if stream.events else stream.last
        if last is not None:
            found.append(Resting(subject, len(stream), *last))
    return found


def freeze(ledger: Ledger) -> dict[str, bytes]:
    """The ledger as bytes, by section."""
    rounds, findings = ledger.rounds, ledger.findings
    return {
        "known": _pack(ledger.known.pack()),
        "subjects": _pack(resting(ledger)),
        "states": _json(
            _States(
                newer=ledger.newer,
                by_device=ledger.by_device,
                loads={name: _Loads(of.first, of.newest, of.site) for name, of in ledger.loads.items()},
                members=ledger.people.members,
                registers=ledger.labels.registers,
                by_code=ledger.labels.by_code,
                by_typed=ledger.labels.by_typed,
                missed=ledger.missed,
                deputies=ledger.deputies,
                praise=ledger.praise,
                screens=ledger.screens,
                promises=ledger.promises,
                accounts=ledger.accounts,
                rounds=dict(told(rounds.all, tally)),
                open=rounds.open,
                by_day=rounds.by_day,
                starts=rounds.starts,
                findings=dict(told(findings.all, brief_of)),
                open_at=findings.open_at,
                live=findings.live,
                raised_by=findings.raised_by,
                given=findings.given,
                tags=findings.tags,
                alike=findings.alike,
                waivers=ledger.waivers,
                records=dict(told(ledger.records.all, line_of)),
                records_known=replace(ledger.records, all={}, told={}),
            )
        ),
        "series": _json(
            _Series(
                {place: _raw(entry) for place, entry in told(rounds.reached, _json)},
                [(*key, _raw(entry)) for key, entry in told(rounds.readings, _json)],
                [(*key, entry) for key, entry in rounds.said.items()],
            )
        ),
    }


def thaw(sections: Mapping[str, bytes | memoryview], source: Source) -> Ledger:
    """The ledger that was frozen; `source` hands out its events up to then.

    Raises msgspec.MsgspecError, ValueError or KeyError when these are not the bytes of a ledger.
    """
    states = msgspec.json.decode(sections["states"], type=_States)
    series = msgspec.json.decode(sections["series"], type=_Series)
    ledger = Ledger(source)
    ledger.known = Known.unpack(*msgspec.msgpack.decode(sections["known"], type=_Marks))
    ledger.newer, ledger.by_device = states.newer, states.by_device
    ledger.loads = {name: Loads(of.first, of.newest, of.site) for name, of in states.loads.items()}
    if ledger.loads:
        ledger.site = min(ledger.loads.values(), key=attrgetter("first")).site
    rounds = Rounds(
        all=Shelf(states.rounds, _from(ledger, "round:")),
        open=states.open,
        reached=Shelf[str, Any](series.reached, _visits),
        readings=Shelf[tuple[str, str], Any]({(a, b): raw for a, b, raw in series.readings}, _readings),
        said={(a, b): entry for a, b, entry in series.said},
        by_day=states.by_day,
        started={round_: at for at, round_ in states.starts},
        starts=states.starts,
    )
    findings = Findings(
        Shelf(states.findings, _from(ledger, "finding:")),
        states.open_at,
        states.live,
        states.raised_by,
        states.given,
        states.tags,
        states.alike,
    )
    labels = Labels(states.registers, states.by_code, states.by_typed)
    records = replace(states.records_known, all=Shelf(states.records, _from(ledger, "record:")))
    others = Others(
        states.missed,
        states.deputies,
        states.praise,
        states.screens,
        states.promises,
        states.accounts,
        records,
        states.waivers,
    )
    ledger.settle(People(states.members), labels, rounds, findings, others)
    for kept in msgspec.msgpack.decode(sections["subjects"], type=list[Resting]):
        kind, colon, key = kept.subject.partition(":")
        family = ledger.families.get(kind) if colon else None
        ledger.streams[kept.subject] = Stream(family, key, kept.count, kept.order)
        ledger.heads[kept.subject] = kept.head
    return ledger


def _raw(entry: bytes | msgspec.Raw) -> msgspec.Raw:
    return entry if isinstance(entry, msgspec.Raw) else msgspec.Raw(entry)


def _from(ledger: Ledger, family: str) -> Callable[[str, object], Any]:
    def folded(key: str, _tally: object) -> object:
        return ledger.thaw(family + key)

    return folded


def _visits(_place: str, raw: msgspec.Raw) -> _Visits:
    return msgspec.json.decode(raw, type=_Visits)


def _readings(_key: tuple[str, str], raw: msgspec.Raw) -> list[Reading]:
    return msgspec.json.decode(raw, type=list[Reading])
