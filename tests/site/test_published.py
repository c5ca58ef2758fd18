"""A published briefing changes only where a correction says so."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from conftest import record_of
from sites import BRIEFING, briefsite, build, make_site, run, write

LOCK = "briefs/published.lock"
FULL = BRIEFING + "quotes: []\nkey_points:\n  - text: Dijo «no» - ayer.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one published briefing."""
    folder = make_site(tmp_path, {"briefs/puerto.yml": FULL})
    done = briefsite("publish", cwd=folder)
    assert (done.returncode, done.stdout) == (0, f"1 briefing in {LOCK}\n")
    return folder


def check(site: Path, text: str) -> list[str]:
    """Codes of the findings after the briefing became another."""
    write(site, {"briefs/puerto.yml": text})
    lines = briefsite("check", cwd=site).stdout.splitlines()
    return [
        line.split("[")[1].split("]")[0] for line in lines if line.startswith(("error[", "warn"))
    ]


TEXT = "«Ya era hora», dijo la alcaldesa. Se dragará en mayo."
SAID = {
    "briefs/sources/acta.txt": TEXT,
    "briefs/sources/acta.yml": record_of(TEXT, "Acta"),
    "briefs/entities/ana.yml": "name: Luis Bera\ntype: person\n",
    "briefs/entities/junta.yml": "name: La Junta\ntype: group\n",
    "briefs/entities/lonja.yml": "name: La Lonja\ntype: place\n",
    "briefs/cita.yml": BRIEFING
    + "sources: [acta]\nquotes: [{text: Ya era hora, speaker: ana}]\nplace: lonja\n",
    "briefs/promesa.yml": BRIEFING
    + """\
commitments:
  - {id: dragar, text: Dragar., by: [ana], with: [junta], evidence: {text: en mayo, source: acta}}
""",
    "briefs/asistentes.yml": BRIEFING + "participants: [{who: ana}]\n",
    "briefs/dicen.yml": BRIEFING
    + "claims: [{text: No., by: ana}]\nkey_points: [{text: Luis Bera.}]\n",
    "briefs/nadie.yml": BRIEFING + "key_points: [{text: '[Luis Bera](ana) vino.'}]\n",
}
"""One entity in each field of a statement of fact, and in a text."""


@pytest.fixture
def said(tmp_path: Path) -> Path:
    """A site with published briefings that show an entity and cite a source."""
    folder = make_site(tmp_path, SAID)
    done = briefsite("publish", cwd=folder)
    assert (done.returncode, done.stdout) == (0, f"5 briefings in {LOCK}\n")
    return folder


def found(site: Path, **environment: str) -> list[str]:
    """Code, file and message of each finding."""
    done = run("briefsite", "check", "--format", "json", cwd=site, **environment)
    return [
        f"{Path(finding['path']).stem}: {finding['code']}: {finding['message']}"
        for finding in json.loads(done.stdout)
    ]


def unannounced(name: str, was: str, now: str) -> str:
    """What is found where a name changed."""
    return (
        f"{name}: unannounced-change: this briefing was published with the name `{was}`, "
        f"and shows `{now}` now; nothing tells readers"
    )


CORRECTION = "corrections: [{date: 2025-06-01, note: El nombre estaba mal.}]\n"


def test_the_lock_has_a_line_for_each_name_and_source(said: Path) -> None:
    """Of statements of fact: speaker, `by`, `with`, `who` and `place`. Not of links in texts."""
    lines = (said / LOCK).read_text("utf-8").splitlines()
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert [line[33:] for line in lines if line.split()[1] in ("entity", "source")] == [
        "entity asistentes ana Luis Bera",
        "entity cita ana Luis Bera",
        "entity cita lonja La Lonja",
        "entity dicen ana Luis Bera",
        "entity promesa ana Luis Bera",
        "entity promesa junta La Junta",
        f"source cita acta {digest}",
        f"source promesa acta {digest}",
    ]


def test_another_name_is_announced_wherever_it_is_shown(said: Path) -> None:
    """A correction in each briefing that shows it; the file of the entity alone has changed."""
    write(said, {"briefs/entities/ana.yml": "name: Marta Prado\ntype: person\n"})
    shown = ["asistentes", "cita", "dicen", "promesa"]
    assert found(said) == [unannounced(name, "Luis Bera", "Marta Prado") for name in shown]
    assert briefsite("publish", cwd=said).returncode == 1
    for name in shown[1:]:
        write(said, {f"briefs/{name}.yml": str(SAID[f"briefs/{name}.yml"]) + CORRECTION})
    assert found(said) == [unannounced("asistentes", "Luis Bera", "Marta Prado")]
    write(said, {"briefs/asistentes.yml": str(SAID["briefs/asistentes.yml"]) + CORRECTION})
    assert found(said) == []
    assert briefsite("publish", cwd=said).returncode == 0
    assert " entity cita ana Marta Prado\n" in (said / LOCK).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("name: Luis Vera", 0),
        ("name: Luís Béra", 0),
        ("name: Luis  Bera", 0),
        ("name: Elena Prado", 4),
        ("name: Ana Bera", 4),
    ],
    ids=["a letter", "accents", "spaces", "another person", "another first name"],
)
def test_a_spelling_is_declared_once(said: Path, name: str, findings: int) -> None:
    """With its reason, in the file of the entity; that does not do for two names."""
    former = "former_names: [{name: Luis Bera, date: 2025-06-01, reason: Errata.}]\n"
    write(said, {"briefs/entities/ana.yml": f"{name}\ntype: person\n{former}"})
    assert len(found(said)) == findings
    if findings:
        assert "`former_names` is for spellings" in briefsite("check", cwd=said).stdout


