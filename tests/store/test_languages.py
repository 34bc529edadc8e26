"""Which language each person chose on a device; a courtesy that no broken file and no full disk turns into an error."""

from __future__ import annotations

from store.languages import Languages


def test_what_was_chosen_is_known_to_the_next_start_and_each_person_has_their_own(tmp_path):
    Languages(tmp_path).keep("p01", "en")
    Languages(tmp_path).keep("p02", "zh")
    known = Languages(tmp_path)
    assert (known.of("p01"), known.of("p02"), known.of("p03")) == ("en", "zh", "")


def test_a_file_that_cannot_be_read_or_written_counts_as_nothing_chosen(tmp_path):
    (tmp_path / "languages.json").write_bytes(b'{"p01": 3')
    assert Languages(tmp_path).of("p01") == ""
    Languages(tmp_path / "nowhere").keep("p01", "en")
    assert Languages(tmp_path / "nowhere").of("p01") == ""
