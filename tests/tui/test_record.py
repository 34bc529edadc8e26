"""A record on the screen: its steps and values, corrections, two entries of two devices, what can be done, its list."""

from __future__ import annotations

import pytest

from checkpoints.site.people import Confirmed
from checkpoints.work.people import PersonAdded
from checkpoints.work.records.deciding import Target, fill
from checkpoints.work.records.facts import StepFilled
from store.setup import load_site
from tests.support.every_field import with_forms
from tests.tui.conftest import until
from tests.tui.test_form import only, seen, tap
from tui.widgets.reader import Reader

TASK = {"what": "change the lamp", "person": "p02", "due": "2026-11-20", "source": "own"}
FILLED = {"what": "a", "reading": 5, "kind": "fire", "told": "long " * 40,
          "roll": [{"row": "am", "here": "yes_here"}, {"row": "pm", "here": "away", "why": "Ill"}],
          "lines": [{"what": "pump out", "who": "p02"}, {"what": "dry", "who": "p03"}]}  # fmt: skip


@pytest.fixture
def own(book):
    """A site with forms of its own, and a manager."""
    load_site(book, "p01", with_forms())
    manager = PersonAdded(person="p05", zh="刘", en="Liu", role="manager", department="management")
    book.record("p01", lambda _n: [manager])
    return book


def put(book, form, step, values, by="p01", record="", signed=None, origin=""):
    target = Target(form, record, origin=origin)
    events = book.record(by, lambda now: fill(book.ledger, target, step, values, by, now, signed))
    return next(e.body.record for e in events if hasattr(e.body, "record"))


def text(app):
    return "".join(reader.text for reader in app.screen.query(Reader) if reader.is_mounted)


async def test_what_was_sealed_is_read_corrected_with_a_reason_and_withdrawn(own, run_app):
    task = put(own, "task", "given", TASK | {"due": "2026-11-30"})
    async with run_app(own, person="p01", lang="en") as (app, pilot):
        app.go("record", task)
        await until(pilot, lambda: "Mon 30 Nov" in text(app), "the values")
        assert "▶ to be done  Done" in text(app)
        assert seen(app, "Print")
        await tap(pilot, "Correct")
        await until(pilot, lambda: seen(app, "Correct ✓"), "the form, with what was sealed")
        await tap(pilot, "Finish by", "Wed 25 Nov", "Correct ✓", "Slip of the pen", "Correct ✓")
        await until(
            pilot, lambda: app.current_mode == "record" and "was Mon 30 Nov, now Wed 25 Nov" in text(app), "both"
        )
        assert "Slip of the pen" in text(app)
        (entry,) = only(own, "task").entries
        assert (entry.first["due"], entry.values["due"]) == ("2026-11-30", "2026-11-25")
        await tap(pilot, "Withdraw", "Begun by mistake", "Withdraw")
        await until(pilot, lambda: "✗ withdrawn" in text(app), "withdrawn")
        assert seen(app, "Changed") is None  # nothing can be done with it any more


async def test_a_step_of_what_followed_from_a_record_leads_back_to_that_record(own, run_app):
    first = put(own, "task", "given", TASK | {"due": "2026-11-30"})
    put(own, "task", "given", TASK | {"what": "paint", "due": "2026-11-30"}, origin="record:" + first)
    async with run_app(own, person="p01", lang="en") as (app, pilot):
        app.go("duties")
        app.go("record", first)
        await tap(pilot, "1 that followed", "Done", "Result", "Done as asked", "OK ✓", "Seal ✓")
        await until(pilot, lambda: app.current_mode == "record" and "Done as asked" in text(app), "sealed")
        await pilot.press("escape")
        assert (app.current_mode, app.screen.record_id) == ("record", first)
        await pilot.press("escape")
        assert app.current_mode == "duties"


async def test_two_devices_that_filled_one_step_in_unseen_are_both_shown_and_who_has_read_is_counted(own, run_app):
    record = put(own, "every", "fill", FILLED, signed={"signed": Confirmed("p01")})
    other = StepFilled(record=record, step="fill", values={"what": "the other device", "kind": "flood"})
    own.record("p02", lambda _now: [other])
    async with run_app(own, person="p02", lang="en") as (app, pilot):
        app.go("record", record)
        await until(pilot, lambda: "Filled in on two devices" in text(app), "the mark")
        assert "the other device" in text(app)
        assert "1  pump out  Wang Min" in text(app)  # rows stand in columns
        assert "Signature" in text(app)
        assert "(with PIN)" in text(app)
        assert "done by 0 of 3" in text(app)
        await tap(pilot, "Read", "Read")
        await until(pilot, lambda: "done by 1 of 3" in text(app), "one has")
        assert "○ Li Qiang, Engineer Zhao" in text(app)
        assert seen(app, "Read") is None  # once each


async def test_the_register_lists_what_is_open_first_finds_and_never_shows_the_private_in_the_lobby(own, run_app):
    late = put(own, "task", "given", TASK | {"due": "2026-11-30"})
    moved = {"due": "2026-11-24", "reason": "sooner"}
    put(own, "task", "moved", moved, record=late)
    done = put(own, "task", "given", TASK | {"what": "paint", "due": "2026-11-30", "person": "p03"})
    put(own, "task", "done", {"result": "ok"}, "p01", record=done)
    own.clock.advance(days=3)
    secret = put(own, "secret", "talk", {"said": "between us"})
    async with run_app(own, person="p02", lang="en") as (app, pilot):
        await tap(pilot, "Record forms", "Daily", "Task")
        await until(pilot, lambda: seen(app, "overdue, Tue 24 Nov"), "the task, and that it is late")
        await tap(pilot, "In hand")
        assert seen(app, "paint") is None
        await tap(pilot, "All")
        assert seen(app, "paint")
        app.screen.query_one("#register-search").value = "zhao"
        await until(pilot, lambda: seen(app, "change the lamp") is None, "narrowed")
        app.screen.query_one("#register-search").value = ""
        await tap(pilot, "Mine", "change the lamp")
        assert app.current_mode == "record"
        app.go("record", secret)
        await until(pilot, lambda: "not shown here" in text(app), "not for an assistant")
        assert "between us" not in text(app)
        app.go("register", "secret")
        await pilot.pause()
        assert seen(app, "between us") is None
        app.go("register", "incident")
        await tap(pilot, "＋ New")
        await until(pilot, lambda: app.current_mode == "incident", "stamped before a word is typed")
    async with run_app(own, person="p01", place="kiosk", size=(120, 38), lang="en") as (app, pilot):
        app.go("record", secret)
        await until(pilot, lambda: "not shown here" in text(app), "not in the lobby")
        app.go("register", "secret")
        await until(pilot, lambda: seen(app, "All forms"), "the register")
        assert seen(app, "between us") is None
    async with run_app(own, person="p01", place="office", size=(160, 48), lang="en") as (app, pilot):
        await pilot.press("f10")
        await tap(pilot, "Record forms", "Others", "Private talk", "between us")
        await until(pilot, lambda: "between us" in text(app), "its words, for whoever may read them")
        app.sign_out()
        await until(pilot, lambda: app.current_mode == "sign_in", "signed out")
        assert "between us" not in app.screen_of("record").query_one(Reader).text
