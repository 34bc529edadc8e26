"""A text as a matrix of modules."""

from __future__ import annotations

import pytest
from PIL import Image

from checkpoints.site import codes
from store.qr import QUIET, matrix
from store.reading.decode import decode

CODE = codes.make("demo", 9, 3, codes.Key(1, b"k" * 32))


@pytest.mark.parametrize(("level", "side"), [("Q", 25), ("H", 29)])
def test_a_label_is_25_modules_wide_indoors_and_29_outdoors(level, side):
    made = matrix(CODE, level)
    assert {len(made), *map(len, made)} == {side}


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("text", [CODE, "交接班 2 2026-11-28 王敏→李强", "x"])
def test_what_was_put_in_is_read_out(text, level):
    made = matrix(text, level)
    side = len(made) + 2 * QUIET
    drawn = Image.new("L", (side, side), 255)
    for y, row in enumerate(made):
        for x, dark in enumerate(row):
            drawn.putpixel((x + QUIET, y + QUIET), 0 if dark else 255)
    assert decode(drawn.resize((side * 4, side * 4), Image.Resampling.NEAREST)) == [text]


def test_too_long_a_text_is_refused():
    with pytest.raises(ValueError, match="version"):
        matrix("9" * 8000, "L")
