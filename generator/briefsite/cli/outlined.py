"""Outlines the archive of a site for a command that hands it to an engine, and says what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from briefsite.archive.editions import edition_findings
from briefsite.archive.look import look_findings
from briefsite.archive.settings import Settings
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store
from briefsite.messages.diagnostics import Diagnostic, Severity, as_text
from briefsite.outputs.extra_files import publications_of
from briefsite.outputs.outline import OutlinedSite, outline_site
from briefsite.pages.written import written_findings
from briefsite.site.embargo import find_embargo


def outlined(
    settings: Settings, extra: object, config_file: Path, store: Store, lang: str
) -> OutlinedSite:
    """What readers may see; errors end the command, also those in the `extra` of the site's settings."""
    digests = FileDigests(store, settings.briefs)
    embargo = find_embargo(settings.briefs, digests, store)
    tell(embargo.findings, {}, lang)  # before anything is read: all of it would name what waits
    about = publications_of(settings, is_served=False)
    tell(*look_findings(extra, config_file), lang)
    tell(*edition_findings(settings, config_file), lang)
    tell(written_findings(settings), {}, lang)
    site = outline_site(settings, about, store, digests=digests, embargo=embargo, drafts=False)
    store.save()
    tell(site.outline.findings, site.outline.shown, lang)
    return site


def tell(findings: Iterable[Diagnostic], shown: Mapping[Path, str], lang: str) -> None:
    """Say all that is wrong; errors end the command. Notices are for `briefsite check`."""
    found = [one for one in dict.fromkeys(findings) if one.severity is not Severity.NOTICE]
    if found:
        click.echo(as_text(found, shown.get, lang), err=True)
    if any(finding.severity == "error" for finding in found):
        sys.exit(1)
