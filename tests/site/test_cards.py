"""Social cards: pictures for those who share a page."""

from __future__ import annotations

import struct
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sites import BRIEFING, CONFIG, build, make_site, run, write

WITH_CARDS = CONFIG.replace("briefsite]", "briefsite: {cards: true}]")
FILES = {
    "mkdocs.yml": WITH_CARDS,
    "briefs/puerto.yml": BRIEFING + "commitments: [{id: dragar, text: Dragar el puerto.}]\n",
    "briefs/muelle.yml": BRIEFING.replace("Puerto", "Muelle"),
    "briefs/entities/alcaldesa.yml": "name: Ana Ferrán\ntype: person\n",
}
NOTHING_DRAWS = {
    "broken/PIL.py": "raise ImportError\n",
    "broken/resvg_py.py": "raise ImportError\n",
}


def cards(site: Path) -> dict[str, bytes]:
    """The pictures of a built site, by their path."""
    folder = site / "site/assets/cards"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.png")
    }


def metadata(site: Path, path: str) -> dict[str, str]:
    """What a page says to those who share it."""
    found = {}

    class Parser(HTMLParser):
        def handle_starttag(self, tag, attrs):
            fields = dict(attrs)
            if tag == "meta" and (fields.get("property") or fields.get("name")):
                found[fields.get("property") or fields["name"]] = fields["content"]

    Parser().feed((site / "site" / path).read_text("utf-8"))
    return found


def test_pages_have_cards_of_the_size_that_readers_ask_for(tmp_path: Path) -> None:
    """Briefings, entities and commitments; all other pages share one."""
    site = make_site(tmp_path, FILES)
    done = build(site, "--strict")
    assert done.returncode == 0, done.stdout
    made = cards(site)
    assert sorted(made) == [
        "compromisos/puerto/dragar.png",
        "entidades/alcaldesa.png",
        "index.png",
        "informes/muelle.png",
        "informes/puerto.png",
    ]
    for picture in made.values():
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(set(made.values())) == 5


@pytest.mark.parametrize(
    ("page", "picture", "alternative"),
    [
        ("informes/puerto/index.html", "informes/puerto.png", "Puerto"),
        ("entidades/alcaldesa/index.html", "entidades/alcaldesa.png", "Ana Ferrán"),
        ("informes/index.html", "index.png", "Sitio"),
        ("index.html", "index.png", "Sitio"),
    ],
)
def test_a_page_names_its_card(page: str, picture: str, alternative: str, tmp_path: Path) -> None:
    """With its full address, its size, and its words for those who do not see it."""
    site = make_site(tmp_path, FILES)
    assert build(site).returncode == 0
    found = metadata(site, page)
    assert found["og:image"] == f"https://example.org/repo/assets/cards/{picture}"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == alternative
    assert found["twitter:card"] == "summary_large_image"
    assert (site / "site/assets/cards" / picture).exists()


def test_without_cards_pages_still_say_what_they_are(tmp_path: Path) -> None:
    """A title and a description, and no picture."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    assert build(site).returncode == 0
    found = metadata(site, "informes/puerto/index.html")
    assert found["og:title"] == "Puerto"
    assert found["og:description"] == "Se draga el puerto."
    assert found["twitter:card"] == "summary"
    assert "og:image" not in found
    assert not (site / "site/assets/cards").exists()


def test_without_an_address_no_picture_is_named(tmp_path: Path) -> None:
    """Open Graph takes full addresses alone."""
    config = WITH_CARDS.replace("site_url: https://example.org/repo/\n", "")
    site = make_site(tmp_path, {**FILES, "mkdocs.yml": config})
    assert build(site).returncode == 0
    assert "og:image" not in metadata(site, "informes/puerto/index.html")


def test_a_card_is_made_once(tmp_path: Path) -> None:
    """Until its words change; the others stay as they are."""
    site = make_site(tmp_path, FILES)
    assert build(site).returncode == 0
    first = cards(site)

    # Without what draws, what was made before is all there can be.
    write(site, NOTHING_DRAWS)
    without = {"PYTHONPATH": str(site / "broken")}
    write(site, {"briefs/puerto.yml": FILES["briefs/puerto.yml"].replace("Se draga", "Limpian")})
    done = run("mkdocs", "build", cwd=site, **without)
    assert done.returncode == 0, done.stdout
    assert cards(site) == first

    write(site, {"briefs/puerto.yml": FILES["briefs/puerto.yml"].replace("Puerto", "El puerto")})
    assert run("mkdocs", "build", cwd=site, **without).returncode == 1
    assert build(site).returncode == 0
    second = cards(site)
    assert [name for name in first if first[name] != second[name]] == ["informes/puerto.png"]


def test_without_resvg_the_build_says_what_to_install(tmp_path: Path) -> None:
    """And leaves the old site as it was."""
    files = {**FILES, **NOTHING_DRAWS, "site/old": ""}
    site = make_site(tmp_path, files)
    done = run("mkdocs", "build", cwd=site, PYTHONPATH=str(site / "broken"))
    assert done.returncode == 1
    message = "briefsite: resvg-py is not installed; install it: pip install 'briefsite[cards]'"
    assert message in done.stdout
    assert "Traceback" not in done.stdout
    assert (site / "site/old").exists()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ nothing }}\n", "'nothing' is undefined"),
        ("<p>no picture</p>\n", "resvg cannot draw it"),
    ],
)
def test_an_error_in_that_template_is_a_finding(
    template: str, message: str, tmp_path: Path
) -> None:
    """Never a traceback."""
    site = make_site(tmp_path, {**FILES, "briefs/templates/card.svg.jinja": template})
    done = build(site)
    assert done.returncode == 1
    assert "error[template-error]" in done.stdout
    assert message in done.stdout
    assert "--> briefs/templates/card.svg.jinja:1" in done.stdout
    assert "Traceback" not in done.stdout
