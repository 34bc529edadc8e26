"""One finding from scan to closed, by five people on three devices in real terminals, with the share cut twice."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.crowd_tour import PIN, SSH, Seat, furnish
from tests.support.devices import copied

pytestmark = pytest.mark.e2e

PLACE = "CP-01"


def jpeg(folder: Path, name: str, size: int) -> None:
    (folder / "inbox").mkdir()
    (folder / "inbox" / name).write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * size + b"\xff\xd9")


@contextmanager
def cut(share: Path) -> Generator[None]:
    """The share is gone for a while: its folder stands under another name."""
    away = share.parent.rename(share.parent.with_name("gone"))
    yield
    away.rename(share.parent)


@pytest.fixture
def seats(tmp_path: Path) -> Generator[tuple[Seat, Seat, Seat, Path]]:
    """A tablet at the gate, the office over SSH, the engineer's tablet; and the file they share."""
    share = tmp_path / "share" / "site.patrol"
    share.parent.mkdir()
    furnish(tmp_path / "gate")
    for name in ("office", "engineer"):
        copied(tmp_path / "gate", tmp_path / name)
    jpeg(tmp_path / "engineer", "mended.jpg", 40)
    jpeg(tmp_path / "office", "looked.jpg", 50)
    made = [
        Seat(tmp_path / "gate", share, "tablet"),
        Seat(tmp_path / "office", share, "office", SSH),
        Seat(tmp_path / "engineer", share, "tablet"),
    ]
    yield made[0], made[1], made[2], share
    for seat in made:
        seat.close()


def raise_it(gate: Seat) -> None:
    """王敏 scans the label and finds the second check failed: S2."""
    terminal = gate.terminal
    gate.enter("wang")
    terminal.tap("开始巡区 ▶")
    terminal.tap("R-ANY")
    terminal.wait_for("和谁一起")
    terminal.tap("李强")
    terminal.wait_for("请输入密码")
    terminal.send_slowly(PIN + "\r")
    terminal.tap(" 开始 ▶")
    gate.until(lambda: gate.book.ledger.rounds.open, "the round on the disk")
    (gate.round_id,) = gate.book.ledger.rounds.open
    gate.scan(PLACE)
    terminal.key("space")
    gate.until(lambda: gate.round.visit(PLACE).answers, "the first answer")
    terminal.key("x")
    terminal.wait_for("新问题")
    gate.save()
    gate.reaches("found")


@pytest.mark.timeout(180)
def test_D3_9_to_D3_15_from_a_scan_to_closed_by_five_people_while_the_share_comes_and_goes(
    seats: tuple[Seat, Seat, Seat, Path],
) -> None:
    gate, office, engineer, share = seats
    raise_it(gate)

    # The supervisor, over SSH, sends the notice while the share is gone.
    office.reaches("found")
    engineer.reaches("found")  # the share is cut below, and what is not there by then comes later
    office.enter("zhao")
    office.open_from_board()
    with cut(share):
        office.act("下发整改通知单")
        office.terminal.wait_for("完成时限")
        office.save()
        office.reaches("assigned")
        assert gate.line.state == engineer.line.state == "found"
    engineer.reaches("assigned", lambda line: line.person == "qian")

    # The engineer signs for it, and puts it right with a photo, while the share is gone again.
    engineer.enter("qian")
    engineer.terminal.tap("不合格：检查")
    engineer.act("签收")
    engineer.reaches("accepted")
    office.reaches("accepted")
    with cut(share):
        engineer.act("报告整改完成")
        engineer.photograph("mended.jpg", "! 待补")
        engineer.terminal.tap("没有合适的就在此输入")
        engineer.terminal.send_slowly("mopped and sealed")
        engineer.save()
        engineer.reaches("rectified", lambda line: line.after_photo and line.fixer == "qian")
    gate.reaches("rectified")
    office.reaches("rectified")

    # Another assistant looks, and the manager decides who answers for it and closes.
    office.leave_seat()
    office.enter("li")
    office.open_from_board()
    office.act("复查合格")
    office.photograph("looked.jpg", "照片")
    office.save()
    office.reaches("verified")
    office.leave_seat()
    office.enter("chen")
    office.terminal.tap("追责")
    office.terminal.tap("尚未决定")
    office.terminal.tap("不追究，原因")
    office.terminal.wait_for("没有合适的就在此输入")
    office.terminal.tap("没有合适的就在此输入")
    office.terminal.send_slowly("worn out by age")
    office.save()
    office.until(lambda: office.book.ledger.accounts.all, "the decision on the disk")
    office.terminal.tap("查看问题")
    office.terminal.wait_for("整改方案")
    office.heard()
    office.act("关闭")
    office.terminal.wait_for("已回复业主")
    office.save()
    office.reaches("closed")

    for seat in (gate, engineer):
        seat.reaches("closed")
        (finding,) = seat.book.ledger.findings.all.values()
        who = [event.actor for event in seat.book.ledger.history("finding:" + finding.id)]
        assert who == ["wang", "zhao", "qian", "qian", "li", "chen"]
        assert not finding.conflict
