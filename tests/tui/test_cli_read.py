"""`roundsman read`: the codes in a picture, with their places and what they are worth."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from checkpoints.site import codes
from store.logbook import Logbook
from store.qr import matrix
from store.setup import list_codes
from tests.support.photographed import photograph
from tests.tui.test_cli import Roundsman

SIZE = (560, 400)


@pytest.fixture
def roundsman(tmp_path, capsys, monkeypatch):
    made = Roundsman(tmp_path / "data", capsys, monkeypatch)
    assert made("site", "load", "--packaged")[0] == 0
    return made


def test_every_code_in_a_folder_of_pictures_is_told_once_with_its_place_and_standing(roundsman, tmp_path):
    book = Logbook.open(roundsman.data)
    label = next(code.digits for code in list_codes(book) if code.checkpoint == "CP-09")
    book.close()
    film = tmp_path / "film"
    film.mkdir()
    for number, text in enumerate([label, label, codes.make("elsewhere", 1, 1, codes.Key(1, b"x" * 32)), "menu"]):
        photograph(matrix(text, "Q"), "clean", number, SIZE).save(film / f"{number}.png")
    code, said, err = roundsman("read", str(film), "--lang", "en")
    assert (code, err) == (0, "")
    first, second, third = said.splitlines()
    assert first.startswith("CP-09")
    assert first.endswith(label)
    assert "in force" in first
    assert "of another site" in second
    assert "not ours" in third
    told = json.loads(roundsman("read", str(film), "--json")[1])
    assert [t["status"] for t in told] == ["active", "foreign", "not_a_code"]
    assert told[0] == {"text": label, "checkpoint": "CP-09", "status": "active"}


def test_a_picture_without_a_code_and_a_file_that_is_none_are_told(roundsman, tmp_path):
    Image.new("L", SIZE, 150).save(tmp_path / "wall.png")
    code, said, _err = roundsman("read", str(tmp_path / "wall.png"), "--lang", "en")
    assert (code, said) == (1, "No code was found in wall.png.\n")
    (tmp_path / "letter.jpg").write_text("hello")
    code, _said, err = roundsman("read", str(tmp_path / "letter.jpg"), "--lang", "en")
    assert code == 1
    assert "letter.jpg cannot be read as a picture" in err
