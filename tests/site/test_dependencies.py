"""What is made again after an edit: every page and file in which it shows, and few others."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import pickle
from collections.abc import Iterator, Mapping
from contextlib import chdir
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store
from briefsite.outputs.exports import Exports
from briefsite.pages import lists
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Page, Plan
from briefsite.site.reading import read_site
from sites import write

TEXT = """\
El puerto se dragará antes de junio. «Será el mayor de la costa», dijo Ana Ruiz. La terminal costará \
40 millones. El gremio lo niega. Hubo 3 grúas – en marzo. Otras llegarán en septiembre de 2025.
"""

ARCHIVE = """\
obra.yml:
  title: Obra del puerto
  date: 2025-05-01
  date_as_written: el primero de mayo
  date_note: según el acta
  lang: es
  kind: agreement
  status: published
  status_note: Era falso.
  summary: El [puerto](puerto) se dragará. Lo cuenta [otra](otra).
  evidence: El puerto se dragará antes de junio
  why_it_matters: Importa a la costa.
  place: costa
  sources: [acta, nota]
  topics: [agua, obras]
  participants:
  - {who: ana, note: en persona, named: all}
  - {who: gremio}
  - {who: autoridad}
  key_points:
  - {text: La terminal cuesta lo que dice la Autoridad., evidence: La terminal costará 40 millones}
  - {text: Con otra igual serían 80., evidence: La terminal costará 40 millones, derived: {80: 40 + 40}}
  - {text: 'El [gremio](gremio) lo niega.', evidence: El gremio lo niega}
  quotes:
  - {text: Será el mayor de la costa, speaker: ana, speaker_as_written: Ana Ruiz, speaker_note: con nombre, verbatim: true}
  - {text: Habrá grúas., source: habla, speaker: ana}
  objectives:
  - {text: Dragar.}
  commitments:
  - {id: dragar, text: Se dragará el puerto., by: [autoridad], with: [gremio], target: {value: 4, unit: grúas, baseline: 1}, deadline: 2025-06-01, status: announced}
  timeline:
  - {date: 2025-03, text: Hubo grúas., evidence: {source: nota, text: Hubo 3 grúas - en marzo}}
  claims:
  - {id: niega, text: No será así., by: gremio, evidence: El gremio lo niega}
  assessments:
  - {text: Se hará., likelihood: likely, confidence: high, basis: El acta.}
  unknowns: [Quién paga.]
  corrections:
  - {date: 2025-05-02, note: Era mayo., was: abril, now: mayo}
  related: [otra]
  aliases: [puerto-viejo]
otra.yml:
  title: Otra del puerto
  date: 2025-07-01
  status: published
  status_note: Era de otro puerto.
  summary: Sigue en marcha.
  sources: [nota]
  place: costa
  topics: [agua]
  participants: [{who: ana}, {who: autoridad}]
  updates:
  - {commitment: obra/dragar, date: 2025-07-01, status: in-progress, value: 3, deadline: 2025-09, text: Ya hay grúas., evidence: [Hubo 3 grúas - en marzo, Otras llegarán en septiembre de 2025]}
  commitments: [{id: mas, text: Se dragará más., by: [autoridad], continues: [obra/dragar]}]
  claims: [{id: afirma, text: Sí será así., by: ana, contradicts: [obra/niega]}]
  key_points: [{text: La terminal crece., evidence: La terminal costará 40 millones}]
  related: [tercera]
tercera.yml:
  title: Tercera
  date: 2024-01-01
  status: withdrawn
  status_note: No fue así.
  summary: Nada de eso.
  sources: [nota]
  key_points: [{text: Hubo algo., evidence: Hubo 3 grúas - en marzo}]
