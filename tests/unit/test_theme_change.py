"""A `mkdocs.yml` from one theme to the other: what is cut out, what is put in, and what stays as it was."""

from __future__ import annotations

import re

import pytest
import yaml

from briefsite.authoring.starters import site_files
from briefsite.authoring.theme_change import ThemeError, requiring_theme, with_theme


def moved(text: str, theme: str = "briefsite") -> str:
    """The file with another theme, of a site in Spanish."""
    return with_theme(text.encode(), theme, "es").decode()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_way_there_and_back_gives_what_a_new_site_has(lang: str) -> None:
    """Byte for byte, both ways; and to go where one is changes nothing."""
    material, own = (
        dict(site_files(lang, "github", theme))["mkdocs.yml"] for theme in ("material", "briefsite")
    )
    assert with_theme(material, "briefsite", lang) == own
    assert with_theme(own, "material", lang) == material
    assert with_theme(own, "briefsite", lang) == own
    assert with_theme(material, "material", lang) == material


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("theme: material\nx: 1\n", "theme: briefsite\nx: 1\n"),
        ("theme: 'material' # mine\n", "theme: briefsite # mine\n"),
        (
            "theme: {name: material, language: es, font: false}  # mine\nx: 1\n",
            "theme: {name: briefsite, language: es}  # mine\nx: 1\n",
        ),
        ("theme: {font: false, name: material}\n", "theme: {name: briefsite}\n"),
        ("theme: {features: [a, b], name: material, palette: {scheme: a}}\n", "theme: {name: briefsite}\n"),
        (
            "theme: {\n  name: material,  # the look\n  font: false,  # none\n  language: es,  # Spanish\n}\n",
            "theme: {\n  name: briefsite,  # the look\n  language: es,  # Spanish\n}\n",
        ),
        (
            ("theme:\n    language: es  # Spanish\n\n    # the look\n    name: material\n    # what it does\n"
            "    features:\n    # one\n    - a\n    # end\n\n# more\nx: 1\n"),
            ("theme:\n    language: es  # Spanish\n\n    # the look\n    name: briefsite\n    # what it does\n"
            "    # end\n\n# more\nx: 1\n"),
        ),
        (
            ("theme:\n  name: material\n  logo: assets/a.svg\n  favicon:\n  direction: ltr\n  custom_dir: !ENV [OWN, own]\n"
            "  icon: {logo: material/x}\n"),
            "theme:\n  name: briefsite\n  logo: assets/a.svg\n  favicon:\n  direction: ltr\n  custom_dir: !ENV [OWN, own]\n",
        ),
        (
            "a: é\r\ntheme:\r\n  name: material\r\n  features: [a,\r\n    b]\r\n  language: es",
            "a: é\r\ntheme:\r\n  name: briefsite\r\n  language: es",
        ),
        (
            "theme: {\n  name: material,  # the look\n  font: false  # none\n}\n",
            "theme: {\n  name: briefsite,  # the look\n    # none\n}\n",
        ),
        ("\ufefftheme: {name: material}\n", "\ufefftheme: {name: briefsite}\n"),
        (
            "theme:\n  name: readthedocs\n  note: |\n    two\n\n    lines\n  language: es\n",
            "theme:\n  name: briefsite\n  language: es\n",
        ),
        (
            "x: &a [1]\ntheme:\n  name: material\n  font: false\nextra: {accent: red, y: *a}\nz: !!python/name:str\n",
            "x: &a [1]\ntheme:\n  name: briefsite\nextra: {accent: red, y: *a}\nz: !!python/name:str\n",
        ),
    ],
    ids=["a text", "in quotation marks", "braces", "first in braces", "all in braces", "braces over lines", "last of lines", "comments",
         "kept", "Windows", "a mark at the start", "a long text", "anchors and tags elsewhere"],
)  # fmt: skip
def test_what_the_other_theme_does_not_know_is_cut_out(before: str, after: str) -> None:
    """And not a byte of the rest is changed."""
    assert moved(before) == after


