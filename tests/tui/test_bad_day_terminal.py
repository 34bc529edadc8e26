"""A bad day for the terminal: windows of any size, names that steer it, messages that lie across edges."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from checkpoints.work import findings
from checkpoints.work.people import PersonAdded
from checkpoints.work.rounds import course
from store.errors import StoreError, from_os
from tests.support.patrol import CONTROL, CORRIDOR, GATE, Walker, patrol  # noqa: F401
from tests.support.places import HOW_MANY, Places
from tests.tui.conftest import until
from tui.session import Session

SIZES = ((20, 5), (1, 1), (3, 40), (40, 12), (200, 2))
STEERING = "[bold red]王[/] \x1b]0;taken\x07\x1b[2J\x1b[31m\u202egnaw\u2066 {0} %s 敏\nzwei\tdrei"


def drawn(app):
    """What the terminal gets, line by line."""
    return ["".join(s.text for s in strip) for strip in app.screen._compositor.render_strips()]


@pytest.mark.timeout(180)
async def test_every_place_survives_every_window_and_comes_back_whole(run_app, patrol):  # noqa: F811
    for point in (GATE, CONTROL, CORRIDOR):
        patrol.arrive(point)
    async with run_app(patrol.book, person="p02") as (app, pilot):
        walker = Walker(app, pilot, patrol)
        await walker.go(GATE)
        been = 0
        async for place in Places(walker).all():
            been += 1
            if been % 2:  # every second place has one of every kind of widget in it, and takes half the time
                continue
            await pilot.pause()
            sheet = walker.sheet
            await pilot.resize_terminal(*SIZES[been // 2 % len(SIZES)])
            await pilot.pause()
            await pilot.resize_terminal(100, 30)
            await pilot.pause()
            assert walker.sheet == sheet, place
            lines = drawn(app)
            assert {cell_len(line) for line in lines} == {100}, place
            assert any(line.strip() for line in lines), place
        assert been == HOW_MANY


@pytest.mark.timeout(120)
async def test_names_and_words_never_steer_the_terminal_and_never_are_markup(run_app, patrol):  # noqa: F811
    book, ledger = patrol.book, patrol.ledger
    names = PersonAdded(person="p02", zh=STEERING, en=STEERING, role="assistant", department="service")
    book.record("p01", lambda _now: [names])  # as another device could have written it
    draft = findings.draft_for(ledger, GATE, None, words=STEERING * 3, round_id=patrol.round)
    for point in (GATE, CONTROL, CORRIDOR):
        patrol.arrive(point)
    raised = [f for f in findings.raise_finding(ledger, draft, "p02", _moment(book)) if f]
    book.record("p02", lambda _now: raised)
    book.record("p02", lambda _now: course.pause(ledger, patrol.round, STEERING, "p02"))
    book.record("p02", lambda _now: course.resume(ledger, patrol.round, "p02"))
    async with run_app(book, person="p02") as (app, pilot):
        walker = Walker(app, pilot, patrol)
        await walker.go(GATE)
        everything = ""
        async for place in Places(walker).all():
            await pilot.pause()
            text = "".join(drawn(app))
            assert text.isprintable(), place
            everything += text
        assert everything.count("[bold red]王[/]") > 10


def _moment(book):
    seen = []
    book.record("p02", lambda now: seen.append(now) or [])
    return seen[0]


@pytest.mark.parametrize("shift", range(4))
async def test_no_character_of_a_message_is_lost_where_something_below_ends(run_app, book, shift):
    said = "x" * shift + "磁盘已满。这一条没有保存，之前的都在。请腾出空间后重试，然后继续本次巡区的工作"
    async with run_app(book, person="p02") as (app, pilot):
        for screen in ("home", "start_round", "history"):
            app.go(screen)
            await pilot.pause()
            app.tell(lambda: said, stays=True)
            await pilot.pause()
            shown = "".join(line.strip(" ┃") for line in drawn(app)[:9]).replace(" ", "")
            assert said in shown, screen
            await pilot.press("escape")
            assert not app.screen.query_one("Notice").display


async def test_not_saved_is_taken_back_everywhere_once_something_was_saved(run_app, patrol, monkeypatch):  # noqa: F811
    patrol.arrive(GATE)
    async with run_app(patrol.book, person="p02", lang="en") as (app, pilot):
        walker = Walker(app, pilot, patrol)
        await walker.go(GATE)
        full = from_os(OSError(28, "No space left on device"), "x")
        with monkeypatch.context() as broken:
            broken.setattr(patrol.book, "record", _raise(full))
            await walker.press("space")
            assert "not saved" in walker.notice
            await walker.press("x")
            await walker.until_sheet("FindingSheet")
            await walker.tap("#finding-save")
            await walker.until(lambda: "not saved" in walker.notice, "said on the sheet too")
        await walker.tap("#finding-save")
        await walker.until_sheet("CheckpointScreen")
        assert "not saved" not in walker.notice
        await walker.press("x")
        await walker.until_sheet("FindingSheet")
        assert walker.notice == "", "a sheet that is opened again does not repeat the last one's message"


async def test_trouble_between_two_taps_is_told_once_and_goes_when_it_is_over(run_app, book, monkeypatch):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        notice = app.screen.query_one("Notice")
        with monkeypatch.context() as broken:
            broken.setattr(book, "follow", _raise(StoreError("store.gone", "The records are gone.")))
            Session._look(app)
            await until(pilot, lambda: notice.display, "the message")
            await pilot.press("escape")
            Session._look(app)
            await pilot.pause()
            assert not notice.display, "said once, not twice a second"
            app._trouble = ""
            Session._look(app)
            assert notice.display
        Session._look(app)
        await until(pilot, lambda: not notice.display, "the end of the trouble")


def _raise(error):
    def fail(*_args, **_more):
        raise error

    return fail