entities/ana.yml: {name: Ana Ruiz, type: person, description: Dirige., part_of: autoridad, former_names: [{name: Ana Ruis, date: 2025-05-02, reason: Errata.}], former_ids: [ana-ruis], roles: [{title: alcaldesa, of: autoridad, from: 2024, to: 2026}, {title: concejala, of: gremio, evidence: {source: nota, text: dijo Ana Ruiz}}]}
entities/autoridad.yml: {name: Autoridad del Puerto, acronym: AP, aliases: [Autoridad], type: government, country: ES, same_as: ["https://example.org/ap"]}
entities/gremio.yml: {name: Gremio, type: organization}
entities/puerto.yml: {name: Puerto, type: place, part_of: costa}
entities/costa.yml: {name: Costa, type: place}
sources/acta.yml: {title: Acta, author: Ana Ruiz, publisher: El puerto, url: "https://example.org/acta", published: 2025-05-01, retrieved: 2025-05-02, lang: es, licence: CC0, note: La copia., sic: [{as_written: gremio, meant: Gremio}], versions: [{retrieved: 2025-06-01}, {retrieved: 2025-07-01}]}
sources/nota.yml: {title: Nota, former_ids: [nota-vieja]}
sources/habla.yml: {title: Habla, speech: [{from: 'ALCALDESA ANA RUIZ', as: turns}]}
"""

SPEECH = "Rueda de prensa\n\nALCALDESA ANA RUIZ: Habrá grúas.\n\nPREGUNTA: ¿Cuándo?\n"
"""The text of the third source."""

VERSIONS = {
    "2025-06-01": "La terminal costará 50 millones.\n",
    "2025-07-01": "La termi-nal costará 40 millones.\n",
}
"""The texts of the later versions of the first."""

BROKEN = "1:10 hyphen\n"
"""Where the document of the second broke a word."""

DAY = dt.date(2026, 11, 29)
"""When it is built."""

Archive = Mapping[str, Any]
Step = str | int


@cache
def as_yaml(fields: bytes) -> str:
    """A file as an author writes it; most are the same after an edit."""
    return yaml.safe_dump(pickle.loads(fields))


DIVIDED = Ledger(Store(), "")
"""How the lists of all these sites were divided."""


class Made:
    """A site as an archive makes it."""

    def __init__(
        self,
        archive: Archive,
        templates: Path | None = None,
        text: str = TEXT,
        versions: Mapping[str, str] | None = None,
        places: str = BROKEN,
        *,
        day: dt.date = DAY,
    ) -> None:
        with (
            TemporaryDirectory() as folder,
            chdir(folder),  # so that paths are always the same
            pytest.MonkeyPatch.context() as patch,
        ):
            seconds = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC).timestamp()
            patch.setenv("SOURCE_DATE_EPOCH", f"{seconds:.0f}")
            files = {name: as_yaml(pickle.dumps(fields)) for name, fields in archive.items()}
            texts = {f"sources/{name}.txt": text for name in ("acta", "nota")}
            texts["sources/acta.2025-07-01.places"] = places
            later = VERSIONS if versions is None else versions
            texts |= {f"sources/acta.{day}.txt": words for day, words in later.items()}
            write(Path(), files | texts | {"sources/habla.txt": SPEECH})
            site = read_site(Path()).site
        publication = Publication(name="Sitio", language="es", url="https://example.org/")
        self.plan = Plan(site, publication, templates, divided=DIVIDED)
        self.lookups = dict(self.plan.dependencies.lookups())
        """What stands for each thing that own templates may look up."""

        self.exports = Exports(site, publication, self.plan.dependencies, Store())

    @cached_property
    def pages(self) -> dict[str, str]:
        """What each page is made from, by its path."""
        return {draft.uri: self.plan.key(draft) for draft in self.plan.pages}

    @cached_property
    def files(self) -> dict[str, str]:
        """What each file beside the pages is made from, by its path."""
        dependencies = self.plan.dependencies
        return {
            path: f"{[*map(dependencies.key, subjects)]}" if subjects else dependencies.everything
            for path, subjects in self.exports.of.items()
        }

    @cache  # noqa: B019 (few sites, as long as the tests)
    def page(self, uri: str) -> Page:
        """A page, made."""
        page = self.plan.make(self.plan.by_uri[uri])
        assert isinstance(page, Page), page.message
        return page

    def words(self, uri: str) -> str:
        """The words of a page, and what its head says of it."""
        page = self.page(uri)
        return f"{page.markdown}\n{page.linked_data}\n{page.alternates}\n{page.updated}"

    @cache  # noqa: B019
    def file(self, path: str) -> bytes:
        """A file beside the pages."""
        return self.exports.make(path)


@cache
def archive(text: str = TEXT) -> Archive:
    """The archive before it is edited; both sources have the same text."""
    files: dict[str, Any] = yaml.safe_load(ARCHIVE)
    for name in ("acta", "nota"):
        files[f"sources/{name}.yml"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    places = hashlib.sha256(BROKEN.encode()).hexdigest()
    files["sources/acta.yml"]["versions"][1]["places_sha256"] = places
    for version in files["sources/acta.yml"]["versions"]:
        words = VERSIONS[str(version["retrieved"])]
        version["sha256"] = hashlib.sha256(words.encode()).hexdigest()
    files["sources/habla.yml"]["sha256"] = hashlib.sha256(SPEECH.encode()).hexdigest()
    return files


@cache
def before() -> Made:
    """The site before it is edited."""
    return Made(archive())


def places(value: Any, at: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Every field of every file, and every entry of every list."""
    if at:
        yield at
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*at, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], (*at, index))


