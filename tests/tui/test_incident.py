"""An incident on the screen: one key from everywhere, saved before anything is asked, then one tap each (D7)."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from checkpoints.site import codes
from checkpoints.work import incidents, labels
from checkpoints.work.people import PersonAdded, PinSet
from store.logbook import Logbook
from tests.support import walked
from tests.support.ground import KEY
from tests.tui.conftest import MONDAY, hashed, until
from tui.scan import Scanned
from tui.screens.menu import MenuSheet
from tui.screens.pin_sheet import PinSheet
from tui.widgets.big import Big


@pytest.fixture
def book(book):
    """With a manager, so that there is somebody to tell."""
    book.record(
        "p01",
        lambda _now: [
            PersonAdded(person="p09", zh="陈明", en="Chen Ming", role="manager", department="management"),
            PinSet(person="p09", pin_hash=hashed("8642")),
        ],
    )
    return book


def seen(app, text):
    """The first button on the screen with a text."""
    return next((b for b in app.screen.query(Big) if b.display and b.region.area and text in b.text), None)


async def tap(pilot, text):
    await until(pilot, lambda: seen(pilot.app, text), f"a button {text}")
    seen(pilot.app, text).press()
    await pilot.pause()


def text_of(app, widget):
    return app.screen.query_one(widget).text


async def test_D7_1_one_key_stamps_the_incident_and_each_tap_is_saved_with_its_time(book, run_app, clock):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await pilot.press("f9")
        (incident,) = incidents.running(book.ledger)
        assert (incident.opened_at, incident.opened_by, incident.entries) == (MONDAY, "p02", [])
        await until(pilot, lambda: app.current_mode == "incident")
        await pilot.press("f9")  # a finger that taps twice
        assert len(incidents.running(book.ledger)) == 1
        clock.advance(minutes=1)
        await tap(pilot, "Stuck in a lift")
        await until(pilot, lambda: incidents.category(incidents.running(book.ledger)[0]) == "lift")
        clock.advance(minutes=1)
        await tap(pilot, "no answer")
        await tap(pilot, "Called: Lift firm")
        await tap(pilot, "On site")
        await until(pilot, lambda: len(incidents.running(book.ledger)[0].entries) == 4, "four entries")
        await until(pilot, lambda: "duty phone" in seen(app, "✓ reached").text, "the next in line")
        assert seen(app, "Called: Lift firm").variant == "default"
        clock.advance(minutes=1)
        await tap(pilot, "✓ reached")
        await until(pilot, lambda: len(incidents.running(book.ledger)[0].of("told")) == 2)
        state = incidents.running(book.ledger)[0]
        times = [(MONDAY + timedelta(minutes=n)).isoformat() for n in (2, 3)]
        assert [e.get("at") for e in state.of("told")] == times
        assert [(e.get("to"), e.get("person")) for e in state.of("told")] == [("manager", "p09"), ("company", None)]
        assert (state.of("timeline")[0].get("what"), state.of("timeline")[0].get("who")) == ("On site", "p02")
        await until(pilot, lambda: seen(app, "no answer") is None)
        await pilot.press("f2")
        assert "已报告：09:03 公司值班" in text_of(app, "#incident-state")
        assert "09:03" in text_of(app, "#incident-numbers")


async def test_D7_1_without_anybody_signed_in_the_time_is_kept_and_a_pin_is_asked_afterwards(book, run_app, clock):
    async with run_app(book, lang="en", place="kiosk") as (app, pilot):
        await pilot.press("f9")
        (incident,) = incidents.running(book.ledger)
        assert (incident.opened_at, incident.opened_by) == (MONDAY, "-")
        await until(pilot, lambda: app.current_mode == "incident")
        assert "Chen Ming" not in text_of(app, "#incident-state")  # no name on a kiosk without a PIN
        assert "119" in text_of(app, "#incident-numbers")
        clock.advance(minutes=2)
        await tap(pilot, "✓ reached")
        await until(pilot, lambda: isinstance(app.screen, PinSheet), "the sheet")
        clock.advance(minutes=3)
        await tap(pilot, "W**")
        await pilot.press(*"1357", "enter")
        await until(pilot, lambda: incident.of("told"), "the report")
        told = incident.of("told")[0]
        assert (told.get("at"), told.by) == ((MONDAY + timedelta(minutes=2)).isoformat(), "p02")
        await until(pilot, lambda: app.current_mode == "incident")
        app.sign_out()
        await until(pilot, lambda: app.current_mode == "kiosk")
        header = app.screen.query_one("Header .alarm")
        assert "Incident" in header.text
        assert header.region.height == 1


async def test_D7_1_it_opens_over_a_sheet_and_in_the_middle_of_a_round_and_leads_back(book, run_app):
    round_id = walked.start(book)
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        app.go("checkpoint", round_id)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the menu")
        await pilot.press("f9")
        await until(pilot, lambda: app.current_mode == "incident")
        assert len(incidents.running(book.ledger)) == 1
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the menu as it was")
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "checkpoint" and not isinstance(app.screen, MenuSheet))
        assert book.ledger.rounds.open_for("p02").id == round_id
        await pilot.press("f10")
        await tap(pilot, "Running incident")
        await until(pilot, lambda: app.current_mode == "incident")


async def test_D7_1_the_clock_to_the_manager_runs_in_every_header_until_it_is_done(book, run_app, clock):
    async with run_app(book, person="p02", lang="en", place="office", size=(80, 24)) as (app, pilot):
        assert not app.screen.query_one("Header .alarm").display
        await pilot.press("f9")
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "board")
        header = app.screen.query_one("Header .alarm")
        await until(pilot, lambda: "tell the manager: 10 min left" in header.text)
        clock.advance(minutes=11)
        await until(pilot, lambda: "1 min overdue" in header.text, "the next minute")
        await pilot.click("Header .alarm")
        await until(pilot, lambda: app.current_mode == "incident")
        assert app.screen.query_one("#incident-state").has_class("-late")
        await tap(pilot, "False alarm")
        await tap(pilot, "Key pressed by mistake")
        await tap(pilot, "It was a false alarm")
        await until(pilot, lambda: not incidents.running(book.ledger))
        await until(pilot, lambda: not app.screen.query_one("Header .alarm").display)


async def test_D7_2_a_scan_or_a_tap_says_where_it_is(book, run_app):
    site = book.ledger.site
    book.record("p01", lambda _now: labels.issue(book.ledger, "CP-45", KEY))
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await pilot.press("f9")
        await until(pilot, lambda: app.current_mode == "incident")
        (incident,) = incidents.running(book.ledger)
        app.screen.post_message(Scanned(codes.make(site.site.id, 45, 1, KEY)))
        await until(pilot, lambda: incidents.place(incident) == "CP-45", "the place of the code")
        await tap(pilot, "Place …")
        await tap(pilot, "CP-01")
        await until(pilot, lambda: incidents.place(incident) == "CP-01", "the chosen place")
        await tap(pilot, "Fire")
        await tap(pilot, "Details …")
        await until(pilot, lambda: app.current_mode == "form")
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "incident", "back at the first minutes")
        await tap(pilot, "Everything")
        await until(pilot, lambda: app.current_mode == "record")


PROGRAM = """
import os, signal, sys
from pathlib import Path
from checkpoints.work.incidents import stamp
from store.logbook import Logbook
book = Logbook.open(Path(sys.argv[1]))
book.record("-", lambda now: stamp(book.ledger, now))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_D7_1_the_stamp_is_on_the_disk_before_anything_is_asked(book):
    folder = book.data
    book.close()
    died = subprocess.run([sys.executable, "-c", PROGRAM, str(folder)], check=False)
    assert died.returncode == -signal.SIGKILL
    again = Logbook.open(folder)
    try:
        (incident,) = incidents.running(again.ledger)
        assert (incident.opened_by, incident.entries) == ("-", [])
    finally:
        again.close()


async def test_D7_1_the_time_is_kept_even_before_a_site_is_loaded(empty_book, run_app):
    async with run_app(empty_book, lang="en") as (app, pilot):
        await pilot.press("f9")
        await until(pilot, lambda: app.current_mode == "incident")
        assert len(incidents.running(empty_book.ledger)) == 1
        assert ":00:00, saved" in text_of(app, "#incident-state")
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "welcome")
