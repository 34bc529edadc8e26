"""A visitor or resident reports a problem in the lobby: where, what, in words or as a photo, send. No name is asked.

Nobody signs in and nothing is typed. What was tapped is forgotten when it was sent, left, or when nobody stands there
any more. Afterwards the number is shown, also as a code that a phone can take along.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from checkpoints.work import screens
from store import qr, screen
from store.errors import StoreError
from tui.i18n import N_, Wording, _, lang
from tui.scan import Scanned
from tui.screens.public_sending import Page, PublicSending
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.code_pads import PhonePad
from tui.widgets.pages import Pages, Tile
from tui.widgets.qr import half_blocks, size
from tui.widgets.words import Words

__all__ = ["PublicReportScreen"]

ASKS: dict[Page, str] = {
    "where": N_("1 of 3   Where is it? Tap the place, or scan the code on the wall."),
    "what": N_("2 of 3   What is it?"),
    "words": N_("3 of 3   Tap what fits best, or send it as it is."),
    "phone": N_("Your phone number, if you would like an answer. Nobody sees it here."),
    "thanks": "",
}
WITH_CAMERA = N_("3 of 3   Tap what fits best, take a photo, or send it as it is.")
HERE, PHOTO = "here", "photo"


class PublicReportScreen(PublicSending):
    """Opened with a checkpoint that was scanned, or with nothing."""

    CSS_PATH = "public_report.tcss"
    AUTO_FOCUS = "#public-tiles Big"
    HELP_LINES = (
        (N_("Where"), N_("The part of the estate, then the place; or scan the code on the wall")),
        (N_("What is wrong"), N_("What kind of thing it is")),
        (N_("Send"), N_("Somebody of the property service looks at it and decides what follows")),
        (N_("Phone"), N_("Only if you would like an answer; it is never shown in the lobby")),
    )

    def load(self, request: Any) -> None:
        """Begin, at a place where one is known."""
        self.forget()
        site = self.app.book.ledger.site
        if site is not None and request in site.checkpoint_of:
            self.place, self.page = str(request), "what"

    def forget(self) -> None:
        """The pad too."""
        super().forget()
        if self.is_mounted:
            self.query_one(PhonePad).typed = ""

    # what it shows

    def heading(self) -> Wording:
        """Report a problem."""
        return N_("Report a problem")

    def subheading(self) -> str:
        """What was tapped so far."""
        place = self.site.checkpoint_of.get(self.place) if self.site else None
        option = self.option
        said = [place.name(lang()) if place else "", option.name(lang()) if option else ""]
        return "  ·  ".join(part for part in said if part)

    def body(self) -> Iterable[Any]:
        """The question, its tiles or the pad, the thanks, and the bar."""
        yield Words(id="public-ask")
        yield Pages(tile_width=18, in_bar=True, id="public-tiles")
        yield PhonePad(id="public-phone")
        with Horizontal(id="public-thanks"):
            yield Words(id="public-code")
            with Vertical(id="public-beside"):
                yield Words(id="public-thanks-says")
                yield Big(N_("Done"), "primary", id="public-done")
        with ActBar():
            yield Big(N_("◀ Back"), id="public-back")
            yield Big(N_("Leave a number"), id="public-call")
            yield Big(N_("Send ✓"), "primary", id="public-send")

    def paint(self) -> None:
        """The page that is up."""
        page = self.page
        ask = self.query_one("#public-ask", Words)
        asked = WITH_CAMERA if page == "words" and self.offers_photo else ASKS[page]
        ask.show(_(asked))
        ask.display = page != "thanks"
        tiles = self.query_one("#public-tiles", Pages)
        tiles.display = page in ("where", "what", "words")
        if tiles.display:
            roomy = self.size.width >= 100 and self.size.height >= 36
            tiles.tile_width, tiles.tile_height = (22, 7) if roomy else (18, 5)
            tiles.put(list(self._tiles()))
        self.query_one("#public-phone").display = page == "phone"
        self.query_one(".bar").display = page not in ("phone", "thanks")  # OK and Done take its place
        self.set_class(page == "phone", "-phone")
        self.query_one("#public-thanks").display = page == "thanks"
        self.query_one("#public-send").display = page == "words"
        call = self.query_one("#public-call", Big)
        call.display = page == "words"
        call.say(N_("✓ Leave a number") if self.phone else N_("Leave a number"))
        if page == "thanks":
            self._thank()

    def _tiles(self) -> Iterable[Tile]:
        site = self.site
        if site is None:
            return
        if self.page == "where" and not self.zone:
            here = self._here()
            if here is not None:
                yield Tile((HERE, here.id), N_("Right here"), here, look="primary")
            used = {c.zone for c in site.active}
            yield from (Tile(("zone", z.id), z) for z in site.zones if z.id in used)
        elif self.page == "where":
            yield from (Tile(("place", c.id), c) for c in site.active if c.zone == self.zone)
        elif self.page == "what":
            yield from (Tile(("what", o.value), o) for o in self.options)
        else:
            if self.photo:
                yield Tile((PHOTO, ""), N_("✓ With a photo"), N_("tap to take it away"), on=True)
            elif self.offers_photo:
                yield Tile((PHOTO, ""), N_("● Take a photo"), look="primary")
            kind = site.checkpoint_of[self.place].kind
            for phrase in site.phrases:
                if phrase.categories and phrase.fits(kind, self.category):
                    on = phrase.id == self.phrase
                    yield Tile(
                        ("words", phrase.id), lambda p=phrase, on=on: ("✓ " if on else "") + p.name(lang()), on=on
                    )

    def _here(self) -> Any:
        """The place of the code that this kiosk shows, if it shows one."""
        try:
            mine = screen.load(self.app.book.data)
        except StoreError:
            return None
        place = self.site.checkpoint_of.get(mine.checkpoint) if mine and self.site else None
        return place if place is not None and not place.retired else None

    def _thank(self) -> None:
        said = (
            _("Thank you! We have it."),
            _("Number: {number}").format(number=self.number),
            "",
            _("Somebody of ours looks at it.\nWith the number you can ask at the desk how it stands."),
        )
        self.query_one("#public-thanks-says", Words).show("\n".join(said))
        code = self.query_one("#public-code", Words)
        drawn = qr.matrix(self._to_take_along(), "L")
        wide, high = size(drawn)
        room = self.query_one("#body").size
        code.display = wide + 30 <= room.width and high <= room.height and not self.app.bare
        code.styles.width, code.styles.height = wide, high
        code.show(half_blocks(drawn))

    def _to_take_along(self) -> str:
        site = self.site
        return f"{site.site.name_zh if lang() == 'zh' else site.site.name_en} {self.number}"

    def on_resize(self) -> None:
        """Another size, another room for the code."""
        self.call_after_refresh(self.repaint)

    # what a tap does

    @on(Pages.Chosen, "#public-tiles")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        act, what = event.key  # type: ignore[misc]
        match act:
            case "zone":
                self.turn("where", zone=what)
            case "what":
                self.turn("words", category=what, phrase="")
            case "words":
                self.phrase = "" if self.phrase == what else str(what)
                self.repaint()
            case "photo" if self.photo:
                self.photo = b""
                self.repaint()
            case "photo":
                self.take_photo()
            case _:
                self.turn("what", place=what)

    def turn(self, page: Page, **said: Any) -> None:
        """To another page, with what was tapped."""
        for name, value in said.items():
            setattr(self, name, value)
        self.page = page
        self.query_one("#public-tiles", Pages).begin()
        self.repaint()
        if page == "phone":
            self.query_one(PhonePad).focus()
        elif page == "thanks":
            self.query_one("#public-done").focus()

    def take_scan(self, scan: Scanned) -> None:
        """A code on the wall says where it is."""
        place = screens.place_of(self.app.book.ledger, scan.text, self.app.now())
        if place and self.page in ("where", "what", "words"):
            self.turn("words" if self.category else "what", place=place)
        else:
            self.tell(N_("That is not the code of a place here. Tap the place instead."))

    @on(Button.Pressed, "#public-call")
    def _call(self, event: Button.Pressed) -> None:
        event.stop()
        self.turn("phone")

    @on(PhonePad.Done)
    def _called(self, event: PhonePad.Done) -> None:
        event.stop()
        self.turn("words", phone=event.text)

    @on(Button.Pressed, "#public-send")
    def _send(self, event: Button.Pressed) -> None:
        event.stop()
        self.send()

    @on(Button.Pressed, "#public-done")
    def _done(self, event: Button.Pressed) -> None:
        event.stop()
        self.forget()
        self.app.go_home()

    @on(Button.Pressed, "#public-back")
    def _back(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        """One page back; from the first one home, and nothing is kept."""
        match self.page:
            case "phone":
                self.turn("words", phone=self.query_one(PhonePad).typed)
            case "words":
                self.turn("what", category="")
            case "what":
                self.turn("where", place="")
            case "where" if self.zone:
                self.turn("where", zone="")
            case _:
                self.forget()
                self.app.go_home()
