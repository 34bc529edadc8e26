"""What a visitor has tapped so far, the photo among it, and what becomes of it: sent, or forgotten.

The photo is in memory until the report is sent, and kept only for a report that was taken in; so of somebody who walks
away nothing is left, on the screen or on the disk.
"""

from __future__ import annotations

import logging
from typing import Any, Literal

from textual import work

from checkpoints.ledger.events import Event
from checkpoints.site.forms import Choice
from checkpoints.work.public_reports import FORM, NOBODY, Told, report, takes_photos
from store.errors import StoreError
from tui.i18n import N_
from tui.screens.base import BaseScreen

__all__ = ["Page", "PublicSending"]

_logger = logging.getLogger(__name__)

Page = Literal["where", "what", "words", "phone", "thanks"]


class PublicSending(BaseScreen):
    """The half-made report; its pages are in `tui.screens.public_report`."""

    page: Page = "where"
    zone = place = category = phrase = phone = number = ""
    photo = b""

    def forget(self) -> None:
        """Nothing of the one before is left for the next."""
        self.page = "where"
        self.zone = self.place = self.category = self.phrase = self.phone = self.number = ""
        self.photo = b""

    def on_screen_suspend(self) -> None:
        """Gone from, and not only covered by a sheet."""
        if self not in self.app.screen_stack:
            self.forget()

    def turn(self, page: Page, **said: Any) -> None:
        """To another page, with what was tapped."""
        raise NotImplementedError

    @property
    def site(self) -> Any:
        """The site that is loaded; nothing else has this screen."""
        return self.app.book.ledger.site

    @property
    def options(self) -> tuple[Choice, ...]:
        """What kinds of things can be reported."""
        form = self.site.form_of.get(FORM) if self.site else None
        step = form.step("reported") if form else None
        field = step.field("category") if step else None
        return field.options if field else ()

    @property
    def option(self) -> Choice | None:
        """The kind that was tapped."""
        return next((o for o in self.options if o.value == self.category), None)

    # the photo

    @property
    def offers_photo(self) -> bool:
        """Whether there is a camera that works as far as is known, and the site's form has room for what it takes."""
        return self.app.cameras.for_visitors is not None and takes_photos(self.app.book.ledger)

    @work(exclusive=True, group="photo")
    async def take_photo(self) -> None:
        """A photo beside the words, or in their place."""
        from tui.screens.picture_sheet import PictureRequest, PictureSheet  # noqa: PLC0415  (most kiosks have no camera)

        source = self.app.cameras.for_visitors
        if source is None:  # it was pulled out since it was offered
            self.repaint()
            return
        got = await self.app.ask(PictureSheet, PictureRequest(source))
        if got is None or self.page != "words":
            return
        self.photo = got.jpeg
        self.repaint()
        self.query_one("#public-send").focus()
        if got.send:
            self.send()

    # sending

    def send(self) -> None:
        """Send what was tapped. What cannot be taken in stays on the screen, less a photo that cannot be kept."""
        option, site, ledger = self.option, self.site, self.app.book.ledger
        if option is None or site is None:
            return
        phrase = next((p for p in site.phrases if p.id == self.phrase), None)
        words = (phrase or option).name(
            "en" if self.app.home_lang == "en" else "zh"
        )  # for those who read it, whatever the visitor speaks

        def enter(*photos: str) -> list[Event] | None:
            told = Told(self.place, self.category, words, photos, self.phone)
            return self.app.record(lambda now: report(ledger, told, now), by=NOBODY)

        try:
            made = self.app.book.photos.put_for(self.photo, enter) if self.photo else enter()
        except StoreError as error:
            self._cannot_keep(error)
            return
        if made is not None:
            number = ledger.records.called(made[0].subject.removeprefix("record:"))
            self.forget()
            self.turn("thanks", number=number)

    def _cannot_keep(self, error: StoreError) -> None:
        _logger.warning("the photo of a visitor: %s", error)
        self.photo = b""
        self.repaint()
        self.tell(
            N_("The photo could not be kept on this machine. Your words are still here."),
            N_("Tap Send once more: they are sent without it."),
            grade="bad",
        )
