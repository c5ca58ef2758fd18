"""What `briefsite render --engine zensical` writes: a whole project, without a plugin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from briefsite.cli.main import main
from briefsite.outputs.zensical import COMMON, OWN, edit_url, trimmed
from briefsite.pages.front_matter import front_matter, with_more
from briefsite.pages.policy import content_security_policy
from sites import BRIEFING, make_site

CONFIG = """\
site_name: Sitio
site_url: https://example.org/repo
repo_url: https://github.com/o/r
edit_uri: edit/main/docs
theme: {name: briefsite, language: es, logo: logo.svg}
extra: {accent: "#123456", lema: !ENV [LEMA, "lo dicho"]}
extra_css: [propio.css]
markdown_extensions: [footnotes, {admonition: {}}]
plugins: [search, {briefsite: {agenda: true}}]
"""

Render = Callable[..., Result]


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Render:
    """Writes the files of a site, and its project into `out`."""

    def render(files: Mapping[str, str]) -> Result:
        make_site(tmp_path, {"mkdocs.yml": CONFIG, "briefs/puerto.yml": BRIEFING, **files})
        monkeypatch.chdir(tmp_path)
        command = ["render", "--engine", "zensical", "--out", "out", "--lang", "en"]
        return CliRunner().invoke(main, command, catch_exceptions=False)

    return render


def said_of(page: str) -> Mapping[str, object]:
    """The front matter of a page of the project."""
    return front_matter(Path("out/docs", page).read_text("utf-8"))


def config() -> dict:
    """The settings of the project."""
    return yaml.safe_load(Path("out/mkdocs.yml").read_text("utf-8"))


def test_the_project_has_the_settings_of_the_site(render: Render) -> None:
    """And says what our templates know of it, which under MkDocs the plugin tells them."""
    assert render({}).exit_code == 0
    written = config()
    ours = written["extra"].pop("briefsite")
    assert written == {
        "site_name": "Sitio",
        "site_url": "https://example.org/repo/",
        "extra_css": ["propio.css"],
        "use_directory_urls": True,
        "theme": {
            "name": None,
            "custom_dir": "theme",
            "language": "es",
            "direction": None,
            "logo": "logo.svg",
            "favicon": "assets/briefsite/favicon.svg",
        },
        "extra": {"accent": "#123456", "lema": "lo dicho"},
        "markdown_extensions": [
            "pymdownx.superfences",
            "toc",
            "tables",
            "fenced_code",
            "footnotes",
            "admonition",
            "attr_list",
            "md_in_html",
        ],
        "plugins": [{"search": {"enabled": False}}],
        "nav": [
            "index.md",
            *(
                f"{hub}/index.md"
                for hub in (
                    "informes",
                    "compromisos",
                    "cronologia",
                    "entidades",
                    "temas",
                    "fuentes",
                    "correcciones",
                    "agenda",
                )
            ),
        ],
    }
    assert ours["words"]["search"] == "Buscar"
    assert (ours["search"], ours["offline"], ours["embeds"]) == (True, False, False)
    scheme = (OWN / "partials/scheme.html").read_text("utf-8")
    assert ours["policy"] == content_security_policy(scheme)
    assert ours["policy"].count("sha256-") == 1


def test_the_navigation_is_that_of_the_site(render: Render) -> None:
    """Where it has one; where it has none, hand-written pages come first, as in MkDocs."""
    nav = [{"Inicio": "index.md"}, {"Más": ["informes/index.md", {"Método": "metodo.md"}]}]
    assert render({"mkdocs.yml": CONFIG + yaml.safe_dump({"nav": nav})}).exit_code == 0
    assert config()["nav"] == nav


def test_a_page_says_in_its_front_matter_what_its_head_shows(render: Render) -> None:
    """In lists, since Zensical looks for links in texts."""
    assert render({"mkdocs.yml": CONFIG.replace("agenda", "cards: true, agenda")}).exit_code == 0
    said = said_of("informes/puerto.md")
    assert (said["title"], said["layout"]) == ("Puerto", ["briefing"])
    (others,), (linked,) = said["alternates"], said["linked_data"]
    assert (
        '<link rel="alternate " type="application/json" title="JSON" href="index.json">' in others
    )
    assert linked.startswith('<script type="application/ld+json">{"@context"')
    assert (said["card"], said["card_title"]) == ("assets/cards/informes/puerto.png", "Puerto")
    assert Path("out/docs/assets/cards/informes/puerto.png").read_bytes()[1:4] == b"PNG"
    assert said["edit_url"] == "https://github.com/o/r/edit/main/briefs/puerto.yml"


def test_a_hand_written_page_keeps_what_it_says(render: Render) -> None:
    """And gets the card of the site, and its pencil."""
    page = '---\ntitle: "Cómo"\ncard: mio.png\n---\n# Método\n\nAsí.\n'
    files = {"docs/a/metodo.md": page, "docs/otra.md": "Otra.\n"}
    files["mkdocs.yml"] = CONFIG.replace("agenda", "cards: true, agenda")
    assert render(files).exit_code == 0
    text = Path("out/docs/a/metodo.md").read_text("utf-8")
    assert said_of("a/metodo.md") == {
        "title": "Cómo",
        "card": "mio.png",
        "card_title": "Sitio",
        "edit_url": "https://github.com/o/r/edit/main/docs/a/metodo.md",
    }
    assert text.endswith("---\n# Método\n\nAsí.\n")
    assert said_of("otra.md")["card"] == "assets/cards/index.png"
    assert Path("out/docs/otra.md").read_text("utf-8").endswith("---\nOtra.\n")


def test_the_home_page_says_that_it_is_one(render: Render) -> None:
    """Zensical does not; its pencil opens the text that opens it."""
    assert render({}).exit_code == 0
    said = said_of("index.md")
    assert said["layout"] == ["home"]
    assert said["edit_url"] == "https://github.com/o/r/edit/main/docs/index.md"


def test_what_stands_beside_pages_is_there(render: Render) -> None:
    """Data, feeds, texts and redirects, the map of the site with real dates; files of the docs folder as well."""
    files = {"briefs/puerto.yml": BRIEFING + "aliases: [muelle]\n", "docs/a/b.txt": "b"}
    assert render(files).exit_code == 0
    docs = Path("out/docs")
    for name in (
        "informes/puerto/index.json",
        "informes/puerto/citation.bib",
        "informes/muelle/index.html",
        "informes/facets.json",
        "data/briefings.csv",
        "feed.xml",
        "robots.txt",
        "a/b.txt",
    ):
        assert (docs / name).is_file(), name
    address = "https://example.org/repo/informes/puerto/"
    assert f"<loc>{address}</loc><lastmod>2025-05-01</lastmod>" in (
        (docs / "sitemap.xml").read_text("utf-8")
    )


def test_the_theme_holds_what_templates_need_and_no_more(render: Render) -> None:
    """Zensical lays all but templates into the site."""
    assert render({}).exit_code == 0
    theme = Path("out/theme")
    names = {path.relative_to(theme).as_posix() for path in theme.rglob("*") if path.is_file()}
    ours = {
        path.relative_to(folder).as_posix()
        for folder in (OWN, COMMON)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc", ".yml")
    }
    assert names == ours


def test_templates_of_the_site_come_before_ours(render: Render) -> None:
    """As its `custom_dir` does under MkDocs."""
    files = {"mkdocs.yml": CONFIG.replace("logo:", "custom_dir: propio, logo:")}
    files["propio/partials/briefsite/footer.html"] = "<footer>Nuestro</footer>"
    done = render(files)
    assert (done.exit_code, "left behind" in done.output) == (0, False)
    written = Path("out/theme/partials/briefsite/footer.html").read_text("utf-8")
    assert written == "<footer>Nuestro</footer>"


def test_what_is_left_behind_is_said(render: Render) -> None:
    """Material, what is laid over it, other plugins and hooks."""
    files = {
        "mkdocs.yml": CONFIG.replace(
            "name: briefsite", "name: material, custom_dir: propio"
        ).replace("[search,", "[search, tags,")
        + "hooks: [uno.py]\n",
        "propio/main.html": "{% extends 'base.html' %}",
    }
    done = render(files)
    assert done.exit_code == 0
    assert done.output.splitlines()[:4] == [
        "the theme material is left behind: `briefsite` draws the pages",
        "Zensical does not run `plugins: tags`: it is left behind",
        "Zensical does not run `hooks: uno.py`: it is left behind",
        "Zensical does not run `theme: custom_dir: propio`: it is left behind",
    ]
    assert not Path("out/theme/base.html").exists()


def test_errors_are_findings_and_nothing_is_written(render: Render) -> None:
    """As with any engine."""
    done = render({"briefs/roto.yml": "title: [\n"})
    assert (done.exit_code, "briefs/roto.yml:" in done.output) == (1, True)
    assert not Path("out").exists()


def test_a_folder_that_holds_something_stays(render: Render, tmp_path: Path) -> None:
    """A project is written whole, and into no other."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mio.txt").write_text("mío")
    done = render({})
    assert (done.exit_code, "out is not empty" in done.output) == (2, True)


