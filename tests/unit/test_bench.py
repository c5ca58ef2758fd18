"""The measurements in `bench/` go on to work."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from sites import REPOSITORY

BENCH = REPOSITORY / "bench"


@pytest.mark.parametrize("script", sorted(BENCH.glob("*.py")), ids=lambda path: path.stem)
def test_a_script_finds_all_that_it_measures(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else runs them, and what they name moves."""
    monkeypatch.syspath_prepend(str(BENCH))
    spec = importlib.util.spec_from_file_location(f"bench_{script.stem}", script)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    assert module.__doc__
