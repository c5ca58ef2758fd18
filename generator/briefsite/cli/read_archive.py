"""Reads the archive of a site for a command, with the store of what was read before."""

from __future__ import annotations

from briefsite.archive.settings import Settings
from briefsite.cache.store import Store
from briefsite.site.reading import Reading, read_site


def read(settings: Settings, *, drafts: bool = True) -> Reading:
    """All that the folder of the briefings holds, with or without drafts, and all findings."""
    store = Store(settings.cache)
    reading = read_site(
        settings.briefs, require_evidence=settings.require_evidence, drafts=drafts, store=store
    )
    store.save()
    return reading