OTHER = {
    "obra/dragar": "obra/otra",
    "dijo Ana Ruiz": "dijo Ana",
    "obra/niega": "obra/otra",
    "niega": "dice-que-no",
    "afirma": "dice-que-si",
    "mas": "menos",
    "agreement": "seizure",
    "published": "withdrawn",
    "withdrawn": "published",
    "announced": "late",
    "all": "some",
    "in-progress": "met",
    "likely": "unlikely",
    "high": "low",
    "es": "en",
    "person": "group",
    "government": "organization",
    "organization": "group",
    "place": "programme",
    "ana": "puerto",
    "gremio": "ana",
    "autoridad": "gremio",
    "costa": "puerto",
    "acta": "nota",
    "nota": "acta",
    "otra": "tercera",
    "tercera": "obra",
    "agua": "aire",
    "obras": "aire",
    "dragar": "cavar",
    "puerto-viejo": "puerto-antiguo",
    "ana-ruis": "ana-ruiz",
    "nota-vieja": "nota-antigua",
    "https://example.org/ap": "https://example.org/a",
    "https://example.org/acta": "https://example.org/otra",
    "El puerto se dragará antes de junio": "El puerto se dragará",
    "La terminal costará 40 millones": "La terminal costará",
    "El gremio lo niega": "lo niega",
    "Hubo 3 grúas - en marzo": "Hubo 3 grúas",
    "Será el mayor de la costa": "Será el mayor",
    "40 + 40": "80 × 1",
    "Habrá grúas.": "Habrá grúas",
    "ALCALDESA ANA RUIZ": "ALCALDESA ANA",
    "turns": "dashes",
}
"""What an author might write instead, where that is not any text."""


