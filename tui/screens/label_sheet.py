"""A look at one label before it is printed: the code as it will be read, its letters, and how it stands with it.

What is shown is the genuine code, so this opens for nobody who may not issue labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual.containers import Horizontal

from store.labels.layout import Label
from tui.i18n import N_, Wording, _, say
from tui.screens.base import Sheet
from tui.widgets.qr import half_blocks, size
from tui.widgets.words import Words

__all__ = ["LabelSheet", "Preview"]


@dataclass(frozen=True, slots=True)
class Preview:
    """The label, its size on paper in millimetres, and how it stands with it."""

    label: Label
    millimetres: int
    state: Wording


class LabelSheet(Sheet[Preview, None]):
    """Shows it; nothing can be done here."""

    CSS_PATH = "label_sheet.tcss"

    def heading(self) -> Wording:
        """The place."""
        return N_("Label preview")

    def body(self) -> Iterable[Any]:
        """The code, and beside it what stands under it on paper."""
        with Horizontal(id="label-both"):
            yield Words(id="label-code")
            yield Words(id="label-says")

    def on_resize(self) -> None:
        """What did not fit may fit now."""
        self.call_after_refresh(self.repaint)

    def paint(self) -> None:
        """The code where there is room for all of it: a part of one is worth nothing."""
        label = self.request.label
        wide, high = size(label.matrix)
        room = self.query_one("#label-both").size
        fits = room.width >= wide + 16 and room.height >= high
        code = self.query_one("#label-code", Words)
        code.styles.width, code.styles.height = (wide, high) if fits else (18, "auto")
        if fits:
            code.show(half_blocks(label.matrix))
        else:
            small = _("The code takes {wide} x {high} characters; make the window larger to see it.")
            code.show(small.format(wide=wide, high=high))
        letters = f"{label.letters[:4]}-{label.letters[4:]}"
        told = _("issue {number}, {day}").format(number=label.issue, day=f"{label.issued:%Y-%m-%d}")
        lines = (
            label.zh,
            label.en,
            "",
            f"{label.checkpoint} · {label.zone_zh}",
            label.zone_en,
            "",
            letters,
            "",
            f"{told} · {self.request.millimetres} mm",
            "",
            say(self.request.state),
        )
        self.query_one("#label-says", Words).show("\n".join(lines).rstrip())
