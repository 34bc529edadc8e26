"""What a call that is refused says."""

from __future__ import annotations

import pytest

from store.errors import StoreError


def code_of(call):
    """The code of the StoreError that a call raises; its words can be filled in."""
    with pytest.raises(StoreError) as caught:
        call()
    assert str(caught.value)
    return caught.value.code
