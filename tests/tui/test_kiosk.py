"""The lobby kiosk: what anybody sees of it, what it comes back to by itself, and the one way out of it."""

from __future__ import annotations

import pytest
from textual.widgets import Digits

from checkpoints.work.people import KioskLeft, PersonAdded
from checkpoints.work.public_reports import to_confirm
from checkpoints.work.records.deciding import Target
from store.errors import from_os
from tests.tui.conftest import until
from tui import i18n, session
from tui.scan import Scanned
from tui.screens import pin_sheet
from tui.screens.base import Sheet
from tui.screens.form import FormRequest
from tui.screens.help import HelpSheet
from tui.screens.menu import MenuSheet
from tui.screens.pin_sheet import PinSheet
from tui.widgets.big import Big
from tui.widgets.words import Words


def shown(app):
    """Everything that is said on the screen that is up."""
    words = [w.text for w in app.screen.query(Words) if w.display]
    return "\n".join([*words, *(b.text for b in app.screen.query(Big) if b.display)])


def seen(app, text):
    return next((b for b in app.screen.query(Big) if b.display and b.region.area and text in b.text), None)


async def tap(pilot, text):
    await until(pilot, lambda: seen(pilot.app, text), f"a button {text}")
    seen(pilot.app, text).press()
    await pilot.pause()


def names(book):
    """Every name that people here have, in either language."""
    return [n for p in book.ledger.people.active() for n in (p.zh, p.en) if n]


@pytest.fixture
def idle(monkeypatch):
    """A function that lets so many seconds pass without a touch."""
    ms = [1_000_000]
    monkeypatch.setattr(session, "boot_ms", lambda: ms[0])

    def wait(app, seconds):
        app._touched = ms[0]
        ms[0] += seconds * 1000
        app._look()
        app._touched = ms[0]

    return wait


async def test_rules_11_19_the_public_face_names_nobody_and_a_name_comes_after_a_pin(book, run_app):
    book.record(
        "p01", lambda _n: [PersonAdded(person="p04", zh="王芳", en="Wendy", role="assistant", department="service")]
    )
    async with run_app(book, place="kiosk", lang="en", size=(80, 24)) as (app, pilot):
        assert app.current_mode == "kiosk"
        for key in ("f10", "escape", "f1", "escape"):
            await pilot.press(key)
            await pilot.pause()
            assert not [n for n in names(book) if n in shown(app)]
        assert seen(app, "Records") is None
        await tap(pilot, "Sign in")
        await until(pilot, lambda: app.current_mode == "sign_in")
        assert not [n for n in names(book) if n in shown(app)]
        await tap(pilot, "W** 1")  # two of one letter and role are numbered
        await until(pilot, lambda: isinstance(app.screen, PinSheet))
        assert not [n for n in names(book) if n in shown(app)]
        await pilot.press(*"1357", "enter")
        await until(pilot, lambda: app.person == "p02")
        assert "Wang Min" in shown(app)


async def test_an_idle_kiosk_comes_back_to_its_home_and_its_language_and_then_to_a_quiet_clock(
    book, run_app, clock, idle
):
    async with run_app(book, place="kiosk", size=(80, 24)) as (app, pilot):
        await pilot.press("f2", "f10")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet))
        idle(app, 61)
        await until(pilot, lambda: not isinstance(app.screen, Sheet), "the sheet gone")
        assert app.current_mode == "kiosk"
        assert i18n.lang() == "zh"
        app.screen.post_message(Scanned("6901234567892"))
        await until(pilot, lambda: app.screen.query_one("Notice").display)
        idle(app, 61)
        assert not app.screen.query_one("Notice").display  # it was said to somebody who has gone
        app.sign_in("p02")
        await pilot.press("f2")
        idle(app, 61)
        await until(pilot, lambda: app.current_mode == "kiosk")
        assert app.person is None
        assert seen(app, "交接班")
        app.sign_in("p02")
        assert i18n.lang() == "en"  # theirs was kept
        idle(app, 61)
        idle(app, 181)
        await until(pilot, lambda: app.current_mode == "clock" and app.screen.query(Digits))
        place = app.screen.query_one("#clock").styles.offset
        assert app.screen.query_one(Digits).value == "09:00"
        clock.advance(minutes=1)
        await until(pilot, lambda: app.screen.query_one(Digits).value == "09:01")
        assert app.screen.query_one("#clock").styles.offset != place  # nothing burns in
        await pilot.press("f2")
        await until(pilot, lambda: app.current_mode == "kiosk")
        assert i18n.lang() == "zh"  # the key that woke it did nothing else
        idle(app, 181)
        await until(pilot, lambda: app.current_mode == "clock")
        await pilot.click(offset=(3, 3))
        await until(pilot, lambda: app.current_mode == "kiosk")


