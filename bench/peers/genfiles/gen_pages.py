"""Make a page of each YAML file; mkdocs-gen-files runs this in every build."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import jinja2
import mkdocs_gen_files
import yaml

Records = dict[str, dict[str, Any]]

templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    trim_blocks=True,
    lstrip_blocks=True,
)


def read(pattern: str) -> Records:
    """All YAML files that fit, by the stems of their names."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(Path("briefs").glob(pattern))
    }


def write(uri: str, template: str, **values: object) -> None:
    """Render one page."""
    with mkdocs_gen_files.open(uri, "w") as page:
        page.write(templates.get_template(template).render(**values))


briefings = read("[0-9]*/*.yml")
entities = read("entities/*.yml")
sources = read("sources/*.yml")

about: dict[str, set[str]] = defaultdict(set)
updates: dict[str, list[dict[str, Any]]] = defaultdict(list)
topics: dict[str, list[str]] = defaultdict(list)
years: dict[int, list[str]] = defaultdict(list)
cited: dict[str, list[str]] = defaultdict(list)
commitments: Records = {}
for name, briefing in briefings.items():
    years[briefing["date"].year].append(name)
    about[briefing["place"]].add(name)
    for participant in briefing["participants"]:
        about[participant["who"]].add(name)
    for quote in briefing["quotes"]:
        about[quote["speaker"]].add(name)
    for topic in briefing["topics"]:
        topics[topic].append(name)
    for source in briefing["sources"]:
        cited[source].append(name)
    for update in briefing.get("updates", ()):
        updates[update["commitment"]].append({**update, "briefing": name})
    for commitment in briefing.get("commitments", ()):
        about[commitment["by"][0]].add(name)
        commitments[f"{name}/{commitment['id']}"] = {**commitment, "briefing": name}

archive = {
    "briefings": briefings,
    "entities": entities,
    "sources": sources,
    "commitments": commitments,
}
for name, briefing in briefings.items():
    write(f"informes/{name}.md", "briefing.md.jinja", id=name, briefing=briefing, **archive)
for address, commitment in commitments.items():
    steps = sorted(updates[address], key=lambda update: update["date"])
    write(
        f"compromisos/{address}.md",
        "commitment.md.jinja",
        commitment=commitment,
        steps=steps,
        **archive,
    )
for name, entity in entities.items():
    named_in = sorted(about[name])
    write(f"entidades/{name}.md", "entity.md.jinja", entity=entity, named_in=named_in, **archive)
for name, source in sources.items():
    text = Path(f"briefs/sources/{name}.txt").read_text(encoding="utf-8")
    write(
        f"fuentes/{name}.md",
        "source.md.jinja",
        source=source,
        text=text,
        cited_in=cited[name],
        **archive,
    )
for topic, names in topics.items():
    write(f"temas/{topic}.md", "list.md.jinja", title=topic, names=names, **archive)
for year, names in years.items():
    write(
        f"informes/ano-{year}.md",
        "list.md.jinja",
        title=f"Informes de {year}",
        names=names,
        **archive,
    )

newest = sorted(briefings, key=lambda name: briefings[name]["date"], reverse=True)
write(
    "informes/index.md",
    "hub.md.jinja",
    title="Informes",
    links={str(year): f"ano-{year}.md" for year in sorted(years, reverse=True)}
    | {briefings[name]["title"]: f"{name}.md" for name in newest[:50]},
)
write(
    "compromisos/index.md",
    "hub.md.jinja",
    title="Compromisos",
    links={commitment["text"]: f"{address}.md" for address, commitment in commitments.items()},
)
write(
    "entidades/index.md",
    "hub.md.jinja",
    title="Entidades",
    links={entity["name"]: f"{name}.md" for name, entity in entities.items()},
)
write(
    "fuentes/index.md",
    "hub.md.jinja",
    title="Fuentes",
    links={source["title"]: f"{name}.md" for name, source in sources.items()},
)
write(
    "temas/index.md",
    "hub.md.jinja",
    title="Temas",
    links={topic: f"{topic}.md" for topic in sorted(topics)},
)
