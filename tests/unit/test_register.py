"""The register of what was published: its lines, what stands after them, and what is wrong with them."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from briefsite.archive.register import (
    NOTHING,
    Change,
    Key,
    Register,
    add_publication,
    read_register,
)
from briefsite.pages.addresses import DocsPath
from briefsite.pages.context import Context
from briefsite.pages.publication import Publication
from briefsite.pages.register import ShownPublication, shown_publications
from briefsite.pages.rendering import Plan, render_site
from briefsite.site.reading import read_site
from briefsite.site.site import Site
from sites import BRIEFING, REPOSITORY, write

LOG = (REPOSITORY / "tests/register.txt").read_text("utf-8")
"""Two briefings were published, one was corrected, then renamed; the other was let go."""

LINES = LOG.splitlines()
SHA256 = "cdff00918a170d6b034b2052abc4c96ed350b794e519586818bc0a708e6a1ae6"
CORRECTED = "771b8128a009cb6415e884f491b8cf47 1"
FIRST = "2025-11-30T10:19:59Z"


def standing(register: Register) -> dict[tuple[str, str, str], str]:
    """What stands, without where it is said."""
    return {key: one.value for key, one in register.standing.items()}


def faults(text: str) -> list[tuple[int, str]]:
    """The number of each line with which something is wrong, and what."""
    return [(fault.line, str(fault.message)) for fault in read_register(text).faults]


def chained(*entries: str) -> str:
    """A log of these entries, each with its link."""
    lines: list[str] = []
    for entry in entries:
        link = hashlib.sha256(lines[-1].encode()).hexdigest()[:32] if lines else NOTHING
        lines.append(f"{link} {entry}")
    return "".join(f"{line}\n" for line in lines)


def test_what_stands_is_the_fold_of_all_lines() -> None:
    """A line takes the place of the one before it that is about the same; what was removed is gone."""
    found = read_register(LOG)
    assert found.faults == ()
    assert standing(found) == {
        ("briefing", "puerto", ""): CORRECTED,
        ("briefing", "faro", ""): CORRECTED,
        ("entity", "faro", "ana"): "Ana Ruiz Núñez",
        ("source", "faro", "acta"): SHA256,
    }
    assert found.names == {"puerto", "faro"}
    assert found.standing["briefing", "puerto", ""].line == 7


def test_each_publication_says_what_it_changed() -> None:
    """With what was there before; what goes with a briefing goes without a line of its own."""
    first, second, third, last = read_register(LOG).publications
    assert (first.moment, first.line, len(first.changes)) == (FIRST, 6, 5)
    assert second.changes == (
        Change(("briefing", "puerto", ""), "a487a9f4c3261aa6c196e7b0e832fb41 0", CORRECTED),
    )
    assert Change(("entity", "puerto", "ana"), "Ana Ruiz Núñez", None) in third.changes
    assert last.changes == (
        Change(("briefing", "muelle", ""), "bea70bb77dfafcfe543fe6a25941f9c3 0", None),
        Change(("entity", "muelle", "ana"), "Ana Ruiz Núñez", None),
    )


def test_a_root_is_the_digest_of_the_lines_that_stand() -> None:
    """Sorted, without their links, each with its end."""
    lines = [
        f"briefing faro {CORRECTED}\n",
        f"briefing puerto {CORRECTED}\n",
        "entity faro ana Ana Ruiz Núñez\n",
        f"source faro acta {SHA256}\n",
    ]
    root = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert read_register(LOG).publications[-1].root == root
    assert LINES[-1].endswith(f" publication 2026-01-02T00:00:00Z {root}")


def test_the_program_in_the_documentation_checks_a_register(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints each publication, and stops at a line that was changed."""
    text = (REPOSITORY / "docs/datos.md").read_text("utf-8")
    (program,) = (
        code
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        if "raíz" in code or "enlace" in code
    )
    served = {"text": LOG}
    monkeypatch.setattr(
        f"{urlopen.__module__}.urlopen", lambda _: io.BytesIO(served["text"].encode())
    )
    exec(program, {})
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    found = read_register(LOG).publications
    assert [(moment, root) for moment, _, root in printed] == [(p.moment, p.root) for p in found]
    assert [int(count) for _, count, _ in printed] == [5, 5, 6, 4]
    served["text"] = LOG.replace("Ana Ruiz Núñez", "Ana Ruiz", 1)
    with pytest.raises(AssertionError, match="no sigue a la anterior"):
        exec(program, {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LOG.replace(" Núñez\n", " Nuñez\n", 1), [(4, "follow")]),
        ("".join(f"{line}\n" for line in LINES[:2] + LINES[3:]), [(3, "follow")]),
        ("".join(f"{line}\n" for line in LINES[1:]), [(1, "follow")]),
        ("".join(f"{line}\n" for line in [*LINES[:7], LINES[8], LINES[7], *LINES[9:]]), [(8, "follow"), (9, "follow"), (10, "follow")]),
        ("".join(f"{line}\n" for line in LINES[:-1]), [(15, "closes")]),
        (LOG.replace(LINES[-1][-64:], "0" * 64), [(16, "digest")]),
        (LOG.replace(LINES[1], "<<<<<<< HEAD"), [(2, "no line")]),
        (f"{LOG}\n", [(17, "no line")]),
        (f"{LOG}{NOTHING} briefing a b 0\n", [(17, "no line")]),
    ],
    ids=["altered", "removed", "beginning", "moved", "unfinished", "root", "merge", "empty", "hash"],
)  # fmt: skip
def test_a_register_that_was_tampered_with_is_told_by_its_line(
    text: str, found: list[tuple[int, str]]
) -> None:
    """Each link that is broken is told; the root, where all links hold."""
    assert [line for line, _ in faults(text)] == [line for line, _ in found]
    assert all(word in message for (_, word), (_, message) in zip(found, faults(text), strict=True))


