"""Style sheets that are parsed once in a process, and applied anew only with other colours.

Textual keeps the parsed rules of 64 sources and goes through all of them whenever a screen is mounted for the first
time; the face has more sources than that, so every one was parsed anew each time: a tenth of a second a screen, on a
fast machine. Parsed rules are never changed, so one store serves every style sheet of the process, by what was parsed
and with which colours.

Whenever a screen is mounted for the first time Textual also styles again all that stands on the one before, up to three
times: its sheet might say something about that. Ours never do, and what comes up styles itself as it resumes.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.dom import DOMNode

__all__ = ["KeptStyles"]

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

    def reparse(self) -> None:
        """With other colours: as Textual does it, and what was parsed with them before is there already."""
        self.parse()

    def applied(self, colours: dict[str, str]) -> bool:
        """Whether what is on the screen has these colours."""
        return self._applied == tuple(colours.items())

    def update(self, root: DOMNode, animate: bool = False) -> None:
        """Style the app anew, when the colours are others than last time."""
        if not self.applied(self._variables):
            self._applied = tuple(self._variables.items())
            super().update(root, animate)
