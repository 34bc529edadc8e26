"""A pause: one tap on the reason, one big button to go on, and a scan that ends it."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from tests.support.walked import arrive, start
from tests.tui.conftest import until
from tests.tui.test_home import code_of
from tui.scan import Scanned
from tui.screens.pause_sheet import PauseSheet


@pytest.fixture
def pausing(book, run_app):
    """`async with pausing(round_id) as (app, pilot, answers)`."""

    @asynccontextmanager
    async def opened(round_id, **more):
        async with run_app(book, **{"person": "p02", "lang": "en", **more}) as (app, pilot):
            answers = []

            async def ask():
                answers.append(await app.ask(PauseSheet, round_id))

            app.run_worker(ask())
            await until(pilot, lambda: isinstance(app.screen, PauseSheet) and app.screen.is_mounted)
            await pilot.pause()
            yield app, pilot, answers

    return opened


async def choose(pilot, words):
    next(t for t in pilot.app.screen.query(".tile") if words in t.text).press()
    await pilot.pause()


async def test_one_tap_on_a_reason_pauses_the_round(book, pausing):
    round_id = start(book)
    arrive(book, round_id, "CP-01")
    async with pausing(round_id) as (app, pilot, _answers):
        await choose(pilot, "Owner asks")
        assert book.ledger.rounds.all[round_id].paused.reason == "Owner asks for help"
        assert "Paused since 09:00: Owner asks for help" in app.screen.query_one("#pause-says").text


async def test_go_on_resumes_and_closes(book, pausing):
    round_id = start(book)
    async with pausing(round_id) as (_app, pilot, answers):
        await choose(pilot, "Meeting")
        pilot.app.screen.query_one("#pause-on").press()
        await until(pilot, lambda: answers == [None])
        assert book.ledger.rounds.all[round_id].paused is None


async def test_a_scan_during_the_pause_is_handed_back(book, pausing):
    code = code_of(book, "CP-02")
    round_id = start(book)
    async with pausing(round_id) as (app, pilot, answers):
        await choose(pilot, "Meeting")
        app.screen.post_message(Scanned(code))
        await until(pilot, lambda: bool(answers))
        assert answers[0].text == code


async def test_something_else_scanned_during_the_pause_ends_nothing(book, pausing):
    round_id = start(book)
    async with pausing(round_id) as (app, pilot, answers):
        await choose(pilot, "Meeting")
        app.screen.post_message(Scanned("6901234567892"))
        await until(pilot, lambda: app.screen.query_one("Notice").display)
        assert answers == []
        assert book.ledger.rounds.all[round_id].paused


async def test_the_reason_is_read_in_the_other_language(book, pausing):
    round_id = start(book)
    async with pausing(round_id) as (app, pilot, _answers):
        await choose(pilot, "Waiting out the rain")
        await pilot.press("f2")
        await pilot.pause()
        assert "避雨" in app.screen.query_one("#pause-says").text


async def test_it_closes_by_itself_when_the_round_goes_on_elsewhere(book, pausing):
    round_id = start(book)
    async with pausing(round_id) as (app, pilot, answers):
        await choose(pilot, "Meeting")
        arrive(book, round_id, "CP-01")
        app.changed({"round:" + round_id})
        await until(pilot, lambda: answers == [None])
