"""A step of a record is filled in on the screen: every type of field, drafts, refusals, signatures."""

from __future__ import annotations

import pytest

from checkpoints.work.records.deciding import Target
from checkpoints.work.sites import SiteLoaded
from tests.support.every_field import with_forms
from tests.tui.conftest import until
from tui.screens.form_work import FormRequest
from tui.widgets.big import Big
from tui.widgets.notice import Notice
from tui.widgets.reader import Reader

EVERY = FormRequest(Target("every"), "fill")


@pytest.fixture
def own(book):
    """The logbook of a site that has forms of its own."""
    book.record("p01", lambda _n: [SiteLoaded(site=with_forms())])
    return book


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
        await tap(pilot, "OK ✓", "Wang Min", "tomorrow", "Handed down from above")
        assert app.screen.path == ()  # nothing that must be there is missing
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
        assert seen(app, "light") is None
        await tap(pilot, "All", "finished")
        assert app.current_mode == "record"
