"""The table of events takes events in and never lets one go."""

from __future__ import annotations

import pytest
from tinydb import where

from store.errors import EventsAreFinal
from store.journal import EventTable, JournalDB


def event(n):
    return {"id": f"e{n}", "seq": n, "body": {"kind": "x"}}


@pytest.fixture
def events(opened):
    return opened().table("events")


def test_the_database_chooses_it_by_name(opened):
    db = opened()
    assert isinstance(db.table("events"), EventTable)
    assert db.table("events") is db.table("events")
    assert not isinstance(db.table("others"), EventTable)


def test_a_plain_insert_uses_the_events_own_id(events):
    assert events.insert(event(1)) == "e1"
    assert events.get(doc_id="e1") == event(1)
    assert events.get(doc_id="e1").doc_id == "e1"
    assert events.search(where("seq") == 1) == [event(1)]


def test_several_go_in_as_one_line(events, path):
    before = path.read_bytes().count(b"\n")
    assert events.insert_multiple(event(n) for n in range(5)) == ["e0", "e1", "e2", "e3", "e4"]
    assert path.read_bytes().count(b"\n") == before + 1
    assert len(events) == 5


@pytest.mark.parametrize("batch", [[1], [2, 1], [3, 3]], ids=["there", "one is there", "twice in the batch"])
def test_an_id_that_is_there_is_refused_and_nothing_of_the_batch_goes_in(events, batch):
    events.insert(event(1))
    with pytest.raises(ValueError, match="already exists"):
        events.insert_multiple([event(n) for n in batch])
    assert [row["id"] for row in events] == ["e1"]


def test_an_event_without_an_id_is_refused(events):
    with pytest.raises(KeyError):
        events.insert({"seq": 1})
    assert len(events) == 0


CHANGES = {
    "update": lambda t: t.update({"seq": 9}),
    "update_multiple": lambda t: t.update_multiple([({"seq": 9}, where("seq") == 1)]),
    "upsert": lambda t: t.upsert({"id": "e1"}, where("seq") == 1),
    "remove": lambda t: t.remove(where("seq") == 1),
    "truncate": lambda t: t.truncate(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_changing_an_event_is_refused(events, change):
    events.insert(event(1))
    with pytest.raises(EventsAreFinal):
        change(events)
    assert events.all() == [event(1)]


@pytest.mark.parametrize("drop", [JournalDB.drop_tables, lambda db: db.drop_table("events")], ids=["all", "one"])
def test_the_table_is_not_dropped(opened, drop):
    db = opened()
    db.table("events").insert(event(1))
    with pytest.raises(EventsAreFinal):
        drop(db)
    assert opened().table("events").all() == [event(1)]


def test_a_line_that_removes_an_event_is_not_obeyed(opened, path):
    from store.journal.lines import commit_line

    opened().table("events").insert(event(1))
    with path.open("ab") as file:
        file.write(commit_line([("events", "e1", None)]))
        file.write(commit_line([("events", "e1", b'{"id":"e1","forged":true}')]))
        file.write(commit_line([("events", None, None)]))
    assert opened().table("events").all() == [event(1)]
