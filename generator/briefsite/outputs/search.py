"""The search index, made by Pagefind (https://pagefind.app).

Pagefind's index is split into small pieces, of which a browser fetches only those that a query
needs, and it knows accents, and most endings of the language that it is made for.
`theme/common/assets/briefsite/search.js` asks it, for the search boxes of both themes.

Pages of each edition, and of each language in it, have an index of their own. It is put together from parts of some
hundred pages, see `search_merge`; of a part, Pagefind looks at the pages that changed alone, see `search_part`. All of
that is done beside the rest of a build, see `search_program`.
"""

from __future__ import annotations

import json
import posixpath
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefsite.cache.store import Store, code_digest, digest
from briefsite.outputs.search_part import FRAGMENTS, content_key
from briefsite.outputs.search_run import IndexRun
from briefsite.outputs.searched import SearchDocument
from briefsite.pages.addresses import SitePath, UrlPath

FOLDER = "pagefind"
"""Where the index goes in the site."""

_MOST = 640
"""Documents of a part, more or less at most; Pagefind takes half a second for so many, and 160 KB of memory for each."""

_SCRIPT = "pagefind.js"
"""The file that is the same for all languages."""


class _Part(NamedTuple):
    """Pages that are indexed together."""

    edition: str
    language: str
    place: str
    """Which part it is of those in its language, whatever is in its pages."""

    pages: Sequence[SearchDocument]

    @property
    def key(self) -> str:
        """Stands for all that is in it."""
        keys = (f"{page.url} {_page_key(page)}" for page in self.pages)
        return digest("part of the index", code_digest(), self.edition, self.language, *keys)

    @property
    def last_key(self) -> str:
        """Under which the key of it is filed as it was last made."""
        return digest(
            "last part of the index", code_digest(), self.edition, self.language, self.place
        )


class _MadePage(NamedTuple):
    """What the store keeps of a page."""

    key: str
    path: str
    """Of the file that Pagefind read."""

    fragment: str
    """The key of what a result shows."""


class _MadePart(NamedTuple):
    """What the store keeps of a part."""

    read: str
    """The key of its pages and words, see `ReadPart`."""

    pages: Mapping[UrlPath, _MadePage]
    files: Mapping[str, str]
    """The keys of what is the same for all parts in a language, by path."""


def _page_key(page: SearchDocument) -> str:
    return f"{page.key} {page.twin}".rstrip()


