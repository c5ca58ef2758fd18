"""Names, acronyms and aliases link to their entities by themselves."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefsite.messages.diagnostics import as_text
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import render_site
from briefsite.site.reading import Reading, read_site
from briefsite.site.site import Site
from sites import write

ENTITIES = {
    "port": "name: Autoridad Portuaria de Vigo\nacronym: APV\naliases: [la autoridad portuaria]\n"
    "type: organization\n",
    "vigo": "name: Vigo\ntype: place\n",
    "texas": "name: Texas\ntype: place\nautolink: false\n",
    "rio": "name: Río\ntype: place\n",
    "mexico-us": "name: Grupo México-Estados Unidos\ntype: group\n",
}


def reading(folder: Path, fields: str, **entities: str) -> Reading:
    """One briefing among the entities above, and some more."""
    files = {f"briefs/entities/{name}.yml": text for name, text in {**ENTITIES, **entities}.items()}
    write(folder, {**files, "briefs/a.yml": f"title: A\ndate: 2025\n{fields}"})
    return read_site(folder / "briefs")


def shown(folder: Path, text: str) -> str:
    """A summary as it stands in the Markdown of its page."""
    found = reading(folder, f"summary: {text!r}\n")
    assert found.findings == []
    pages = render_site(found.site, Publication(name="S", language="es"), folder / "briefs").pages
    (page,) = (page.markdown for page in pages if page.uri == "informes/a.md")
    return page.partition("markdown>\n\n")[2].partition("\n\n</div>")[0]


PORT = "[Autoridad Portuaria de Vigo](../entidades/port.md)"
VIGO = "[Vigo](../entidades/vigo.md)"


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Habla Vigo", f"Habla {VIGO}"),
        ("Vigo y Vigo", f"{VIGO} y Vigo"),
        ("Autoridad Portuaria de Vigo y Vigo", f"{PORT} y {VIGO}"),
        ("Autoridad Portuaria de Pontevedra", "Autoridad Portuaria de Pontevedra"),
        ("La autoridad portuaria", "[La autoridad portuaria](../entidades/port.md)"),
        (
            "según la autoridad portuaria",
            "según [la autoridad portuaria](../entidades/port.md)",
        ),
        (
            "La APV",
            'La [<abbr title="Autoridad Portuaria de Vigo">APV</abbr>](../entidades/port.md)',
        ),
        ("Vigoroso, AutoVigo y VIGO", "Vigoroso, AutoVigo y VIGO"),
        ("El Rio y el rÍo", "El Rio y el rÍo"),
        ("El Río", "El [Río](../entidades/rio.md)"),
        ("Dijo «Vigo» ayer", "Dijo «Vigo» ayer"),
        ("[en Vigo](texas)", "[en Vigo](../entidades/texas.md)"),
        ("`Vigo`", "<code>Vigo</code>"),
        ("*Vigo*", f"<em>{VIGO}</em>"),
        ("En Texas", "En Texas"),
        (
            "El Grupo México-Estados Unidos",
            "El [Grupo México&#45;Estados Unidos](../entidades/mexico-us.md)",
        ),
    ],
)
def test_names_link_the_first_time(text: str, linked: str, tmp_path: Path) -> None:
    """Longest name, whole words, accents exact; not in links, quotations or code."""
    assert shown(tmp_path, text) == linked


def test_each_section_links_anew(tmp_path: Path) -> None:
    """A reader who jumps to a section finds the link there."""
    found = reading(
        tmp_path,
        "summary: Vigo\nwhy_it_matters: Vigo\nkey_points: [{text: Vigo}, {text: Vigo}]\n"
        "unknowns: [Vigo, Vigo]\n",
    )
    page = found.site.briefings["a"]
    texts = [
        page.record.summary,
        page.record.why_it_matters,
        *(statement.record.text for statement in page.statements["key_points"]),
        *page.record.unknowns,
    ]
    assert [text.__html__().startswith("[Vigo]") for text in texts] == [
        *(True, True),
        *(True, False),
        *(True, False),
    ]


def test_a_name_of_two_entities_links_to_none_and_is_a_warning(tmp_path: Path) -> None:
    """The author is shown whom it could mean."""
    found = reading(tmp_path, "summary: Fue Vigo.\n", other="name: Vigo\ntype: programme\n")
    assert as_text(found.findings, found.shown.get) == (
        "warning[ambiguous-name]: `Vigo` is the name of 2 entities, and links to none\n"
        f" --> {tmp_path.as_posix()}/briefs/a.yml:3:14\n"
        "  |\n"
        "3 | summary: Fue Vigo.\n"
        "  |              ^^^^\n"
        "  = help: link it by hand: [Vigo](other) or [Vigo](vigo)"
    )
    assert found.site.briefings["a"].entities == ()


def test_what_names_an_entity_appears_on_its_page(tmp_path: Path) -> None:
    """By reference, by link or by name; with the statements that do."""
    site: Site = reading(
        tmp_path,
        "summary: s\nplace: vigo\nkey_points: [{text: Uno.}, {text: En Vigo.}]\n"
        "timeline:\n  - date: 2024-05\n    text: Ver [aquí](texas).\n",
    ).site
    (vigo,) = site.entities["vigo"].mentions
    assert (vigo.briefing, vigo.is_place) == ("a", True)
    assert [(s.field, s.number) for s in vigo.statements] == [("key_points", 2)]
    (texas,) = site.entities["texas"].mentions
    assert [(s.field, s.number) for s in texas.statements] == [("timeline", 1)]
    assert [(str(e.date), e.kind) for e in site.entities["texas"].timeline] == [
        ("2024-05", "event"),
        ("2025", "briefing"),
    ]
    assert site.entities["rio"].mentions == ()


def test_an_entity_stands_as_each_source_writes_it(tmp_path: Path) -> None:
    """Every form of its name, and how often."""
    write(
        tmp_path,
        {
            "briefs/sources/acta.txt": "La APV de Vigo.\nLa Autoridad\nPortuaria de Vigo y la APV.\n",
        },
    )
    digest = hashlib.sha256((tmp_path / "briefs/sources/acta.txt").read_bytes())
    write(tmp_path, {"briefs/sources/acta.yml": f"title: Acta\nsha256: {digest.hexdigest()}\n"})
    site = reading(tmp_path, "summary: s\n").site
    assert site.entities["port"].written == {"acta": {"APV": 2, "Autoridad Portuaria de Vigo": 1}}
    assert site.entities["vigo"].written == {"acta": {"Vigo": 1}}