def changed(value: Any) -> Any:
    """Another value of the same field."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return OTHER.get(value, f"{value} Más.")
        case list() | dict():
            return value
        case dt.date():
            return value.replace(day=3)
    raise TypeError(value)


def edited(at: tuple[Step, ...], *, removed: bool) -> dict[str, Any]:
    """The archive after one edit."""
    files: Any = copy.deepcopy(archive())
    parent: Any = files
    for step in at[:-1]:
        parent = parent[step]
    if removed:
        del parent[at[-1]]
    else:
        parent[at[-1]] = changed(parent[at[-1]])
    return files


def kept(old: Made, new: Made) -> list[str]:
    """The pages that are not made again."""

    def is_seen_unchanged(uri: str) -> bool:
        return all(old.lookups.get(name) == new.lookups.get(name) for name in old.page(uri).lookups)

    same = [uri for uri, key in new.pages.items() if old.pages.get(uri) == key]
    return [uri for uri in same if is_seen_unchanged(uri)]


def stale(old: Made, new: Made) -> list[str]:
    """Pages and files that would stay as they were, and should not."""
    files = [path for path, key in new.files.items() if old.files.get(path) == key]
    return [uri for uri in kept(old, new) if old.words(uri) != new.words(uri)] + [
        path for path in files if old.file(path) != new.file(path)
    ]


@pytest.mark.parametrize("removed", [False, True], ids=["changed", "removed"])
@pytest.mark.parametrize("name", sorted(archive()))
def test_nothing_is_stale_after_any_edit(name: str, removed: bool) -> None:
    """Each field of each file is changed, or removed, alone; files with errors are left out by that."""
    whole = archive()[name]
    for place in places(whole, (name,)):
        assert not stale(before(), Made(edited(place, removed=removed))), place


@pytest.mark.parametrize("removed", [False, True], ids=["changed", "removed"])
@pytest.mark.parametrize("name", sorted(archive()))
def test_lists_are_divided_again_wherever_an_edit_divides_them_otherwise(
    name: str, removed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages are those, made from the same, that there would be if none had been divided before."""
    monkeypatch.setattr(lists, "SHOWN", 1)
    monkeypatch.setitem(globals(), "DIVIDED", Ledger(Store(), ""))
    assert {"entity_year", "topic_year"} <= {page.kind for page in Made(archive()).plan.pages}
    for place in places(archive()[name], (name,)):
        plan = Made(edited(place, removed=removed)).plan
        anew = Plan(plan.site, plan.publication)
        assert [*map(anew.parts, anew.pages)] == [*map(plan.parts, plan.pages)], place
        assert [*anew.by_uri] == [*plan.by_uri], place


def test_a_text_that_is_archived_anew_shows_wherever_it_is_cited() -> None:
    """Even where evidence still stands at the same places, in other characters."""
    text = TEXT.replace("–", "—")
    new = Made(archive(text), text=text)
    assert "grúas — en marzo" in new.file("compromisos/obra/dragar/index.json").decode()
    assert not stale(before(), new)


@pytest.mark.parametrize("day", VERSIONS)
def test_a_later_version_is_shown_only_while_its_text_is_there(day: str) -> None:
    """`mkdocs serve` stays up while a file is missing, and shows it again when it is back."""
    rest = {other: text for other, text in VERSIONS.items() if other != day}
    new = Made(archive(), versions=rest)
    data = [made.file("fuentes/acta/index.json").decode() for made in (before(), new)]
    assert [f'"retrieved":"{day}"' in text for text in data] == [True, False]
    assert not stale(before(), new)


def test_where_a_later_version_broke_words_decides_what_is_said_to_be_gone() -> None:
    """While the file that says so is not the one that was recorded, they are not found."""
    new = Made(archive(), places="")
    said = [made.words("fuentes/acta.md").count("ya no están") for made in (before(), new)]
    assert said[0] < said[1]
    assert not stale(before(), new)


BRIEFINGS = {f"informes/{name}.md" for name in ("obra", "otra", "tercera")}

OWN = {
    "briefing": """\
{{ title }} {{ "gremio" | link }} [AP](id:autoridad) [Tercera](id:tercera) {{ company(site.entities["ana"]) if "ana" in site.entities }}
{% for name in ("otra", "tercera") if name in site.briefings %}
{{ site.briefings[name].record.why_it_matters }} {{ site.briefings[name].statements.key_points | length }}
{% endfor %}
{% for citing in site.sources.nota.citations.values() %}{{ citing[0].record if citing[0].field == "roles" else citing[0].page.record.unknowns }}{% endfor %}
{{ site.topics["agua"].briefings if "agua" in site.topics }} {{ site.commitments.get("obra/dragar").latest.status }}
""",
    "entity": """\
{% for statement in entity.said %}{{ statement.page.record.why_it_matters }} {{ statement.page.about.status }}{% endfor %}
{% for mention in entity.mentions %}{{ mention.statements | map(attribute="record") | list }}{% endfor %}
{{ company_picture(entity) }}
""",
    "source": "{% for found in source_page.citations.values() %}{{ (found[0] if found[0].field == 'roles' else found[0].page).record }}{% endfor %}",
    "commitment": "{% for step in commitment.steps %}{{ step.statement.page.record }}{% endfor %}",
    "timeline_year": "{% for entry in entries %}{{ entry.page.record }}{% endfor %}",
    "timeline": "{% for year, entries in years %}{{ entries[-1].page.record }}{% endfor %}",
    "topic": "{% for entry in site.timeline %}{{ entry.page.record }}{% endfor %}",
    "briefings_year": "{% for briefing in site.briefings.values() %}{{ briefing.record }}{% endfor %}",
    "topics": "{% for briefing in site.briefings.values() %}{{ briefing.record }}{% endfor %}",
}
"""Templates that show what ours do not: whatever can be reached, or looked up."""


