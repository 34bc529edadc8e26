"""Room for one field on a low screen: what is beside it steps aside, what is around it gives it all there is."""

from __future__ import annotations

from collections.abc import Iterator

from textual.screen import Screen
from textual.widget import Widget

from tui.widgets.notice import Notice

__all__ = ["give_back", "make_room"]

_CLASSES = ("-aside", "-around", "-typing")


def make_room(field: Widget, *kept: Widget) -> None:
    """Leave the field, messages and `kept`. By classes (places.tcss): `display` is the screen's own."""
    field.add_class("-typing")
    child = field
    for around in _around(field):
        for other in around.children:
            if other is not child and other not in kept and not isinstance(other, Notice):
                other.add_class("-aside")
        around.add_class("-around")
        child = around


def give_back(screen: Screen[object]) -> None:
    """As it was."""
    for name in _CLASSES:
        screen.remove_class(name)
        screen.query("." + name).remove_class(name)


def _around(field: Widget) -> Iterator[Widget]:
    for node in field.ancestors:
        if isinstance(node, Widget):
            yield node
        if isinstance(node, Screen):
            return
