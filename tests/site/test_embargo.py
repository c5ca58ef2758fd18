"""Nothing before its hour: what waits is in no byte of a site, nor of what is kept of making one."""

from __future__ import annotations

import gzip
import hashlib
import io
import sqlite3
import subprocess
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from briefsite.cache.location import store_path
from conftest import record_of
from sites import CONFIG, make_site, run

BEFORE, AFTER = "1796137199", "1796137200"
"""A second before the hour, and the hour: 2026-12-01T15:00Z."""

NOTICE = "El puerto abrió en mayo. La Junta abrirá el muelle.\n"
PRESS = (
    "EMBARGADA. La directora Wilhelmina Xochitl dijo: «Habrá zarzaparrilla en el Dique Norte».\n"
)
PAGE = "<p>La directora Wilhelmina Xochitl, en un documento quelonio.</p>"

PUBLIC: Mapping[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "briefs/puerto.yml": """\
title: Se abre el puerto
date: 2026-05-04
summary: El puerto abrió, y el Dique Norte con él.
sources: [aviso]
topics: [obras]
evidence: El puerto abrió en mayo
commitments: [{id: muelle, text: Abrir el muelle., by: [junta], evidence: La Junta abrirá el muelle}]
""",
    "briefs/entities/junta.yml": "name: Junta del Puerto\ntype: organization\n",
    "briefs/sources/aviso.txt": NOTICE,
    "briefs/sources/aviso.yml": record_of(NOTICE, "Aviso"),
}

WAITING: Mapping[str, str | bytes] = {
    "briefs/jacaranda.yml": """\
title: Ornitorrincos en el puerto
date: 2026-12-01
publish_at: 2026-12-01T09:00-06:00
aliases: [xilofonista]
summary: La Junta anuncia un abejaruco.
sources: [ditirambo, aviso]
topics: [murciegalos]
related: [puerto, gladiolo]
place: oropendola
participants: [{who: junta}, {who: cachicamo}]
quotes: [{text: Habrá zarzaparrilla en el Dique Norte, speaker: cachicamo, evidence: Habrá zarzaparrilla en el Dique Norte}]
updates: [{commitment: puerto/muelle, date: 2026-12-01, status: met, text: Quedó berenjenado.}]
commitments: [{id: tejocote, text: Traer un guacamole., by: [junta]}]
corrections: [{date: 2026-12-01, note: Decía cocuyo.}]
""",
    "briefs/gladiolo.yml": """\
title: Otra nota
date: 2026-12-01
publish_at: 2026-12-01T09:00:00-06:00
summary: Sigue a la primera.
related: [jacaranda]
""",
    # Its name stands in the public briefing.
    "briefs/entities/oropendola.yml": "name: Dique Norte\ntype: place\npart_of: chinchayote\n",
    "briefs/entities/chinchayote.yml": "name: Dársena Papalote\ntype: place\n",
    "briefs/entities/cachicamo.yml": "name: Wilhelmina Xochitl\ntype: person\nformer_ids: [huitlacoche]\n",
    "briefs/sources/ditirambo.txt": PRESS,
    "briefs/sources/ditirambo.html": PAGE,
    "briefs/sources/ditirambo.yml": f"""\
title: Nota ñandú
sha256: {hashlib.sha256(PRESS.encode()).hexdigest()}
publish_original: true
original: {{format: html, read_by: una máquina, sha256: {hashlib.sha256(PAGE.encode()).hexdigest()}}}
""",
    # A draft is shown to nobody, and does not make its source public.
    "briefs/borrador.yml": """\
title: Borrador del axolote
date: 2026-12-01
status: draft
summary: Sobre lo mismo.
sources: [ditirambo]
""",
}

SHOWN_LATER = [
    "jacaranda",
    "xilofonista",
    "Ornitorrincos",
    "abejaruco",
    "ditirambo",
    "murciegalos",
    "gladiolo",
    "oropendola",
    "cachicamo",
    "Wilhelmina",
    "Xochitl",
    "zarzaparrilla",
    "berenjenado",
    "tejocote",
    "guacamole",
    "cocuyo",
    "chinchayote",
    "Papalote",
    "huitlacoche",
    "ñandú",
    "quelonio",
]
SECRET = [*SHOWN_LATER, "axolote"]


