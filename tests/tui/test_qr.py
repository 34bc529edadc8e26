"""A code drawn with half blocks is read off the cells again, quiet zone and all."""

from __future__ import annotations

from PIL import Image
from textual.app import App
from textual.color import Color
from textual.widgets import Static

from checkpoints.site import codes
from store.qr import matrix
from store.reading.decode import decode
from tui.widgets.qr import half_blocks, size

CODE = codes.make("demo", 9, 3, codes.Key(1, b"k" * 32))


class Shown(App[None]):
    """Nothing but the code, on a dark screen."""

    def compose(self):
        yield Static(half_blocks(matrix(CODE, "Q")), id="code")


def pictured(app: App[None], width: int, height: int) -> Image.Image:
    """What the terminal would paint: each cell as 8 x 16 points, the upper half in the colour of the letter."""
    picture = Image.new("L", (width * 8, height * 16), 0)
    for y, strip in enumerate(app.screen._compositor.render_strips()[:height]):
        x = 0
        for segment in strip:
            style = segment.style
            upper, lower = (
                Color.from_rich_color(c).rgb[0] if c is not None else 0 for c in (style.color, style.bgcolor)
            )
            for letter in segment.text:
                picture.paste(lower, (x * 8, y * 16, x * 8 + 8, y * 16 + 16))
                if letter == "▀":
                    picture.paste(upper, (x * 8, y * 16, x * 8 + 8, y * 16 + 8))
                x += 1
    return picture


async def test_the_code_on_the_screen_is_read_with_its_quiet_zone():
    columns, lines = size(matrix(CODE, "Q"))
    assert (columns, lines) == (33, 17)
    app = Shown()
    async with app.run_test(size=(60, 20)):
        drawn = pictured(app, 60, 20)
    assert decode(drawn) == [CODE]
    white = drawn.crop((0, 0, columns * 8, lines * 16)).point(lambda value: 255 if value > 200 else 0)
    assert white.getbbox() == (0, 0, columns * 8, lines * 16 - 8 + 8)
