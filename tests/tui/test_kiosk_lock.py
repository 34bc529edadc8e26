"""The kiosk is locked: of all that people try on it nothing leaves the app, records anything, or shows a name."""

from __future__ import annotations

from checkpoints.work.promises.making import PromiseRequest, make
from tests.support.ways_out import WAYS
from tests.tui.conftest import until
from tests.tui.test_kiosk import names, shown
from tui.hearing import Hearing
from tui.screens.base import Sheet

OWNERS = {"matter": "the tap drips", "unit": "3-1-1502", "contact": "王女士", "phone": "13812345678", "follower": "p02"}


async def home(app, pilot):
    """Back to the kiosk's own screen, as a person gets there."""
    while isinstance(app.screen, Sheet):
        app.screen.action_back()
        await pilot.pause()
    app.go_home()
    await until(pilot, lambda: app.current_mode == "kiosk" and not isinstance(app.screen, Sheet))


async def test_sixty_ways_out_lead_nowhere_show_no_name_and_record_nothing(book, run_app):
    assert len(WAYS) >= 60
    book.record("p02", lambda now: make(book.ledger, PromiseRequest(**OWNERS), "p02", now))
    hidden = [*names(book), "3-1-1502", "王女士", "13812345678"]
    async with run_app(book, place="kiosk", size=(100, 30), tap=True) as (app, pilot):
        opened = set()
        before, driver = book.ledger.count, app._driver
        for way, sent in WAYS.items():
            parser = Hearing()
            for event in (*parser.feed(sent.decode(errors="replace")), *parser.feed("")):
                driver.process_message(event)
            await pilot.pause(0.05)
            opened |= {way} if isinstance(app.screen, Sheet) else set()
            assert app.is_running, way
            assert not app._exit, way
            assert app.current_mode in ("kiosk", "sign_in", "public_report"), way
            assert not [name for name in hidden if name in shown(app)], way
            await home(app, pilot)
        assert {"F1", "F10"} <= opened  # they did arrive
        assert book.ledger.count == before
        app.action_incident()  # records, on purpose, and names nobody either
        await until(pilot, lambda: app.current_mode == "incident" and "119" in shown(app))
        assert not [name for name in hidden if name in shown(app)]