def contents(folder: Path) -> Iterator[bytes]:
    """Names and bytes of all files below a folder, and what is in those that are compressed."""
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix().encode()
        if path.is_file():
            raw = path.read_bytes()
            yield raw
            if raw[:2] == b"\x1f\x8b":
                yield gzip.decompress(raw)


def kept(store: Path) -> Iterator[bytes]:
    """Keys and values of a store, decompressed, and all bytes of its files as they are."""
    yield from (path.read_bytes() for path in store.parent.iterdir())
    with sqlite3.connect(store) as database:
        for key, value in database.execute("SELECT key, value FROM content"):
            yield key.encode()
            yield zlib.decompress(value[10:]) if value[9:10] == b"z" else value
    database.close()


def tar_of(folder: Path) -> bytes:
    """What is handed over to be published."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.add(folder, arcname=".")
    return out.getvalue()


def found(*everything: bytes) -> list[str]:
    """The words that must not be seen, and are."""
    text = b"\0".join(everything).lower()
    return [word for word in SECRET if word.lower().encode() in text]


def built(site: Path, at: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Build a site at an instant."""
    return run("mkdocs", "build", "--strict", *options, cwd=site, SOURCE_DATE_EPOCH=at)


NOTHING = "Nothing has changed since the last build"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with briefings that wait, checked and then built a second before their hour."""
    site = make_site(tmp_path_factory.mktemp("embargo"), {**PUBLIC, **WAITING})
    checked = run("briefsite", "check", cwd=site, SOURCE_DATE_EPOCH=BEFORE)
    assert checked.returncode == 0, checked.stdout
    assert found(*kept(store_path(site))) == []  # a machine keeps the store of a check as well
    done = built(site, BEFORE)
    assert done.returncode == 0, done.stdout
    assert found(done.stdout.encode()) == []
    return site


def test_before_its_hour_no_byte_tells_of_a_briefing_and_after_it_all_do(site: Path) -> None:
    """Of the site, of the archive that is published, and of the store; nothing else changes to make it appear."""
    assert found(*contents(site / "site")) == []
    assert found(tar_of(site / "site")) == []
    assert found(*kept(store_path(site))) == []
    assert NOTHING in built(site, BEFORE).stdout
    done = built(site, AFTER)
    assert NOTHING not in done.stdout
    assert done.returncode == 0, done.stdout
    assert found(*contents(site / "site")) == SHOWN_LATER
    assert (site / "site/informes/jacaranda/index.html").is_file()
    assert NOTHING not in built(site, BEFORE).stdout  # the clock may have been wrong
    assert found(*contents(site / "site")) == []


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("jacaranda", "title: [Ornitorrincos\npublish_at: 2026-12-01T09:00-06:00\n", "yaml-syntax"),
        ("jacaranda", "title: Ornitorrincos\npublish_at: pronto\n", "bad-date"),
        (
            "otro",
            "title: X\ndate: 2026\nsummary: X.\nrelated: [jacaranda]\n",
            "embargoed-reference",
        ),
    ],
    ids=["broken", "without an hour", "named by another"],
)
def test_what_must_be_mended_first_leaves_nothing_behind(
    file: str, content: str, said: str, tmp_path: Path
) -> None:
    """Nothing is built, and neither that nor `check` keeps a word."""
    files = {**PUBLIC, **WAITING, f"briefs/{file}.yml": content}
    site = make_site(tmp_path, files)
    done = built(site, BEFORE)
    assert (done.returncode, (site / "site").exists()) == (1, False)
    assert f"[{said}]" in done.stdout
    assert f"[{said}]" in run("briefsite", "check", cwd=site, SOURCE_DATE_EPOCH=BEFORE).stdout
    assert found(*kept(store_path(site))) == []


def test_render_and_export_are_for_readers_and_check_lists_what_waits(site: Path) -> None:
    """In all formats; a notice is no finding."""
    for command in ("render", "export"):
        out = site / command
        done = run("briefsite", command, "--out", out, cwd=site, SOURCE_DATE_EPOCH=BEFORE)
        assert done.returncode == 0, done.stdout
        assert found(*contents(out)) == []
    for form, notice in (
        ("text", "`jacaranda` waits until 2026-12-01T09:00-06:00\n"),
        ("github", "::notice file=briefs/jacaranda.yml,"),
        ("json", '"severity": "notice"'),
    ):
        done = run("briefsite", "check", "--format", form, cwd=site, SOURCE_DATE_EPOCH=BEFORE)
        assert done.returncode == 0
        assert notice in done.stdout
