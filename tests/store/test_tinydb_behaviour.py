"""An ordinary table on the journal behaves as TinyDB's own does, before and after a restart."""

from __future__ import annotations

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import add, delete, increment
from tinydb.operations import set as put
from tinydb.table import Document, Table

from store.journal import JournalDB, JournalStorage

ROWS = [{"n": 1, "c": "red"}, {"n": 2, "c": "blue"}, {"n": 3, "c": "red"}]


def inserting(db):
    return [db.insert({"a": 1}), db.insert({"a": 2}), db.insert_multiple([{"a": 3}, {"a": 4}])]


def inserting_into_named_tables(db):
    return [db.table("x").insert({"a": 1}), db.table("y").insert({"b": 2}), sorted(db.tables())]


def inserting_with_a_chosen_id(db):
    return [db.insert(Document({"a": 1}, 17)), db.insert({"a": 2}), db.get(doc_id=17), db.get(doc_id=99)]


def inserting_several_with_chosen_ids(db):
    return db.insert_multiple([Document({"a": 1}, 5), Document({"a": 2}, 9)]), db.insert({"a": 3})


def inserting_nested_and_chinese(db):
    db.insert({"deep": {"list": [1, 2.5, None, True, {"x": "水泵房\n\u2028"}]}})
    return db.search(where("deep").list.any(where("x") == "水泵房\n\u2028"))


def searching(db):
    db.insert_multiple(ROWS)
    q = Query()
    return [
        db.search(q.c == "red"),
        db.search((q.c == "red") & (q.n > 1)),
        db.search(~(q.c == "red")),
        db.search(q.missing.exists()),
        db.search(q.fragment({"c": "blue"})),
        db.get(q.n == 2),
        db.get(doc_ids=[1, 3]),
        db.count(q.c == "red"),
        db.contains(q.n == 9),
        db.contains(doc_id=1),
    ]


def updating_fields(db):
    db.insert_multiple(ROWS)
    return db.update({"c": "green", "new": 1}, where("n") > 1)


def updating_everything(db):
    db.insert_multiple(ROWS)
    return db.update({"seen": True})


def updating_by_id(db):
    db.insert_multiple(ROWS)
    return db.update({"c": "x"}, doc_ids=[2, 77])


def updating_with_operations(db):
    db.insert_multiple(ROWS)
    return [
        db.update(delete("c"), where("n") == 1),
        db.update(increment("n"), where("n") == 2),
        db.update(add("c", "dish"), where("c") == "red"),
        db.update(put("z", [1]), where("z").exists()),
    ]


def updating_several_ways_at_once(db):
    db.insert_multiple(ROWS)
    return db.update_multiple([({"c": "first"}, where("n") == 1), (delete("c"), where("n") == 3)])


def upserting(db):
    db.insert_multiple(ROWS)
    return [
        db.upsert({"n": 2, "c": "grey"}, where("n") == 2),
        db.upsert({"n": 4, "c": "pink"}, where("n") == 4),
        db.upsert(Document({"c": "by id"}, 1)),
    ]


def removing(db):
    db.insert_multiple(ROWS)
    return [db.remove(where("c") == "blue"), db.remove(doc_ids=[1, 42]), db.insert({"n": 5})]


def truncating(db):
    db.insert_multiple(ROWS)
    db.truncate()
    return [len(db), db.insert({"again": 1})]


def dropping_a_table(db):
    db.table("x").insert({"a": 1})
    db.table("y").insert({"a": 1})
    db.drop_table("x")
    db.drop_table("never there")
    return [sorted(db.tables()), db.table("x").all()]


def dropping_all_tables(db):
    db.insert({"a": 1})
    db.table("x").insert({"a": 1})
    db.drop_tables()
    return [sorted(db.tables()), db.insert({"a": 2})]


def keeping_an_empty_table(db):
    db.table("empty", persist_empty=True)
    return sorted(db.tables())


