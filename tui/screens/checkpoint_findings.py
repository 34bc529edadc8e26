"""Findings and photos at a point. Part of the checkpoint screen.

A fail opens a sheet that is filled in already; nothing is recorded until Save, and then answer and finding together.
A photo that was taken before its check was answered waits for the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from textual import work

from checkpoints.ledger.events import Event
from checkpoints.site.checks import Check
from checkpoints.work import findings
from checkpoints.work.findings import Draft, Finding, FindingNoted
from checkpoints.work.rounds import checking
from checkpoints.work.rounds.answers import outcome_of, words_for
from tui.checkpoint.finding_choices import Page
from tui.checkpoint.rows import Point
from tui.i18n import _, lang
from tui.screens.checkpoint_question import CheckpointQuestion
from tui.screens.finding_sheet import FindingRequest, FindingSheet
from tui.screens.photo_sheet import PhotoRequest, PhotoSheet, Picked
from tui.words.rounds import place

__all__ = ["CheckpointFindings", "Held"]


@dataclass(slots=True)
class Held:
    """A photo, or why there is none, that was taken before its check was answered."""

    photos: list[str] = field(default_factory=list[str])
    no_photo: str = ""


class CheckpointFindings(CheckpointQuestion):
    """What the checkpoint screen does with findings and photos."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[tuple[str, str, str], Held] = {}

    def held_at(self, checkpoint: str) -> dict[str, Held]:
        """Photos that wait for an answer, by check."""
        return {key[2]: held for key, held in self._held.items() if key[:2] == (self.round, checkpoint)}

    def advance(self, *, afresh: bool = False) -> None:
        """Select the next row that wants an answer."""
        raise NotImplementedError

    def record_answer(
        self, check: Check, raw: str | float, draft: Draft | None = None, picked: Picked | None = None
    ) -> Sequence[Event] | None:
        """Record one answer with the photos that waited for it."""
        key = (self.round, self.checkpoint, check.id)
        held = self._held.get(key, Held())
        photos, no_photo = tuple(held.photos), held.no_photo
        if picked is not None:
            given = self.ledger.rounds.all[self.round].visit(self.checkpoint).answers.get(check.id)
            before = given.fact.photos if given else ()
            photos = (*before, *photos, *((picked.photo,) if picked.photo else ()))
            no_photo = "" if photos else picked.no_photo
        round_id, here = self.round, self.checkpoint
        events = self.app.record(
            lambda now: checking.answer(
                self.ledger,
                round_id,
                here,
                check.id,
                raw,
                self.by,
                now,
                photos=tuple(dict.fromkeys(photos)),
                no_photo=no_photo,
                draft=draft,
                lang=lang(),
            )
        )
        if events is not None:
            self._held.pop(key, None)
        return events

    # findings

    def _request(self, point: Point, start: Draft, **more: object) -> dict[str, object]:
        others = self.others(point.round)
        return {
            "place": lambda: place(point.site, start.checkpoint),
            "kind": point.site.checkpoint_of[start.checkpoint].kind,
            "start": start,
            "people": (*((self.app.person,) if self.app.person else ()), *others),
            "witnesses": others,
            **more,
        }

    @work
    async def fail(self, point: Point, check: Check, value: str) -> None:
        """The finding of a failed check, filled in; Save records answer and finding together."""
        here, kept = self.checkpoint, self.kept("check", check.id)
        outcome = outcome_of(check.answer, value)
        start = findings.draft_for(self.ledger, here, check, value, outcome, round_id=self.round)
        held = self.held_at(here).get(check.id, Held())
        start = replace(start, photos=tuple(held.photos), no_photo=held.no_photo)

        def save(draft: Draft) -> bool:
            done = self.record_answer(check, value, draft)
            if done is not None:
                self.saved(kept)
            return done is not None

        asked = self._request(point, start, base=lambda: words_for(check, value, lang()), kept=kept, save=save)
        if await self.over(FindingSheet, FindingRequest(**asked)) and self.checkpoint == here:  # type: ignore[arg-type]
            self._saved_finding()

    @work
    async def free_finding(self) -> None:
        """A finding that no check asks for."""
        point = self.point()
        if point is None:
            return
        here, kept = self.checkpoint, self.kept("free")

        def save(draft: Draft) -> bool:
            done = self.app.record(lambda now: checking.raise_here(self.ledger, draft, self.by, now))
            if done is not None:
                self.saved(kept)
            return done is not None

        def same(finding: str) -> bool:
            done = self.app.record(lambda _now: checking.see(self.ledger, self.round, finding, self.by, still=True))
            if done is not None:
                self.saved(kept)
                seen.append(self.ledger.findings.called(finding))
            return done is not None

        seen: list[str] = []
        start = findings.draft_for(self.ledger, here, None, round_id=self.round)
        asked = self._request(point, start, base=lambda: "", kept=kept, save=save, same=same, first="words")
        if await self.over(FindingSheet, FindingRequest(**asked)) and self.checkpoint == here:  # type: ignore[arg-type]
            self._saved_finding()
        elif seen:
            self.tell(lambda: _("Seen again and saved: {number}").format(number=seen[0]), grade="good")

    def _saved_finding(self) -> None:
        point = self.point()
        newest = max(
            (f for f in self.ledger.findings.all.values() if f.raised and point and f.id in point.visit.touched),
            key=lambda f: f.id,
            default=None,
        )
        self.advance()
        if newest is not None and newest.raised is not None:
            number = newest.raised.number
            self.tell(lambda: _("Finding {number} is saved.").format(number=number), grade="good")

    @work
    async def add_to(self, point: Point, finding: Finding, first: Page = "main") -> None:
        """Words, photos or a fix for a finding that is recorded."""
        raised = finding.raised
        if raised is None:
            return
        kept = self.kept("finding", finding.id)
        round_id = self.round

        def save(draft: Draft) -> bool:
            added = FindingNoted(finding=finding.id, words=draft.words, photos=draft.photos, no_photo=draft.no_photo)
            some = bool(draft.words or draft.photos or draft.no_photo)

            def decide(_now: object) -> Sequence[findings.FindingFact | object]:
                noted = findings.note(self.ledger, finding.id, added) if some or not draft.fix else ()
                fixed = checking.fix_here(self.ledger, round_id, finding.id, draft.fix, self.by) if draft.fix else ()
                return [*noted, *fixed]

            done = self.app.record(decide)  # type: ignore[arg-type]
            if done is not None:
                self.saved(kept)
            return done is not None

        start = Draft(
            checkpoint=raised.checkpoint,
            words="",
            severity=raised.severity,
            department=raised.department,
            category=raised.category,
            due_h=0.0,
            check=raised.check,
            round=self.round,
            photo_asked=finding.photo_owed,
        )
        asked = self._request(
            point,
            start,
            base=lambda: raised.words,
            kept=kept,
            save=save,
            number=raised.number,
            first=first,
            fixable=finding.open,
        )
        if await self.over(FindingSheet, FindingRequest(**asked)) and self.checkpoint == raised.checkpoint:  # type: ignore[arg-type]
            self.advance()
            self.tell(lambda: _("Added to {number} and saved.").format(number=raised.number), grade="good")

    # photos

    @work
    async def photo_for(self, check: Check) -> None:
        """A photo for a check: added to its answer, or held until there is one."""
        here = self.checkpoint
        site = self.ledger.site
        got = await self.over(PhotoSheet, PhotoRequest(check, site.photo_reasons if site else ()))
        if got is None:
            return
        given = self.ledger.rounds.all[self.round].visit(here).answers.get(check.id)
        if given is not None and here == self.checkpoint:
            self.record_answer(check, given.fact.value, picked=got)
        else:
            held = self._held.setdefault((self.round, here, check.id), Held())
            held.photos += [got.photo] if got.photo else []
            held.no_photo = "" if held.photos else got.no_photo
        self.repaint()

    @work
    async def photo_answer(self, point: Point, check: Check) -> None:
        """A check that is answered by a photo."""
        got = await self.over(PhotoSheet, PhotoRequest(check))
        if got is not None and self.checkpoint == point.checkpoint and self.record_answer(check, got.photo) is not None:
            self.advance()

    @work
    async def photo_of_finding(self, finding: Finding) -> None:
        """A photo for a finding that is recorded."""
        site, raised = self.ledger.site, finding.raised
        words = raised.words if raised else ""
        got = await self.over(PhotoSheet, PhotoRequest(lambda: words, site.photo_reasons if site else ()))
        if got is None:
            return
        added = FindingNoted(
            finding=finding.id, photos=(got.photo,) if got.photo else (), no_photo="" if got.photo else got.no_photo
        )
        self.app.record(lambda _now: findings.note(self.ledger, finding.id, added))
