"""A font of the few hundred signs that the sites of the tests are written with: a sheet is then drawn in a tenth of
a second, and not in the seconds that 65,000 signs take to be read."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from fontTools import subset
from fontTools.ttLib import TTFont

from checkpoints.site.catalogue import default_site
from store import fonts
from tests.support.small_site import small_site

__all__ = ["small_font"]


@cache
def small_font() -> str:
    """Its path, for ROUNDSMAN_FONT. Made from the font that the program finds here."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    whole = fonts.find({})
    signs = {chr(n) for n in range(32, 127)} | set("·…第版打印不缩放")
    for site in (default_site(), small_site()):
        for named in (*site.checkpoints, *site.zones):
            signs |= set(named.zh + named.en)
        signs |= set(site.site.name_zh + site.site.name_en)
    font = TTFont(whole.path, fontNumber=whole.face, lazy=True)
    maker = subset.Subsetter(subset.Options(layout_features=[], notdef_outline=True))
    maker.populate(text="".join(sorted(signs)))
    maker.subset(font)
    made = Path(mkdtemp(prefix="roundsman-font-")) / "small.otf"
    font.save(made)
    return str(made)
