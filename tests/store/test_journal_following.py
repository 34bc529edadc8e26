"""Reading a journal that changes under one's hands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import StoreError
from store.journal import JournalDB
from store.journal.lines import heading_line


def ids(db):
    return [row["id"] for row in db.table("events")]


def put(db, *names):
    db.table("events").insert_multiple({"id": name} for name in names)


def copied(path, *names, other=False):
    """A journal put in the place of another: the same one compacted, or a strange one."""
    new = path.with_name("new")
    with JournalDB(new) as db:
        put(db, *names)
    lines = new.read_bytes().splitlines(keepends=True)
    if not other:
        lines[0] = path.read_bytes().splitlines(keepends=True)[0]
    new.write_bytes(b"".join(lines))
    new.replace(path)


def test_a_half_written_line_is_not_taken(opened, path):
    one, two = opened(), opened()
    put(one, "a")
    line = path.read_bytes().splitlines(keepends=True)[-1].replace(b'"a"', b'"b"')
    with path.open("ab") as file:
        file.write(line[:20])
        file.flush()
        assert ids(two) == ["a"]


def test_a_journal_replaced_by_its_compacted_self_is_read_anew_and_written_on(opened, path):
    one, two = opened(), opened()
    put(one, "a", "b")
    assert ids(two) == ["a", "b"]
    generation = two.storage.generation
    copied(path, "b", "c")
    assert ids(two) == ["b", "c"]
    assert two.storage.generation == generation + 1
    put(one, "d")
    put(two, "e")
    assert ids(one) == ids(two) == ids(opened()) == ["b", "c", "d", "e"]


def test_a_strange_journal_in_its_place_is_told_once_before_anything_is_written(opened, path):
    db = opened()
    put(db, "a")
    copied(path, "z", other=True)
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        put(db, "b")
    assert caught.value.code == "store.replaced"
    assert path.read_bytes() == before
    put(db, "b")
    assert ids(db) == ids(opened()) == ["z", "b"]


def test_a_journal_that_was_cut_and_grew_again_is_read_anew(opened, path):
    one, two = opened(), opened()
    put(one, "a")
    start = path.read_bytes()
    put(one, "b", "c")
    assert ids(two) == ["a", "b", "c"]
    path.write_bytes(start)
    put(one, "x" * 100)
    assert ids(two) == ids(one) == ["a", "x" * 100]


def test_a_journal_that_is_gone_is_told_and_not_made_anew(opened, path):
    db = opened()
    put(db, "a")
    path.rename(path.with_name("elsewhere"))
    for action in (lambda: put(db, "b"), db.storage.follow):
        with pytest.raises(StoreError) as caught:
            action()
        assert caught.value.code == "store.gone"
    assert not path.exists()
    path.with_name("elsewhere").rename(path)
    put(db, "b")
    assert ids(opened()) == ["a", "b"]


def test_journals_put_one_after_the_other_are_one(opened, path, tmp_path):
    with JournalDB(tmp_path / "other") as other:
        put(other, "a", "b")
    put(opened(), "b", "c")
    path.write_bytes(path.read_bytes() + (tmp_path / "other").read_bytes() + heading_line("third"))
    db = opened()
    assert ids(db) == ["b", "c", "a"]
    assert db.storage.damage == []


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from([0, 1]), st.sampled_from(["write", "batch", "follow", "reopen", "fail"])),
        max_size=25,
    )
)
def test_any_interleaving_of_two_handles_gives_both_the_same(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("two") / "events.journal"
    handles, model = [JournalDB(path), JournalDB(path)], []
    for n, (who, what) in enumerate(steps):
        db = handles[who]
        match what:
            case "write":
                put(db, f"e{n}")
                model.append(f"e{n}")
            case "batch":
                put(db, f"e{n}", f"f{n}", f"g{n}")
                model += [f"e{n}", f"f{n}", f"g{n}"]
            case "follow":
                assert ids(db) == model
            case "reopen":
                db.close()
                handles[who] = JournalDB(path)
            case _:
                if model:
                    with pytest.raises(ValueError):
                        put(db, f"new{n}", model[0])
    for db in (*handles, JournalDB(path)):
        assert ids(db) == model
        db.close()
