"""What `briefsite finish` lays beside the pages that an engine made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefsite.archive.settings import read_config, read_settings
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store
from briefsite.cli.main import main
from briefsite.outputs.extra_files import publications_of
from briefsite.outputs.finish import Built, documents
from briefsite.outputs.outline import OutlinedSite, outline_site
from briefsite.pages.addresses import DocsPath, site_path_of, url_of
from briefsite.site.embargo import Embargo
from sites import BRIEFING, make_site

CONFIG = """\
site_name: Sitio
site_url: https://example.org/repo/
theme: {name: briefsite, language: es}
plugins: [briefsite]
"""
"""Without a search, which is a program of its own."""

PAGE = '<html><head><title>Otro</title></head><body><nav>Menú</nav><article class="x">{}</article></body></html>'

Files = Mapping[str, str]
Finish = Callable[..., Result]


def outlined(folder: Path) -> OutlinedSite:
    """What a build knows of the site here."""
    settings, store = read_settings(folder / "mkdocs.yml"), Store(None)
    about = publications_of(settings, is_served=False)
    digests = FileDigests(store, settings.briefs)
    return outline_site(settings, about, store, digests=digests, embargo=Embargo(), drafts=False)


def build(folder: Path, *, has_folders: bool = True) -> None:
    """Make of each page what an engine would, into `site`."""
    for uri in (*outlined(folder).outline.pages, *Path("docs").rglob("*.md")):
        path = DocsPath(str(uri).removeprefix("docs/"))
        built = folder / "site" / site_path_of(url_of(path, has_folders=has_folders))
        built.parent.mkdir(parents=True, exist_ok=True)
        built.write_text(PAGE.format(f"<h1>{path}</h1>"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Files], Path]:
    """Writes a site, and what an engine makes of it."""

    def site(files: Files, *, has_folders: bool = True) -> Path:
        make_site(tmp_path, {"mkdocs.yml": CONFIG, "briefs/puerto.yml": BRIEFING, **files})
        monkeypatch.chdir(tmp_path)
        build(tmp_path, has_folders=has_folders)
        return tmp_path / "site"

    return site


def finish(lang: str = "en", folder: str = "site") -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["finish", folder, "--lang", lang], catch_exceptions=False)


def test_what_engines_leave_out_is_there(site: Callable[[Files], Path]) -> None:
    """Text, data, citations, feeds, tables, former addresses, cards, the map of the site."""
    config = CONFIG.replace("[briefsite]", "[{briefsite: {cards: true, embeds: true}}]")
    files = {"mkdocs.yml": config, "briefs/puerto.yml": f"{BRIEFING}aliases: [muelle]\n"}
    built = site(files)
    assert finish().exit_code == 0
    for name in (
        "informes/puerto/index.md",
        "informes/puerto/index.json",
        "informes/puerto/citation.bib",
        "informes/muelle/index.html",
        "informes/facets.json",
        "assets/cards/informes/puerto.png",
        "data/briefsite.sqlite",
        "feed.xml",
        "index.md",
        "robots.txt",
        "llms.txt",
    ):
        assert (built / name).is_file(), name
    text = (built / "informes/puerto/index.md").read_text("utf-8")
    assert text.startswith("**Informe** · ") or "# Puerto" in text
    address = "https://example.org/repo/informes/puerto/"
    assert f"<loc>{address}</loc><lastmod>2025-05-01</lastmod>" in (
        (built / "sitemap.xml").read_text("utf-8")
    )


def test_a_second_time_there_is_nothing_to_do(site: Callable[[Files], Path]) -> None:
    """What stands already, as it was left, is not written again; what an engine spoilt is."""
    built = site({})
    assert finish().stdout.startswith("11 pages in site: 42 files laid beside them, 0 removed")
    assert finish().stdout == "11 pages in site: 0 files laid beside them, 0 removed\n"
    (built / "feed.xml").write_text("otro")
    (built / "robots.txt").unlink()
    assert finish().stdout == "11 pages in site: 2 files laid beside them, 0 removed\n"
    assert "Puerto" in (built / "feed.xml").read_text("utf-8")


def test_what_was_laid_there_and_is_no_more_goes(site: Callable[[Files], Path]) -> None:
    """And nothing that the engine made, or anybody else."""
    built = site({"briefs/faro.yml": BRIEFING.replace("Puerto", "Faro")})
    (built / "mio.txt").write_text("mío")
    assert finish().exit_code == 0
    assert (built / "informes/faro/index.json").is_file()
    Path("briefs/faro.yml").unlink()
    (built / "informes/faro/citation.bib").write_text("de otro")
    assert finish().stdout.endswith(" 5 removed\n")
    assert (built / "informes/faro/citation.bib").is_file()
    assert not (built / "informes/faro/index.json").exists()
    assert (built / "informes/faro/index.html").is_file()
    assert (built / "mio.txt").is_file()


def test_a_folder_that_is_no_such_site_is_refused(site: Callable[[Files], Path]) -> None:
    """Another folder, and a site built before a briefing was written; nothing is laid there."""
    built = site({})
    Path("briefs/faro.yml").write_text(BRIEFING.replace("Puerto", "Faro"))
    done = finish()
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == (
        "Error: site is not the built site of this archive: it has no informes/faro/index.html; "
        "build what `briefsite render` writes now, and name the folder of that site"
    )
    assert not (built / "robots.txt").exists()
    assert "Error: docs no es el sitio de este archivo: le falta index.html" in (
        finish("es", "docs").output
    )
    assert finish(folder="nowhere").exit_code == 2


def test_errors_are_findings_and_the_site_stays(site: Callable[[Files], Path]) -> None:
    """As with a build."""
    built = site({})
    Path("briefs/puerto.yml").write_text("title: [\n")
    done = finish()
    assert (done.exit_code, "briefs/puerto.yml:" in done.output) == (1, True)
    assert not (built / "robots.txt").exists()


def test_what_cannot_be_made_leaves_the_site_as_it_was(
    site: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is made aside first."""
    built = site({})

    def fail(_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("briefsite.outputs.exports.robots", fail)
    with pytest.raises(RuntimeError):
        finish()
    assert not (built / "llms.txt").exists()
    assert [path.name for path in built.glob(".*")] == []


def test_a_site_for_a_disk_has_no_file_for_servers(site: Callable[[Files], Path]) -> None:
    """And what a browser would ask a server for comes as scripts; also the second time."""
    config = CONFIG.replace("[briefsite]", "[{briefsite: {offline: true}}]")
    built = site({"mkdocs.yml": config}, has_folders=False)
    (built / "404.html").write_text("404")
    for _ in range(2):
        assert finish().exit_code == 0
        for name in ("search-worker.js.js", "offline.js"):
            assert (built / "assets/briefsite" / name).is_file()
        facets = (built / "informes/facets.json.js").read_text("utf-8")
        assert facets.startswith('document.currentScript.give("')
        assert not [*built.glob("404.html"), *built.glob("sitemap.xml")]


def test_what_is_searched_says_its_language(site: Callable[[Files], Path], tmp_path: Path) -> None:
    """Where it is another than that of the site."""
    built = site({"briefs/port.yml": f"{BRIEFING}lang: en\n", "docs/uno.md": "# Uno\n"})
    settings, values = read_settings(Path("mkdocs.yml")), read_config(Path("mkdocs.yml")).values
    found = documents(Built.of(built, settings, values, outlined(tmp_path)))
    languages = {page.url: (page.language, page.edition) for group in found for page in group}
    assert languages == {
        "informes/port/": ("en", ""),
        "informes/puerto/": ("", ""),
        "uno/": ("", ""),
    }


def test_what_is_searched_is_what_pages_say(site: Callable[[Files], Path], tmp_path: Path) -> None:
    """Of the pages as they were built, what a theme has around them left out; by the names of the site."""
    config = f"{CONFIG}nav: [{{Cómo: uno.md}}]\n"
    files = {
        "mkdocs.yml": config,
        "docs/uno.md": "# Uno\n",
        "docs/dos.md": "---\ntitle: Segundo\n---\n",
        "docs/tres.md": "Tres.\n",
        "docs/no.md": "---\nsearch: {exclude: true}\n---\n# No\n",
        "docs/nunca.md": "# Nunca\n",
    }
    built = site(files)
    (built / "nunca/index.html").unlink()
    path = built / "informes/puerto/index.html"
    path.write_text(
        PAGE.format(
            '<a class="bs-edit" title="Editar">e</a><h1>P</h1><p>Se <a href="x">draga</a>.</p>'
        )
    )
    settings, values = read_settings(Path("mkdocs.yml")), read_config(Path("mkdocs.yml")).values
    found = documents(Built.of(built, settings, values, outlined(tmp_path)))
    made, written = ({page.url: page.text() for page in group} for group in found)
    assert {**made} == {
        "informes/puerto/": '<!doctype html><html data-about="briefing!!"><body data-pagefind-weight="1.0">'
        '<span data-pagefind-meta="title:Puerto"></span>'
        '<h1 data-pagefind-weight="7.0">P</h1><p>Se draga.</p></body></html>'
    }
    titles = {url: text.partition("title:")[2].partition('"')[0] for url, text in written.items()}
    assert titles == {"uno/": "Cómo", "dos/": "Segundo", "tres/": "tres.md"}
