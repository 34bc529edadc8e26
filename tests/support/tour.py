"""A walk with the whole app, from sign-in to verdict, for any terminal that has `Terminal`'s handles.

The walker looks at two things: the screen, as a person does, and the logbook of the same folder opened beside the app,
as a second program would. What the logbook shows was acknowledged by the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checkpoints.site import catalogue
from checkpoints.site.checks import Check
from checkpoints.work import people
from checkpoints.work.rounds import Round, checking
from store import pins, setup
from store.logbook import Logbook
from tests.support.ground import unasked
from tests.support.terminal import Terminal

PEOPLE = {"p-wang": ("王敏", "Wang Min", "1357"), "p-li": ("李强", "Li Qiang", "2468")}


def furnish(folder: Path) -> None:
    """The default site with two assistants, in a folder."""
    book = Logbook.open(folder)
    try:
        setup.load_site(book, "-", unasked(catalogue.default_site()))
        for person, (zh, en, pin) in PEOPLE.items():
            fact = people.PersonAdded(person=person, zh=zh, en=en, role="supervisor", department="service")
            book.record("p-wang", lambda _now, fact=fact: people.add(book.ledger, fact, "p-wang"))
            hashed = pins.hash_pin(pin)
            book.record("p-wang", lambda _now, p=person, h=hashed: people.set_pin(book.ledger, p, h, "p-wang"))
    finally:
        book.close()


class Walker:
    """Walks one round; `terminal` may be replaced after a power cut."""

    def __init__(self, terminal: Terminal, book: Logbook) -> None:
        self.terminal = terminal
        self.book = book
        self.codes = {c.checkpoint: c for c in setup.list_codes(book) if not c.retired}
        self.round_id = ""

    @property
    def round(self) -> Round:
        """The round as the disk has it now."""
        self.book.follow()
        return self.book.ledger.rounds.all[self.round_id]

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something on the disk."""

        def holds() -> object:
            self.book.follow()
            return condition()

        self.terminal.wait(holds, what)
        self.terminal.settle()

    def sign_in(self, person: str = "p-wang") -> None:
        """Tap the name, type the PIN."""
        zh, _en, pin = PEOPLE[person]
        self.terminal.tap(zh)
        self.terminal.wait_for("请输入密码")
        self.terminal.send_slowly(pin + "\r")
        self.terminal.wait_for("巡区记录")

    def start(self, route: str, second: str = "p-li") -> None:
        """Start a route with a second person, who gives the PIN."""
        zh, _en, pin = PEOPLE[second]
        self.terminal.tap("开始巡区 ▶")
        self.terminal.tap(route)
        self.terminal.wait_for("和谁一起")
        self.terminal.tap(zh)
        self.terminal.wait_for("请输入密码")
        self.terminal.send_slowly(pin + "\r")
        self.terminal.tap(" 开始 ▶")
        self.terminal.wait_for("请扫描此点的二维码")
        self.until(lambda: self.book.ledger.rounds.open, "the round on the disk")
        (self.round_id,) = self.book.ledger.rounds.open

    def scan(self, checkpoint: str) -> None:
        """Scan the label of a point."""
        self.terminal.scan(self.codes[checkpoint].digits or "")
        self.until(lambda: self.round.visit(checkpoint).arrivals, f"the arrival at {checkpoint}")
        self.terminal.wait_for(rf"{checkpoint}(.|\n)*已到点")

    def type_letters(self, checkpoint: str) -> None:
        """The code is torn: choose why, type the eight letters."""
        self.terminal.tap("扫不出二维码")
        self.terminal.tap("标签破损")
        self.terminal.tap("输入 8 位字符")
        self.terminal.wait_for("二维码下方的 8 位字符")
        self.terminal.send_slowly(self.codes[checkpoint].typed.lower() + "\r")
        self.until(lambda: self.round.visit(checkpoint).arrivals, f"the typed arrival at {checkpoint}")

    def skip(self, checkpoint: str) -> None:
        """Leave a point out, with the first reason offered."""
        self.terminal.key("F7")
        self.terminal.wait_for("原因")
        self.terminal.tap("现场不安全")
        self.terminal.tap("跳过此点", -1)
        self.until(lambda: self.round.visit(checkpoint).state == "skipped", f"{checkpoint} skipped")

    def missing(self, checkpoint: str) -> list[Check]:
        """Checks without an answer on the disk."""
        return checking.unanswered(self.book.ledger, self.round, checkpoint)

    def fail_first(self, checkpoint: str) -> None:
        """Fail the selected check; save the finding as it comes filled in, with a reason for no photo."""
        check = self.missing(checkpoint)[0]
        self.terminal.key("x")
        self.terminal.wait_for("新问题")
        self.no_photo()
        self.terminal.tap("保存")
        self.until(lambda: check not in self.missing(checkpoint), f"the finding of {check.id}")
        self.terminal.wait_gone("新问题")

    def no_photo(self) -> None:
        """Say on the finding sheet why there is no photo."""
        self.terminal.tap("拍照")
        self.terminal.wait_for("添加照片")
        self.explain()

    def explain(self) -> None:
        """On the photo sheet: no photo, because the camera is broken."""
        self.terminal.tap("不能拍照")
        self.terminal.tap("相机")
        self.terminal.wait_gone("添加照片")

    def answer_all(self, checkpoint: str, reading: float | None = None) -> None:
        """Pass what may be passed together, then the rest one by one; `reading` is given to the first number."""
        before = len(self.missing(checkpoint))
        self.terminal.key("F5")
        self.until(lambda: len(self.missing(checkpoint)) < before, "the rest passed")
        while missing := self.missing(checkpoint):
            check = missing[0]
            self.answer(checkpoint, check, reading if check.answer.type == "number" else None)
            reading = None if check.answer.type == "number" else reading

    def answer(self, checkpoint: str, check: Check, reading: float | None) -> None:
        """Answer the selected check well, or with the reading given."""
        terminal, spec = self.terminal, check.answer
        if spec.type == "number":
            terminal.key("Return")
            terminal.wait_for("清空")
            good = spec.ok_min if spec.ok_min is not None else (spec.ok_max if spec.ok_max is not None else 1.0)
            terminal.send_slowly(f"{good if reading is None else reading:g}\r")
        elif spec.type == "text":
            terminal.key("Return")
            terminal.wait_for(check.zh[:6])
            terminal.send_slowly("2F 9F\r")
        else:
            terminal.key("space")
            if sum(option.ok for option in spec.options) > 1:
                terminal.wait_for("◀ 返回")
                terminal.settle()
                terminal.key("Return")
        self.until(lambda: check not in self.missing(checkpoint), f"the answer to {check.id}")
        if check.photo == "always" and reading is None:
            terminal.wait_for("添加照片")
            self.explain()
        if reading is not None:
            terminal.wait_for("现场处理了吗")
            self.no_photo()
            terminal.tap("保存")
            terminal.wait_gone("现场处理了吗")

    def leave(self, checkpoint: str) -> None:
        """On to the next point."""
        self.terminal.key("F8")
        self.until(lambda: self.round.visit(checkpoint).left_at, f"{checkpoint} left")

    def finish(self) -> None:
        """Finish and stay on the verdict."""
        self.terminal.wait_for("结束本次巡区|结束巡区")
        self.terminal.settle()  # after the last point the question comes up by itself
        if "结束本次巡区" not in self.terminal.text:
            self.terminal.tap("结束巡区")
        self.terminal.wait_for("结束本次巡区")
        self.terminal.tap("结束 ✓")
        self.until(lambda: not self.round.open, "the round finished")
        self.terminal.wait_for("结论")
