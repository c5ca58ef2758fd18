"""A renamed file keeps its old addresses, by `aliases` or `former_ids`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import record_of
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
    lost = briefsite("check", cwd=site).stdout
    assert "published-removed" in lost
    assert (
        "= help: `puerto` has the same content: "
        "if it was renamed, write `aliases: [puerto-viejo]` there\n"
    ) in lost
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


def followed(site: Path) -> list[str]:
    """Do what each warning of a former id advises, and return what is found then."""
    for _ in range(9):
        done = briefsite("check", "--format", "json", cwd=site)
        advice = [f for f in json.loads(done.stdout) if f["code"] == "renamed-id"]
        if not advice:
            return [finding["code"] for finding in json.loads(done.stdout)]
        for finding in advice:
            was, now = re.findall(r"`(.*?)`", finding["message"])
            path = site / finding["path"]
            lines = path.read_text("utf-8").split("\n")
            line = finding["line"] - 1
            lines[line] = re.sub(rf"(?<![\w-]){was}(?![\w-])", now, lines[line], count=1)
            path.write_text("\n".join(lines), "utf-8")
    raise AssertionError


def hashes(site: Path) -> dict[str, str]:
    """What the lock has of each briefing."""
    lines = (site / "briefs/published.lock").read_text("utf-8").splitlines()
    found = [line.split() for line in lines]
    return {words[2]: words[3] for words in found if words[1] == "briefing"}


@pytest.mark.parametrize("is_old", [False, True], ids=["a lock of today", "a lock of before"])
def test_an_address_is_no_content(tmp_path: Path, is_old: bool) -> None:
    """To write today's ids, as the warnings advise, asks for no correction and changes no hash."""
    other = OTHER.replace("[puerto](puerto-viejo)", "[El de antes](puerto-viejo)")
    site = make_site(tmp_path, {"briefs/puerto-viejo.yml": OLD, "briefs/seguimiento.yml": other})
    assert briefsite("publish", cwd=site).returncode == 0
    lock = site / "briefs/published.lock"
    before = hashes(site)
    if is_old:
        lock.write_text("".join(f"{name} {found} 0\n" for name, found in before.items()), "utf-8")
    path = site / "briefs/puerto-viejo.yml"
    for name, aliases in (("nuevo", "[puerto-viejo]"), ("otro", "[nuevo, puerto-viejo]")):
        path = path.rename(path.with_stem(name))
        path.write_text(f"{OLD}aliases: {aliases}\n", "utf-8")
        assert followed(site) == []
        assert f"{name}/abrir" in (site / "briefs/seguimiento.yml").read_text("utf-8")
    path.write_text(f"{OLD}aliases: [puerto-viejo, nuevo]\n", "utf-8")
    assert briefsite("publish", cwd=site).returncode == 0
    assert hashes(site) == {
        "seguimiento": before["seguimiento"],
        **dict.fromkeys(("puerto-viejo", "nuevo", "otro"), before["puerto-viejo"]),
    }


SOURCE = "El puerto se abrió. «Ya era hora», dijo Ana Ruiz."
FILES = {
    "briefs/sources/acta.txt": SOURCE,
    "briefs/sources/acta.yml": record_of(SOURCE, "Acta") + "note: 'De [Ana](ana).'\n",
    "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
    "briefs/entities/luis.yml": "name: Luis Vera\ntype: person\npart_of: ana\n",
    "briefs/puerto.yml": """\
title: Se abre el puerto
date: 2025-05-01
summary: "Según [la alcaldesa](ana) y [el acta](acta), abrió."
place: ana
sources: [acta]
evidence: {text: El puerto se abrió, source: acta}
participants: [{who: ana, evidence: {text: dijo Ana Ruiz, source: acta}}]
quotes: [{text: Ya era hora, speaker: ana, source: acta}]
commitments: [{id: abrir, text: Abrir., by: [luis, ana], with: [ana]}]
claims: [{text: Abrió., by: ana}]
key_points: [{text: "`[Ana](ana)` es código; [Ana](ana), no."}]
""",
}