def test_on_a_disk_links_lead_to_files(render: Render) -> None:
    """A site that is to open without a server has no folders for pages, and no map."""
    assert render({"mkdocs.yml": CONFIG.replace("agenda", "offline: true, agenda")}).exit_code == 0
    assert config()["use_directory_urls"] is False
    assert config()["extra"]["briefsite"]["offline"] is True
    (others,) = said_of("informes/puerto.md")["alternates"]
    assert 'href="puerto/index.json"' in others


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, None),
        ({"repo_url": "https://git.example.org/r"}, None),
        ({"repo_url": "https://github.com/o/r"}, "https://github.com/o/r/edit/master/briefs/x.yml"),
        (
            {"repo_url": "https://github.com/o/r", "edit_uri": ""},
            None,
        ),
        (
            {"repo_url": "https://git.example.org/r", "edit_uri": "?file=docs/"},
            "https://git.example.org/r?file=docs/../briefs/x.yml",
        ),
        (
            {"edit_uri": "https://git.example.org/e/docs/"},
            "https://git.example.org/e/docs/../briefs/x.yml",
        ),
        (
            {"edit_uri_template": "https://git.example.org/{path!q}/{path_noext}{else}"},
            "https://git.example.org/..%2Fbriefs%2Fx.yml/../briefs/x{else}",
        ),
    ],
)
def test_the_pencil_opens_what_a_page_is_made_from(
    settings: dict[str, str], address: str | None, tmp_path: Path
) -> None:
    """Where MkDocs would find it, by the settings that MkDocs has for it."""
    found = edit_url(tmp_path / "briefs/x.yml", tmp_path / "docs", settings)
    assert found == address


def test_a_template_loses_the_white_space_that_jinja_leaves_out() -> None:
    """`trim_blocks` and `lstrip_blocks`, which MiniJinja does not have switched on."""
    template = "<p>\n  {% if a %}\n    {{ a }}\n  {% endif %}\n  {# no #}\n</p> {% b %}\n"
    assert trimmed(template) == "<p>\n{% if a %}    {{ a }}\n{% endif %}{# no #}</p> {% b %}"


@pytest.mark.parametrize("text", ["\x85a\u2028b\ufeff", 'a "b" \\ ñ 😀', "a: [b]\nc"])
def test_any_text_comes_back_from_front_matter(text: str) -> None:
    """YAML wants some characters escaped that JSON does not."""
    assert front_matter(with_more("# Página\n", {"x": [text]})) == {"x": [text]}


@pytest.mark.parametrize(
    "text", ["---\n- a\n---\n", "---\na: [\n---\n", "---\nd: 2025-02-31\n---\n", "# a"]
)
def test_what_is_no_mapping_says_nothing(text: str) -> None:
    """A page that begins like front matter, and is none."""
    assert front_matter(text) == {}
