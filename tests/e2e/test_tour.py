"""The main job: a whole round with a power cut in the middle and its verdict; in xterm with pictures, else on a pty."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import pytest

from checkpoints.ledger.queries import verdict
from store.logbook import Logbook
from tests.support.terminal import Terminal
from tests.support.tour import Walker, furnish
from tests.support.xterm import XTerminal, missing_packages

pytestmark = pytest.mark.e2e

ARTEFACTS = Path(__file__).parents[1] / "artefacts" / "tour"
TORN, SKIPPED, CUT_AT, GAUGE = "CP-17", "CP-40", "CP-10", "CP-33"


def program(folder: Path) -> list[str]:
    return [sys.executable, "-m", "tui.cli", "--data", str(folder), "--place", "tablet", "--lang", "zh"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    furnish(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def book(folder: Path) -> Generator[Logbook]:
    book = Logbook.open(folder)
    yield book
    book.close()


class Pictures:
    """Keeps a picture of each step, where the terminal can make one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.taken: list[Path] = []

    def take(self, terminal: Terminal, name: str) -> None:
        if isinstance(terminal, XTerminal):
            self.taken.append(terminal.picture(self.folder / f"{len(self.taken) + 1:02d}-{name}.png"))


def walk_points(walker: Walker, points: tuple[str, ...], pictures: Pictures) -> None:
    for checkpoint in points:
        if checkpoint == SKIPPED:
            walker.skip(checkpoint)
            continue
        if checkpoint == TORN:
            pictures.take(walker.terminal, "before-the-scan")
            walker.type_letters(checkpoint)
        else:
            walker.scan(checkpoint)
        if checkpoint in ("CP-01", "CP-07"):
            walker.fail_first(checkpoint)
            pictures.take(walker.terminal, f"finding-at-{checkpoint}")
        walker.answer_all(checkpoint, reading=0.2 if checkpoint == GAUGE else None)
        walker.leave(checkpoint)


def tour(open_terminal: Callable[[], Terminal], folder: Path, book: Logbook, pictures: Pictures) -> None:
    with open_terminal() as terminal:
        walker = Walker(terminal, book)
        terminal.wait_for("王敏")
        pictures.take(terminal, "sign-in")
        walker.sign_in()
        pictures.take(terminal, "home")
        walker.start("上午·东组团")
        points = walker.round.points
        assert len(points) == 18
        before, after = points[: points.index(CUT_AT)], points[points.index(CUT_AT) :]
        walk_points(walker, before, pictures)
        walker.scan(CUT_AT)
        walker.answer(CUT_AT, walker.missing(CUT_AT)[0], None)
        known = {e.id for e in book.ledger.events()}
        terminal.kill()

    with closing(Logbook.open(folder)) as again:
        assert known <= {e.id for e in again.ledger.events()}, "an acknowledged fact was lost"

    with open_terminal() as terminal:
        walker.terminal = terminal
        walker.sign_in()
        pictures.take(terminal, "home-after-the-power-cut")
        terminal.tap("继续巡区")
        terminal.wait_for(rf"{CUT_AT}(.|\n)*已到点")
        pictures.take(terminal, "at-the-same-point")
        assert walker.round.visit(CUT_AT).answers, "the answer given before the cut"
        walker.answer_all(CUT_AT)
        walker.leave(CUT_AT)
        walk_points(walker, after[1:], pictures)
        walker.finish()
        assert "不计入" in terminal.text
        pictures.take(terminal, "verdict")

    round_ = walker.round
    found = verdict(book.ledger, round_)
    assert (found.visited, found.skipped, found.planned) == (17, 1, 18)
    # Walked at a robot's pace, whenever the test happens to run.
    assert "short" in {r.code for r in found.reasons} <= {"short", "wrong_half", "late"}
    assert {f.raised.checkpoint for f in book.ledger.findings.all.values() if f.raised} >= {"CP-01", "CP-07", GAUGE}
    assert book.ledger.labels.registers[TORN].reprint is not None
    assert round_.visit(TORN).arrivals[0].fact.method == "typed"


@pytest.mark.timeout(600)
def test_a_round_from_sign_in_to_verdict_survives_a_power_cut(folder: Path, book: Logbook, tmp_path: Path) -> None:
    pictures = Pictures(ARTEFACTS)

    def opened() -> Terminal:
        return Terminal(program(folder)) if missing_packages() else XTerminal(program(folder), folder=tmp_path)

    tour(opened, folder, book, pictures)
    assert bool(pictures.taken) is not bool(missing_packages())
    assert all(picture.stat().st_size > 5_000 for picture in pictures.taken), "an empty picture"