@pytest.mark.parametrize("name", sorted(archive()))
def test_nothing_that_own_templates_show_is_stale_after_any_edit(tmp_path: Path, name: str) -> None:
    """They may look up anything: what they did is noted, and compared."""
    write(tmp_path, {f"{kind}.md.jinja": text for kind, text in OWN.items()})
    old = Made(archive(), tmp_path)
    for place in places(archive()[name], (name,)):
        assert not stale(old, Made(edited(place, removed=False), tmp_path)), place


@pytest.mark.parametrize(
    ("template", "looks"),
    [
        ("{{ briefing.record.title }} {{ briefing.statements.claims[0].record.by }}", set()),
        ("{{ site.briefings.tercera.record.title }}", {"briefings tercera"}),
        ("{{ 'x' in site.entities }}{{ site.sources.get('x') }}", {"entities x", "sources x"}),
        ("{{ 'ana' | link }} [x](id:costa)", {"label ana", "label costa"}),
        ("{{ site.commitments | length }}", {"everything"}),
        ("{% for topic in site.topics %}{{ topic }}{% endfor %}", {"everything"}),
        ("{{ site.timeline | length }}", {"everything"}),
    ],
)
def test_what_an_own_template_looks_up_is_noted(
    tmp_path: Path, template: str, looks: set[str]
) -> None:
    """What it is given is no look: the page depends on all of that anyway."""
    write(tmp_path, {"briefing.md.jinja": template})
    found = Made(archive(), tmp_path).page("informes/obra.md").lookups
    assert found == looks


def test_what_own_macros_look_up_is_noted_for_each_page_that_imports_them(tmp_path: Path) -> None:
    """Jinja runs the top level of a template that is imported once, and keeps it."""
    macros = "{% set count = site.briefings | length %}{% macro all() %}{{ count }}{% endmacro %}"
    page = '{% from "own.md.jinja" import all %}{{ all() }}'
    write(tmp_path, {"own.md.jinja": macros, "briefing.md.jinja": page})
    made = Made(archive(), tmp_path)
    assert [made.page(uri).lookups for uri in sorted(BRIEFINGS)] == [{"everything"}] * 3


def test_an_own_template_that_looks_up_little_is_made_again_rarely(tmp_path: Path) -> None:
    """As ours would be, and where a thing changed that it names."""
    text = "{{ title }}: {{ site.briefings.tercera.record.summary }}"
    write(tmp_path, {"briefing.md.jinja": text})
    old = Made(archive(), tmp_path)

    def remade(*at: Step) -> set[str]:
        new = Made(edited(at, removed=False), tmp_path)
        return {uri for uri in new.pages.keys() - kept(old, new) if uri.startswith("informes/")}

    assert remade("obra.yml", "why_it_matters") == {"informes/obra.md"}
    assert remade("tercera.yml", "summary") >= BRIEFINGS


def remade(at: tuple[Step, ...]) -> set[str]:
    """The pages that are made again after an edit."""
    after = Made(edited(at, removed=False))
    return after.pages.keys() - kept(before(), after)


