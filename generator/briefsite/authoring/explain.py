"""What a finding means: a wrong file that really gives it, and a right one that does not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from briefsite.archive.look import look_findings
from briefsite.archive.settings import Settings, read_config
from briefsite.messages.diagnostics import Diagnostic
from briefsite.pages.publication import publication
from briefsite.pages.rendering import render_site
from briefsite.site.reading import read_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A wrong file and a right one."""

    file: str
    wrong: str
    """As shown; what stands many times is shown once."""

    right: str | None
    """None where the file should not be there."""

    repeat: int
    """How often the wrong text stands in the file."""

    link: str | None
    """Where a symbolic link in the place of the wrong file leads."""

    encoding: str
    before: str
    require_evidence: bool
    others: Mapping[str, str]
    """Files beside it."""

    shown: tuple[str, ...]
    """Those of them that one must know to understand it."""

    languages: tuple[str, ...]
    """Those of the site, where it has several."""

    def find(self, *, right: bool) -> tuple[list[Diagnostic], Mapping[Path, str]]:
        """Check the example for real, in a folder of its own; also the texts that it shows."""
        with TemporaryDirectory() as folder, chdir(folder):  # findings name files as seen from it
            for path, text in self.others.items():
                _write(Path(path), text.encode())
            if right:
                if self.right is not None:
                    _write(Path(self.file), self.right.encode())
            elif self.link:
                Path(self.file).symlink_to(self.link)
            else:
                text = self.before + self.wrong * self.repeat
                _write(Path(self.file), text.encode(self.encoding))
            settings = Settings(language="es")
            reading = read_site(
                settings.briefs,
                require_evidence=self.require_evidence,
                languages=self.languages,
            )
            rendering = render_site(reading.site, publication(settings), settings.briefs)
            findings = [*reading.findings, *reading.embargo.notices(), *rendering.findings]
            config = Path("mkdocs.yml")
            extra = read_config(config).values.get("extra") if config.is_file() else None
            of_look, texts = look_findings(extra, config)
            return [*findings, *of_look], {**reading.shown, **texts}


def example(code: str) -> Example:
    """The example of a code; every code has one."""
    data = _examples()[code]
    others = {"briefs/entities/.keep": "", "docs/index.md": "# x\n", **data.get("with", {})}
    for source, text in data.get("sources", {}).items():
        others[f"briefs/sources/{source}.txt"] = text
        record = f"title: {source}\nsha256: {hashlib.sha256(text.encode()).hexdigest()}\n"
        others[f"briefs/sources/{source}.yml"] = record + data.get("record", "")
    file = data.get("file", "briefs/informe.yml")
    return Example(
        file=file,
        wrong=data["wrong"],
        right=others.get(file) if data["right"] is None else data["right"],
        repeat=data.get("repeat", 1),
        link=data.get("link"),
        encoding=data.get("bytes", "utf-8"),
        before=data.get("before", ""),
        require_evidence=data.get("require_evidence", False),
        others=others,
        shown=tuple(data.get("shown", ())),
        languages=tuple(data.get("languages", ())),
    )


@cache
def _examples() -> Mapping[str, Any]:
    path = Path(__file__).parent / "examples.yml"
    examples: Mapping[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return examples


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