def changing_what_was_read_changes_nothing(db):
    db.insert({"a": [1]})
    db.all()[0]["a"].append(2)
    db.get(doc_id=1)["b"] = 1
    return db.all()


def walking_through_a_table(db):
    db.insert_multiple(ROWS)
    return [[(row.doc_id, dict(row)) for row in db], len(db), bool(db.table("none")), len(db.table("none"))]


def failing_in_the_middle(db):
    db.insert_multiple(ROWS)

    def spoil(document):
        document["c"] = "spoilt"
        if document["n"] == 2:
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        db.update(spoil)
    with pytest.raises(ValueError):
        db.insert(Document({"n": 1}, 1))
    with pytest.raises(ValueError):
        db.insert("no mapping")
    with pytest.raises(RuntimeError):
        db.remove()
    return len(db)


SCENES = [value for name, value in list(globals().items()) if getattr(value, "__module__", "") == __name__]


def contents(db):
    return {name: [(row.doc_id, dict(row)) for row in db.table(name)] for name in sorted(db.tables())}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_it_answers_as_tinydb_does(scene, opened, tmp_path):
    ours = opened()
    with TinyDB(tmp_path / "stock.json") as stock:
        assert scene(ours) == scene(stock)
        assert contents(ours) == contents(stock)
    assert contents(opened()) == contents(ours)


def test_a_failed_update_leaves_nothing_behind(opened):
    db = opened()
    failing_in_the_middle(db)
    assert [dict(row) for row in db] == ROWS
    assert [dict(row) for row in opened()] == ROWS


def test_the_context_manager_closes(path):
    with JournalDB(path) as db:
        db.insert({"a": 1})
    with JournalDB(path) as db:
        assert db.all() == [{"a": 1}]


def test_a_foreign_table_class_may_use_the_storage(path):
    storage = JournalStorage(path)
    table = Table(storage, "plain")
    table.insert({"a": 1})
    table.insert({"a": 2})
    table.remove(where("a") == 1)
    table.update({"b": 3})
    storage.close()
    with JournalDB(path) as db:
        assert db.table("plain").all() == [{"a": 2, "b": 3}]


def test_a_foreign_table_does_not_undo_what_another_process_added_meanwhile(path, opened):
    storage, other = JournalStorage(path), opened()
    seen = storage.read()
    other.table("plain").insert({"from": "another"})
    storage.write({**seen, "mine": {"1": {"a": 1}}})
    storage.close()
    assert opened().table("plain").all() == [{"from": "another"}]
    assert opened().table("mine").all() == [{"a": 1}]


def test_two_handles_give_out_different_ids(opened):
    one, two = opened(), opened()
    ids = [one.insert({}), two.insert({}), two.insert({}), one.insert({}), *one.insert_multiple([{}, {}])]
    assert ids == [1, 2, 3, 4, 5, 6]
    assert len(two) == 6


def test_a_query_is_never_answered_from_before_another_process_wrote(opened):
    one, two = opened(), opened()
    one.insert({"a": 1})
    assert len(two.search(where("a") == 1)) == 1
    one.insert({"a": 1})
    assert len(two.search(where("a") == 1)) == 2
    one.update({"a": 2})
    assert two.search(where("a") == 1) == []


def test_upsert_of_two_handles_makes_one_document(opened):
    one, two = opened(), opened()
    one.upsert({"k": "x", "v": 1}, where("k") == "x")
    two.upsert({"k": "x", "v": 2}, where("k") == "x")
    assert one.all() == [{"k": "x", "v": 2}]


def test_looking_at_documents_writes_nothing(opened, path):
    db = opened()
    db.insert_multiple(ROWS)
    before = path.read_bytes()
    db.update({"c": "x"}, where("n") == 99)
    db.remove(where("n") == 99)
    db.update({"c": "red"}, where("n") == 1)
    assert path.read_bytes() == before