async def test_nobody_comes_upon_a_sheet_that_somebody_else_had_open(book, run_app, idle):
    async with run_app(book, place="kiosk", size=(80, 24)) as (app, pilot):
        app.sign_in("p02")
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpSheet))
        idle(app, 61)
        await until(pilot, lambda: app.current_mode == "kiosk")
        app.sign_in("p02")
        await until(pilot, lambda: isinstance(app.screen, HelpSheet))  # theirs, as they left it
        idle(app, 61)
        await until(pilot, lambda: app.current_mode == "kiosk")
        app.sign_in("p01")
        await until(pilot, lambda: app.current_mode == "home" and not isinstance(app.screen, Sheet))


async def test_the_kiosk_is_left_only_with_the_pin_of_whoever_leads_and_that_is_recorded(book, run_app):
    async with run_app(book, place="kiosk", lang="en") as (app, pilot):
        await pilot.press("f10")
        await tap(pilot, "Maintenance")
        await until(pilot, lambda: isinstance(app.screen, PinSheet))
        assert seen(app, "Wang") is None  # the assistant is not even asked
        await pilot.press(*"1111", "enter")
        await until(pilot, lambda: book.ledger.people.members["p01"].wrong == 1)
        assert not app._exit
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: app._exit, "the end")
    assert app.return_code == 0
    assert [e.body.person for e in book.ledger.events() if isinstance(e.body, KioskLeft)] == ["p01"]


async def test_on_a_full_disk_nobody_guesses_without_a_wait_and_whoever_may_still_gets_out(
    book, run_app, monkeypatch, caplog
):
    def full(*_args):
        raise from_os(OSError(28, "No space left on device"), "x")

    async with run_app(book, place="kiosk", lang="en") as (app, pilot):
        monkeypatch.setattr(book, "record", full)
        await pilot.press("f10")
        await tap(pilot, "Maintenance")
        await until(pilot, lambda: isinstance(app.screen, PinSheet))
        line = app.screen.query_one("#pin-line", Words)
        await pilot.press(*"1111", "enter")
        await until(pilot, lambda: "Try again in 30 s" in line.text)
        await pilot.press(*"2468", "enter")
        await pilot.pause()
        assert not app.screen._busy
        assert not app._exit
        monkeypatch.setattr(pin_sheet, "boot_ms", lambda: session.boot_ms() + 31_000)
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: app._exit, "the end")
    assert app.return_code == 0
    assert "left for maintenance with the PIN of p01" in caplog.text


async def test_a_visitor_reports_a_problem_in_four_taps_and_somebody_of_ours_confirms_it(book, run_app, idle):
    async with run_app(book, place="kiosk", size=(100, 30)) as (app, pilot):
        await tap(pilot, "报告问题")
        await until(pilot, lambda: app.current_mode == "public_report")
        await tap(pilot, "English")
        zone = book.ledger.site.zones[0]
        place = next(c for c in book.ledger.site.active if c.zone == zone.id)
        await tap(pilot, zone.en)
        for text in (place.en[:12], "Leak, flooding", "Leave a number"):
            await tap(pilot, text)
            assert not [n for n in names(book) if n in shown(app)]
        await pilot.press(*"13812345678", "enter")
        await tap(pilot, "Send")
        await until(pilot, lambda: "Thank you" in shown(app))
        (record,) = to_confirm(book.ledger)
        state = book.ledger.records.all[record]
        assert book.ledger.records.called(record) in shown(app)
        assert app.screen.query_one("#public-code").display  # for a phone to take along
        assert (state.value("reported", "place"), state.value("reported", "words")) == (place.id, "漏水、积水、停水")
        assert (state.value("reported", "contact"), state.opened_by) == ("13812345678", "-")
        assert not book.ledger.findings.all
        await tap(pilot, "Done")
        await tap(pilot, "Report a problem")  # nothing of it is left for the next
        assert "13812345678" not in shown(app)
        await tap(pilot, zone.en)
        idle(app, 61)
        await until(pilot, lambda: app.current_mode == "kiosk")
        await tap(pilot, "报告问题")
        assert app.screen.zone == ""
        app.sign_in("p01")
        await tap(pilot, "待核实报事 1")
        await until(pilot, lambda: app.current_mode == "register")
        app.go("form", FormRequest(Target("public_report", record), "confirmed"))
        await tap(pilot, "封存")
        (finding,) = book.ledger.findings.all
        assert book.ledger.findings.brief(finding).found_by == "p01"
        await until(pilot, lambda: app.current_mode == "record" and app.screen.query("#record-text .first"))
        app.go_home()
        await until(pilot, lambda: app.current_mode == "home")
        await until(pilot, lambda: seen(app, "待核实") is None)
