"""A step of a record is filled in on the screen: every type of field, drafts, refusals, signatures."""

from __future__ import annotations

import pytest
from textual.events import Key

from checkpoints.work.records.deciding import Target, fill
from store.drafts import Drafts
from store.errors import StoreError
from store.setup import list_codes, load_site
from tests.support.every_field import with_forms
from tests.support.patrol import JPEG
from tests.tui.conftest import MONDAY, until
from tests.tui.test_checkpoint_room import faults
from tui.scan import Scanned
from tui.screens.form_work import FormRequest
from tui.widgets.big import Big
from tui.widgets.notice import Notice
from tui.widgets.reader import Reader

EVERY = FormRequest(Target("every"), "fill")
GIVEN = {"what": "lamp", "person": "p02", "due": "2026-11-30", "source": "own"}


@pytest.fixture
def own(book):
    """The logbook of a site that has forms of its own."""
    load_site(book, "p01", with_forms())
    return book


def label(book, point):
    """What the label of a checkpoint says to a scanner."""
    return next(code.digits for code in list_codes(book) if code.checkpoint == point)


@pytest.fixture
def camera(tmp_path, monkeypatch):
    """The folder into which the camera put a picture."""
    folder = tmp_path / "camera"
    folder.mkdir()
    (folder / "gate.jpg").write_bytes(JPEG)
    monkeypatch.setenv("ROUNDSMAN_PHOTOS", str(folder))


def seen(app, text):
    """The first button on the screen with a text."""
    return next((b for b in app.screen.query(Big) if b.display and b.region.area and text in b.text), None)


async def tap(pilot, *texts):
    for text in texts:
        await until(pilot, lambda text=text: seen(pilot.app, text), f"a button {text}")
        seen(pilot.app, text).press()
        await pilot.pause()


def said(app):
    """What the message over the header says."""
    return " ".join(n.text for n in app.screen.query(Notice) if n.display)


def only(book, form):
    (record,) = book.ledger.records.of_form[form]
    return book.ledger.records.all[record]


async def test_D2_3_a_task_is_given_looked_at_and_done_without_a_keyboard(book, run_app):
    async with run_app(book, person="p01", lang="en") as (app, pilot):
        app.go("register", "task")
        await tap(pilot, "＋ New", "Seal ✓")
        assert "Still to come: What." in said(app)  # and leads there
        assert app.screen.path == ("what",)
        await pilot.press(*"light")
        await tap(pilot, "OK ✓", "Wang Min", "Handed down from above")
        assert app.screen.path == ()  # nothing that must be there is missing: the day was drafted
        assert "drafted: Mon 23 Nov" in seen(app, "Finish by").text
        await tap(pilot, "Finish by", "tomorrow")
        assert seen(app, "Handed down by")  # asked for because of the source
        await tap(pilot, "Seal ✓")
        await until(pilot, lambda: app.current_mode == "record", "the record")
        task = only(book, "task")
        assert task.entries[0].values == {"what": "light", "person": "p02", "due": "2026-11-24", "source": "above"}
        await until(pilot, lambda: "Wang Min" in app.screen.query_one(Reader).text, "its values")
        await pilot.press("escape")
        assert app.current_mode == "register"  # not the form that was sealed
        assert seen(app, "by Tue 24 Nov")
        await tap(pilot, "light", "Done", "Result", "Done as asked", "OK ✓", "Seal ✓")
        await until(pilot, lambda: not task.open, "it is done")
        await until(pilot, lambda: app.current_mode == "record", "the record")
        await pilot.press("escape")
        await tap(pilot, "In hand")
        assert seen(app, "light") is None
        await tap(pilot, "All", "finished")
        assert app.current_mode == "record"


