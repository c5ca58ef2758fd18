"""Why pages are made again, for `mkdocs build --verbose`.

With each outline the store keeps the parts of what every page was made from, so that two builds can be
compared. Nothing of that is read unless somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefsite.cache.store import Store, digest
from briefsite.outputs.outline import OutlinedPage, key_of_parts
from briefsite.pages.dependencies import Parts


def note_build(outline: str, config_file: str, store: Store) -> None:
    """Note the outline of the last build with a configuration."""
    store.put(_key_of_last(config_file), outline)


def reasons(
    pages: Iterable[OutlinedPage], outline: str, config_file: str, store: Store
) -> Iterator[str]:
    """Why each of some pages was made, compared with the build that `note_build` noted last.

    In words, `informes/x.md: new` or `informes/x.md: changed: lists`, in the order of the pages.
    """
    last = store.get(_key_of_last(config_file))
    before = store.get(key_of_parts(last)) if last else {}
    now = store.get(key_of_parts(outline))
    for page in pages:
        if now is None or before is None:  # the store lost them
            yield f"{page.uri}: new or changed"
        else:
            yield f"{page.uri}: {_reason(before.get(page.uri), now[page.uri], page)}"


def _reason(before: Parts | None, now: Parts, page: OutlinedPage) -> str:
    if before is None:
        return "new"
    changed = [name for name in {**now, **before} if now.get(name) != before.get(name)]
    if changed:
        return f"changed: {', '.join(changed)}"
    return "changed: what its template looked up" if page.is_own else "not in the store"


def _key_of_last(config_file: str) -> str:
    return digest("outline of the last build", config_file)