def test_readers_see_how_a_name_was_spelt(said: Path) -> None:
    """On the page of the entity, and in its data."""
    write(
        said,
        {
            "briefs/entities/ana.yml": "name: Luis Vera\ntype: person\n"
            "former_names: [{name: Luis Bera, date: 2025-06-01, reason: Una *errata*.}]\n"
        },
    )
    assert build(said).returncode == 0
    page = (said / "site/entidades/ana/index.md").read_text("utf-8")
    assert "\nAntes: Luis Bera. Motivo del cambio (1 de junio de 2025): Una *errata*.\n" in page
    html = (said / "site/entidades/ana/index.html").read_text("utf-8")
    assert "<dt>Antes</dt>\n<dd>Luis Bera. Motivo del cambio (" in html
    data = json.loads((said / "site/entidades/ana/index.json").read_text("utf-8"))
    assert data["former_names"] == [
        {"name": "Luis Bera", "date": "2025-06-01", "reason": "Una errata."}
    ]


def test_a_source_that_was_archived_anew_is_announced_wherever_it_is_cited(said: Path) -> None:
    """With both hashes; the evidence still stands in the new text."""
    text = TEXT + " Es falso."
    write(said, {"briefs/sources/acta.txt": text, "briefs/sources/acta.yml": record_of(text, "A")})
    was, now = (hashlib.sha256(words.encode()).hexdigest()[:12] for words in (TEXT, text))
    assert found(said) == [
        f"{name}: unannounced-change: the text of source `acta` was replaced since this briefing "
        f"was published (SHA-256 {was}…, now {now}…), and nothing tells readers"
        for name in ("cita", "promesa")
    ]
    for name in ("cita", "promesa"):
        write(said, {f"briefs/{name}.yml": str(SAID[f"briefs/{name}.yml"]) + CORRECTION})
    assert found(said) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"briefs/entities/ana.yml": "name: Luis Bera\ntype: group\nacronym: LB\n"},
        {"briefs/sources/acta.yml": record_of(TEXT, "Acta de la sesión") + "lang: es\n"},
        {"briefs/entities/otra.yml": "name: Otra\ntype: person\n"},
        {"briefs/nadie.yml": BRIEFING + "key_points: [{text: '[Luis Bera](ana) vino.'}]\n#\n"},
    ],
    ids=["of an entity", "of a source", "another entity", "a comment"],
)
def test_what_the_lock_does_not_hold_may_change(said: Path, changes: dict[str, str]) -> None:
    """Names and texts alone are compared."""
    write(said, changes)
    assert found(said) == []


def former(log: str) -> list[str]:
    """The lines of a lock of former days that says what a log of one publication does."""
    found = [line[33:].split(" ", 2) for line in log.splitlines()]
    return [
        f"{name} {value}" if kind == "briefing" else f"{name} {kind} {value}"
        for kind, name, value in found
        if kind != "publication"
    ]


def test_a_lock_of_before_is_read_and_renewed(said: Path) -> None:
    """What it does not hold is not compared, until it is published anew."""
    lines = former((said / LOCK).read_text("utf-8"))
    old = "\n".join(line for line in lines if line.split()[1] not in ("entity", "source"))
    write(said, {LOCK: old, "briefs/entities/ana.yml": "name: Marta Prado\ntype: person\n"})
    assert found(said) == []
    write(said, {"briefs/nadie.yml": BRIEFING})
    assert [finding.split(":")[0] for finding in found(said)] == ["nadie"]
    write(said, {"briefs/nadie.yml": SAID["briefs/nadie.yml"]})
    assert briefsite("publish", cwd=said).returncode == 0
    write(said, {"briefs/entities/ana.yml": SAID["briefs/entities/ana.yml"]})
    assert len(found(said)) == 4