@pytest.mark.parametrize(
    ("edit", "pages", "in_lists"),
    [
        pytest.param(("obra.yml", "why_it_matters"), {"informes/obra.md"}, False, id="a long text"),
        pytest.param(
            ("obra.yml", "key_points", 1, "text"),
            {"informes/obra.md", "fuentes/acta.md"},
            False,
            id="a statement that names nobody: where what proves it stands",
        ),
        pytest.param(
            ("obra.yml", "claims", 0, "text"),
            {
                "informes/obra.md",
                "informes/otra.md",
                "entidades/gremio.md",
                "fuentes/acta.md",
            },
            False,
            id="a claim: who said it, where, and who contradicts it",
        ),
        pytest.param(
            ("sources/nota.yml", "title"),
            {"fuentes/nota.md", *BRIEFINGS, "entidades/ana.md"},
            True,
            id="the title of a source: where it is cited",
        ),
        pytest.param(
            ("entities/ana.yml", "description"),
            {"entidades/ana.md"},
            True,
            id="what an entity is: its page",
        ),
        pytest.param(
            ("entities/ana.yml", "name"),
            {f"entidades/{name}.md" for name in ("ana", "autoridad", "gremio")}
            | {"informes/obra.md", "informes/otra.md", "cronologia/ano-2025.md", "fuentes/nota.md"},
            True,
            id="the name of a person: where it stands, and with whom they took part",
        ),
    ],
)
def test_an_edit_remakes_the_pages_where_it_shows(
    edit: tuple[Step, ...], pages: set[str], in_lists: bool
) -> None:
    """Not all that show anything of the briefing."""
    lists = {uri for uri in before().pages if uri.endswith("index.md")}
    assert remade(edit) == (pages | lists if in_lists else pages)


SAYS_DUE = {
    "index.md",
    "compromisos/index.md",
    "compromisos/obra/dragar.md",
    "compromisos/ano-2025.md",
    "compromisos/estado-in-progress.md",
    "entidades/autoridad.md",
    "informes/obra.md",
    "informes/otra.md",
    "temas/agua.md",
    "temas/obras.md",
}
"""Pages that say how the promise stands against the calendar; it is to be met in September 2025."""


@pytest.mark.parametrize(
    ("day", "pages"),
    [
        ("2025-08-01", set()),
        ("2025-08-30", SAYS_DUE | {"compromisos/plazo-due-soon.md"}),
        ("2025-08-31", SAYS_DUE | {"compromisos/plazo-due-soon.md"}),
        ("2025-09-30", SAYS_DUE | {"compromisos/plazo-overdue.md"}),
        ("2026-01-15", SAYS_DUE | {"compromisos/plazo-overdue.md"}),
    ],
)
def test_the_next_day_the_pages_that_say_the_day_are_made_again(day: str, pages: set[str]) -> None:
    """And no others, nor any file beside them: data do not age."""
    first = dt.date.fromisoformat(day)
    old, new = (Made(archive(), day=first + dt.timedelta(days=later)) for later in (0, 1))
    assert not stale(old, new)
    assert new.pages.keys() - kept(old, new) == pages
    assert old.files == new.files
    assert {path: old.file(path) for path in old.files} == {
        path: new.file(path) for path in new.files
    }


@pytest.mark.parametrize("day", ["2025-08-30", "2025-09-30"])
@pytest.mark.parametrize(
    "text",
    [
        "{{ due_words(site.commitments['obra/dragar']) }}",
        "{{ due(site.commitments['obra/dragar']) }}",
        "{% for page in [site.commitments['obra/dragar']] | by_due %}{{ due(page).days if due(page) }}{% endfor %}",
        "{{ site.today }}",
    ],
)
def test_own_templates_that_ask_for_the_day_are_made_again(
    day: str, text: str, tmp_path: Path
) -> None:
    """Of any kind, also where a promise is not the subject of the page."""
    write(tmp_path, {"source.md.jinja": text})
    first = dt.date.fromisoformat(day)
    days = (first, first + dt.timedelta(days=1))
    old, new = (Made(archive(), tmp_path, day=each) for each in days)
    assert "today" in old.page("fuentes/acta.md").lookups
    assert not stale(old, new)
