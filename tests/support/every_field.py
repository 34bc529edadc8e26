"""A site that adds forms of its own, one with a field of every type: no line of the program knows them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checkpoints.site.catalogue import read_site

__all__ = ["with_forms"]

FILE = Path(__file__).with_suffix(".yaml")


@cache
def with_forms():
    """The packaged site with what the file beside this one adds."""
    return read_site(FILE)
