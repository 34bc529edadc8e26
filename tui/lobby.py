"""The lobby: what a kiosk does while nobody stands at it, who gets what without a PIN, and the doors that stay shut.

After a minute without a touch it is as it was for the next person: no sheet, no half-made choice, its own language;
after three the quiet clock. What somebody who signed in had begun is kept where it was, behind their PIN.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from textual import work

from checkpoints.site.people import Right
from checkpoints.work import handover, people, public_reports
from checkpoints.work.deputies import may
from checkpoints.work.records.deciding import Target
from store.drafts import Drafts
from store.languages import Languages
from tui import i18n
from tui.commands import Commands
from tui.i18n import N_
from tui.launch import Ending
from tui.nightly import LONG_AGO
from tui.screens.base import Face, Sheet
from tui.screens.form import FormRequest
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.screens.public_report import PublicReportScreen

__all__ = ["DARK_AFTER", "Lobby"]

DARK_AFTER = timedelta(minutes=3)
"""From the last touch to the quiet clock."""
MAINTAIN: Right = "leave_kiosk"

_logger = logging.getLogger(__name__)


class Lobby(Commands, inherit_bindings=False):
    """What a kiosk does by itself, mixed into the app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home_lang = i18n.lang()
        self._languages = Languages(self.book.data)

    # who is there

    @property
    def public(self) -> bool:
        """Whether this is a kiosk that nobody has signed in at: nothing on it names anybody."""
        return self.place == "kiosk" and self.person is None

    @property
    def takes_reports(self) -> bool:
        """Whether the site has the form for them; one that was loaded with an older version has not."""
        site = self.book.ledger.site
        return site is not None and public_reports.FORM in site.form_of

    def sign_in(self, person: str) -> bool:
        """As everywhere; a kiosk speaks the language that this person chose last time."""
        signed = super().sign_in(person)
        if signed and self.place == "kiosk":
            self.speak(self._languages.of(person) or i18n.lang())
        return signed

    def action_switch_language(self) -> None:
        """As everywhere; a kiosk keeps it for whoever is signed in."""
        super().action_switch_language()
        if self.place == "kiosk" and self.person is not None:
            self._languages.keep(self.person, i18n.lang())

    def speak(self, lang: str) -> None:
        """Say what is up in this language; the other screens follow when they come up."""
        if lang != i18n.lang() and not self.bare:
            i18n.use(lang)
            for up in self.screen_stack:
                if isinstance(up, Face):
                    up.retranslate()

    def left_alone(self, untouched: timedelta) -> None:
        """Nobody has touched anything for a while, and nobody is signed in."""
        if self.place != "kiosk" or self.book.ledger.site is None:
            return
        self._close_sheets()
        report = self._me.made("public_report")
        if isinstance(report, PublicReportScreen):
            report.forget()
        kiosk = self._me.made("kiosk")
        if kiosk is not None:  # what was said to the one before
            kiosk.hush()
        here, there = str(self.current_mode), "clock" if untouched > DARK_AFTER else "kiosk"
        if here not in (there, "clock"):
            self._me.go(there)
        self.speak(self.home_lang)

    def _close_sheets(self) -> None:
        """Close what lies over a screen that anybody can come to; nobody is there to answer it."""
        while isinstance(self.screen, Sheet):
            left = self.screen
            left.answer(None)
            if self.screen is left:  # it leads back by itself, or is on its way out already
                break

    def under_way(self) -> bool:
        """As everywhere; a handover that somebody half filled in lately holds the start afresh up too."""
        return self._handing_over() or super().under_way()

    def _handing_over(self) -> bool:
        now = self.now()
        begun = (str(fields.get("at", "")) for fields in Drafts(self.book.data).under("form/handover/"))
        return any(now - at < LONG_AGO for text in begun if (at := _moment(text)) is not None)

    # where a PIN leads

    def to_handover(self) -> None:
        """To the post that was offered to whoever signed in, or to offering one."""
        offered = handover.waiting(self.book.ledger, self.person or "-")
        if len(offered) > 1:
            self._me.go("register", "handover")
        elif offered:
            self._me.go("form", FormRequest(Target("handover", offered[0].id), "taken"))
        else:
            self._me.go("form", FormRequest(Target("handover"), "given"))

    def to_keys(self) -> None:
        """To the keys that are out, and to signing one out or in."""
        self._me.go("register", "key_loan")

    # the doors

    @work
    async def action_maintenance(self) -> None:
        """The one way out of a kiosk: the PIN of whoever may, which is recorded.

        A disk that takes nothing down is what somebody may have come for: then the log has to do.
        """
        if self.place != "kiosk":
            return
        ledger, day = self.book.ledger, self.now().date()
        leads = tuple(p.id for p in ledger.people.active() if p.pin_hash and may(ledger, p.id, MAINTAIN, day))
        confirmed = await self._me.ask(PinSheet, PinRequest(leads, N_("Leave the kiosk for maintenance")))
        if confirmed is None:
            return
        by = confirmed.person
        if self.record(lambda now: people.leave_kiosk(ledger, by, now), by=by) is None:
            if not self.disk_refuses:
                return
            _logger.warning("left for maintenance with the PIN of %s, which the disk did not take down", by)
        self._me.sign_out("closed")
        self.exit(return_code=Ending.LEFT)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing here opens another program."""
        del url, new_tab

    def copy_to_clipboard(self, text: str) -> None:
        """What is on the screen stays on it."""
        del text

    def deliver_text(self, *_: Any, **__: Any) -> str | None:  # type: ignore[override]
        """Nothing leaves by way of the terminal."""
        return None

    def deliver_binary(self, *_: Any, **__: Any) -> str | None:  # type: ignore[override]
        """Nothing leaves by way of the terminal."""
        return None

    def deliver_screenshot(self, *_: Any, **__: Any) -> str | None:  # type: ignore[override]
        """Nothing leaves by way of the terminal."""
        return None

    def action_suspend_process(self) -> None:
        """There is no shell behind the app to come back from."""


def _moment(text: str) -> datetime | None:
    """When a draft was last touched; None where its file says nothing that could be a time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
