"""A renamed briefing keeps its old addresses, by `aliases`."""

from __future__ import annotations

import re
from pathlib import Path

from sites import briefsite, build, make_site

OLD = """\
title: Se abre el <puerto>
date: 2025-05-01
summary: El puerto abrirá.
commitments: [{id: abrir, text: Abrir el puerto.}]
"""
NEW = OLD + "aliases: [puerto-viejo, puerto-antiguo]\n"
OTHER = """\
title: Seguimiento
date: 2025-06-01
summary: "El [puerto](puerto-viejo) abrió."
related: [puerto-viejo]
updates: [{commitment: puerto-viejo/abrir, date: 2025-06-01, status: met, text: Abrió.}]
"""


def test_old_addresses_lead_to_the_new_page(tmp_path: Path) -> None:
    """Of the briefing and of its commitments, without a script, and with a plain link."""
    site = make_site(tmp_path, {"briefs/puerto.yml": NEW})
    assert build(site, "--strict").returncode == 0
    pages = site / "site"
    for old, target, address in (
        ("informes/puerto-viejo", "../puerto/", "informes/puerto"),
        ("informes/puerto-antiguo", "../puerto/", "informes/puerto"),
        ("compromisos/puerto-viejo/abrir", "../../puerto/abrir/", "compromisos/puerto/abrir"),
    ):
        html = (pages / old / "index.html").read_text("utf-8")
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in html
        assert f'<a href="{target}">Se abre el &lt;puerto&gt;</a>' in html
        assert f'<link rel="canonical" href="https://example.org/repo/{address}/">' in html
        assert "<script" not in html
        assert (pages / old / target / "index.html").resolve() == pages / address / "index.html"
    assert "puerto-viejo" not in (pages / "sitemap.xml").read_text("utf-8")


def test_old_ids_in_other_files_are_followed_with_a_warning(tmp_path: Path) -> None:
    """Related briefings, links in texts and updates; the warnings say what to write."""
    site = make_site(tmp_path, {"briefs/puerto.yml": NEW, "briefs/seguimiento.yml": OTHER})
    done = briefsite("check", "--format", "github", cwd=site)
    assert [
        re.findall(r"line=(\d+).*title=([a-z-]+)::(.*?)%0A", line)
        for line in done.stdout.splitlines()
    ] == [
        [("3", "renamed-id", "`puerto-viejo` is now `puerto`")],
        [("4", "renamed-id", "`puerto-viejo` is now `puerto`")],
        [("5", "renamed-id", "`puerto-viejo` is now `puerto`")],
    ]
    assert build(site).returncode == 0
    page = (site / "site/informes/seguimiento/index.html").read_text("utf-8")
    assert page.count('href="../puerto/"') >= 2
    assert "Abrió" in (site / "site/compromisos/puerto/abrir/index.html").read_text("utf-8")


def test_a_rename_is_no_loss_of_what_was_published(tmp_path: Path) -> None:
    """With the alias the lock is content; without it, the address would be lost, then and later."""
    site = make_site(tmp_path, {"briefs/puerto-viejo.yml": OLD})
    assert briefsite("publish", cwd=site).returncode == 0
    (site / "briefs/puerto-viejo.yml").unlink()
    (site / "briefs/puerto.yml").write_text(OLD, "utf-8")
    assert "published-removed" in briefsite("check", cwd=site).stdout
    (site / "briefs/puerto.yml").write_text(NEW, "utf-8")
    assert briefsite("check", cwd=site).returncode == 0
    assert briefsite("publish", cwd=site).returncode == 0
    (site / "briefs/puerto.yml").write_text(OLD, "utf-8")
    assert briefsite("check", cwd=site).stdout.count("published-removed") == 2
    changed = NEW.replace("abrirá", "abrió")
    (site / "briefs/puerto.yml").write_text(changed, "utf-8")
    assert "unannounced-change" in briefsite("check", cwd=site).stdout


def test_what_is_published_is_the_file_as_it_was_written(tmp_path: Path) -> None:
    """A reference by a former id is no change, neither before the next publication nor after."""
    site = make_site(tmp_path, {"briefs/puerto.yml": NEW, "briefs/seguimiento.yml": OTHER})
    assert briefsite("publish", cwd=site).returncode == 0
    done = briefsite("check", cwd=site)
    assert "unannounced-change" not in done.stdout
    assert "0 errors" in done.stdout