async def test_every_type_of_field_is_filled_in_on_a_form_that_only_the_site_knows(own, run_app, camera):
    task = own.record("p01", lambda now: fill(own.ledger, Target("task"), "given", GIVEN, "p01", now))[0].body.record
    async with run_app(own, person="p02", lang="en") as (app, pilot):
        app.go("register", "every")
        await tap(pilot, "＋ New", "What", "As usual")
        await pilot.press(*"; dry", "enter")
        assert app.screen.path == ("reading",)  # on to what has to be there
        await pilot.press("1", "0", "0", "enter")
        await tap(pilot, "Fire")
        assert app.screen.path == ("roll",)
        await tap(pilot, "Morning shift", "Evening shift", "Evening shift")  # the other answer at each tap
        assert app.screen.path == ("roll", 1, "why")  # away: asks why
        await tap(pilot, "Ill", "OK ✓", "OK ✓")
        assert "not right: 100 ppm" in seen(app, "Reading").text
        await tap(pilot, "Seal ✓")
        assert "Between 0 and 99." in said(app)
        assert app.screen.path == ("reading",)
        await pilot.press("backspace", "enter")
        app.screen.go(("told",))
        await pilot.press(*"first", "enter", *"second", "f2")
        assert app.screen.editor.area.text == "first\nsecond"  # said in the other language, and left as it was
        await pilot.press("f2")
        await tap(pilot, "OK ✓", "Fees")
        await pilot.press(*"1280.5", "enter")
        await tap(pilot, "Together with", "Cleaning", "Order", "OK ✓", "Urgent")
        assert "✓ yes" in seen(app, "Urgent").text
        await tap(pilot, "Person", "Wang Min", "Who came", "Li Qiang")
        app.screen.editor.line.focus()
        await pilot.press(*"Officer Wu")
        await tap(pilot, "“Officer Wu”", "OK ✓", "Finish by", "Another day")
        await pilot.press(*"1208", "enter")
        await tap(pilot, "When", "now")
        app.screen.go(("photos",))
        await tap(pilot, "＋ Attach a photo", "gate.jpg", "OK ✓")
        app.screen.go(("task",))
        await tap(pilot, "lamp")
        app.screen.go(("lines",))
        await tap(pilot, "＋ Add")
        await pilot.press(*"pump out", "enter")
        await tap(pilot, "Wang Min", "＋ Add")
        await pilot.press(*"mistake")
        await tap(pilot, "Delete this line", "OK ✓", "Seal ✓", "Li Qiang")  # what is missing is the signature
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: app.current_mode == "record", "sealed")
        entry = only(own, "every").entries[0]
        assert len(entry.values["photos"]) == 1
        assert {name: value for name, value in entry.values.items() if name != "photos"} == {
            "what": "As usual; dry",
            "told": "first\nsecond",
            "reading": 10,
            "fees": "1280.50",
            "kind": "fire",
            "with": ["a", "b"],
            "urgent": True,
            "person": "p02",
            "guests": ["p01", "Officer Wu"],
            "due": "2026-12-08",
            "at": MONDAY.isoformat(),
            "task": task,
            "lines": [{"what": "pump out", "who": "p02"}],
            "roll": [{"row": "am", "here": "yes_here"}, {"row": "pm", "here": "away", "why": "Ill"}],
            "signed": "p01",
        }
        assert entry.signed == ("signed",)
        text = app.screen.query_one(Reader).text
        assert "CNY 1,280.50" in text
        assert "Evening shift" in text


