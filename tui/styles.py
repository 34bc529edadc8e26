"""Style sheets that are parsed once in a process, and applied anew only with other colours.

Textual keeps the parsed rules of 64 sources and goes through all of them whenever a screen is mounted for the first
time; the face has more sources than that, so every one was parsed anew each time: a tenth of a second a screen, on a
fast machine. Parsed rules are never changed, so one store serves every style sheet of the process, by what was parsed
and with which colours.

Whenever a screen is mounted for the first time Textual also styles again all that stands on the one before, up to three
times: its sheet might say something about that. Ours never do, and what comes up styles itself as it resumes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.dom import DOMNode
from textual.events import ScreenResume
from textual.screen import Screen

__all__ = ["KeptStyles", "StyledScreen"]

_Source = tuple[str, CSSLocation, bool, int, str]
_parsed: dict[tuple[tuple[tuple[str, str], ...], _Source], list[RuleSet]] = {}


class KeptStyles(Stylesheet):
    """A style sheet that parses nothing twice. Overrides a private method: Textual is held to its minor version."""

    _applied: tuple[tuple[str, str], ...] | None = None

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (tuple(self._variables.items()), (css, read_from, is_default_rules, tie_breaker, scope))
        rules = _parsed.get(key)
        if rules is None:
            rules = _parsed[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return rules

    def update_nodes(self, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        """Not those that are not on a screen yet: every button would be styled while it is made, and again there."""
        super().update_nodes((n for n in nodes if n.parent is not None or isinstance(n, App)), animate)

    def reparse(self) -> None:
        """With other colours: as Textual does it, and what was parsed with them before is there already."""
        self.parse()

    def applied(self, colours: dict[str, str]) -> bool:
        """Whether what is on the screen has these colours."""
        return self._applied == tuple(colours.items())

    def update(self, root: DOMNode, animate: bool = False) -> None:
        """Style the app anew, when the colours are others than last time, then the screens below the one that is up."""
        if isinstance(root, Screen) or not self.applied(self._variables):
            self._applied = tuple(self._variables.items())
            super().update(root, animate)


class StyledScreen(Screen[Any]):
    """A screen that is styled again only when the colours became others while it was not up.

    Textual does it whenever a screen comes up. Counts on a private number: Textual is held to its minor version. The
    handler of the same name there runs after this one: Textual calls that of each class in turn.
    """

    def begin_styles(self) -> bool:
        """Whether it is new: from here on it counts as styled, as is everything that is put on it."""
        new = self._css_update_count < 0
        if new:
            self._css_update_count = self.app._css_update_count  # noqa: SLF001
        return new

    def _on_screen_resume(self, event: ScreenResume) -> None:
        styled, self._css_update_count = self._css_update_count, self.app._css_update_count  # noqa: SLF001
        event.refresh_styles = event.refresh_styles and styled != self._css_update_count