def test_another_order_of_lines_is_the_same_lock_of_before(said: Path) -> None:
    """Branches were merged line by line; Windows ends them otherwise."""
    lines = former((said / LOCK).read_text("utf-8"))
    write(said, {LOCK: "\r\n".join(reversed(lines))})
    assert found(said) == []
    write(said, {"briefs/entities/lonja.yml": "name: El Faro\ntype: place\n"})
    assert found(said) == [unannounced("cita", "La Lonja", "El Faro")]


def test_a_published_correction_stays(site: Path) -> None:
    """The log is public: an entry less is a finding, though the content is the same."""
    assert check(site, FULL + CORRECTION) == []
    assert briefsite("publish", cwd=site).returncode == 0
    assert check(site, FULL) == ["unannounced-change"]
    done = briefsite("check", cwd=site)
    assert "published with more corrections than it has now: 1" in done.stdout
    assert "= help: restore the corrections that were published" in done.stdout


@pytest.mark.parametrize(
    ("today", "findings"),
    [("1748649600", 1), ("1748735999", 1), ("1748736000", 0), ("1780272000", 0)],
    ids=["a day before", "a second before", "on the day", "a year later"],
)
def test_a_correction_is_of_no_day_to_come(site: Path, today: str, findings: int) -> None:
    """Today is that of `SOURCE_DATE_EPOCH`; what was found of a file before does not count."""
    write(site, {"briefs/puerto.yml": FULL + CORRECTION})
    assert found(site, SOURCE_DATE_EPOCH="1900000000") == []
    assert (
        found(site, SOURCE_DATE_EPOCH=today)
        == ["puerto: bad-correction-date: this correction is of 2025-06-01, a day to come"]
        * findings
    )


@pytest.mark.parametrize("epoch", ["", "mañana", "1e9", "9" * 30])
def test_a_date_that_is_none_leaves_the_clock(site: Path, epoch: str) -> None:
    """No traceback, and the day of the machine."""
    write(site, {"briefs/puerto.yml": FULL + CORRECTION})
    assert found(site, SOURCE_DATE_EPOCH=epoch) == []
    write(site, {"briefs/puerto.yml": FULL + CORRECTION.replace("2025", "9999")})
    assert len(found(site, SOURCE_DATE_EPOCH=epoch)) == 1


def test_the_lock_has_a_line_a_briefing(site: Path) -> None:
    """Id, hash, and how many corrections it had; drafts are not published."""
    write(site, {"briefs/b.yml": BRIEFING + "status: draft\n"})
    write(site, {"briefs/a.yml": BRIEFING + "corrections: [{date: 2025-06-01, note: n}]\n"})
    briefsite("publish", cwd=site)
    lines = (site / LOCK).read_text().splitlines()
    found = [line.split()[1:] for line in lines if " briefing " in line]
    assert [(name, len(content), corrections) for _, name, content, corrections in found] == [
        ("puerto", 32, "0"),
        ("a", 32, "1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        FULL.replace("«no» - ayer", "“no” — ayer"),
        FULL.replace("title: Puerto", 'title:   "Puerto"   # a comment'),
        FULL + "topics: [a]\n",
        FULL + "related: [puerto]\n",
        FULL + "status: withdrawn\nstatus_note: Era falso.\n",
        FULL.replace("quotes: []\n", ""),
        "\n".join(reversed(BRIEFING.splitlines())) + "\n" + FULL.removeprefix(BRIEFING),
    ],
    ids=["typography", "yaml", "topics", "related", "withdrawn", "empty field", "order"],
)
def test_what_is_not_content_may_change(site: Path, text: str) -> None:
    """Typography, the spelling of the file, and where a briefing is filed."""
    assert check(site, text) == []


@pytest.mark.parametrize(
    "text",
    [
        FULL.replace("draga", "dragó"),
        FULL.replace("2025-05-01", "2025-05-02"),
        FULL + "unknowns: [Cuándo.]\n",
        BRIEFING,
    ],
    ids=["word", "date", "more", "less"],
)
def test_a_change_of_content_must_be_announced(site: Path, text: str) -> None:
    """With an entry in `corrections`; after the next publication all is well again."""
    assert check(site, text) == ["unannounced-change"]
    assert briefsite("publish", cwd=site).returncode == 1
    corrected = text + "corrections: [{date: 2025-06-01, note: Error.}]\n"
    assert check(site, corrected) == []
    assert briefsite("publish", cwd=site).returncode == 0
    assert check(site, corrected) == []
    again = corrected.replace("Puerto", "Faro")
    assert check(site, again) == ["unannounced-change"]
    newer = again.replace("[{", "[{date: 2025-06-01, note: El mismo día.}, {")
    assert check(site, newer) == []


def test_the_message_says_what_to_do(site: Path) -> None:
    """In the words of every finding."""
    write(site, {"briefs/puerto.yml": FULL.replace("Puerto", "Faro")})
    done = briefsite("check", cwd=site)
    assert done.stdout.startswith(
        "error[unannounced-change]: what this briefing says changed since it was published, "
        "and nothing tells readers\n --> briefs/puerto.yml:1:1\n"
    )
    assert "= help: add an entry to `corrections` with its `date` and a `note`" in done.stdout


