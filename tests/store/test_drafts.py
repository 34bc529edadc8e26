"""Half-filled sheets in their file: whole or not at all, united with another process's, and never in the way."""

from __future__ import annotations

from store.drafts import MOST, Drafts, Kept


def test_what_was_kept_is_there_after_a_crash(tmp_path):
    drafts = Drafts(tmp_path)
    Kept(drafts, "r1", "CP-01", "check").put({"typed": "水", "phrases": ["leak"]})
    assert drafts.flush()
    assert Kept(Drafts(tmp_path), "r1", "CP-01", "check").get() == {"typed": "水", "phrases": ["leak"]}


def test_a_saved_sheet_leaves_no_draft(tmp_path):
    drafts = Drafts(tmp_path)
    kept = Kept(drafts, "a")
    kept.put({"typed": "x"})
    drafts.flush()
    kept.drop()
    assert drafts.dirty
    drafts.flush()
    assert Drafts(tmp_path).get("a") is None


def test_two_processes_keep_each_others_drafts(tmp_path):
    one, two = Drafts(tmp_path), Drafts(tmp_path)
    one.put("a", {"typed": "1"})
    one.flush()
    two.put("b", {"typed": "2"})
    two.flush()
    again = Drafts(tmp_path)
    assert (again.get("a"), again.get("b")) == ({"typed": "1"}, {"typed": "2"})


def test_an_unreadable_file_counts_as_empty_and_is_replaced(tmp_path):
    (tmp_path / "drafts.json").write_bytes(b'{"a": {"typed"')
    drafts = Drafts(tmp_path)
    assert drafts.get("a") is None
    drafts.put("b", {"typed": "2"})
    assert drafts.flush()
    assert Drafts(tmp_path).get("b") == {"typed": "2"}


def test_a_full_disk_keeps_the_draft_in_memory_and_the_next_flush_writes_it(tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    drafts = Drafts(tmp_path)
    drafts.put("a", {"typed": "1"})
    with monkeypatch.context() as patched:
        patched.setattr("store.drafts.write_whole", full)
        assert not drafts.flush()
    assert drafts.get("a") == {"typed": "1"}
    assert drafts.flush()
    assert Drafts(tmp_path).get("a") == {"typed": "1"}


def test_the_oldest_go_when_nobody_comes_back_for_them(tmp_path):
    drafts = Drafts(tmp_path)
    for number in range(MOST + 5):
        drafts.put(f"k{number}", {"typed": "x"})
    drafts.flush()
    again = Drafts(tmp_path)
    assert again.get("k0") is None
    assert again.get(f"k{MOST + 4}") is not None
