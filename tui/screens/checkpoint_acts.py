"""What is done with a row: answers of every kind, by tap and by key. Part of the checkpoint screen.

A pass is one tap. A number out of range is recorded with its finding at once, and the sheet that follows only adds
to it.
"""

from __future__ import annotations

from textual import work

from checkpoints.site.checks import Check
from checkpoints.work.findings import Finding
from checkpoints.work.rounds import checking
from checkpoints.work.rounds.answers import UNREADABLE, outcome_of
from tui.checkpoint.finding_form import phrases_for
from tui.checkpoint.rows import Point, finding_of, reading_hint
from tui.i18n import N_, _, lang
from tui.screens.answer_sheet import Asked, NumberSheet, TextSheet
from tui.screens.checkpoint_findings import CheckpointFindings
from tui.screens.checkpoint_moves import OfPoint
from tui.screens.list_sheet import Listing
from tui.widgets.pages import Tile

__all__ = ["CheckpointActs"]


class CheckpointActs(CheckpointFindings):
    """What the checkpoint screen does with a row."""

    # from keys and buttons

    def action_act(self, name: str) -> None:
        """A button of the bar or its key."""
        point = self.point()
        if point is None:
            return
        arrived = bool(point.visit.arrivals)
        if name in ("rest", "finding", "photo") and not arrived:
            self._not_here(point)
        else:
            self.act(name)

    def _not_here(self, point: Point) -> None:
        """Nothing is answered before the point was reached."""
        on_paper = N_("First say whether this point stands on the sheet.")
        self.tell(on_paper if point.on_paper else N_("Scan the code at this point first."))

    def act(self, name: str) -> None:
        """Do what a button of the bar says."""
        if name in ("back", "forward"):
            self.action_turn(-1 if name == "back" else 1)
        elif name == "photo":
            self._photo_of_row()
        elif name == "finding":
            self.free_finding()
        elif name == "rest":
            self._rest()
        else:
            getattr(self, name)()

    def action_turn(self, by: int) -> None:
        """Turn the page."""
        raise NotImplementedError

    def action_pass_row(self) -> None:
        """Space: the good answer where there is one, else what the row opens."""
        point, check = self._selected()
        if point is None or check is None:
            return
        good = [o.value for o in check.answer.options if o.ok]
        if check.answer.type == "pass_fail_na":
            self.answer(point, check, "pass")
        elif check.answer.type == "choice" and len(good) == 1:
            self.answer(point, check, good[0])
        else:
            self.act_on(self.listed.at, "choose" if check.answer.type == "choice" else check.answer.type)

    def action_fail_row(self) -> None:
        """X: fail; of a number that its meter cannot be read."""
        point, check = self._selected()
        if point is not None and check is not None and check.answer.type in ("pass_fail_na", "number"):
            self.answer(point, check, "fail" if check.answer.type == "pass_fail_na" else UNREADABLE)

    def action_na_row(self) -> None:
        """Minus: not applicable."""
        point, check = self._selected()
        if point is not None and check is not None and check.answer.type == "pass_fail_na":
            self.answer(point, check, "na")

    def _selected(self) -> tuple[Point | None, Check | None]:
        """The check that keys act on; where there is none the person is told what to do instead."""
        point = self.point()
        if point is None:
            return None, None
        if not point.visit.arrivals:
            self._not_here(point)
            return None, None
        if self.listed.at.startswith("finding:"):
            self.tell(N_("An open finding of this place: is it still there, or put right?"))
        return point, next((c for c in point.checks if "check:" + c.id == self.listed.at), None)

    def act_on(self, key: str, act: str) -> None:
        """A button of a row."""
        point = self.point()
        kind, _sep, name = key.partition(":")
        if point is None:
            return
        if kind == "finding":
            self._act_on_finding(point, name, act)
            return
        check = next((c for c in point.checks if c.id == name), None)
        if check is None:
            return
        if act.startswith("answer:"):
            self.answer(point, check, act.removeprefix("answer:"))
        elif act == "photo":
            self.photo_answer(point, check)
        elif act == "choose":
            self._choose(point, check)
        else:
            self.enter(point, check)

    def _act_on_finding(self, point: Point, finding: str, act: str) -> None:
        known = point.ledger.findings.all[finding]
        if act in ("still", "gone"):
            still = act == "still"
            done = self.app.record(lambda _now: checking.see(self.ledger, self.round, finding, self.by, still=still))
            if done is not None:
                self.advance()
        else:
            self.add_to(point, known, "fix" if act == "fix" else "main")

    def _rest(self) -> None:
        if self.app.record(lambda _now: checking.pass_rest(self.ledger, self.round, self.checkpoint, self.by)):
            self.advance(afresh=True)

    def _photo_of_row(self) -> None:
        """The photo of the selected row, wherever it belongs."""
        point = self.point()
        kind, _sep, name = self.listed.at.partition(":")
        if point is None:
            return
        if kind == "finding":
            self.photo_of_finding(point.ledger.findings.all[name])
            return
        check = next((c for c in point.checks if c.id == name), None)
        if check is None:
            self.tell(N_("Choose the check that the photo belongs to."))
            return
        given = point.visit.answers.get(check.id)
        failed = given is not None and given.fact.outcome in ("fail", "critical")
        finding = finding_of(point, check.id) if failed else None
        if finding is not None:
            self.photo_of_finding(finding)
        elif check.answer.type == "photo":
            self.photo_answer(point, check)
        else:
            self.photo_for(check)

    # answers

    def answer(self, point: Point, check: Check, value: str) -> None:
        """A tap on an answer: a good one is recorded, a bad one opens its finding."""
        given = point.visit.answers.get(check.id)
        outcome = outcome_of(check.answer, value)
        bad = outcome in ("fail", "critical")
        if given is not None and given.fact.value == value:
            same = finding_of(point, check.id) if bad else None
            if same is not None:
                self.add_to(point, same)
            else:
                self.advance()
            return
        same_open = checking.same_fault(self.ledger, self.checkpoint, check.id, value, outcome) if bad else None
        if bad and same_open is None:
            self.fail(point, check, value)
            return
        if self.record_answer(check, value) is None:
            return
        self._answered(check)
        if same_open is not None:
            self._tell_seen_again(same_open)

    def _tell_seen_again(self, same: Finding) -> None:
        """A fault of this check that is open already was seen again, not raised twice (rules.md 6)."""
        if same.raised is not None:
            number = same.raised.number
            self.tell(lambda: _("{number} is open already: recorded as still there.").format(number=number))

    def _answered(self, check: Check) -> None:
        """After an answer: the photo it always wants, then the next row."""
        point = self.point()
        owed = point is not None and check in checking.photos_owed(self.ledger, point.round, self.checkpoint)
        self.advance()
        if owed:
            self.photo_for(check)

    @work
    async def enter(self, point: Point, check: Check) -> None:
        """A number or words, on a sheet of its own."""
        here, kept = self.checkpoint, self.kept("check", check.id)

        def save(raw: str) -> bool:
            done = self.record_answer(check, raw)
            if done is not None:
                self.saved(kept)
            return done is not None

        given = point.visit.answers.get(check.id)
        category = check.on_fail.category if check.on_fail else ""
        kind = point.site.checkpoint_of[here].kind
        asked = Asked(
            check,
            lambda: reading_hint(point, check),
            kept,
            save,
            phrases=phrases_for(point.site.phrases, kind, category),
            value=str(given.fact.value) if given else "",
        )
        number = check.answer.type == "number"
        if not await self.over(NumberSheet if number else TextSheet, asked) or self.checkpoint != here:
            return
        self._entered(check)

    def _entered(self, check: Check) -> None:
        """After a number: what is out of range has its finding already; the sheet adds words, a photo or a fix."""
        point = self.point()
        given = point.visit.answers.get(check.id) if point else None
        if point is None or given is None:
            return
        if given.fact.outcome not in ("fail", "critical"):
            self._answered(check)
            return
        same = finding_of(point, check.id)
        self.advance()
        if same is not None and same.raised is not None and same.raised.round == self.round:
            self.add_to(point, same)
        elif same is not None:
            self._tell_seen_again(same)

    @work
    async def _choose(self, point: Point, check: Check) -> None:
        """An answer of many, from a list."""
        options = check.answer.options
        chosen = await self.over(
            OfPoint,
            Listing(
                check,
                "",
                lambda: [
                    Tile(
                        o.value,
                        lambda o=o: o.name(lang()) + (" ✓" if o.ok else " ✗"),
                        look="success" if o.ok else "error",
                    )
                    for o in options
                ],
                "",
            ),
        )
        if isinstance(chosen, str) and self.checkpoint == point.checkpoint:
            self.answer(point, check, chosen)
