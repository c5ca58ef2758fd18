"""An archive as an editor has it."""

from __future__ import annotations

import weakref
from pathlib import Path

from briefsite.archive.settings import read_settings
from briefsite.authoring.server.workspace import Workspace
from conftest import is_freed
from sites import write


def test_what_was_read_before_is_freed(tmp_path: Path) -> None:
    """Each time that a file is saved, all of the archive is read again."""
    write(
        tmp_path,
        {
            "mkdocs.yml": "site_name: Informes\nplugins: [briefsite]\n",
            "briefs/uno.yml": "title: Uno\ndate: 2025-05-01\nsummary: Uno.\n",
        },
    )
    workspace = Workspace(read_settings(tmp_path / "mkdocs.yml"))
    workspace.read()
    assert workspace.reading
    assert workspace.reading.given
    former = weakref.ref(workspace.reading.given.names)
    workspace.read()
    assert is_freed(former)