def test_a_root_is_checked_at_each_publication() -> None:
    """Also where others follow, and all links hold."""
    entry = f"briefing a {'1' * 32} 0"
    root = hashlib.sha256(f"{entry}\n".encode()).hexdigest()
    true = f"publication {FIRST} {root}"
    assert faults(chained(entry, true, true)) == []
    assert faults(chained(entry, f"publication {FIRST} {'1' * 64}", true)) == [
        (2, "this is not the digest of what stands published here")
    ]


def test_line_ends_of_windows_are_no_part_of_lines() -> None:
    """Git may write them where it checks out."""
    windows = LOG.replace("\n", "\r\n")
    assert faults(windows) == []
    now = {("briefing", "a", ""): f"{'1' * 32} 0"}
    assert add_publication(read_register(windows), now, FIRST) == add_publication(
        read_register(LOG), now, FIRST
    )


def test_a_publication_adds_what_changed() -> None:
    """And nothing where nothing did; what stood before stays to the letter."""
    before = read_register(LOG)
    now = standing(before)
    assert add_publication(before, now, FIRST) == LOG
    changed = {**now, ("entity", "faro", "ana"): "Ana Ruiz", ("briefing", "a", ""): f"{'1' * 32} 0"}
    del changed["source", "faro", "acta"]
    text = add_publication(before, changed, "2026-02-01T00:00:00Z")
    assert text.startswith(LOG)
    assert [line[33:] for line in text.removeprefix(LOG).splitlines()][:-1] == [
        f"briefing a {'1' * 32} 0",
        "entity faro ana Ana Ruiz",
        "removed source faro acta",
    ]
    after = read_register(text)
    assert (after.faults, standing(after)) == ((), changed)


def test_what_stood_with_a_briefing_goes_with_it() -> None:
    """One line says so."""
    before = read_register(LOG)
    left = {key: value for key, value in standing(before).items() if key[1] == "puerto"}
    text = add_publication(before, left, FIRST)
    assert [line[33:] for line in text.removeprefix(LOG).splitlines()][:-1] == [
        "removed briefing faro"
    ]
    assert standing(read_register(text)) == left


def test_a_lock_of_former_days_becomes_a_register() -> None:
    """It is read as it was, and the first publication is of all."""
    former = f"faro {CORRECTED}\nfaro entity ana Ana Ruiz Núñez\n"
    before = read_register(former)
    assert (before.is_chained, before.publications, before.faults) == (False, (), ())
    text = add_publication(before, standing(before), FIRST)
    assert [line.split()[1] for line in text.splitlines()] == ["briefing", "entity", "publication"]
    assert text.startswith(f"{NOTHING} briefing faro {CORRECTED}\n")
    assert standing(read_register(text)) == standing(before)


def test_nothing_is_an_empty_register() -> None:
    """No publication, and nothing to find fault with."""
    assert (read_register("").faults, read_register("").publications) == ((), ())
    assert add_publication(read_register(""), {}, FIRST) == ""


# How readers see it


def shown(site: Site, **about: Any) -> list[ShownPublication]:
    """The entries of the register."""
    publication = Publication(name="Sitio", language="es", **about)
    return shown_publications(Context.of(site, publication))


def log_of(*publications: Mapping[Key, str]) -> str:
    """A register of publications of all that there was each time, a day apart."""
    text = ""
    for number, now in enumerate(publications, 1):
        text = add_publication(read_register(text), now, f"2025-01-{number:02}T09:00:00Z")
    return text


