"""Praise: who did well, and what for; two questions, no keyboard needed (rules.md 11.22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoints.site.words import Named
from checkpoints.work import praise
from checkpoints.work.praise import PraiseNoted
from tui.i18n import N_
from tui.screens.steps_sheet import Answers, Step, Steps, StepsSheet
from tui.widgets.pages import Tile
from tui.words.finding_text import person_name

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["PraiseSheet", "ask_praise"]

PraiseSheet = StepsSheet
"""`await app.ask(PraiseSheet, ask_praise(app, checkpoint, unit))`; True once it is saved."""
WELL = (
    Named(zh="服务热情，业主表扬", en="Kind service, praised by an owner"),
    Named(zh="岗位整洁，形象好", en="A tidy post, a good appearance"),
    Named(zh="主动发现并消除隐患", en="Found a hazard and removed it unasked"),
    Named(zh="处理问题又快又好", en="Dealt with it fast and well"),
    Named(zh="帮助老人、孩子", en="Helped the old or children"),
    Named(zh="拾金不昧", en="Handed in what was lost"),
)


def ask_praise(app: RoundsmanApp, checkpoint: str = "", unit: str = "") -> Steps:
    """The two questions; a post or a name may be typed where nobody on the list did it."""
    ledger = app.book.ledger

    def save(answers: Answers) -> bool:
        fact = PraiseNoted(
            praise="",
            whom=str(answers.get("whom") or ""),
            words=str(answers.get("words") or ""),
            checkpoint=checkpoint,
            unit=unit,
        )
        by = app.person or "-"
        return app.record(lambda now: praise.note(ledger, fact, by, now)) is not None

    people = [Tile(p.id, lambda p=p: person_name(ledger, p.id)) for p in ledger.people.active()]
    steps = (
        Step(
            "whom", N_("Who did well? Choose, or type a name or a post."), tiles=lambda _a: people, own=lambda _a: True
        ),
        Step("words", N_("What went well?"), "words", phrases=WELL),
    )
    return Steps(N_("Praise"), steps, save)
