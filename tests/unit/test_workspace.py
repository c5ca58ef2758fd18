"""An archive as an editor has it."""

from __future__ import annotations

import time
import weakref
from pathlib import Path

from briefsite.archive.folder import MAX_SOURCE_BYTES
from briefsite.archive.settings import read_settings
from briefsite.authoring.server.workspace import Workspace
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store
from conftest import is_freed, record_of
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


def test_an_editor_has_the_texts_of_sources_as_they_were_read(tmp_path: Path) -> None:
    """They may change or go beneath it, until it reads all again."""
    text = "El puerto se draga en mayo.\n"
    write(
        tmp_path,
        {
            "mkdocs.yml": "site_name: Informes\nplugins: [briefsite]\n",
            "briefs/sources/acta.yml": record_of(text, "Acta"),
            "briefs/sources/acta.txt": text,
        },
    )
    time.sleep(0.1)  # or the files are as new as the clock of the disk
    settings, path = read_settings(tmp_path / "mkdocs.yml"), tmp_path / "briefs/sources/acta.txt"
    Workspace(settings).read()
    store = Store(settings.cache)
    built = FileDigests(store, settings.briefs)  # as a build leaves them
    built.digest(str(path), MAX_SOURCE_BYTES)
    built.save()
    store.close()
    workspace = Workspace(settings)
    workspace.read()
    path.unlink()
    assert workspace.reading
    assert workspace.reading.site.sources["acta"].received == text
