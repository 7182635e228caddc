"""A run that dies at an exact place: before its n-th call of some functions, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class Killed(BaseException):
    """Stands for a kill: nothing that mends an `Exception` sees it."""


@contextmanager
def dies_after(step: int, *calls: tuple[Any, str]) -> Iterator[None]:
    """Let only so many calls through of the functions named ((owner, name), ...), counted together."""
    count = 0

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any) -> Any:
            nonlocal count
            count += 1
            if count > step:
                raise Killed
            return real(*words)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in calls:
            patch.setattr(owner, name, dying(getattr(owner, name)))
        yield
