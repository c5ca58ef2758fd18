"""Small values that every build needs, kept together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from briefsite.cache.store import Store, code_digest, digest

T = TypeVar("T")

_FEW = 8
"""As many times smaller is what is recent in a ledger than its base."""


class Ledger:
    """Small values that every build needs, kept together: one read instead of thousands.

    They are in two parts, so that a build with few new ones writes few. Values must not be changed.
    """

    def __init__(self, store: Store, name: str) -> None:
        """Open the ledger of this name."""
        self._store = store
        self._keys = [digest("ledger", code_digest(), name, part) for part in ("base", "recent")]
        self._base, self._recent = (store.get(key) or {} for key in self._keys)
        self._used: set[str] = set()
        self._has_new = False

    def get(self, key: str) -> Any:
        """The value of a key; None where there is none."""
        self._used.add(key)
        found = self._recent.get(key)
        return self._base.get(key) if found is None else found

    def note(self, key: str, value: Any) -> None:
        """Keep a value, in the place of any that the key had."""
        self._used.add(key)
        self._recent[key] = value
        self._has_new = True

    def recall(self, key: str, make: Callable[[], T]) -> T:
        """The value of a key, made where there is none; None is not kept."""
        value: T | None = self.get(key)
        if value is None:
            value = make()
            self.note(key, value)
        return value

    def save(self) -> None:
        """Hand to the store what is new. Where that is much, what was not asked for is dropped."""
        if not self._has_new:
            return
        if len(self._recent) * _FEW > len(self._base):
            both = {**self._base, **self._recent}
            self._base = {key: value for key, value in both.items() if key in self._used}
            self._recent = {}
            self._store.put(self._keys[0], self._base)
        self._store.put(self._keys[1], self._recent)
        self._has_new = False
