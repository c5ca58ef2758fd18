"""Reads the archive of a site for a command, with the store of what was read before."""

from __future__ import annotations

from dataclasses import replace

from briefsite.archive.editions import languages_of
from briefsite.archive.settings import Settings
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store
from briefsite.site.embargo import find_embargo
from briefsite.site.reading import Reading, read_site


def read(settings: Settings, *, drafts: bool = True) -> Reading:
    """All that the folder of the briefings holds, and all findings.

    Without `drafts`, as readers may see it. With them and what waits for its hour, of which the store
    keeps nothing; what would be wrong for readers meanwhile is found as well.
    """
    store = Store(settings.cache)
    digests = FileDigests(store, settings.briefs)
    embargo = find_embargo(settings.briefs, digests, store)

    def reading(*, drafts: bool) -> Reading:
        return read_site(
            settings.briefs,
            require_evidence=settings.require_evidence,
            drafts=drafts,
            store=store,
            digests=digests,
            embargo=embargo,
            languages=languages_of(settings),
        )

    if not embargo.waits:
        found = reading(drafts=drafts)
    elif embargo.findings:  # what is read for readers would name what waits
        return reading(drafts=True)
    else:
        found = reading(drafts=False)
        store.save()
        if drafts:
            whole = reading(drafts=True)
            both = dict.fromkeys([*found.findings, *whole.findings])
            findings = sorted(both, key=lambda finding: finding.order)
            return replace(whole, findings=findings, shown={**found.shown, **whole.shown})
    store.save()
    return found
