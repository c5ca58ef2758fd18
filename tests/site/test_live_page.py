"""The page of a file as it is being written is what a build makes of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from briefsite.archive.settings import read_settings
from briefsite.authoring.server.live_page import live_page
from briefsite.authoring.server.workspace import Workspace
from briefsite.pages.addresses import site_path_of
from sites import REPOSITORY, THEMES, repository_site

_ARTICLE = re.compile(r"<article\b[^>]*\bbs-page\b[^>]*>(.*)</article>", re.DOTALL)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """The repository's own archive, read."""
    workspace = Workspace(read_settings(REPOSITORY / "mkdocs.yml"))
    workspace.read()
    return workspace


@pytest.mark.parametrize("theme", THEMES)
def test_an_article_is_as_its_authors_will_see_it(tmp_path: Path, theme: str) -> None:
    """Byte for byte, links as well; of briefings, translations, entities and sources, with either theme."""
    settings = repository_site(theme, tmp_path)
    built = tmp_path / "built"
    command = [sys.executable, "-P", "-m", "briefsite.mkdocs.preview", str(settings), str(built)]
    subprocess.run(command, check=True, capture_output=True)
    workspace = Workspace(read_settings(settings))
    workspace.read()
    assert workspace.root
    compared = 0
    for path in sorted(workspace.root.rglob("*.yml")):
        page = live_page(workspace, path, has_folders=True)
        if page is None:
            continue
        found = _ARTICLE.search((built / site_path_of(page.address)).read_text("utf-8"))
        assert found
        assert page.html.strip() in found[1], page.address
        compared += 1
    assert compared > 40


def test_a_new_topic_has_its_page(workspace: Workspace) -> None:
    """The page that the next build makes of it, though no other briefing has it."""
    assert workspace.root
    path = workspace.root / "mision-cortafuegos.yml"
    text = path.read_text("utf-8")
    workspace.texts[path] = text.replace("topics:\n", "topics:\n  - nuevo-asunto\n")
    try:
        page = live_page(workspace, path, has_folders=True)
    finally:
        workspace.texts.clear()
    assert page
    assert '<a href="../../temas/nuevo-asunto/">Nuevo asunto</a>' in page.html


def test_what_is_typed_shows_at_once(workspace: Workspace) -> None:
    """In the page of the briefing, with the passages and promises of that moment; nothing is read again."""
    assert workspace.root
    path = workspace.root / "mision-cortafuegos.yml"
    text = path.read_text("utf-8")
    reading = workspace.reading
    try:
        workspace.texts[path] = text.replace('title: "Misión Cortafuegos:', 'title: "Otro título:')
        page = live_page(workspace, path, has_folders=True)
        workspace.texts[path] = text.replace("evidence:", "evidencia:")
        broken = live_page(workspace, path, has_folders=True)
    finally:
        del workspace.texts[path]
    assert page
    assert page.title.startswith("Otro título")
    assert "Otro título" in page.html
    assert page.anchors["quotes/0"] in page.html
    assert broken is None
    assert workspace.reading is reading


def test_the_page_of_a_file_is_that_which_it_is_called_after(workspace: Workspace) -> None:
    """Of a briefing never that of one of its commitments; of a translation, in its language."""
    assert workspace.root
    kinds = set()
    for path in sorted(workspace.root.rglob("*.yml")):
        fields = yaml.safe_load(path.read_text("utf-8"))
        called = fields.get("title") or fields.get(
            "name"
        )  # a name that languages share stands once
        page = live_page(workspace, path, has_folders=True)
        assert page, path
        assert not called or page.title == called
        assert page.address.startswith("en/") is path.stem.endswith(".en")
        kinds.add(workspace.kind(path))
    translations = {"briefing-translation", "entity-translation"}
    assert kinds == {"briefing", "entity", "source"} | translations


def test_files_without_a_page_have_none(workspace: Workspace, tmp_path: Path) -> None:
    """Those outside of the archive."""
    assert live_page(workspace, tmp_path / "x.yml", has_folders=True) is None
