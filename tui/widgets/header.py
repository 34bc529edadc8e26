"""The header of every screen: where one is, the round's clock, who walks it, what is saved and what still waits.

A tap on the counts opens what is behind them.

On tablet and kiosk it is five rows high because its buttons are: a glove needs that (experience rule 2), and the
text uses the rows. In the office it is three. All it shows is asked of the app; it paints only what changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from tui.i18n import N_, _, lang, say
from tui.widgets.big import Big
from tui.widgets.words import Words

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.header_state import HeaderState
    from tui.screens.base import BaseScreen

__all__ = ["Header"]

TAP = 24
"""Columns at the right end of the text, all its rows high, that lead to the records: a glove must hit them."""


class _Tap(Big):
    """A header button. Tab does not stop at it: its keys are F1, F2, F3 and F10 on every screen."""

    can_focus = False


class Header(Widget):
    """Up to four lines of text on the left, buttons on the right."""

    DEFAULT_CSS = """
    Header { dock: top; height: 5; width: 100%; layout: horizontal; background: $head; color: $on-head; }
    Header .lines { width: 1fr; height: 5; layout: vertical; padding: 1 1; }
    Header .line { width: 1fr; height: 1; }
    Header .alarm { width: 1fr; display: none; text-style: bold; color: #ffffff; background: #af0000; }
    Header.-alarm .alarm { display: block; }
    Header.-alarm .lines { padding: 0 1 1 1; }
    Header .-incident { color: #ffffff; background: #af0000; border: round #ffffff; }
    Header Words { height: 1; color: $on-head; text-wrap: nowrap; text-overflow: ellipsis; }
    Header .title { width: 1fr; text-style: bold; }
    Header .sub { width: 1fr; }
    Header .clock { width: auto; text-style: bold; padding: 0 0 0 1; }
    Header .people { width: 1fr; }
    Header .taps { width: auto; height: 5; }
    Header Big { background: $head; color: $on-head; border: round $on-head; }
    Header .-wide-only { display: none; }
    """

    def compose(self) -> ComposeResult:
        """Two lines, each with something at its right end, a line for messages, and the buttons."""
        with Container(classes="lines"):
            yield Words(classes="alarm")
            with Horizontal(classes="line"):
                yield Words(classes="title")
                yield Words(classes="clock")
            yield Words(classes="sub")
            with Horizontal(classes="line"):
                yield Words(classes="people")
                yield Words(classes="saved")
        with Horizontal(classes="taps"):
            yield _Tap(N_("Incident F9"), classes="-incident", id="tap-incident")
            yield _Tap(_language, classes="-lang", id="tap-language")
            yield _Tap(_theme, classes="-wide-only", id="tap-theme")
            yield _Tap(N_("Help F1"), classes="-wide-only", id="tap-help")
            yield _Tap(N_("Sign out"), classes="-wide-only -out", id="tap-out")
            yield _Tap(N_("Menu F10"), classes="-menu", id="tap-menu")

    def paint(self) -> None:
        """Say what the app knows now."""
        if self._pruning:
            return
        app = cast("RoundsmanApp", self.app)
        screen = cast("BaseScreen", self.screen)
        state = app.header_state()
        self.set_class(bool(state.alarm), "-alarm")
        self.query_one(".alarm", Words).show(state.alarm)
        self.query_one(".title", Words).show(say(screen.heading()))
        self.query_one(".sub", Words).show(screen.subheading())
        self.query_one(".clock", Words).show(state.clock)
        self.query_one(".people", Words).show(state.people)
        full = _counts(state)
        room = self.query_one(".lines").content_size.width
        tight = 0 < room < cell_len(state.people) + full.cell_length
        counts = _counts(state, short=True) if tight else full
        saved = self.query_one(".saved", Words)
        saved.show(counts)
        saved.styles.width = counts.cell_length  # an automatic width is not measured again during a layout
        self.query_one("#tap-language", Big).display = not app.bare
        self.query_one(".-out", Big).set_class(app.person is None, "-nobody")
        for tap in self.query(_Tap):
            tap.retranslate()

    def on_resize(self) -> None:
        """Another width, other counts."""
        self.call_after_refresh(self.paint)

    async def on_click(self, event: events.Click) -> None:
        """The counts and what stands above them."""
        if self.query_one(".alarm").region.contains(event.screen_x, event.screen_y):
            event.stop()
            await self.app.run_action("app.running_incident")
            return
        lines = self.query_one(".lines").region
        width = max(TAP, self.query_one(".saved", Words).region.width + 1)
        if lines.right - width <= event.screen_x < lines.right:
            event.stop()
            await self.app.run_action("app.records")

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        act = {
            "tap-incident": "incident",
            "tap-language": "switch_language",
            "tap-theme": "switch_theme",
            "tap-help": "help",
            "tap-out": "sign_out",
            "tap-menu": "menu",
        }
        await self.app.run_action("app." + act[event.button.id or ""])


def _counts(state: HeaderState, *, short: bool = False) -> Content:
    kept = f"{state.saved}" if short else _("saved {n}").format(n=state.saved)
    if not state.unshared_since:
        return Content(f" ✓ {kept}  ⇅ " + _("to share {n}").format(n=state.waiting))
    if state.waiting:
        told = _("{n} unshared {time}") if short else _("{n} not shared since {time}")
    else:
        told = _("no exchange {time}") if short else _("no exchange since {time}")
    return Content(f" ✓ {kept}  ! " + told.format(n=state.waiting, time=state.unshared_since))


def _language() -> str:
    return "English F2" if lang() == "zh" else "中文 F2"


def _theme() -> str:
    return _("Day / Night F3")