def said(name: str, content: str, corrections: int = 0) -> dict[Key, str]:
    """What a register says of a briefing."""
    return {("briefing", name, ""): f"{content * 32} {corrections}"}


def site_with(folder: Path, log: str, **briefings: str) -> Site:
    """A site of these briefings, with what is added to each, and a register."""
    files = {f"briefs/{name}.yml": BRIEFING + more for name, more in briefings.items()}
    write(folder, {**files, "briefs/published.lock": log})
    return read_site(folder / "briefs").site


def test_readers_are_told_what_a_publication_did(tmp_path: Path) -> None:
    """New, corrected, changed without a correction, renamed or gone; by the address of today."""
    name = {("entity", "b", "ana"): "Ana"}
    log = log_of(
        said("a", "1") | said("b", "1") | name,
        said("a", "2", 1) | said("b", "1") | {("entity", "b", "ana"): "Anna"},
        said("a", "2", 1) | said("c", "2", 1) | said("b", "3"),
        said("a", "4", 2) | said("c", "4", 2) | said("d", "1"),
        said("a", "4", 2) | said("c", "4", 2) | said("b", "1"),
    )
    site = site_with(tmp_path, log, c="aliases: [a]\n", d="")
    assert [[tuple(change) for change in entry.changes] for entry in shown(site)] == [
        [("new", 1, ("b",)), ("removed", 1, ("d",))],
        [("new", 1, ("d",)), ("corrected", 1, ("c",)), ("removed", 1, ("b",))],
        [("changed", 1, ("b",)), ("renamed", 1, ("c",))],
        [("corrected", 1, ("c",)), ("changed", 1, ("b",))],
        [("new", 2, ("b", "c"))],
    ]


def test_no_entry_names_more_than_a_few(tmp_path: Path) -> None:
    """The first publication of an archive is of all that it holds."""
    many = {key: value for n in range(40) for key, value in said(f"b{n:02}", "1").items()}
    ((change,),) = (entry.changes for entry in shown(site_with(tmp_path, log_of(many))))
    assert (change.kind, change.total, len(change.names)) == ("new", 40, 12)


def test_the_time_of_a_commit_is_told_where_it_is_known(tmp_path: Path) -> None:
    """By the line of the publication."""
    site = site_with(tmp_path, log_of(said("a", "1"), said("a", "2")))
    entries = shown(site, committed={2: "2025-01-03T10:00:00Z"})
    assert [str(entry.committed) for entry in entries] == ["None", "2025-01-03T10:00:00Z"]


def test_a_long_register_is_split_by_year(tmp_path: Path) -> None:
    """The newest fifty, and a page of each year; none where that shows all."""
    text = ""
    for number in range(60):
        moment = f"{2024 + number // 40}-01-01T09:{number:02}:00Z"
        text = add_publication(read_register(text), said("a", f"{number % 10}"), moment)
    site = site_with(tmp_path, text, a="")
    rendering = render_site(site, Publication(name="Sitio", language="es"), tmp_path / "briefs")
    pages = {page.uri: page for page in rendering.pages if page.uri.startswith("registro/")}
    assert [*pages] == ["registro/index.md", "registro/ano-2025.md", "registro/ano-2024.md"]
    assert [page.markdown.count("<details>") for page in pages.values()] == [50, 20, 40]
    assert "[2025](ano-2025.md) · [2024](ano-2024.md)" in pages["registro/index.md"].markdown
    assert pages["registro/ano-2024.md"].title == "Registro, 2024"


def test_only_the_pages_of_the_register_depend_on_commits() -> None:
    """A commit makes no other page again."""
    one, other = (
        Publication(name="Sitio", language="es", committed=committed)
        for committed in ({}, {2: "2025-01-03T10:00:00Z"})
    )
    assert one.digest == other.digest


def test_a_page_of_the_register_is_made_again_where_it_would_be_another(tmp_path: Path) -> None:
    """With a publication, a title or the time of a commit; not with another word of a briefing."""

    def key(folder: str, log: str, briefing: str = "", **about: Any) -> str:
        site = site_with(tmp_path / folder, log, a=briefing)
        plan = Plan(site, Publication(name="Sitio", language="es", **about))
        return plan.key(plan.by_uri[DocsPath("registro/index.md")])

    log = log_of(said("a", "1"))
    before = key("a", log)
    assert key("b", log, "unknowns: [Cuándo.]\n") == before
    assert key("c", log_of(said("a", "1"), said("a", "2"))) != before
    assert key("d", log, committed={2: "2025-01-03T10:00:00Z"}) != before
    assert key("e", log, "lang: en\n") != before
