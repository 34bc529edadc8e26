"""Accountability: what waits for a decision, then what was decided, as far as somebody may see it.

Never in the lobby.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on, work
from textual.widgets import Button

from tui.i18n import N_, Wording, _, n_
from tui.screens.account_sheet import AccountRequest, AccountSheet
from tui.screens.base import BaseScreen
from tui.screens.praise_sheet import ask_praise
from tui.screens.steps_sheet import StepsSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words import accounts as words
from tui.words.finding_text import severity_name
from tui.words.start import crop

__all__ = ["AccountsScreen"]

NOT_HERE = N_("Accountability is not shown in the lobby.")
NOTHING = N_("Nothing waits for a decision, and there is no record that you may see.")


class AccountsScreen(BaseScreen):
    """A tile opens the sheet of its finding or record."""

    CSS_PATH = "accounts.tcss"
    HELP_LINES = ((N_("A tile"), N_("Opens the record and what you may do with it")),)

    def heading(self) -> Wording:
        """Accountability."""
        return N_("Accountability")

    def load(self, request: Any) -> None:
        """A finding whose sheet is opened at once."""
        if isinstance(request, str) and self.app.place != "kiosk":
            self.app.call_later(self._open, ("finding", request))

    def subheading(self) -> str:
        """How much waits."""
        if self.app.place == "kiosk":
            return ""
        count = words.waiting(self.app.book.ledger, self.app.person or "", self.app.place, self.app.now())
        return n_("1 waits for a decision", "{count} wait for a decision", count)

    def body(self) -> Iterable[Any]:
        """The list, the way back, and what went well."""
        yield Pages(tile_width=44, tile_height=6, empty=NOTHING, in_bar=True, id="accounts-list")
        with ActBar():
            yield Big(N_("◀ Back"), id="accounts-back")
            yield Big(N_("Praise"), id="accounts-praise")

    def paint(self) -> None:
        """What the person may see here."""
        pages, ledger = self.query_one(Pages), self.app.book.ledger
        kiosk = self.app.place == "kiosk"
        pages.tile_height = 7 if self.app.compact else 6
        pages.empty = NOT_HERE if kiosk else NOTHING
        pages.query_one(".empty", Words).say(pages.empty)
        self.query_one("#accounts-praise", Big).disabled = not self.app.person
        findings, waits, rest = words.listed(ledger, self.app.person or "", self.app.place, self.app.now())
        pages.put([*map(self._undecided, findings), *map(self._known, (*waits, *rest))])

    def _undecided(self, finding: str) -> Tile:
        return Tile(("finding", finding), lambda: self._finding(finding), lambda: self._under(finding), "warning")

    def _known(self, account: str) -> Tile:
        return Tile(("account", account), lambda: self._record(account), lambda: self._about(account))

    def _finding(self, finding: str) -> str:
        ledger = self.app.book.ledger
        severity = severity_name(ledger.site, ledger.findings.brief(finding).severity)
        return f"! {ledger.findings.called(finding)} {severity}\n" + _("no decision yet")

    def _under(self, finding: str) -> str:
        return crop(self.app.book.ledger.findings.brief(finding).words, 40)

    def _record(self, account: str) -> str:
        ledger = self.app.book.ledger
        known = ledger.accounts.all[account]
        mark = "◐ " if account in ledger.accounts.waiting else "■ "
        number = ledger.findings.called(known.finding) if known.finding in ledger.findings.all else "–"
        return f"{mark}{number} {_(words.STATES[known.state])}"

    def _about(self, account: str) -> str:
        ledger = self.app.book.ledger
        line = words.account_line(ledger, ledger.accounts.all[account])
        return crop(line.rpartition(" · ")[0] or line, 40)

    @on(Pages.Chosen)
    def _chosen(self, event: Pages.Chosen) -> None:
        self._open(event.key)

    @work
    async def _open(self, key: Any) -> None:
        kind, what = key
        ledger = self.app.book.ledger
        finding = what if kind == "finding" else ledger.accounts.all[what].finding
        if finding in ledger.findings.all and self.app.place != "kiosk":
            await self.app.ask(AccountSheet, AccountRequest(finding, what if kind == "account" else ""))

    @on(Button.Pressed, "#accounts-praise")
    @work
    async def _praise(self) -> None:
        await self.app.ask(StepsSheet, ask_praise(self.app))

    @on(Button.Pressed, "#accounts-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()
