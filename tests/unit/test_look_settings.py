"""What `extra` in `mkdocs.yml` says of the look: read, checked, and written for templates."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from briefsite.archive.look import look_findings, read_look
from briefsite.archive.settings import Settings, read_config
from briefsite.cli import shared
from briefsite.cli.main import main
from briefsite.messages.diagnostics import pretty
from briefsite.pages.theme_data import theme_data
from sites import BRIEFING, make_site, write


@pytest.mark.parametrize(
    "colour",
    ["#8f3", "#8f3b12", "#8f3b12cc", "rebeccapurple", "rgb(143 59 18 / 50%)", "oklch(0.5 0.1 40)", "hsl(20DEG, 78%, 32%)",
     "color-mix(in oklab, rgb(1, 2, 3) 50%, white)"],
)  # fmt: skip
def test_an_accent_is_a_colour_as_css_writes_it(colour: str) -> None:
    """With a function, and one within it."""
    assert read_look({"accent": colour}).accent == colour


@pytest.mark.parametrize(
    ("extra", "place", "message"),
    [
        ("accent: 155e75", "1:9", "`155e75` is no colour as CSS writes it"),
        ("accent: 5", "1:9", "`5` is no colour as CSS writes it"),
        ("accent: 'red;}body{display:none'", "1:9", "`red;}body{display:none` is no colour"),
        ("accent: '#123456</style>'", "1:9", "`#123456</style>` is no colour as CSS writes it"),
        ("accent: 'rgb(1'", "1:9", "`rgb(1` is no colour as CSS writes it"),
        ("accent: 'url(\"https://example.org\")'", "1:9", "is no colour as CSS writes it"),
        ("fonts: Georgia", "1:8", "`fonts` takes `text` and `headings`, and nothing else"),
        ("fonts: {body: Georgia}", "1:8", "`fonts` takes `text` and `headings`, and nothing else"),
        ("fonts: {text: 'Georgia, serif'}", "1:15", "`Georgia, serif` is not the name of one font"),
        ("fonts:\n  headings: [Verdana]", "2:13", "`['Verdana']` is not the name of one font"),
        ("fonts: {text: ''}", "1:15", "`` is not the name of one font"),
        ("footer: {title: a, url: b}", "1:9", "`footer` is a list of links, each with a `title` and a `url`"),
        ("footer:\n- {title: a, url: b}\n- {title: a}", "3:3", "`footer` is a list of links"),
        ("footer: [{title: a, url: b, icon: c}]", "1:10", "`footer` is a list of links"),
        ("footer: [{title: 2026, url: b}]", "1:18", "`footer` is a list of links"),
        ("footer: [{title: a, url: 'javascript:alert(1)'}]", "1:26", "`javascript:alert(1)` is no address"),
        ("footer: [{title: a, url: /b/}]", "1:26", "`/b/` is no address to which a reader can safely go"),
        ("footer: [{title: a, url: 'mailto:nobody'}]", "1:26", "`mailto:nobody` is no address"),
        ("footer: [{title: a, url: 'https://a@b'}]", "1:26", "`https://a@b` is no address"),
        ("footer: [{title: a, url: '\"><b>'}]", "1:26", "is no address to which a reader can safely go"),
        ("notice: [a]", "1:9", "`notice` is a text, or a link with a `title` and a `url`"),
        ("notice: ''", "1:9", "`notice` is a text, or a link with a `title` and a `url`"),
        ("notice: {title: a}", "1:9", "`notice` is a text, or a link with a `title` and a `url`"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_must_be_is_told_with_its_place(
    extra: str, place: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is left out of the look, which `mkdocs serve` shows all the same."""
    lines = "".join(f"  {line}\n" for line in extra.splitlines())
    write(tmp_path, {"mkdocs.yml": f"extra:\n{lines}"})
    monkeypatch.chdir(tmp_path)
    said = read_config(Path("mkdocs.yml")).values["extra"]
    (found,), texts = look_findings(said, Path("mkdocs.yml"))
    line, column = map(int, place.split(":"))
    assert (found.code, found.path) == ("bad-setting", Path("mkdocs.yml"))
    assert (found.span.line, found.span.column) == (line + 1, column + 2)
    assert message in found.message
    assert found.help
    assert f"{line + 1} | " in pretty(found, texts[found.path])
    look = read_look(said)
    assert (look.accent, look.text_font, look.heading_font, look.notice) == (None,) * 4
    assert [link.title for link in look.footer] == (
        ["a"] if "- {title: a, url: b}" in extra else []
    )


