"""Who answers for a finding: what was recorded so far, and every act with the reason why it cannot be taken.

The acts ask their questions in `StepsSheet`. A row of the record itself says who, what for and how it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on, work

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.accounts import deciding
from checkpoints.work.accounts.facts import AccountProposed, AccountRuled
from checkpoints.work.accounts.owing import self_mended
from checkpoints.work.accounts.seeing import visible
from tui import when
from tui.i18n import N_, Wording, _, tell
from tui.screens.base import Sheet
from tui.screens.steps_sheet import Answers, Step, Steps, StepsSheet
from tui.widgets.pages import Pages, Tile
from tui.widgets.reader import Reader
from tui.words import accounts as words
from tui.words.finding_text import department_name, person_name, severity_name
from tui.words.rounds import local

__all__ = ["AccountRequest", "AccountSheet"]

NAMES = {
    "state": N_("Statement"),
    "approve": N_("Approve"),
    "refuse": N_("Do not approve"),
    "appeal": N_("Appeal"),
    "rule": N_("Decide the appeal"),
    "propose": N_("Somebody answers"),
    "waive": N_("None, because"),
    "credit": N_("A credit"),
    "finding": N_("See the finding"),
}
PARTIES = {"person": N_("A person"), "department": N_("A department"), "contractor": N_("An outside firm")}


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """Which finding, and which record about it where one was tapped."""

    finding: str
    account: str = ""


class AccountSheet(Sheet[AccountRequest, None]):
    """Everything that can be done about one finding or record. Closes by Back."""

    CSS_PATH = "account_sheet.tcss"

    def heading(self) -> Wording:
        """The finding's number."""
        number = self.app.book.ledger.findings.called(self.request.finding)
        return lambda: _("Who answers for {number}").format(number=number)

    def body(self) -> Iterable[Any]:
        """What is known, and the acts."""
        yield Reader(id="account-text")
        yield Pages(tile_width=30, id="account-acts")

    def paint(self) -> None:
        """As it stands for whoever looks; in the lobby nothing."""
        if not self.app.person or self.app.place == "kiosk":
            self.call_later(self.answer, None)
            return
        self.query_one(Reader).put("\n".join(self._lines()))
        pages = self.query_one(Pages)
        pages.tile_height = 7 if self.app.compact else 6  # room for a reason
        pages.put(sorted((self._tile(act) for act in self._acts()), key=lambda tile: tile.disabled))

    # what is known

    def _lines(self) -> Iterable[str]:
        ledger, today = self.app.book.ledger, self.app.now().date()
        line = ledger.findings.brief(self.request.finding)
        about = severity_name(ledger.site, line.severity), department_name(ledger.site, line.department), line.words
        yield " · ".join(about)
        yield words.decision_state(ledger, self.request.finding, self.app.now())
        for account in ledger.accounts.of(self.request.finding):
            if not visible(ledger, account, self.app.person or "", self.app.place, today):
                continue
            yield ""
            yield words.account_line(ledger, account)
            if account.proposed is not None:
                yield _("Proposed by {who}: {words}").format(who=self._who(account.by), words=account.proposed.words)
            said = [(at, by, fact.words, _("Statement")) for at, by, fact in account.statements]
            if account.decided is not None:
                at, by, fact = account.decided
                given = getattr(fact, "reason", "") or getattr(fact, "words", "")
                said.append((at, by, given, _("Decision")))
            if account.appeal is not None:
                said.append((*account.appeal[:2], account.appeal[2].words, _("Appeal")))
            if account.ruling is not None:
                said.append((*account.ruling[:2], account.ruling[2].words, _("On the appeal")))
            for at, by, text, what in said:
                clock = when.day_and_clock(local(ledger, at), self.app.now())
                yield f"  {what} · {clock} {self._who(by)}  {text}".rstrip()

    def _who(self, person: str) -> str:
        return person_name(self.app.book.ledger, person)

    # acts

    def _acts(self) -> Sequence[str]:
        about = ("state", "approve", "refuse", "appeal", "rule") if self.request.account else ()
        return (*about, "propose", "waive", "credit", "finding")

    def _tile(self, act: str) -> Tile:
        no = self._why_not(act)
        return Tile(act, NAMES[act], (lambda: tell(no)) if no else "", disabled=no is not None)

    def _why_not(self, act: str) -> Refused | None:
        ledger, by, finding = self.app.book.ledger, self.app.person or "-", self.request.finding
        now = Moment(self.app.now(), lambda: "")
        if act in ("propose", "waive", "credit"):
            try:
                if act == "propose":
                    dept = ledger.findings.brief(finding).department
                    tried = AccountProposed(
                        account="",
                        finding=finding,
                        party="department",
                        who=dept,
                        fault="duty",
                        measure="reminder",
                        words="----",
                    )
                    deciding.propose(ledger, tried, by, now)
                else:
                    if act == "credit" and not self_mended(ledger, finding):
                        return Refused(
                            "account.no_credit", "It was not found and put right in time by the same people."
                        )
                    deciding.waive(ledger, finding, "----", by, now, credit=act == "credit")
            except Refused as no:
                return None if no.code == "account.twice" else no
            return None
        return deciding.why_not(ledger, self.request.account, act, by, now) if act != "finding" else None

    @on(Pages.Chosen)
    @work
    async def _act(self, event: Pages.Chosen) -> None:
        act = str(event.key)
        if act == "finding":
            self.answer(None)
            self.app.go("finding", self.request.finding)
            return
        await self.app.ask(StepsSheet, Steps(NAMES[act], self._steps(act), lambda a: self._save(act, a)))

    def _steps(self, act: str) -> list[Step]:
        ready = {"propose": words.HAPPENED, "waive": words.BECAUSE, "credit": words.BECAUSE}
        ready |= {"state": words.SAID, "appeal": words.SAID}
        last = Step(
            "words",
            N_("In words: what shows it?") if act == "propose" else N_("In words"),
            "words",
            phrases=ready.get(act, words.JUDGED),
            optional=act == "approve",
        )
        if act == "propose":
            return [
                Step("party", N_("Who answers for it?"), tiles=lambda _a: _tiles(PARTIES)),
                Step("who", N_("Which one?"), tiles=self._whos, own=lambda a: a.get("party") == "contractor"),
                Step("fault", N_("What was wrong?"), tiles=lambda _a: _tiles(words.FAULTS)),
                *self._measures(lambda _a: True),
                last,
            ]
        if act == "rule":
            outcome = Step("outcome", N_("What becomes of the appeal?"), tiles=lambda _a: _tiles(words.OUTCOMES))
            return [outcome, *self._measures(lambda a: a.get("outcome") == "eased"), last]
        return [last]

    def _measures(self, asked: Callable[[Answers], bool]) -> list[Step]:
        return [
            Step("measure", N_("Which measure?"), tiles=lambda _a: _tiles(words.MEASURES), asked=asked),
            Step(
                "amount",
                N_("How much? Points, or yuan"),
                "amount",
                asked=lambda a: asked(a) and a.get("measure") in deciding.COSTS,
            ),
        ]

    def _whos(self, answers: Answers) -> list[Tile]:
        ledger = self.app.book.ledger
        if answers.get("party") == "department":
            known = ledger.site.departments if ledger.site else ()
            return [Tile(d.id, lambda d=d: department_name(ledger.site, d.id)) for d in known]
        firm = answers.get("party") == "contractor"
        people = [p for p in ledger.people.active() if (p.role == "contractor") == firm]
        line = ledger.findings.brief(self.request.finding)
        first = (line.person, line.fixer, line.head)
        people.sort(key=lambda p: (p.id not in first, p.department != line.department, p.id))
        return [Tile(p.id, lambda p=p: person_name(ledger, p.id)) for p in people]

    def _save(self, act: str, answers: Answers) -> bool:
        by = self.app.person or "-"
        return self.app.record(lambda now: self._decide(act, answers, by, now)) is not None

    def _decide(self, act: str, a: Answers, by: str, now: Moment) -> Sequence[Fact]:
        ledger, finding, account = self.app.book.ledger, self.request.finding, self.request.account
        said = str(a.get("words") or "")
        costs = a.get("measure") in deciding.COSTS
        amount = float(a.get("amount") or 0) if costs else 0.0
        match act:
            case "propose":
                fact = AccountProposed(
                    account="",
                    finding=finding,
                    party=a["party"],
                    who=str(a["who"]),
                    fault=a["fault"],
                    measure=a["measure"],
                    amount=amount,
                    words=said,
                )
                return deciding.propose(ledger, fact, by, now)
            case "waive" | "credit":
                return deciding.waive(ledger, finding, said, by, now, credit=act == "credit")
            case "approve":
                return deciding.approve(ledger, account, by, now, said)
            case "rule":
                eased = a["outcome"] == "eased"
                measure = a["measure"] if eased else ""
                ruled = AccountRuled(
                    account=account, outcome=a["outcome"], words=said, measure=measure, amount=amount if eased else 0
                )
                return deciding.rule(ledger, ruled, by, now)
            case _:
                decide = {"state": deciding.state, "refuse": deciding.refuse, "appeal": deciding.appeal}[act]
                return decide(ledger, account, said, by, now)


def _tiles(names: dict[str, str]) -> list[Tile]:
    return [Tile(key, name) for key, name in names.items()]
