"""The on-screen keyboard: letters, digits, signs, and pinyin for Chinese, at the foot of the screen.

The field keeps the focus: no key here ever takes it, so a scan, a real keyboard and the screen's own messages go as
they always do, and every character stands in the field, and in its draft, as soon as it is chosen. Where the screen
is too low for both, all but the field and what is asked steps aside while the keyboard is up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Button

from tui.i18n import _, lang, say
from tui.pinyin.composing import Composing
from tui.pinyin.lexicon import Candidate
from tui.typist import Typist
from tui.widgets.header import Header
from tui.widgets.offered import Finger, Offered
from tui.widgets.room import give_back, make_room

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.widgets.written import Written

__all__ = ["Keyboard"]

_FOOT = "digits marks mode space enter done"
PAGES: dict[str, tuple[str, ...]] = {
    "letters": ("q w e r t y u i o p", "a s d f g h j k l back", "shift z x c v b n m , .", _FOOT),
    "digits": ("1 2 3 4 5 6 7 8 9 0", "- / : # ( ) + = @ back", ". , % ㎡ * & ~ _ ' \"", _FOOT),
    "marks": ("， 。 、 ； ： ？ ！ （ ） ·", "「 」 《 》 “ ” — ～ ' back", ", . ; : ? ! ' \" _ &", _FOOT),
}
"""What the keys write or do, row by row."""
_WIDE = {"mode": 2, "space": 3, "done": 2}
_CHINESE = {",": "，", ".": "。"}
"""What these two write between Chinese words; on the other pages they are what they are."""
FIELD = 4
"""Rows that always stay free above the keyboard, for the field."""
HEADER = 10
"""Rows above the keyboard from which on the header stays too."""
ROOMY = 22
"""Rows above the keyboard from which on nothing has to step aside."""

Page = Literal["letters", "digits", "marks"]
Shift = Literal["", "once", "on"]
_AFTER: dict[Shift, Shift] = {"": "once", "once": "on", "on": ""}


class Keyboard(Widget, can_focus=False):
    """`open` it for a field; it closes when the field loses the focus, by its key, or by Escape."""

    DEFAULT_CSS = """
    Keyboard { dock: bottom; width: 100%; height: 25; layout: vertical; background: $background; display: none; }
    Keyboard.-up { display: block; }
    Keyboard .keys { layout: grid; grid-size: 10 4; grid-columns: 1fr; height: 4fr; width: 100%; }
    Keyboard .keys Finger { width: 100%; height: 100%; min-width: 3; min-height: 2; }
    """
    page: Page = "letters"
    chinese = True
    shift: Shift = ""

    if TYPE_CHECKING:

        @property
        def app(self) -> RoundsmanApp:  # type: ignore[override]
            """The app, with the typist."""
            ...

    def __init__(self, typist: Typist) -> None:
        super().__init__()
        self.typist = typist
        self.target: Written | None = None
        self.composing = Composing(typist.lately, lexicon=typist.lexicon)
        self.chinese = lang() == "zh"

    # opening and closing

    @classmethod
    async def open(cls, target: Written) -> None:
        """Bring the screen's keyboard up for this field."""
        screen = target.screen
        try:
            board = screen.query_one(cls)
        except NoMatches:
            board = cls(target.app.typist)  # type: ignore[attr-defined]  (only the real app has a place for it)
            await screen.mount(board)
        board.aim(target)

    def aim(self, target: Written) -> None:
        """Write into this field from now on."""
        if self.target is target and self.has_class("-up"):
            return
        self.target, self.page, self.shift = target, "letters", ""
        self.composing.letters = ""
        self.add_class("-up")
        self.fit()
        self.paint()
        self._ready()

    def close(self) -> None:
        """Go away; letters that wait become what they most likely mean."""
        if self.target is not None and self.composing.letters:
            self._write(self.composing.all())
        if self.target is not None:
            self.target.border_title = ""
        self.target = None
        self.remove_class("-up")
        give_back(self.screen)

    def fit(self) -> None:
        """Five rows, each as high as the screen allows; whatever else is on it steps aside where it has to."""
        if self.target is None:
            return
        height = self.screen.size.height
        row = max(2, min(5, (height - FIELD) // 5))
        self.styles.height = 5 * row
        self.query_one(".keys").styles.grid_rows = str(row)
        give_back(self.screen)
        left = height - 5 * row
        if left < ROOMY:
            make_room(self.target, self, *(self.screen.query(Header) if left >= HEADER else ()))
        self._ask()

    def _ask(self) -> None:
        """What is asked stands on the field's border: where it stood before may have stepped aside."""
        if self.target is not None:
            heading = say(self.screen.heading()) if self.target.has_class("-typing") else ""  # type: ignore[attr-defined]
            self.target.border_title = Content(heading)  # type: ignore[assignment]

    def on_resize(self) -> None:
        """Another screen."""
        self.fit()

    # Chinese

    def _ready(self) -> None:
        """The words of this site, in a thread, when Chinese is wanted and they are not there yet.

        A kiosk stands where everybody passes: it offers no names of people.
        """
        book, kiosk = self.app.book, self.app.place == "kiosk"
        names = () if kiosk else tuple(person.zh for person in book.ledger.people.active())
        if self.typist.knows(book.ledger.site, names):
            self.composing.lexicon = self.typist.lexicon
        elif self.chinese:
            self._learn(names)

    @work(thread=True, exclusive=True)
    def _learn(self, names: tuple[str, ...]) -> None:
        self.typist.learn(self.app.book.ledger.site, names)
        self.app.call_from_thread(self._learnt)

    def _learnt(self) -> None:
        self.composing.lexicon = self.typist.lexicon
        self._look_up()

    def _look_up(self) -> None:
        """Offer what the letters may mean."""
        composing = self.composing
        typed = composing.letters or (_("Pinyin") if self.chinese else _("English letters"))
        if composing.letters and composing.lexicon is None:
            typed += "\n" + _("one moment")
        self.query_one(Offered).offer(composing.candidates, typed)

    # keys

    async def hear(self, event: events.Key) -> bool:
        """A key of a real keyboard; whether it was meant for pinyin, or closes the keyboard."""
        if event.key == "escape":
            if self.composing.letters:
                self.composing.letters = ""
                self._look_up()
            else:
                self.close()
            return True
        if not self.chinese:
            return False
        waits = bool(self.composing.letters)
        if event.key in ("backspace", "enter") and waits:
            await self.act({"backspace": "back"}.get(event.key, event.key))
            return True
        char = event.character or ""
        if not event.is_printable or not (waits or self.composing.takes(char)):
            return False
        self._type(char)
        return True

    async def act(self, name: str) -> None:
        """What a key does: `back`, `enter`, `space`, `done`, `mode`, `shift`, a page, or a character."""
        target, composing = self.target, self.composing
        if target is None:
            return
        if name == "back":
            if composing.back():
                self._look_up()
            else:
                target.rub()
        elif name == "enter":
            await self._enter(target)
        elif name == "done":
            self.close()
        elif name == "mode":
            self._turn_language()
        elif name == "shift":
            self.shift = _AFTER[self.shift]
            self.paint()
        elif name in PAGES:
            self.page = "letters" if name == self.page else name  # type: ignore[assignment]
            self.paint()
        else:
            self._type(" " if name == "space" else self._means(name))
            if self.shift == "once":
                self.shift = ""
                self.paint()

    async def _enter(self, target: Written) -> None:
        """Letters that wait stay letters; without any it is the field's own Enter."""
        if self.composing.letters:
            self._write(self.composing.plain())
            self._look_up()
        else:
            await target.enter()

    def _turn_language(self) -> None:
        self._write(self.composing.plain())
        self.chinese = not self.chinese
        self._ready()
        self.paint()

    def _means(self, name: str) -> str:
        """The character that a key writes as things stand."""
        if self.shift and name.isalpha() and name.isascii():
            return name.upper()
        return _CHINESE.get(name, name) if self.chinese and self.page == "letters" else name

    def _type(self, char: str) -> None:
        if not self.chinese:
            self._write(char)
            return
        waited = self.composing.letters
        self._write(self.composing.type(char, self.query_one(Offered).shown))
        if waited or self.composing.letters:
            self._look_up()

    def _write(self, text: str) -> None:
        if text and self.target is not None:
            self.target.write(text)

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        big = event.button
        if not isinstance(big, Finger):
            return
        if isinstance(big.data, Candidate):
            self._write(self.composing.choose(big.data))
            self._look_up()
        elif big.has_class("turn"):
            self.query_one(Offered).turn(forward=bool(big.data))
        elif big.data:
            await self.act(str(big.data))

    # painting

    def compose(self) -> ComposeResult:
        """What is being typed, what it may mean, and the keys."""
        yield Offered()
        with Container(classes="keys"):
            for row in PAGES["letters"]:
                for name in row.split():
                    key = Finger(lambda: "", data=name)
                    key.styles.column_span = _WIDE.get(name, 1)
                    yield key

    def retranslate(self) -> None:
        """Say every key again; letters that wait stay."""
        if self.is_mounted:
            self.paint()

    def paint(self) -> None:
        """The keys of this page."""
        names = [name for row in PAGES[self.page] for name in row.split()]
        for key, name in zip(self.query(".keys Finger").results(Finger), names, strict=True):
            key.data = name
            key.show(self._label(name))
            key.mark((name == "shift" and self.shift != "") or name == self.page)
            key.variant = "primary" if name == "done" else "default"
        self._ask()
        self._look_up()

    def _label(self, name: str) -> str:
        match name:
            case "back":
                return "⌫"
            case "shift":
                return {"": "⇧", "once": "⇧ 1", "on": "⇧ ∞"}[self.shift]
            case "digits":
                return "abc" if self.page == "digits" else "123"
            case "marks":
                return "abc" if self.page == "marks" else "，。"
            case "mode":
                return "✓中   " + _("EN") if self.chinese else "中   ✓" + _("EN")
            case "space":
                return _("Space")
            case "enter":
                return "↵"
            case "done":
                return _("Done ✓")
            case _:
                return self._means(name)
