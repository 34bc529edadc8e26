"""Being at a point: scans, damaged codes, and what every part of the checkpoint screen stands on.

Presence is recorded the moment it is scanned, also while a sheet is open; only the view waits until the sheet closes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import TypeVar

from textual import work

from checkpoints.fact import Moment
from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger
from checkpoints.site.people import Confirmed
from checkpoints.work import labels, screens
from checkpoints.work.rounds import Round, presence
from checkpoints.work.rounds.facts import Method, PointReached, RoundFact, ScanRefused
from store.drafts import Drafts, Kept
from store.errors import StoreError
from store.reading.newest import Newest, newest
from tui import i18n
from tui.checkpoint.finding_form import phrases_for
from tui.checkpoint.rows import Point
from tui.i18n import N_, _
from tui.scan import Scanned, Source
from tui.screens.base import BaseScreen, Face, Sheet
from tui.screens.damaged_sheet import DamagedRequest, DamagedSheet
from tui.screens.photo_sheet import watched_folder
from tui.widgets.check_list import CheckList
from tui.words.rounds import place

__all__ = ["CheckpointArrival"]

_METHODS: dict[Source, Method] = {"wedge": "scan", "paste": "pasted", "camera": "camera"}

R = TypeVar("R")
A = TypeVar("A")


class CheckpointArrival(BaseScreen):
    """What the checkpoint screen does with codes; `CheckpointScreen` itself gives `point` and `show_point`."""

    listed: CheckList
    round = ""
    checkpoint = ""
    _waiting = ""
    """A point whose code was scanned while a sheet was open."""

    @cached_property
    def drafts(self) -> Drafts:
        """Half-filled sheets of this data folder."""
        return Drafts(self.app.book.data)

    @property
    def ledger(self) -> Ledger:
        """The ledger of this moment; the logbook may put a new one in its place."""
        return self.app.book.ledger

    @property
    def by(self) -> str:
        """Who acts."""
        return self.app.person or "-"

    def kept(self, *key: str) -> Kept:
        """The draft of one sheet of this point."""
        return Kept(self.drafts, self.round, self.checkpoint, *key)

    def saved(self, kept: Kept) -> None:
        """A sheet was saved; its draft goes."""
        kept.drop()
        if self.drafts.dirty:
            self._forget()

    @work(thread=True)
    def _forget(self) -> None:
        self.drafts.flush()

    def on_unmount(self) -> None:
        """The app ends: what was filled in a moment ago is kept too."""
        if "drafts" in self.__dict__:
            self.drafts.flush()

    def point(self) -> Point | None:
        """The point as the ledger has it."""
        raise NotImplementedError

    def show_point(self, checkpoint: str) -> None:
        """Show a point now."""
        raise NotImplementedError

    async def over(self, sheet: type[Sheet[R, A]], request: R) -> A | None:
        """Open a sheet over the point; afterwards go where a code was scanned meanwhile."""
        got = await self.app.ask(sheet, request)
        self.settle()
        return got

    def settle(self) -> None:
        """Go to the point that was scanned while a sheet was open, once no sheet is."""
        if self._waiting and not isinstance(self.app.screen, Sheet):
            where, self._waiting = self._waiting, ""
            self.show_point(where)

    # arriving

    def camera(self) -> None:
        """Scan with the camera."""
        self.app.action_camera()

    def paper(self) -> None:
        """The point stands on the sheet of paper that is being entered."""
        where = self._reached(
            self.app.record(lambda _now: presence.arrive_on_paper(self.ledger, self.round, self.checkpoint, self.by))
        )
        if where:
            self.show_point(where)

    def arrive(self, scan: Scanned) -> str:
        """Record what a scan proves; the checkpoint where it proves presence, else empty, and the person was told."""
        key = None
        with suppress(StoreError):  # an unreadable keyring only means that forged codes are called unregistered
            key = self.app.book.keys.current if self.app.book.keys else None
        gaps = (min(scan.gaps), max(scan.gaps)) if scan.gaps else None
        frame = self._kept_frame(scan, screens.read(self.ledger, scan.text, self.app.now(), key))

        def decide(now: Moment) -> Sequence[RoundFact]:
            reading = screens.read(self.ledger, scan.text, now.at, key)
            if scan.source == "picture":
                return presence.arrive_by_picture(self.ledger, self.round, reading, frame, now.at, self.by, now)
            how = _METHODS[scan.source]
            return presence.arrive(
                self.ledger, self.round, reading, self.by, now, method=how, gaps_ms=gaps, photo=frame
            )

        return self._reached(self.app.record(decide))

    def _kept_frame(self, scan: Scanned, reading: labels.Reading) -> str:
        """Keep the frame in which a good code was read, where the round's rules ask for it, and always one from a file.

        Its hash, or nothing. When it cannot be kept the person is told; before a camera they have arrived all the same.
        """
        round_ = self.ledger.rounds.all.get(self.round)
        rules = round_.started.rules if round_ is not None and round_.started is not None else None
        asked = scan.source == "picture" or (rules is not None and rules.keep_frames)
        if not asked or reading.status != "active" or scan.evidence is None:
            return ""
        try:
            return self.app.book.photos.put(scan.evidence.jpeg())
        except StoreError as error:
            no = error
            self.app.tell(lambda: i18n.fill(_(no.message), no.params), grade="bad")
            return ""

    def _reached(self, events: Sequence[Event] | None) -> str:
        for event in events or ():
            if isinstance(event.body, ScanRefused):
                self._refused(event.body)
                return ""
            if isinstance(event.body, PointReached):
                return event.body.checkpoint
        return ""

    def _refused(self, scan: ScanRefused) -> None:
        named = place(self.ledger.site, scan.checkpoint) if scan.checkpoint else ""
        self.app.tell(presence.refused_words(self.ledger, scan), lambda: named, grade="bad")

    def scan_under(self, sheet: Face, scan: Scanned) -> None:
        """A scan while a sheet is open: recorded now, gone to when the sheet closes; the sheet is not touched."""
        where = self.arrive(scan)
        if not where:
            return
        self._waiting = where
        named = place(self.ledger.site, where)
        sheet.tell(
            lambda: _("Scanned and recorded: {place}.").format(place=named),
            N_("Finish or close this sheet; then it opens by itself."),
            grade="good",
        )

    @work
    async def damaged(self) -> None:
        """The code cannot be scanned."""
        point = self.point()
        if point is None:
            return
        here = self.checkpoint
        await self.over(
            DamagedSheet,
            DamagedRequest(
                place=lambda: place(point.site, here),
                reasons=phrases_for(point.site.label_reasons, point.site.checkpoint_of[here].kind, ""),
                witnesses=self.others(point.round),
                typed=self._typed,
                witnessed=lambda who, why: self._witnessed(here, who, why),
                picture=self._newest_picture if self.app.cameras.reads_pictures else None,
            ),
        )

    def others(self, round_: Round) -> tuple[str, ...]:
        """Who can give a second PIN: the round's people first, then everybody else."""
        known = [p.id for p in self.ledger.people.active() if p.id != self.app.person]
        return tuple(sorted(known, key=lambda p: p not in round_.people))

    def _typed(self, letters: str, why: str) -> bool:
        events = self.app.record(
            lambda now: presence.arrive_typed(
                self.ledger, self.round, labels.read_typed(self.ledger, letters), why, self.by, now
            )
        )
        return self._here_without_scan(self._reached(events))

    def _witnessed(self, checkpoint: str, who: Confirmed, why: str) -> bool:
        events = self.app.record(
            lambda now: presence.arrive_witnessed(self.ledger, self.round, checkpoint, why, who, self.by, now)
        )
        return self._here_without_scan(self._reached(events))

    def _here_without_scan(self, where: str) -> bool:
        if where:
            self._waiting = where
            self.tell(N_("You are here. A new label is ordered."), grade="good")
        return bool(where)

    async def _newest_picture(self) -> bool:
        """Read the newest picture of the watched folder; whether somebody arrived by it."""
        try:
            found = await asyncio.to_thread(newest, self.app.book.photos, watched_folder(self.app.book.data))
            sha = await asyncio.to_thread(self.app.book.photos.add, found.file) if found.code else ""
        except StoreError as error:
            no = error
            self.app.tell(lambda: i18n.fill(_(no.message), no.params))
            return False
        if not sha:
            self.app.tell(
                lambda: _("No code was found in {name}.").format(name=found.file.name),
                N_("Take the picture again: nearer, with light on the label, the whole code sharp and alone in it."),
            )
            return False
        return self._seen_in(found, sha)

    def _seen_in(self, found: Newest, sha: str) -> bool:
        events = self.app.record(
            lambda now: presence.arrive_by_picture(
                self.ledger,
                self.round,
                screens.read(self.ledger, found.code, now.at),
                sha,
                found.taken,
                self.by,
                now,
            )
        )
        where = self._reached(events)
        if where:
            self._waiting = where
            self.tell(N_("You are here. The picture is kept as the proof."), grade="good")
        return bool(where)
