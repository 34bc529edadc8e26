"""Where the records are, in words: what is safe here, what waits for the others, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from checkpoints.site.words import Lang
from store.problems import Problem
from tui import when
from tui.i18n import N_, _, fill, lang, n_
from tui.lines import hang

if TYPE_CHECKING:
    from store.sync import Progress
    from tui.sharing import Account

__all__ = ["bar", "details", "size", "stage", "story", "tail", "told"]

STEPS = 24
COLUMN: dict[Lang, int] = {"zh": 14, "en": 20}
"""Cells of the column with the labels."""
STAGES = {
    "own": N_("Looking through the records here"),
    "read": N_("Reading the shared file"),
    "write": N_("Writing to the shared file"),
}
"""What an exchange is doing, by the word it reports."""


@dataclass(slots=True)
class _Lines:
    parts: list[Content] = field(default_factory=list)

    def add(self, text: str, style: str = "") -> None:
        self.parts.append(Content.styled(text, style) if style else Content(text))

    def gap(self) -> None:
        if self.parts and self.parts[-1].plain:
            self.add("")

    def row(self, label: str, value: str, room: int) -> None:
        """A label and what it is, folded under its own beginning."""
        first, _line, rest = hang(label, value, COLUMN[lang()], room).partition("\n")
        head = len(label)
        self.parts.append(Content.assemble((first[:head], "bold"), first[head:]))
        if rest:
            self.add(rest)

    def content(self) -> Content:
        return Content("\n").join(self.parts)


def told(problem: Problem) -> str:
    """A problem as a sentence."""
    return fill(_(problem.message), problem.params)


def size(count: int) -> str:
    """Bytes as people read them: 640 kB, 12.3 MB, 4.1 GB."""
    if count < 1_000_000:
        return f"{-(-count // 1000)} kB"
    if count < 1_000_000_000:
        return f"{count / 1e6:.1f} MB"
    return f"{count / 1e9:.1f} GB"


def bar(progress: Progress, steps: int = STEPS) -> str:
    """How far something is: a bar and bytes."""
    whole = max(progress.total, progress.done, 1)
    full = steps * progress.done // whole
    drawn = "▰" * full + "▱" * (steps - full)
    return f"{drawn}  {size(progress.done)} / {size(whole)}"


def stage(progress: Progress) -> str:
    """What is being done."""
    return _(STAGES.get(progress.stage, progress.stage))


def story(
    account: Account, own_clock: Iterable[Problem], clocks: Iterable[Problem], problems: Iterable[Problem]
) -> Content:
    """What everybody should know: is it safe, does it reach the others, what is wrong, what to do.

    `own_clock` is what is wrong with the clock of this device, `clocks` with those of others.
    """
    out = _Lines()
    for problem in own_clock:
        out.add("! " + told(problem), "bold $error")
        out.gap()
    saved = n_("1 entry is safe on this device.", "{count} entries are safe on this device.", account.saved)
    out.add("✓ " + saved, "bold $success")
    if account.behind:
        more = _("{n} more came in from others and are being sorted in.")
        out.add("  " + more.format(n=account.behind))
    out.gap()
    _shared(out, account)
    for problem in problems:
        out.gap()
        out.add("! " + told(problem), "bold $warning")
    for problem in clocks:
        out.gap()
        out.add("! " + told(problem))
    return out.content()


def _shared(out: _Lines, account: Account) -> None:
    """What the others have of it."""
    known = account.standing
    if account.share is None:
        out.add("○ " + _("No shared file is chosen: nothing of this reaches other devices."), "bold $warning")
        out.add(_("{n} entries were recorded here.").format(n=account.own))
        out.add(_("A supervisor chooses one with the button below; everything then goes over by itself."))
        return
    trouble = known.trouble if known is not None else None
    if trouble is not None:
        since = when.day_and_clock(_local(trouble.since, account), account.now)
        out.add("! " + _("Not shared since {time}.").format(time=since), "bold $error")
        out.add(fill(_(trouble.message), dict(trouble.params)))
        if account.waiting:
            wait = _("{n} entries wait. They are safe here and go over by themselves once it works again.")
            out.add(wait.format(n=account.waiting))
        else:
            out.add(_("Everything recorded here is shared; only what others recorded may be missing here."))
        return
    if known is None or known.synced_at is None:
        out.add("⇅ " + _("Not exchanged yet; {n} entries wait. It begins by itself.").format(n=account.waiting), "bold")
        return
    if not account.waiting:
        out.add("✓ " + _("Everything recorded here is shared."), "bold $success")
        return
    last = when.day_and_clock(_local(known.synced_at, account), account.now)
    wait = n_("1 entry waits to be shared.", "{count} entries wait to be shared.", account.waiting)
    out.add("⇅ " + wait, "bold")
    if account.written:
        back = _("{n} of them stand in the shared file already; they count once they were read back.")
        out.add(back.format(n=account.written))
    out.add(_("Last exchange {time}. There is nothing to do.").format(time=last))


def details(account: Account, room: int) -> Content:
    """The rest, for whoever looks after the devices, in lines of `room` cells."""
    out = _Lines()
    for label, value in _rows(account):
        out.row(label, value, room)
    return out.content()


def _rows(account: Account) -> Iterator[tuple[str, str]]:
    known = account.standing
    if account.share is not None:
        yield _("Shared file"), account.share.path
        yield "", _("one file for each device") if account.share.segments else _("one file for all devices")
        tried = known.tried_at if known else None
        done = known.synced_at if known else None
        yield _("Last exchange"), _at(done, account)
        if tried is not None and tried != done:
            yield _("Last try"), _at(tried, account)
        yield _("Everything checked"), _at(known.audited_at if known else None, account)
    if known is not None:
        waiting = known.photos_waiting
        yield _("Photos"), n_("1 waits", "{count} wait", waiting) if waiting else "✓ " + _("all shared")
        if known.damaged:
            text = n_("1 damaged line was stepped over", "{count} damaged lines were stepped over", known.damaged)
            yield _("Damage"), "! " + text + _(". What is lost there is written again by a check.")
        if known.copies:
            text = _("copies made by a sync program were read and set aside: {names}")
            yield _("Copies"), text.format(names="、".join(known.copies))
    if account.free is not None:
        yield _("Free space here"), size(account.free)


def _at(at: datetime | None, account: Account) -> str:
    return when.day_and_clock(_local(at, account), account.now) if at is not None else _("never yet")


def _local(at: datetime, account: Account) -> datetime:
    zone: tzinfo | None = account.now.tzinfo
    return when.local(at, zone) if zone is not None else at


def tail(text: str, cells: int) -> str:
    """The end of a path that is too long for its place: that is where paths differ."""
    if cell_len(text) <= cells:
        return text
    while text and cell_len(text) > cells - 1:
        text = text[1:]
    return "…" + text
