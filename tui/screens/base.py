"""What every screen and every sheet of the face has in common: how it is painted, said again, moved through, told.

The contract with the rest of the face:

* A screen is made once and lives as long as the program. It composes its widgets without content (`body`), and
  `paint` fills them from the ledger and from what the screen keeps itself. `paint` runs when the screen comes up,
  when the ledger changed and after a language switch; it must be cheap, and safe to run at any time.
* A language switch recomposes nothing: `retranslate` asks each widget that knows its wording to say it again, then
  paints. Text in fields, focus and cursor therefore survive by construction.
* `take_scan` is the screen's own answer to a scan; without one the person is told that a scan has no use here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button

from tui import moving
from tui.i18n import N_, Wording, lang, say
from tui.scan import Scanned
from tui.styles import StyledScreen
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.header import Header
from tui.widgets.keyboard import Keyboard
from tui.widgets.notice import Grade, Notice
from tui.widgets.words import Words

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["BaseScreen", "Face", "LedgerChanged", "Sheet"]

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class LedgerChanged(Message):
    """Facts came in, from this device or another; `subjects` are what they are about."""

    def __init__(self, subjects: set[str]) -> None:
        super().__init__()
        self.subjects = subjects


class Face(StyledScreen):
    """What screens and sheets share. Use `BaseScreen` or `Sheet`."""

    HELP_LINES: ClassVar[tuple[tuple[str, str], ...]] = ()
    """What F1 adds for this screen: (key or button, msgid of what it does)."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", show=False),
        Binding("f2", "app.switch_language", show=False),
        Binding("f3", "app.switch_theme", show=False),
        Binding("f9", "app.incident", show=False),
        Binding("f10", "app.menu", show=False),
        Binding("ctrl+q", "app.leave", show=False),
        Binding("escape", "escape", show=False),
        *(Binding(key, f"move('{key}')", show=False) for key in ("up", "down", "left", "right")),
    ]
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual's own, but a move of the focus repaints the two widgets and not the whole screen: 1 kB, not 13."""
    _spoken = ""

    if TYPE_CHECKING:

        @property
        def app(self) -> RoundsmanApp:  # type: ignore[override]
            """The app, with what every screen asks of it."""
            ...

    def heading(self) -> Wording:
        """The title in the header."""
        return ""

    def paint(self) -> None:
        """Fill the widgets from the ledger. Cheap, safe at any time, says nothing twice."""

    def take_scan(self, scan: Scanned) -> None:  # noqa: ARG002  (for those who override it)
        """Answer a scan. Screens that use one override this."""
        self.tell(N_("A code was scanned. It has no use on this screen; nothing was changed."))

    def action_escape(self) -> None:
        """Escape has read the message that waits; without one it leads back."""
        if any(notice.waits for notice in self.query(Notice)):
            self.hush(all_of_it=True)
        else:
            self.action_back()

    def action_back(self) -> None:
        """Back."""

    def retranslate(self) -> None:
        """Say everything again in the language spoken now; texts in fields, focus and cursor stay."""
        self._spoken = lang()
        for widget in self.query("*"):
            again = getattr(widget, "retranslate", None)
            if again is not None:
                again()
        self.repaint()

    def repaint(self) -> None:
        """Paint now, header included, if there is anything to paint on; the end of the program takes that away."""
        if not self.is_mounted or self._pruning:
            return
        if self._spoken != lang():
            self.retranslate()
            return
        try:
            self.paint()
        except NoMatches:
            if self.app.is_running:  # else the end of the program takes it away part by part, while it comes up
                raise
        for header in self.query(Header):
            header.paint()

    def tell(self, *wordings: Wording, grade: Grade = "warn", stays: bool = False) -> None:
        """Say over the header what happened, what was kept and what to do next."""
        self.query_one(Notice).tell(*wordings, grade=grade, stays=stays)

    def unsay(self, grade: Grade) -> None:
        """Take a message of this grade away: what it says is no longer true."""
        for notice in self.query(Notice):
            notice.unsay(grade)

    def hush(self, *, all_of_it: bool = False) -> None:
        """Take the message away unless it has to be read first; `all_of_it`: even then."""
        for notice in self.query(Notice):
            notice.clear(all_of_it=all_of_it)

    def on_mount(self) -> None:
        """Everything is there: fill it."""
        self._spoken = lang()
        self.repaint()

    def _fit_place(self) -> None:
        """Sizes of the place and of the terminal. Before there are children to style again."""
        self.set_class(self.app.compact, "-compact")
        width, height = self.app.size
        across, down = self.app.HORIZONTAL_BREAKPOINTS or [], self.app.VERTICAL_BREAKPOINTS or []
        fits = self._get_breakpoint_classes(width, across) | self._get_breakpoint_classes(height, down)
        self.update_classes({name: name in fits for _, name in (*across, *down)}, animate=False)

    def on_screen_resume(self) -> None:
        """Come up as things stand now."""
        self.repaint()

    def on_screen_suspend(self) -> None:
        """Covered, or gone from: whoever comes back begins without the keyboard."""
        for keyboard in self.query(Keyboard):
            keyboard.close()

    def on_ledger_changed(self, event: LedgerChanged) -> None:
        """Something is known that was not known before."""
        event.stop()
        self.repaint()

    def sharing_changed(self) -> None:
        """The share is in another state: the header says so. Screens that show more override this."""
        if self.is_mounted and not self._pruning:
            for header in self.query(Header):
                header.paint()

    def on_scanned(self, event: Scanned) -> None:
        """A scan, whatever had the focus."""
        event.stop()
        self.hush()
        self.take_scan(event)

    def action_move(self, way: moving.Way) -> None:
        """An arrow key: the focus goes to the nearest widget in that direction."""
        target = moving.toward(self.focus_chain, self.focused, way)
        if target is not None:
            target.focus()