def renamed(site: Path) -> None:
    """Give a source and an entity other ids."""
    for old, new in (("entities/ana", "entities/ana-ruiz"), ("sources/acta", "sources/acta-1")):
        name = old.partition("/")[2]
        path = (site / f"briefs/{old}.yml").rename(site / f"briefs/{new}.yml")
        path.write_text(path.read_text("utf-8") + f"former_ids: [{name}]\n", "utf-8")
    (site / "briefs/sources/acta.txt").rename(site / "briefs/sources/acta-1.txt")


def test_entities_and_sources_are_renamed_as_well(tmp_path: Path) -> None:
    """References by former ids are followed, in fields and in texts, with a warning each."""
    site = make_site(tmp_path, FILES)
    assert build(site).returncode == 0
    before = (site / "site/informes/puerto/index.html").read_text("utf-8")
    assert briefsite("publish", cwd=site).returncode == 0
    renamed(site)
    done = briefsite("check", "--format", "json", cwd=site)
    findings = json.loads(done.stdout)
    assert {finding["code"] for finding in findings} == {"renamed-id"}
    assert len(findings) == 15
    assert build(site).returncode == 0
    after = (site / "site/informes/puerto/index.html").read_text("utf-8")
    moved = before.replace("entidades/ana/", "entidades/ana-ruiz/")
    moved = moved.replace("fuentes/acta/", "fuentes/acta-1/")
    words = [re.findall(r'href="(?!http)[^"]*"|>[^<]+<', page) for page in (moved, after)]
    assert words[0] == words[1]


def test_following_former_ids_of_entities_and_sources_is_no_change(tmp_path: Path) -> None:
    """The lock has the name under which an entity was published, whatever its id."""
    site = make_site(tmp_path, FILES)
    assert briefsite("publish", cwd=site).returncode == 0
    before = hashes(site)
    renamed(site)
    puerto = site / "briefs/puerto.yml"
    text = puerto.read_text("utf-8")
    text = re.sub(r"(?<!`\[Ana\]\()\bana\b", "ana-ruiz", text)
    puerto.write_text(re.sub(r"\bacta\b(?!\])", "acta-1", text), "utf-8")
    assert "`[Ana](ana)` es código; [Ana](ana-ruiz)" in puerto.read_text("utf-8")
    done = briefsite("check", cwd=site).stdout
    assert "unannounced-change" not in done
    assert "0 errors" in done
    assert briefsite("publish", cwd=site).returncode == 0
    assert hashes(site) == before
    other = site / "briefs/entities/ana-ruiz.yml"
    other.write_text(other.read_text("utf-8").replace("Ana Ruiz", "Eva Prado"), "utf-8")
    assert (
        "with the name `Ana Ruiz`, and shows `Eva Prado` now" in briefsite("check", cwd=site).stdout
    )


def test_a_former_id_of_another_person_is_no_rename(tmp_path: Path) -> None:
    """The name that was published is compared with that of the entity to which the id leads now."""
    site = make_site(tmp_path, FILES)
    assert briefsite("publish", cwd=site).returncode == 0
    (site / "briefs/entities/ana.yml").unlink()
    eva = "name: Eva Prado\ntype: person\nformer_ids: [ana]\n"
    (site / "briefs/entities/eva.yml").write_text(eva, "utf-8")
    assert (
        "with the name `Ana Ruiz`, and shows `Eva Prado` now" in briefsite("check", cwd=site).stdout
    )


def test_old_addresses_of_entities_and_sources_lead_to_the_new_ones(tmp_path: Path) -> None:
    """The text of a source stays at its old address as well."""
    site = make_site(tmp_path, FILES)
    renamed(site)
    assert build(site).returncode == 0
    for old, target, title in (
        ("entidades/ana", "../ana-ruiz/", "Ana Ruiz"),
        ("fuentes/acta", "../acta-1/", "Acta"),
    ):
        html = (site / "site" / old / "index.html").read_text("utf-8")
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in html
        assert f'<a href="{target}">{title}</a>' in html
    assert (site / "site/fuentes/acta.txt").read_text("utf-8") == SOURCE
    assert (site / "site/fuentes/acta-1.txt").read_text("utf-8") == SOURCE