@pytest.mark.parametrize(
    "before",
    [
        "theme: briefsite\nx: 1\n",
        "theme: {name: briefsite, language: es}  # mine\nx: 1\n",
        "theme: {name: briefsite,  # mine\n  logo: a.svg,\n}\nx: 1\n",
        "x: 1\ntheme:\n    name: briefsite\n    # mine\n    logo: a.svg",
        "theme:\r\n  name: briefsite\r\n\r\n# mine\r\nx: 1\r\n",
    ],
    ids=["a text", "braces", "braces over lines", "at the end of the file", "Windows"],
)
def test_material_gets_what_a_new_site_has(before: str) -> None:
    """In the form in which the settings are written, with their line ends; what was there stays."""
    after = moved(before, "material")
    old, new = yaml.safe_load(before), yaml.safe_load(after)
    model = yaml.safe_load(dict(site_files("es", "github"))["mkdocs.yml"])["theme"]
    del model["language"]
    kept = old["theme"] if isinstance(old["theme"], dict) else {}
    assert new == {**old, "theme": {**kept, **model}}
    assert ("# mine" in after) == ("# mine" in before)
    assert ("\r\n" in before) == bool(re.search("\r\n", after))
    assert not re.search("\r\n", before) or not re.search("(?<!\r)\n", after)


def test_what_was_set_of_material_is_not_set_anew() -> None:
    """Settings that mean something to it alone may have stayed in the file."""
    after = moved("theme: {name: briefsite, font: {text: Roboto}, features: []}\n", "material")
    assert yaml.safe_load(after)["theme"]["font"] == {"text": "Roboto"}
    assert yaml.safe_load(after)["theme"]["features"] == []


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("INHERIT: a.yml\ntheme: {name: material}\n", "it inherits settings from another file"),
        ("theme: &a material\nx: *a\n", "its `theme` is written in a way"),
        ("x: &a {name: material}\ntheme: *a\n", "its `theme` is written in a way"),
        ("x: &a {name: material}\ntheme:\n  <<: *a\n  font: false\n", "its `theme` is written in"),
        ("theme:\n  name: material\n  features: &a [b]\nplugins: *a\n", "its `theme` is written in"),
        ("x: &a [b]\ntheme:\n  name: material\n  features: *a\n", "its `theme` is written in"),
        ("theme: !ENV [THEME, material]\n", "its `theme` is written in a way"),
        ("theme: {custom_dir: own}\n", "its `theme` is written in a way"),
        ("theme:\n", "its `theme` is written in a way"),
        ("theme: [material]\n", "its `theme` is written in a way"),
        ("{theme: material}\n", "its `theme` is written in a way"),
        ("theme: material\ntheme: briefsite\n", "its `theme` is written in a way"),
        ("theme:\n\tname: material\n", "its `theme` is written in a way"),
        ("site_name: a\n", "its `theme` is written in a way"),
        ("", "its `theme` is written in a way"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_safely_is_left_with_what_to_write(settings: str, why: str) -> None:
    """The lines are those of a new site."""
    with pytest.raises(ThemeError, match=re.escape(f"left as they are, because {why}")) as told:
        moved(settings)
    assert str(told.value).endswith("by hand:\n\ntheme:\n  name: briefsite\n  language: es")
    with pytest.raises(ThemeError):
        with_theme(b"theme: material # \xff\n", "briefsite", "es")


@pytest.mark.parametrize(
    ("line", "material", "briefsite"),
    [
        ("briefsite==0.1.0", "briefsite[material]==0.1.0", None),
        ("briefsite[sources] @ git+https://example.org/b@abc", "briefsite[material,sources] @ git+https://example.org/b@abc", None),
        ("./vendor/briefsite-0.1.0-py3-none-any.whl[sources]", "./vendor/briefsite-0.1.0-py3-none-any.whl[material,sources]", None),
        ("vendor/briefsite-0.1.0.tar.gz", "vendor/briefsite-0.1.0.tar.gz[material]", None),
        ("briefsite[material]  # ours", None, "briefsite  # ours"),
        ("briefsite[ sources , material ]>=1", None, "briefsite[sources]>=1"),
        ("# a\r\nbriefsite\r\nclick\r\n", "# a\r\nbriefsite[material]\r\nclick\r\n", None),
    ],
)  # fmt: skip
def test_requirements_ask_for_material_where_it_is_the_theme(
    line: str, material: str | None, briefsite: str | None
) -> None:
    """Other extras, and all else of the file, stay; None is for what stays as a whole."""
    assert requiring_theme(line.encode(), "material") == (material or line).encode()
    assert requiring_theme(line.encode(), "briefsite") == (briefsite or line).encode()


@pytest.mark.parametrize("text", ["", "briefsite-other==1\n", "# briefsite\n", "-r more.txt\n"])
def test_requirements_without_briefsite_are_told_apart(text: str) -> None:
    """There is nothing to change in them."""
    assert requiring_theme(text.encode(), "material") is None