class Index:
    """The search index of a site; what changed in it is made beside other work."""

    def __init__(self, store: Store, language: str) -> None:
        """Begin with no pages; `language` is that of the site."""
        self._store, self._language = store, language
        self._groups_added = 0
        self._parts: dict[str, _Part] = {}
        self._run: IndexRun | None = None
        self._begun: dict[str, _MadePart] = {}
        self._wholes_begun: dict[str, tuple[str, str]] = {}
        self.files: Mapping[SitePath, str] = {}
        """A digest of each file, by its path in the site; known after `finish`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Begin to index pages; those of one call share no part with those of another."""
        parts = {part.key: part for part in self._divided(documents)}
        self._groups_added += 1
        self._parts |= parts
        for key in parts:
            if not self._is_whole(self._store.get(key)):
                self._begin(key)

    def _is_whole(self, made: _MadePart | None) -> bool:
        """Whether all is there that was made of a part."""
        if made is None:
            return False
        fragments = (page.fragment for page in made.pages.values())
        return not self._store.missing([made.read, *made.files.values(), *fragments])

    def _divided(self, documents: Iterable[SearchDocument]) -> Iterator[_Part]:
        """Pages in parts, each in one language of one edition; those of the site's own come first."""
        alike: dict[tuple[str, str], list[SearchDocument]] = defaultdict(list)
        for page in sorted(documents, key=lambda page: page.url):
            edition = page.edition or self._language
            alike[edition, _without_dialect(page.language or edition)].append(page)
        own = self._language, _without_dialect(self._language)
        for group in sorted(alike, key=lambda group: (group != own, group)):
            wanted = 1
            while wanted * _MOST < len(alike[group]):
                wanted *= 2  # so that it is seldom another number
            parts: list[list[SearchDocument]] = [[] for _ in range(wanted)]
            for page in alike[group]:
                parts[zlib.crc32(page.url.encode()) % wanted].append(page)
            for number, part in enumerate(parts):
                if part:
                    yield _Part(*group, f"{self._groups_added} {number}/{wanted}", part)

    def _begin(self, key: str, *, anew: bool = False) -> None:
        """Begin to make a part, of what it was when it was last made unless `anew`."""
        part, run = self._parts[key], self._running()
        last: _MadePart | None = (
            None if anew else self._store.get(self._store.get(part.last_key) or "")
        )
        before = self._store.shared(last.read) if last and self._is_whole(last) else None
        known = last.pages if last and before else {}
        kept = {
            page.url: known[page.url]
            for page in part.pages
            if page.url in known and known[page.url].key == _page_key(page)
        }
        new = run.write_pages(key, [page for page in part.pages if page.url not in kept])
        pages = {
            page.url: kept.get(page.url) or _MadePage(_page_key(page), new[page.url], "")
            for page in part.pages
        }
        paths = [page.path for page in pages.values()]
        run.make_part(key, part.language, paths, before if kept else None)
        self._begun[key] = _MadePart("", pages, last.files if last and kept else {})

    def put_together(self) -> None:
        """Begin to put all parts together, which `finish` does otherwise: no more pages come."""
        for group, keys in self._groups().items():
            whole = _whole_key(keys)
            if whole not in self._wholes_begun and not self._store.get(whole):
                self._begin_whole(group, keys)

    def _begin_whole(self, group: tuple[str, str], keys: Sequence[str]) -> None:
        for key in keys:
            if key not in self._begun:
                read = self._store.shared(self._store.get(key).read)
                if read is None:  # it was damaged
                    self._begin(key, anew=True)
                else:
                    self._running().write_part(key, read)
        last: Mapping[str, str] = (
            self._store.get(self._store.get(_last_whole_key(group)) or "") or {}
        )
        kept = {*last.values()} - self._store.missing(last.values())
        self._ask_for_whole(group, keys, kept)

    def _ask_for_whole(
        self, group: tuple[str, str], keys: Sequence[str], kept: Collection[str]
    ) -> None:
        self._wholes_begun[_whole_key(keys)] = group
        self._running().put_together(_whole_key(keys), keys, kept)

    def _groups(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The parts that are put together, by edition and language."""
        groups: dict[tuple[str, str], list[str]] = {}
        for key, part in self._parts.items():
            groups.setdefault((part.edition, part.language), []).append(key)
        return groups

    def finish(self) -> None:
        """Wait until all is made; raises IndexFailedError where Pagefind fails."""
        self.put_together()
        self._collect()
        files: dict[SitePath, str] = {}
        folders: dict[str, dict[str, list[str]]] = {}
        for number, ((edition, language), keys) in enumerate(self._groups().items()):
            folder = f"{number}/" if number else "./"
            folders.setdefault(edition, {})[language] = [folder]
            common, own = self._store.get(keys[0]).files, self._store.get(_whole_key(keys))
            for path, key in {**common, **own}.items():
                if not (number and path == _SCRIPT):
                    files[SitePath(posixpath.normpath(f"{FOLDER}/{folder}{path}"))] = key
        if files:
            ordered = {  # what an edition has in its own language comes first
                edition: dict(sorted(languages.items(), key=lambda one: one[0] != edition))
                for edition, languages in folders.items()
            }
            files[SitePath(f"{FOLDER}/parts.json")] = self._keep(json.dumps(ordered).encode())
        self.files = files

    def _collect(self) -> None:
        """Wait for what was begun, and keep it."""
        run, store = self._run, self._store
        if run is None:
            return
        run.wait()
        for key, begun in self._begun.items():
            new, read, files = run.part(key)
            kept = {path: self._keep(content) for path, content in files.items()}
            pages = {
                url: page._replace(fragment=new.get(page.path, page.fragment))
                for url, page in begun.pages.items()
            }
            common = {path: name for path, name in kept.items() if FRAGMENTS not in path}
            store.put(key, _MadePart(self._keep(read), pages, common or begun.files))
            store.put(self._parts[key].last_key, key)
        for whole, group in self._wholes_begun.items():
            paths, contents = run.whole(whole)
            for name, content in contents:
                store.share(name, content)
            store.put(whole, paths)
            store.put(_last_whole_key(group), whole)
        self.abandon()

    def abandon(self) -> None:
        """Stop what runs, and remove what it wrote."""
        if self._run:
            self._run.stop()
        self._run = None
        self._begun.clear()
        self._wholes_begun.clear()

    def file(self, path: SitePath) -> bytes:
        """The content of a file."""
        content: bytes | None = self._store.shared(self.files[path])
        if content is None:  # it was damaged, or thrown out
            self._make_anew()
            content = self._store.shared(self.files[path])
        assert content is not None
        return content

    def _make_anew(self) -> None:
        for key in self._parts:
            self._begin(key, anew=True)
        for group, keys in self._groups().items():
            self._ask_for_whole(group, keys, ())
        self.finish()

    def _running(self) -> IndexRun:
        if self._run is None:
            self._run = IndexRun()
        return self._run

    def _keep(self, content: bytes) -> str:
        key = content_key(content)
        self._store.share(key, content)
        return key


def _whole_key(parts: Sequence[str]) -> str:
    """The key of an index, by those of its parts."""
    return digest("index", code_digest(), *parts)


def _last_whole_key(group: tuple[str, str]) -> str:
    """Under which the key of an index is filed as it was last put together."""
    return digest("last index", code_digest(), *group)


def _without_dialect(language: str) -> str:
    """A language alone, «pt» for `pt-BR`: words of its dialects have the same endings."""
    return language.partition("-")[0].lower()