class BaseScreen(Face):
    """A whole screen under the header. `ask` for a sheet, `app.go` to another screen."""

    came_from = "home"
    """The screen that it was opened from; `app.go` keeps it."""

    def compose(self) -> ComposeResult:
        """Header, the screen's own body, and the place for a message."""
        self._fit_place()
        yield Notice()
        yield Header()
        with Container(id="body"):
            yield from self.body()

    def body(self) -> Iterable[Any]:
        """The screen's own widgets, without content."""
        return ()

    def subheading(self) -> str | Content:
        """The second line of the header; empty where there is nothing to say."""
        return ""

    def load(self, request: Any) -> None:
        """Take what `app.go(mode, request)` brings, before the screen comes up."""

    def action_back(self) -> None:
        """Escape leads home."""
        self.app.go_home()

    def signed_out(self) -> None:
        """Whoever used it has signed out. What is not for everybody is taken off the screen here."""

    def go_back(self) -> None:
        """To where this screen was opened from, for those that are opened from several."""
        self.app.go(self.came_from)


class Sheet(Face, ModalScreen[Any], Generic[Request, Answer]):
    """A sheet over a screen: title, body, bottom bar. Made once, opened often by `app.ask(TheSheet, request)`.

    Override `heading`, `body`, `buttons`, `opened` (a fresh request came: fill the draft) and `paint`. Close it
    with `self.answer(value)`; Back and Escape answer None.
    """

    request: Request
    BACK: ClassVar[str] = N_("◀ Back")
    is_open = False
    """Whether it waits for an answer, here or under another mode."""
    whose: str | None = None
    """Who was signed in when it was opened."""
    _fresh = False

    def load(self, request: Request) -> None:
        """Take the request; `opened` runs once when the sheet is up."""
        self.request = request
        self._fresh = True

    def compose(self) -> ComposeResult:
        """Title, body, bottom bar."""
        self._fit_place()
        yield Notice()
        with Container(classes="sheet"):
            yield Words(classes="sheet-title")
            with Container(classes="sheet-body"):
                yield from self.body()
            with ActBar():
                yield Big(self.BACK, id="sheet-back")
                yield from self.buttons()

    def body(self) -> Iterable[Any]:
        """The sheet's own widgets, without content."""
        return ()

    def buttons(self) -> Iterable[Big]:
        """What stands to the right of Back."""
        return ()

    def opened(self) -> None:
        """A fresh request came: put its values into the fields."""

    def repaint(self) -> None:
        """As screens do, after a fresh request was taken in."""
        if self.is_mounted and self._fresh:
            self._fresh = False
            self.hush(all_of_it=True)
            self.opened()
        super().repaint()
        if self.is_mounted and not self._pruning:
            self.query_one(".sheet-title", Words).show(say(self.heading()))

    def on_screen_resume(self) -> None:
        """In a lobby nobody comes upon what somebody else had open; on a tablet a pair goes on with it."""
        if self.app.place == "kiosk" and self.whose != self.app.person:
            self.answer(None)

    def answer(self, value: Answer | None) -> None:
        """Close the sheet with its answer; one that is covered, or kept for somebody signed out, stays."""
        if self.app.screen is not self:
            return
        self.is_open = False
        self.dismiss(value)

    @on(Button.Pressed, "#sheet-back")
    def _back(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        """Escape and Back answer None."""
        self.answer(None)
