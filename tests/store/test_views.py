"""Saved views: by person, by name, in a file that nobody depends on."""

from __future__ import annotations

import pytest

from checkpoints.ledger.board import Filter
from store.errors import StoreError
from store.views import MOST, SavedView, Views

LATE = SavedView("工程逾期", Filter("overdue", department="engineering"), "place", reverse=True)


def test_a_view_is_kept_by_person_and_read_by_whoever_opens_the_folder_next(tmp_path):
    Views(tmp_path).save("zhao", LATE)
    assert Views(tmp_path).of("zhao") == [LATE]
    assert Views(tmp_path).of("chen") == []


def test_a_view_of_the_same_name_gives_way_and_the_oldest_go_first(tmp_path):
    views = Views(tmp_path)
    for n in range(MOST + 1):
        views.save("zhao", SavedView(f"v{n}", Filter()))
    views.save("zhao", SavedView("v5", Filter("closed")))
    kept = views.of("zhao")
    assert [v.name for v in kept][0::28] == ["v1", "v30"]
    assert kept[-1].filter.view == "closed"
    assert len(kept) == MOST


def test_a_deleted_view_is_gone_and_the_others_stay(tmp_path):
    views = Views(tmp_path)
    views.save("zhao", LATE)
    views.save("zhao", SavedView("other", Filter()))
    views.save("chen", LATE)
    views.delete("zhao", LATE.name)
    assert [v.name for v in views.of("zhao")] == ["other"]
    assert views.of("chen") == [LATE]


def test_rubbish_in_the_file_counts_as_no_views(tmp_path):
    (tmp_path / "views.json").write_bytes(b'{"zhao": [1')
    assert Views(tmp_path).of("zhao") == []


def test_a_disk_that_says_no_is_told(tmp_path):
    with pytest.raises(StoreError) as no:
        Views(tmp_path / "nowhere").save("zhao", LATE)
    assert no.value.code == "store.gone"
