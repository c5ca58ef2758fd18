"""Pictures say what the page says in words, and are drawn only where there is something to see."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from briefsite.pages.publication import Publication
from briefsite.pages.rendering import render_site
from briefsite.site.reading import read_site
from sites import write

HEAD = "title: {title}\ndate: {date}\nsummary: s\n"
PROMISE = """\
title: Dragado
date: 2024-01-10
summary: s
commitments:
  - {id: dragar, text: "Dragar <el> canal", target: {value: 40, unit: km, baseline: 0}, deadline: 2026-06}
"""


def update(date: str, value: str) -> str:
    return (
        HEAD.format(title="Obra", date=date)
        + f"updates:\n  - {{commitment: dragado/dragar, date: {date}, status: in-progress{value}, text: t}}\n"
    )


def page(folder: Path, uri: str, files: dict[str, str]) -> str:
    write(folder, files)
    reading = read_site(folder / "briefs")
    assert [f for f in reading.findings if f.severity == "error"] == []
    publication = Publication(name="Sitio", language="es", url=None)
    pages = render_site(reading.site, publication, folder / "briefs").pages
    return next(each.markdown for each in pages if each.uri == uri)


def pictures(markdown: str) -> list[ET.Element]:
    return [ET.fromstring(text) for text in re.findall(r"<svg.*?</svg>", markdown, re.DOTALL)]


def test_a_commitment_is_drawn_as_stairs(tmp_path: Path) -> None:
    """From the starting point over each figure, with target, deadline, name and description."""
    files = {
        "briefs/dragado.yml": PROMISE,
        "briefs/b.yml": update("2024-09-01", ", value: 10"),
        "briefs/c.yml": update("2025-05-01", ", value: 25"),
    }
    (picture,) = pictures(page(tmp_path, "compromisos/dragado/dragar.md", files))
    assert picture.get("role") == "img"
    names = {element.get("id"): element.text for element in picture if element.get("id")}
    name, told = (names[ref] for ref in picture.get("aria-labelledby", "").split())
    assert name == "Qué ha pasado con este compromiso: Dragar <el> canal"
    assert told == (
        "10 de enero de 2024: 0; 1 de septiembre de 2024: 10; 1 de mayo de 2025: 25. "
        "Meta: 40 km. Plazo: junio de 2026."
    )
    assert [each.text for each in picture if each.get("class") == "figure"] == ["0", "10", "25"]
    dots = [float(each.get("cx", "")[:-1]) for each in picture if each.tag == "circle"]
    heights = [float(each.get("cy", "")) for each in picture if each.tag == "circle"]
    assert dots == sorted(dots)
    assert heights == sorted(heights, reverse=True)
    assert any(each.text == "Plazo: junio de 2026" for each in picture)


def test_stairs_need_a_target_and_two_figures(tmp_path: Path) -> None:
    """A picture of one point says nothing."""
    files = {"briefs/dragado.yml": PROMISE, "briefs/b.yml": update("2024-09-01", "")}
    assert pictures(page(tmp_path, "compromisos/dragado/dragar.md", files)) == []


def participants(date: str, *who: str) -> str:
    entries = "".join(f"  - {{who: {name}}}\n" for name in who)
    return HEAD.format(title="Reunión", date=date) + f"participants:\n{entries}"


def test_who_took_part_with_whom_is_drawn_and_listed(tmp_path: Path) -> None:
    """A lane each, a dot for each meeting; the list has the same names and counts."""
    names = {"ana": "Ana", "luis": "Luis", "eva": "Eva"}
    files = {
        **{f"briefs/entities/{i}.yml": f"name: {n}\ntype: person\n" for i, n in names.items()},
        "briefs/a.yml": participants("2024-01-10", "ana", "luis"),
        "briefs/b.yml": participants("2024-06-10", "ana", "luis", "eva"),
    }
    markdown = page(tmp_path, "entidades/ana.md", files)
    (picture,) = pictures(markdown)
    lanes = [each.text for each in picture if each.get("class") == "name"]
    assert lanes == ["Luis · 2", "Eva · 1"]
    assert len([each for each in picture if each.tag == "circle"]) == 3
    assert "- [Luis](luis.md): 2 informes\n- [Eva](eva.md): 1 informe\n" in markdown


def test_the_timeline_of_an_entity_has_a_lane_for_each_kind(tmp_path: Path) -> None:
    """From three dates on; a month is drawn in its middle, and no day is said."""
    files = {
        "briefs/entities/obra.yml": "name: La Obra\ntype: programme\n",
        "briefs/a.yml": (
            HEAD.format(title="La Obra empieza", date="2024-01-10")
            + "timeline:\n  - {date: 2024-03, text: La Obra se retrasa.}\n  - {date: 2025, text: La Obra acaba.}\n  - {date: 2024-05-02, text: La Obra sigue.}\n"
        ),
    }
    (picture,) = pictures(page(tmp_path, "entidades/obra.md", files))
    told = " ".join(each.text or "" for each in picture if each.tag == "desc")
    assert "Hecho: marzo de 2024, 2 de mayo de 2024, 2025" in told


def test_a_ladder_draws_bounds_disputes_and_every_target_and_deadline(tmp_path: Path) -> None:
    """What falls goes down; a disputed figure is a hollow dot for each side, and no stair."""
    files = {
        "briefs/entities/ana.yml": "name: Ana\ntype: person\n",
        "briefs/entities/luis.yml": "name: Luis\ntype: person\n",
        "briefs/dragado.yml": PROMISE.replace("40, unit: km, baseline: 0", "20, unit: km, baseline: 100"),
        "briefs/b.yml": update("2024-09-01", ", value: {from: 50, to: 60}"),
        "briefs/c.yml": update("2025-05-01", ", values: [{value: 12, by: ana}, {value: 45, by: luis}]"),
        "briefs/d.yml": update("2025-09-01", ", target: {value: {at_most: 30}, unit: km}, deadline: 2027"),
    }  # fmt: skip
    markdown = page(tmp_path, "compromisos/dragado/dragar.md", files)
    (picture,) = pictures(markdown)
    told = next(each.text for each in picture if each.tag == "desc")
    assert told == (
        "10 de enero de 2024: 100; 1 de septiembre de 2024: entre 50 y 60; "
        "1 de mayo de 2025: 12 según Ana; 1 de mayo de 2025: 45 según Luis. "
        "Meta: como mucho 30 km. Meta anterior: 20 km. Plazo: 2027. Plazo anterior: junio de 2026."
    )
    labels = {each.text: each.get("class") for each in picture if each.tag == "text"}
    assert labels.keys() >= {"100", "50–60", "12", "45", "Meta: como mucho 30 km", "Plazo: 2027"}
    assert labels["Meta anterior: 20 km"] == labels["Plazo anterior: junio de 2026"] == "struck"
    kinds = [each.get("class") for each in picture]
    assert [kinds.count(kind) for kind in ("open", "former", "late", "stair", "band", "span")] == [
        2, 2, 1, 1, 1, 1,
    ]  # fmt: skip
    assert (
        "· no hay acuerdo: 12 según [Ana](../../entidades/ana.md); "
        "45 según [Luis](../../entidades/luis.md)<br>"
    ) in markdown
    assert "· meta&#58; como mucho 30 km (antes <del>20</del>) · nuevo plazo: " in markdown
    assert ', antes <del><time datetime="2026-06">junio de 2026</time></del>' in markdown
    assert "progressbar" not in markdown