async def test_what_is_half_filled_in_belongs_to_the_record_and_not_to_whoever_holds_the_device(own, run_app):
    async with run_app(own, person="p02", lang="en") as (app, pilot):
        app.go("form", EVERY)
        await tap(pilot, "What")
        await pilot.press(*"half a w")
        app.sign_out("idle")
        app.sign_in("p01")
        app.go("form", EVERY)
        await until(pilot, lambda: "What Wang Min had filled in" in said(app), "whose it was")
        await until(pilot, lambda: seen(app, "half a w"), "what was half filled in")
        app.go("form", FormRequest(Target("secret"), "talk"))
        await tap(pilot, "What was said")
        await pilot.press(*"between us")
        await tap(pilot, "OK ✓")
        await until(pilot, lambda: "between us" in str(Drafts(own.data)._known), "both on the disk")
        app.sign_out()
        await until(pilot, lambda: seen(app, "Li Qiang"), "the names of those who sign in")
        app.sign_in("p02")
        app.go("form", FormRequest(Target("secret"), "talk"))  # may begin one, and sees nothing of another's
        await until(pilot, lambda: seen(app, "What was said"), "the form")
        assert seen(app, "between us") is None
    async with run_app(own, person="p02", lang="zh") as (app, pilot):  # the program was gone in between
        app.go("form", EVERY)
        await until(pilot, lambda: seen(app, "half a w"), "it is back")
        await tap(pilot, "重新填写", "重新填写")
        await until(pilot, lambda: seen(app, "half a w") is None, "begun afresh")
    async with run_app(own, person="p01", place="kiosk", size=(120, 38), lang="en") as (app, pilot):
        app.go("form", FormRequest(Target("secret"), "talk"))
        await until(pilot, lambda: seen(app, "Seal ✓") is None and not seen(app, "What was said"), "nothing of it")
        app.go("forms")
        await tap(pilot, "Others")
        await until(pilot, lambda: seen(app, "Everything"), "the forms")
        assert seen(app, "Private talk") is None


async def test_fields_come_and_go_at_once_beside_the_editor_and_a_scan_chooses_the_place(own, run_app):
    own.record("p01", lambda now: fill(own.ledger, Target("task"), "given", GIVEN, "p01", now))
    async with run_app(own, person="p01", place="office", size=(160, 48), lang="en") as (app, pilot):
        app.go("form", EVERY)
        await until(pilot, lambda: app.screen.path == ("what",), "the first field beside the list")
        await until(pilot, lambda: app.focused is app.screen.editor.line, "where one types")
        await pilot.press(*"x")
        assert "x" in seen(app, "▸ What").text  # the tile follows every key
        app.screen.go(("kind",))
        await tap(pilot, "Flood")
        assert app.screen.path == ("where",)
        app.screen.go(("kind",))
        await tap(pilot, "Fire")
        assert seen(app, "Where it is wet") is None
        app.screen.post_message(Scanned("6901234567890"))
        await until(pilot, lambda: "not a checkpoint code" in said(app), "no code of ours")
        app.screen.post_message(Scanned(label(own, "CP-06")))
        await until(pilot, lambda: app.screen.half.get(("place",)) == "CP-06", "the place")
        app.screen.go(("what",))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not app.screen.query_one("#form-list").display, "one thing at a time")
        assert app.screen.editor.line.value == "x"
        app.go("form", FormRequest(Target("task"), "given"))
        await pilot.pause()
        app.screen.post_message(Scanned(label(own, "CP-06")))
        await until(pilot, lambda: "no use on this screen" in said(app), "no place is asked for")


async def test_a_signature_lapses_when_the_words_change_and_the_disk_s_refusal_keeps_everything(
    own, run_app, monkeypatch
):
    def refuse(*_args):
        raise StoreError("store.full", "The disk is full.")

    async with run_app(own, person="p01", lang="en") as (app, pilot):
        app.go("form", EVERY)
        await pilot.pause()
        screen = app.screen
        roll = [{"row": "am", "here": "yes_here"}, {"row": "pm", "here": "yes_here"}]
        for name, value in {"what": "a", "reading": "1", "kind": "fire", "roll": roll}.items():
            screen.entered((name,), value)
        await tap(pilot, "Seal ✓", "Li Qiang")
        monkeypatch.setattr(own, "record", refuse)
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: said(app), "the disk says no")
        assert screen.half.proofs
        screen.entered(("what",), "b")
        screen.repaint()
        assert screen.half.proofs == {}
        assert "sign again" in screen._signed_words(screen.half.column(("signed",)))
        assert own.ledger.records.all == {}


