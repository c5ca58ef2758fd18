"""An archive as an editor has it: files on a disk, and over some of them texts that are not saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from briefsite.archive.editions import languages_of
from briefsite.archive.folder import YAML_ENDINGS, kind_of
from briefsite.archive.load import Document, load
from briefsite.archive.settings import Settings
from briefsite.archive.translations import translation_of
from briefsite.authoring.server.site_settings import is_settings, settings_findings
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.memory import collect_soon
from briefsite.cache.progress import in_background
from briefsite.cache.store import Store
from briefsite.messages.diagnostics import Diagnostic
from briefsite.site.reading import Reading, read_site
from briefsite.site.written_file import check_written

_LIKE_A_BRIEFING = re.compile(r"^(?:title|summary|key_points|quotes|commitments):", re.MULTILINE)


@dataclass(slots=True)
class Workspace:
    """What is known of an archive while it is written."""

    settings: Settings | None
    """None for files that are in no site: they are judged by themselves."""

    texts: dict[Path, str] = field(default_factory=dict)
    """The texts that an editor has open, by the whole path of their file."""

    reading: Reading | None = None
    """All of the archive, as it was when it was read last."""

    found: Mapping[Path, list[Diagnostic]] = field(default_factory=dict)
    """What was wrong with each file then."""

    _one_at_a_time: Lock = field(default_factory=Lock)
    """Reading takes a while, and may be asked for again meanwhile."""

    _beyond: dict[Path, list[Diagnostic]] = field(default_factory=dict)
    """What reading all of it found of each file that the file alone does not tell."""

    @property
    def root(self) -> Path | None:
        """The folder of the briefings."""
        return self.settings.briefs.resolve() if self.settings else None

    def holds(self, path: Path) -> bool:
        """Tell whether a file is one of the archive."""
        return self.root is not None and path.is_relative_to(self.root)

    def kind(self, path: Path) -> str | None:
        """What a file is, a key of `schema.FILES`; None where it is none."""
        if path.suffix.lower() not in YAML_ENDINGS:
            return None
        if not self.holds(path):
            # In no site, what looks like a briefing is one; elsewhere in a site are settings and the like.
            is_one = self.settings is None and _LIKE_A_BRIEFING.search(self.text(path))
            return "briefing" if is_one else None
        assert self.root is not None
        kind = kind_of(path.relative_to(self.root))
        return f"{kind}-translation" if translation_of(path) is not None else kind

    def text(self, path: Path) -> str:
        """What a file holds: as it is in the editor, else on the disk; nothing where it is not there."""
        if path in self.texts:
            return self.texts[path]
        try:
            return path.read_text("utf-8-sig", errors="replace")
        except OSError:
            return ""

    def document(self, path: Path) -> Document | None:
        """The fields of a file; None where they cannot be read as it is."""
        return load(self.text(path).encode("utf-8", "surrogatepass"), path)[0]

    def judges(self, path: Path) -> bool:
        """Tell whether anything can be wrong with a file: one of the archive, or the settings of a site."""
        return is_settings(path) or self.kind(path) is not None

    def findings(self, path: Path) -> list[Diagnostic]:
        """What is wrong with a file as it is in the editor."""
        if is_settings(path):
            return settings_findings(path, self._read_bytes)
        root = self.root if self.holds(path) else path.parent
        assert root is not None
        found = check_written(root, path, self._raw(path), self.reading)
        return [*found, *(one for one in self._beyond.get(path, ()) if one not in found)]

    def read(self) -> Mapping[Path, list[Diagnostic]]:
        """Read all of the archive, and say what is wrong with each file of it.

        Raises ChangedError where a file changes meanwhile. May be called from any thread.
        """
        if self.settings is None or self.root is None:
            return {path: self.findings(path) for path in [*self.texts] if self.kind(path)}
        with self._one_at_a_time, in_background():
            return self._read(self.settings, self.root)

    def _read(self, settings: Settings, root: Path) -> Mapping[Path, list[Diagnostic]]:
        unsaved = {str(path): self._raw(path) for path in [*self.texts] if self.holds(path)}
        store = Store(settings.cache)
        try:
            reading = read_site(
                root,
                require_evidence=settings.require_evidence,
                store=store,
                digests=FileDigests(store, root, unsaved),
                languages=languages_of(settings),
                holds_texts=True,
            )
            reading.linked()  # while the store is open: what was worked out before is in it
            store.save()
        finally:
            store.close()
        by_file: dict[Path, list[Diagnostic]] = {}
        for finding in reading.findings:
            by_file.setdefault(finding.path, []).append(finding)
        if self.reading:
            collect_soon()
        self.reading, self.found, self._beyond = reading, by_file, {}
        for path in filter(self.holds, [*self.texts]):
            alone = self.findings(path)
            self._beyond[path] = [one for one in by_file.get(path, ()) if one not in alone]
        return by_file

    def _read_bytes(self, path: Path) -> bytes:
        """What a file holds, as `text` has it; raises OSError where it is not there."""
        whole = path.resolve()
        return self._raw(whole) if whole in self.texts else path.read_bytes()

    def _raw(self, path: Path) -> bytes:
        return self.text(path).encode("utf-8", "surrogatepass")
