"""Where authors start: a whole site, or an empty briefing, with everything explained in comments.

`both/` holds the files of every new site, `es/` and `en/` those in a language, `github/` and `gitlab/`
those of where it is kept; `<host>.<lang>.md` says of these at the end of `README.md` what they do.
`new.<lang>.yml` is the empty briefing. They are part of the package, so that the wheel alone is enough.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from briefsite import __version__
from briefsite.archive.schema import FILES, json_schema
from briefsite.archive.settings import MATERIAL
from briefsite.authoring.draft.writing import scalar
from briefsite.authoring.origin import origin, requirement
from briefsite.authoring.theme_change import with_theme

_HERE = Path(__file__).parent / "starter_files"

HOSTS = ("github", "gitlab")
"""Where a new site can be kept, and published from."""


def site_files(lang: str, host: str, theme: str = MATERIAL) -> Iterator[tuple[str, bytes]]:
    """All files of a new site with one of the THEMES, kept at one of the HOSTS: path and content.

    It installs the briefsite that runs, from where this came, with what reads documents.
    """
    extras = "material,sources" if theme == MATERIAL else "sources"
    line, needed = requirement(origin(), __version__, extras)
    yield from needed.items()
    for folder in (_HERE / "both", _HERE / lang, _HERE / host):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name, raw = path.relative_to(folder).as_posix(), path.read_bytes()
                if name == "README.md":
                    raw += (_HERE / f"{host}.{lang}.md").read_bytes()
                if name == "mkdocs.yml":
                    raw = with_theme(raw, theme, lang)
                if name == "requirements.txt":
                    raw += f"{line}\n".encode()
                yield name, raw
    for name in FILES:
        yield f"docs/schema/{name}.json", schema_text(name).encode()


def schema_text(kind: str) -> str:
    """The JSON Schema of one kind of file, as it is written for editors."""
    return as_text(json_schema(FILES[kind]))


def as_text(schema: object) -> str:
    """A JSON Schema, to be read."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def empty_briefing(title: str, today: dt.date, lang: str) -> str:
    """The YAML of an empty briefing."""
    template = (_HERE / f"new.{lang}.yml").read_text("utf-8")
    return template.format(title=scalar(title, ""), date=today)