def test_a_published_page_does_not_vanish(site: Path) -> None:
    """Its address is permanent: it is withdrawn instead."""
    (site / "briefs/puerto.yml").rename(site / "briefs/faro.yml")
    done = briefsite("check", cwd=site)
    assert "error[published-removed]: `puerto` was published and is gone" in done.stdout
    assert f"--> {LOCK}:1:43" in done.stdout


def test_a_briefing_may_be_forgotten(site: Path) -> None:
    """Once it is gone, and by its id; that it is no more stands in the register."""
    write(site, {"briefs/faro.yml": BRIEFING})
    refused = briefsite("publish", "--forget", "puerto", cwd=site)
    assert (refused.returncode, "`puerto` is still there" in refused.stdout) == (2, True)
    (site / "briefs/puerto.yml").unlink()
    unknown = briefsite("publish", "--forget", "otro", cwd=site)
    assert (unknown.returncode, "`otro` does not stand in" in unknown.stdout) == (2, True)
    assert briefsite("publish", cwd=site).returncode == 1
    before = (site / LOCK).read_text("utf-8")
    assert briefsite("publish", "--forget", "puerto", cwd=site).returncode == 0
    after = (site / LOCK).read_text("utf-8")
    assert after.startswith(before)
    added = [line.split()[1:3] for line in after.removeprefix(before).splitlines()]
    assert [words[:1] for words in added] == [["briefing"], ["removed"], ["publication"]]
    assert found(site) == ["puerto: bad-published-version: no briefing is called `puerto`, or was"]


def test_a_publication_that_changes_nothing_adds_nothing(site: Path) -> None:
    """Its time is that of `SOURCE_DATE_EPOCH`, where that is set."""
    before = (site / LOCK).read_text("utf-8")
    assert briefsite("publish", cwd=site).returncode == 0
    assert (site / LOCK).read_text("utf-8") == before
    write(site, {"briefs/faro.yml": BRIEFING})
    assert run("briefsite", "publish", cwd=site, SOURCE_DATE_EPOCH="1764498000").returncode == 0
    assert " publication 2025-11-30T10:20:00Z " in (site / LOCK).read_text("utf-8")


def test_who_published_in_two_branches_keeps_one_and_publishes_again(site: Path) -> None:
    """What the other added is added anew; the help says so."""
    start = (site / LOCK).read_text("utf-8")
    added = {}
    for name in "ab":
        write(site, {f"briefs/{name}.yml": BRIEFING, LOCK: start})
        briefsite("publish", cwd=site)
        added[name] = (site / LOCK).read_text("utf-8").removeprefix(start)
        (site / f"briefs/{name}.yml").unlink()
    ours, theirs = added.values()
    conflict = f"{start}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n"
    write(site, {LOCK: conflict, "briefs/a.yml": BRIEFING, "briefs/b.yml": BRIEFING})
    done = briefsite("check", cwd=site)
    assert done.stdout.count("error[bad-lock]") == 3
    assert "keep the lines of the branch that is published" in done.stdout
    assert briefsite("publish", cwd=site).returncode == 1
    write(site, {LOCK: start + ours})
    assert briefsite("publish", cwd=site).returncode == 0
    assert (site / LOCK).read_text("utf-8").startswith(start + ours)
    assert found(site) == []


def test_a_broken_lock_is_a_finding(site: Path) -> None:
    """After a merge gone wrong, say."""
    write(site, {LOCK: "<<<<<<< HEAD\n" + (site / LOCK).read_text()})
    done = briefsite("check", cwd=site)
    assert "error[bad-lock]" in done.stdout
    assert f"--> {LOCK}:1:1" in done.stdout


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_lock_that_is_no_file_is_a_finding(command: str, site: Path) -> None:
    """Nothing is published over it: what it held is not known."""
    (site / LOCK).unlink()
    (site / LOCK).mkdir()
    done = briefsite(command, cwd=site)
    assert done.returncode == 1
    assert "error[unreadable-file]: cannot be read: not a regular file" in done.stdout
    assert f"--> {LOCK}:1:1" in done.stdout
    assert "Traceback" not in done.stdout
    assert (site / LOCK).is_dir()


def test_bytes_that_are_no_text_are_a_broken_line(site: Path) -> None:
    """With the line to mend; `publish` writes nothing over it."""
    (site / LOCK).write_bytes(b"\xff\n")
    for command in ("check", "publish"):
        done = briefsite(command, cwd=site)
        assert done.returncode == 1
        assert "error[bad-lock]: this line is not" in done.stdout
        assert "Traceback" not in done.stdout
    assert (site / LOCK).read_bytes() == b"\xff\n"
