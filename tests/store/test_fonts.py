"""Where the font that prints Chinese comes from, and what is said when there is none."""

from __future__ import annotations

import pytest

from store import fonts
from store.errors import StoreError
from store.fonts import Font


def test_the_one_that_is_named_comes_before_those_that_are_found(tmp_path):
    named, other = tmp_path / "named.ttc", tmp_path / "other.ttc"
    for path in (named, other):
        path.touch()
    places = (Font(tmp_path / "missing.ttc"), Font(other, 2))
    assert fonts.find({}, places) == Font(other, 2)
    assert fonts.find({"ROUNDSMAN_FONT": str(named)}, places) == Font(named)
    assert fonts.find({"ROUNDSMAN_FONT": f"{named}#3"}, places) == Font(named, 3)


def test_a_named_font_that_is_not_there_is_not_replaced_by_another(tmp_path):
    other = tmp_path / "other.ttc"
    other.touch()
    with pytest.raises(StoreError) as said:
        fonts.find({"ROUNDSMAN_FONT": str(tmp_path / "gone.ttc")}, (Font(other),))
    assert said.value.code == "fonts.not_there"
    assert str(tmp_path / "gone.ttc") in str(said.value)


def test_without_any_font_it_says_what_to_install(tmp_path):
    with pytest.raises(StoreError) as said:
        fonts.find({}, (Font(tmp_path / "missing.ttc"),))
    assert said.value.code == "fonts.none"
    assert "apt install fonts-noto-cjk" in str(said.value)