async def test_D1_2_a_roll_of_everybody_takes_a_tap_a_person_and_one_more_for_an_exception(book, run_app):
    async with run_app(book, person="p01", lang="en") as (app, pilot):
        app.go("form", FormRequest(Target("morning_meeting"), "meeting"))
        await until(pilot, lambda: seen(app, "Roll"), "the form")
        assert seen(app, "drafted: Li Qiang")  # the chair
        await tap(pilot, "Roll", "Li Qiang")
        await tap(pilot, "In order")
        assert app.screen.path == ("roll", 1)  # the next one
        await tap(pilot, "Absent")
        assert app.screen.path == ("roll", 1, "reason")
        await tap(pilot, "Day off", "OK ✓")
        assert app.screen.path == ("roll", 2)
        await tap(pilot, "In order")
        assert app.screen.path == ("roll",)
        rows = [{k: v for k, v in row.items() if k != "row"} for row in app.screen.half.get(("roll",))]
        here = {"present": "here", "appearance": "ok"}
        assert rows == [here, {"present": "absent", "reason": "Day off"}, here]
        app.screen.go(("points",))
        await tap(pilot, "＋ Add", "Smile", "OK ✓", "OK ✓", "Seal ✓")
        await until(pilot, lambda: "Nothing is given to anybody" in said(app), "what the meeting's own rule says")
        app.screen.go(("tasks",))
        await tap(pilot, "＋ Add")
        await pilot.press(*"lamp", "enter")
        await tap(pilot, "Wang Min", "today", "OK ✓", "Seal ✓")
        await until(pilot, lambda: app.current_mode == "record", "sealed")
        assert only(book, "morning_meeting").done("meeting")


async def test_a_scanner_writes_into_no_paragraph_and_chinese_and_line_breaks_stay(own, run_app):
    async with run_app(own, person="p01", lang="en", tap=True) as (app, pilot):
        app.go("form", EVERY)
        await until(pilot, lambda: seen(app, "Story"), "the form")
        app.screen.go(("told",))
        area = app.screen.editor.area
        await pilot.press("漏", "水", "enter", "a")
        await until(pilot, lambda: area.text == "漏水\na", "what a person types, line break and all")
        for key in label(own, "CP-06"):  # no hand is as quick
            app.post_message(Key(key, key))
        app.post_message(Key("enter", "\r"))
        await until(pilot, lambda: app.screen.half.get(("place",)) == "CP-06", "the place of the label")
        assert area.text == "漏水\na"
        assert app.screen.half.get(("told",)) == "漏水\na"


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_on_a_low_tablet_the_page_buttons_stand_in_the_bar_and_leave_room_for_two_rows(book, run_app, lang):
    def bar():
        return [big.id or big.text.split("\n")[-1] for big in app.screen.query(".bar Big") if big.region.area]

    async with run_app(book, person="p01", lang=lang, size=(80, 24)) as (app, pilot):
        app.go("form", FormRequest(Target("monthly_meeting"), "meeting"))
        await until(pilot, lambda: len(bar()) == 4, "page buttons")
        fields = app.screen.query_one("#form-fields")
        assert fields.capacity == 6
        assert faults(app.screen) == []
        for page in range(1, fields.count):
            next(big for big in app.screen.query(".bar .-turn-next")).press()
            await until(pilot, lambda page=page: fields.page == page, "the next page")
            assert f"{page + 1} / {fields.count}" in bar()
            assert faults(app.screen) == []
        app.screen.go(("tasks",))
        await until(pilot, lambda: bar()[-1] == "form-ok", "what one is there to do at the end")
        app.screen.go(("at",))  # no list: nothing to turn
        await until(pilot, lambda: not any("/" in name for name in bar()), "no page buttons")
        app.screen.go(("people",))
        await until(pilot, lambda: app.screen.editor.chips.size, "the people")
        assert any("/" in name for name in bar()) == (app.screen.editor.chips.count > 1)
        assert faults(app.screen) == []
        app.screen.go(("complaints_said",))
        await until(pilot, lambda: app.screen.editor.area.size, "paragraphs")
        assert not any("/" in name for name in bar())
