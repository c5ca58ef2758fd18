"""Names, acronyms and aliases link to their entities by themselves."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefsite.archive.models import Entity
from briefsite.messages.diagnostics import as_text
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import render_site
from briefsite.site.entity_names import Names
from briefsite.site.reading import Reading, read_site
from briefsite.site.site import Site
from conftest import finishes
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


PEOPLE = {
    "ana-ruiz": "name: Ana Ruiz\naliases: [Ruiz]\ntype: person\n",
    "leon": "name: León\ntype: place\n",
    "san-jose": "name: San José\ntype: place\n",
}


def named(folder: Path, text: str, **entities: str) -> tuple[list[str], list[str]]:
    """The entities that a summary names, and the longer names that its author is told of."""
    found = reading(folder, f"summary: {text!r}\n", **PEOPLE, **entities)
    assert {finding.code for finding in found.findings} <= {"name-in-longer-name"}
    longer = [finding.message.values["longer"] for finding in found.findings]
    return sorted(found.site.briefings["a"].entities), longer


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("Ana Ruiz Mateo habló.", "Ana Ruiz Mateo"),
        ("Habló Ana Ruiz-Mateo.", "Ana Ruiz-Mateo"),
        ("Habló Ana Ruiz de la Torre.", "Ana Ruiz de la Torre"),
        ("Habló María Ana Ruiz.", "María Ana Ruiz"),
        ("Habló Pedro Ruiz.", "Pedro Ruiz"),
        ("Habló P. Ruiz.", "P. Ruiz"),
        ("En Nuevo León.", "Nuevo León"),
        ("Nuevo León habló.", "Nuevo León"),
        ("El presidente de Nuevo León.", "Nuevo León"),
        ("Habló León XIII.", "León XIII"),
        ("En San José de Gracia.", "San José de Gracia"),
        ("En San José del Cabo.", "San José del Cabo"),
        ("En Castilla-León.", "Castilla-León"),
        ("The Ana Ruiz Foundation said so.", "Ana Ruiz Foundation"),
        ("Habló *Ana Ruiz* Mateo.", "Ana Ruiz Mateo"),
    ],
)
def test_a_name_within_a_longer_one_is_not_the_entity(
    text: str, longer: str, tmp_path: Path
) -> None:
    """It links to none and counts for none, and the author is told."""
    assert named(tmp_path, text) == ([], [f"`{longer}`"])


def test_each_longer_name_is_told_once(tmp_path: Path) -> None:
    """One warning for a name, at the first place, with all longer names in the order of the file."""
    found = reading(
        tmp_path,
        "summary: Ana Ruiz Mateo y Ana Ruiz Mateo.\nkey_points: [{text: Ana Ruiz-Gil.}]\n",
        **PEOPLE,
    )
    (finding,) = found.findings
    assert finding.message.values["longer"] == "`Ana Ruiz Mateo`, `Ana Ruiz-Gil`"
    assert finding.span.line == 3


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("La presidenta Ana Ruiz habló.", "ana-ruiz"),
        ("Habló la Presidenta Ana Ruiz.", "ana-ruiz"),
        ("Habló la Dra. Ana Ruiz.", "ana-ruiz"),
        ("Habló la Ministra Ruiz.", "ana-ruiz"),
        ("Habló la Ministra de Obras Públicas Ana Ruiz.", "ana-ruiz"),
        ("Habló Ana Ruiz, Mateo calló.", "ana-ruiz"),
        ("Habló Ana Ruiz. Mateo calló.", "ana-ruiz"),
        ("Habló Ana Ruiz (Mateo calló).", "ana-ruiz"),
        ("Habló Ana Ruiz y Mateo calló.", "ana-ruiz"),
        ("Habló Ana Ruiz de acuerdo con todos.", "ana-ruiz"),
        ("They met Ana Ruiz Monday.", "ana-ruiz"),
        ("It was Ana Ruiz’s Plan.", "ana-ruiz"),
        ("Ana Ruiz’s Plan it was.", "ana-ruiz"),
        ("[Ana Ruiz](ana-ruiz) Mateo habló.", "ana-ruiz"),
        ("[Ana Ruiz Mateo](ana-ruiz) habló.", "ana-ruiz"),
        ("En la ciudad de León.", "leon"),
        ("Habla León.", "leon"),
        ("El León de 2030.", "leon"),
        ("Ahora: León.", "leon"),
        ("Autoridad Portuaria de Vigo de Galicia.", "port"),
    ],
)
def test_a_title_a_sentence_or_punctuation_makes_no_name_longer(
    text: str, entity: str, tmp_path: Path
) -> None:
    """What stands apart from a name leaves it a name; a link by hand always holds."""
    assert named(tmp_path, text) == ([entity], [])


def test_a_longer_name_that_is_known_is_a_name(tmp_path: Path) -> None:
    """As an alias of the same, or as an entity of its own."""
    assert named(tmp_path, "Nuevo León, León.", nuevo="name: Nuevo León\ntype: place\n") == (
        ["leon", "nuevo"],
        [],
    )


def test_a_source_that_writes_a_longer_name_does_not_write_the_name(tmp_path: Path) -> None:
    """Lines of running text go on in the next; a short line, as of a heading, ends a name."""
    text = (
        "B. Ana Ruiz\nMateo Gil, notario\n\n"
        "En el salón de actos del ayuntamiento de la villa habló Ana Ruiz\nMateo de la obra.\n"
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    write(
        tmp_path,
        {
            "briefs/sources/acta.txt": text,
            "briefs/sources/acta.yml": f"title: Acta\nsha256: {digest}\n",
        },
    )
    site = reading(tmp_path, "summary: s\n", **PEOPLE).site
    assert site.entities["ana-ruiz"].written == {"acta": {"Ana Ruiz": 1}}


def test_what_names_depend_on_is_in_their_digest() -> None:
    """«de» makes the names of people and places longer, and of nobody else."""
    person = Names({"ruiz": Entity(name="Ruiz", type="person")})
    group = Names({"ruiz": Entity(name="Ruiz", type="group")})
    text = "Habló Ruiz de Vigo."
    assert ([*person.find(text)], len([*group.find(text)])) == ([], 1)
    words = frozenset({"Ruiz"})
    assert person.digest != group.digest
    assert person.seen_by(words) != group.seen_by(words)
    assert person.seen_by(frozenset()) == group.seen_by(frozenset())


@pytest.mark.parametrize("text", ["Ruiz " * 20_000, "Ruiz de " * 20_000, "de " * 50_000 + "Ruiz"])
def test_no_text_keeps_the_search_for_names_busy(text: str) -> None:
    """What stands around a name is looked at as far as a name reaches."""
    names = Names({"ruiz": Entity(name="Ruiz", type="person")})
    with finishes():
        assert [*names.find_all(text)]
