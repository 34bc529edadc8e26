"""What a place asks of whoever has just arrived, see `rounds.challenge`. Part of the checkpoint screen.

A question comes up once by itself; when its answer could not be saved, it is asked again at the next visit or start.
"""

from __future__ import annotations

from textual import work

from checkpoints.work.rounds import challenge
from tui.i18n import N_
from tui.screens.base import Sheet
from tui.screens.challenge_sheet import CANNOT, ChoiceQuestion, NumberQuestion, Question
from tui.screens.checkpoint_moves import CheckpointMoves
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.words.reasons import CANNOT_TELL

__all__ = ["CheckpointQuestion"]


class CheckpointQuestion(CheckpointMoves):
    """What the checkpoint screen does with questions."""

    _asked: tuple[str, str, int] | None = None

    def ask_here(self) -> None:
        """Put the question that is due here, unless a sheet is open or it was put already."""
        point = self.point()
        mine = point is not None and self.by in point.round.people and not self.app.remote
        if point is None or not mine or isinstance(self.app.screen, Sheet):
            return
        found = challenge.due(self.ledger, point.round, self.checkpoint)
        if found is not None and self._asked != (key := (self.round, self.checkpoint, found.arrival)):
            self._asked = key
            self._put(found)

    @work
    async def _put(self, found: challenge.Due) -> None:
        here, round_id, kept = self.checkpoint, self.round, self.kept("question", str(found.arrival))

        def save(raw: str) -> bool:
            done = self.app.record(lambda now: challenge.answer(self.ledger, round_id, here, raw, self.by, now))
            if done is not None:
                self.saved(kept)
            return done is not None

        sheet = ChoiceQuestion if found.challenge.options else NumberQuestion
        why: str | None = None
        got: str | None = CANNOT
        while got == CANNOT and not why:  # back from the reasons leads to the question
            got = await self.over(sheet, Question(found.challenge, kept, save))
            if got == CANNOT:
                why = await self.app.ask(ReasonSheet, _reasons())
        if got is None:
            self.app.record(lambda now: challenge.skip(self.ledger, round_id, here, self.by, now))
        elif why:
            said = why
            self.app.record(lambda now: challenge.cannot_tell(self.ledger, round_id, here, said, self.by, now))


def _reasons() -> Reasons:
    return Reasons(
        N_("Why can it not be told?"),
        N_("Your reason is recorded with the question. The round goes on."),
        CANNOT_TELL,
        N_("Record it"),
    )
