"""How a new site takes the place of the old one, where the folder, the disk or others stand in the way."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from briefsite.cache.store import Store, digest
from briefsite.outputs import site_folder
from briefsite.outputs.manifest import MANIFEST
from briefsite.outputs.site_folder import Output
from briefsite.pages.addresses import SitePath
from sites import BRIEFING, CONFIG, build, make_site


def publish(site: Path, store: Store, files: dict[str, bytes]) -> None:
    """Let a site hold some files and no others."""
    output = Output.open(site, store, moment=0)
    contents = {SitePath(path): content for path, content in files.items()}
    keys = {path: digest(content) for path, content in contents.items()}
    output.make(keys, contents.__getitem__, on_all_cores=False)
    output.publish(keys)


def held(site: Path) -> dict[str, bytes]:
    """What a site holds beside its manifest."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {path: file.read_bytes() for path, file in files.items() if path != MANIFEST}


@pytest.mark.parametrize("refused", ["link", "exchange"])
def test_a_site_that_cannot_be_exchanged_after_all_is_changed_file_by_file(
    tmp_path: Path, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where its files are another user's, or it comes from a lower layer of a container: what is tried before works there."""
    site, store = tmp_path / "site", Store()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV if refused == "exchange" else errno.EPERM, "refused")

    publish(site, store, {"a/b.html": b"1", "c.html": b"1"})
    with monkeypatch.context() as patch:
        if refused == "link":
            patch.setattr(os, "link", refuse)
        else:
            patch.setattr(site_folder, "exchange", refuse)
        publish(site, store, {"a/b.html": b"2", "d/e.html": b"1"})
    assert held(site) == {"a/b.html": b"2", "d/e.html": b"1"}
    assert [path.name for path in (tmp_path / ".briefsite").iterdir()] == [".gitignore"]
    publish(site, store, {"a/b.html": b"3"})
    assert held(site) == {"a/b.html": b"3"}


def test_a_folder_that_may_not_be_written_is_named_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another user built the site; whoever is root may write everywhere, so that it is only said here."""
    (tmp_path / "site").mkdir()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PermissionError) as refused:
        Output.open(tmp_path / "site", Store())
    assert refused.value.filename == str(tmp_path / "site")


def test_only_what_builds_of_the_same_site_left_is_cleared(tmp_path: Path) -> None:
    """A site beside it may begin with the same letters, and another build may be at work."""
    aside = tmp_path / ".briefsite"
    running = f"site-{os.getppid()}-abcdefgh"
    dead = ("site-4194399-abcdefgh", "site-4194399-abcdefgh-work")
    others = ("site-2025-before", "site-2025-4194399-abcdefgh", "site-before", running)
    for name in (*dead, *others):
        (aside / name).mkdir(parents=True)
    within = tmp_path / f"site/.briefsite-{os.getppid()}-abcdefgh"
    within.mkdir(parents=True)
    Output.open(tmp_path / "site", Store()).abandon()
    assert within.exists()
    assert {path.name for path in aside.iterdir()} == {*others}


def test_a_hidden_file_that_is_gone_from_the_pages_leaves_the_site(tmp_path: Path) -> None:
    """What is hidden at the top of a site may be anybody's; not so where a build laid it there."""
    config = CONFIG + "exclude_docs: '!.well-known'\n"
    name = ".well-known/security.txt"
    site = make_site(
        tmp_path, {"briefs/puerto.yml": BRIEFING, "mkdocs.yml": config, f"docs/{name}": "a\n"}
    )
    assert build(site).returncode == 0
    assert (site / "site" / name).exists()
    shutil.rmtree(site / "docs/.well-known")
    for said in (False, False):
        assert ("changed file by file" in build(site).stdout) is said
        assert not (site / "site/.well-known").exists()