@pytest.mark.parametrize(
    "extra", [None, {}, [], {"accent": None, "fonts": None, "footer": None, "notice": None}]
)
def test_what_is_not_set_is_the_look_of_the_theme(extra: object) -> None:
    """Whatever `extra` is."""
    data = theme_data(Settings(), extra, has_search=True)
    assert (data["style"], data["footer"], data["notice"]) == ("", [], None)
    assert data["fonts"] == ["serif", "sans"]
    assert look_findings(extra, Path("mkdocs.yml")) == ([], {})


def test_a_finding_names_the_file_in_which_the_setting_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which may be one that is inherited."""
    write(
        tmp_path,
        {
            "mkdocs.yml": "INHERIT: more/base.yml\nextra: {notice: a}\n",
            "more/base.yml": "x: 1\nextra:\n  accent: '!'\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    extra = read_config(Path("mkdocs.yml")).values["extra"]
    (found,), _ = look_findings(extra, Path("mkdocs.yml"))
    assert (found.path, found.span.line) == (Path("more/base.yml"), 3)


@pytest.mark.parametrize(
    ("font", "written"),
    [
        ("Georgia", "Georgia"),
        ("system-ui", "system-ui"),
        ("Source  Serif 4", r"Source Serif \34 "),
        ("M+ 1p", r"M\2b  \31 p"),
        ("Noto Sans 日本", "Noto Sans 日本"),
        ("D'Nealian", r"D\27 Nealian"),
        ("a</style><b>", r"a\3c \2f style\3e \3c b\3e "),
        ("a&b\\c", r"a\26 b\5c c"),
    ],
)
def test_the_name_of_a_font_is_text_in_css_and_in_html(font: str, written: str) -> None:
    """Without quotation marks, which an engine might escape; ours come after it, and are not loaded first."""
    extra = {"accent": "#123", "fonts": {"text": font, "headings": font}}
    data = theme_data(Settings(), extra, has_search=True)
    assert data["style"] == (
        f"--bs-accent-base:#123;--bs-own-serif:{written},;--bs-own-sans:{written},"
    )
    assert data["fonts"] == []


def test_links_and_notice_reach_templates_as_they_were_written() -> None:
    """They escape them."""
    link = {"title": "<b>", "url": "a/?b=1&c#d"}
    data = theme_data(Settings(), {"footer": [link], "notice": link}, has_search=True)
    assert (data["footer"], data["notice"]) == ([link], link)
    text = theme_data(Settings(), {"notice": " Una prueba\n"}, has_search=True)
    assert text["notice"] == {"title": "Una prueba", "url": None}


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("legal/", "legal.html"),
        ("legal/?a#b/", "legal.html?a#b/"),
        ("fuentes/", "fuentes/index.html"),
        ("fuentes/a.txt", "fuentes/a.txt"),
        ("https://example.org/legal/", "https://example.org/legal/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_from_a_disk_links_lead_to_files(url: str, file: str, tmp_path: Path) -> None:
    """A server would find the page of a folder; a page written by hand is a file of its own there."""
    docs = write(tmp_path, {"legal.md": "# Aviso"})
    extra = {"footer": [{"title": "a", "url": url}], "notice": {"title": "a", "url": url}}
    data = theme_data(Settings(docs=docs, offline=True), extra, has_search=True)
    assert (data["footer"][0]["url"], data["notice"]["url"]) == (file, file)
    data = theme_data(Settings(docs=docs), extra, has_search=True)
    assert data["footer"][0]["url"] == url


def test_check_tells_of_the_look_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line, and what mends it; it counts as an error."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    settings = site / "mkdocs.yml"
    settings.write_text(f"{settings.read_text()}extra: {{footer: [Aviso]}}\n")
    monkeypatch.chdir(site)
    done = CliRunner().invoke(main, ["check", "--lang", "es"])
    assert done.exit_code == 1
    assert "error[bad-setting]: `footer` es una lista de enlaces" in done.stdout
    assert "6 | extra: {footer: [Aviso]}\n  |                  ^^^^^\n  = ayuda: " in done.stdout
    assert "1 error, 0 avisos" in done.stdout


@pytest.mark.parametrize("theme", ["material", "briefsite"])
def test_without_material_a_site_is_checked_and_not_built(
    theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`check` says what is to be done on the other stream, `build` before it begins; the theme of briefsite needs nothing."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    settings = site / "mkdocs.yml"
    config = yaml.safe_load(settings.read_text())
    settings.write_text(yaml.safe_dump({**config, "theme": theme}))
    monkeypatch.chdir(site)
    monkeypatch.setattr(shared, "has_material", lambda: False)
    checked = CliRunner().invoke(main, ["check", "--lang", "en"])
    assert (checked.exit_code, "1 file" in checked.stdout) == (0, True)
    assert ("pip install 'briefsite[material]'" in checked.stderr) == (theme == "material")
    if theme == "material":
        built = CliRunner().invoke(main, ["build"])
        assert built.exit_code == 2
        assert "briefsite upgrade --theme briefsite" in built.stderr
