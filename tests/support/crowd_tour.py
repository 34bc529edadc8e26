"""Five people of one small site with their PINs, on devices that share a file, and the taps that move a finding."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from checkpoints.site.people import RoleId
from checkpoints.work.findings import Brief
from checkpoints.work.people import PersonAdded, PinSet
from store.logbook import Logbook
from store.pins import hash_pin
from store.setup import load_site
from tests.support.small_site import small_site
from tests.support.terminal import Terminal
from tests.support.tour import Walker

PIN = "2468"
FIVE: dict[str, tuple[str, RoleId, str]] = {
    "wang": ("王敏", "assistant", "service"),
    "li": ("李强", "assistant", "service"),
    "zhao": ("赵主管", "supervisor", "service"),
    "chen": ("陈经理", "manager", "management"),
    "qian": ("钱工", "engineer", "cleaning"),
}
SSH = {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22"}


def furnish(folder: Path) -> None:
    """The small site with the five, all with one PIN."""
    hashed = hash_pin(PIN)
    with closing(Logbook.open(folder)) as book:
        load_site(book, "-", small_site())
        facts = [
            fact
            for person, (zh, role, where) in FIVE.items()
            for fact in (
                PersonAdded(person=person, zh=zh, en=person, role=role, department=where),
                PinSet(person=person, pin_hash=hashed),
            )
        ]
        book.record("zhao", lambda _: facts)


class Seat(Walker):
    """A terminal on a device, and its folder opened beside it."""

    def __init__(self, folder: Path, share: Path, place: str, env: dict[str, str] | None = None) -> None:
        argv = [sys.executable, "-m", "tui.cli", "--data", folder, "--place", place, "--lang", "zh", "--share", share]
        self.book = Logbook.open(folder)
        # A worker of the test run has COLUMNS and LINES of its own, which programs believe more than the terminal.
        env = {**(env or {}), "COLUMNS": "160", "LINES": "48"}
        super().__init__(Terminal([str(word) for word in argv], env=env, size=(160, 48)), self.book)

    def close(self) -> None:
        self.terminal.close()
        self.book.close()

    def enter(self, person: str) -> None:
        """Tap the name, type the PIN."""
        self.terminal.tap(FIVE[person][0])
        self.terminal.wait_for("请输入密码|个人码")
        self.terminal.send_slowly(PIN + "\r")
        self.terminal.wait_gone("请输入密码")

    @property
    def line(self) -> Brief:
        """The one finding, as the disk of this device has it."""
        self.book.follow()
        return next(line for _, line in self.book.ledger.findings.lines())

    def reaches(self, state: str, what: Callable[[Brief], object] = lambda _: True) -> None:
        """Wait until this device has the finding in a state."""
        self.until(lambda: self.book.ledger.findings.all and self.line.state == state and what(self.line), state)

    def heard(self) -> None:
        """Close what was told over the screen."""
        self.terminal.settle()
        while "点此关闭" in self.terminal.text:
            self.terminal.tap("点此关闭")
            self.terminal.settle()

    def leave_seat(self) -> None:
        """Sign out, whatever is on the screen."""
        self.heard()
        self.terminal.tap("退出登录")
        self.terminal.wait_for("请点自己的名字登录")

    def save(self) -> None:
        """The button of the sheet, and not the word in what was told before."""
        self.terminal.settle()
        self.terminal.tap("保存", -1)

    def open_from_board(self) -> None:
        """The only line of the board."""
        self.terminal.wait_for("地面积水|不合格")
        self.terminal.settle()
        self.terminal.key("Return")
        self.terminal.wait_for("责任追究")
        self.terminal.settle()

    def act(self, label: str) -> None:
        """Tap an act of the finding; on a narrow screen the acts are a part of their own."""
        self.terminal.wait(lambda: label in self.terminal.text or "操作" in self.terminal.text, label)
        self.terminal.settle()
        if label not in self.terminal.text:
            self.terminal.tap("操作")
        self.terminal.tap(label)

    def photograph(self, name: str, missing: str) -> None:
        """Attach what lies in the folder of photos, by the tile that says so."""
        self.terminal.tap(missing)
        self.terminal.tap(name)
        self.terminal.wait_for("已附 1 张")
