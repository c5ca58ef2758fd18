"""What readers may not see yet, and what of it can be told from the files alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from briefsite.archive.dates import Instant
from briefsite.archive.published_lock import published_now
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store
from briefsite.messages.diagnostics import Severity
from briefsite.pages.formatting import format_moment
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import render_site
from briefsite.site.embargo import Embargo, find_embargo
from conftest import Read, record_of

HOUR = "publish_at: 2026-12-01T09:00-06:00\n"
AT = 1796137200
"""The same, in seconds since 1970."""

Find = Callable[..., Embargo]


def briefing(more: str = "") -> str:
    """A briefing that needs no more."""
    return f"title: Puerto\ndate: 2026-05-01\nsummary: Se draga el puerto.\n{more}"


def entity(name: str, more: str = "") -> str:
    """An entity."""
    return f"name: {name}\ntype: organization\n{more}"


def source(name: str) -> Mapping[str, str]:
    """A source with its text."""
    text = "Se draga el puerto.\n"
    return {f"briefs/sources/{name}.txt": text, f"briefs/sources/{name}.yml": record_of(text, name)}


@pytest.fixture
def find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    """Writes files and looks for what waits in them a second before the hour."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(AT - 1))

    def find(files: Mapping[str, str | bytes], store: Store | None = None) -> Embargo:
        for name, content in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
        store, folder = store or Store(), Path("briefs")
        return find_embargo(folder, FileDigests(store, folder), store)

    return find


def held(embargo: Embargo) -> set[str]:
    """The ids of all that waits."""
    return {path.stem for path in embargo.held}


@pytest.mark.parametrize(
    ("content", "waits"),
    [
        (HOUR, True),
        ("publish_at: 2026-12-01T15:00Z\n", True),
        ("publish_at: 2026-12-01T08:59:59-06:00\n", False),
        ("publish_at:\n", False),
        ('"publish\\u005fat": 2026-12-01T09:00-06:00\n', True),
        ('"p\\u0075blish_at": 2026-12-01T09:00-06:00\n', True),
        ("Publish at: 2026-12-01T09:00-06:00\n", True),
        ("publish-on: 2026-12-01\n", True),
        ("publish_at: pronto\n", True),
        ("publish_at: 2026\n", True),
        ("publish_at: [2026-12-01T09:00-06:00]\n", True),
        (f"{HOUR}publish_at: 2020-12-01T09:00-06:00\n", True),
        (f"publish_on: 2020-01-01\n{HOUR}", True),
        (f"key_points: [broken\n{HOUR}", True),
        (f"{HOUR}key_points: [broken\n", True),
        ("why_it_matters: They publish at noon, and say how.\n", False),
        ("published: 2026-12-01\n", False),
    ],
)
def test_a_briefing_waits_until_its_hour_or_until_that_can_be_read(
    find: Find, content: str, waits: bool
) -> None:
    """However its key is written, and whatever else is wrong with the file."""
    assert held(find({"briefs/a.yml": briefing(content)})) == ({"a"} if waits else set())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_file_in_another_encoding_waits_as_well(find: Find, encoding: str) -> None:
    """It cannot be read, and says that it has an hour."""
    assert held(find({"briefs/a.yml": briefing(HOUR).encode(encoding)})) == {"a"}


def test_what_only_waiting_briefings_refer_to_waits_with_them(find: Find) -> None:
    """By whatever way and id; what something refers to that readers may see does not."""
    files = {
        "briefs/a.yml": briefing(
            HOUR
            + "related: [b]\nsources: [own, shared]\nparticipants: [{who: old-new}, {who: known}]\n"
        ),
        "briefs/b.yml": briefing(HOUR + "related: [a]\nplace: own-place\n"),
        "briefs/public.yml": briefing("sources: [shared]\nplace: known\n"),
        "briefs/draft.yml": briefing("status: draft\nsources: [own]\n"),
        "briefs/of-draft.yml": briefing("status: draft\nrelated: [public]\n"),
        "briefs/entities/new.yml": entity("Nueva", "former_ids: [old-new]\npart_of: parent\n"),
        "briefs/entities/parent.yml": entity("Madre"),
        "briefs/entities/own-place.yml": entity("Muelle", "part_of: also-known\n"),
        "briefs/entities/known.yml": entity("Conocida", "part_of: above-known\n"),
        "briefs/entities/above-known.yml": entity("Mayor"),
        "briefs/entities/also-known.yml": entity("También"),
        "briefs/entities/other.yml": entity("Otra", "part_of: also-known\n"),
        **source("own"),
        **source("shared"),
        **source("uncited"),
    }
    embargo = find(files)
    assert embargo.findings == ()
    assert held(embargo) == {"a", "b", "new", "parent", "own-place", "own", "draft"}
    assert embargo.drafts == {Path("briefs/draft.yml")}
    assert embargo.end == AT
    for name in ("own.txt", "own.pdf", "own.places", "own.2026-01-01.txt"):
        assert embargo.holds(f"briefs/sources/{name}")
    assert not embargo.holds("briefs/sources/own-other.txt")
    assert not embargo.holds("briefs/sources/shared.txt")
    assert not embargo.holds("briefs/own.txt")


def test_a_word_that_is_an_id_is_no_reference(find: Find) -> None:
    """«Nota» in the text of a public briefing does not make the source `nota` public."""
    files = {
        "briefs/a.yml": briefing(f"{HOUR}sources: [nota]\n"),
        "briefs/b.yml": briefing("why_it_matters: La nota lo dice; nota bene.\n"),
        **source("nota"),
    }
    assert held(find(files)) == {"a", "nota"}


def test_of_a_waiting_file_with_wrong_fields_all_words_may_be_references(find: Find) -> None:
    """What is wrong with it must not show its sources."""
    files = {
        "briefs/a.yml": f"{HOUR}sources: [own]\nkind: nothing\n",
        "briefs/b.yml": briefing(f"{HOUR}participants: {{who: lost}}\n"),
        "briefs/entities/lost.yml": entity("Perdida"),
        **source("own"),
    }
    assert held(find(files)) == {"a", "b", "own", "lost"}


def test_an_entity_that_readers_see_may_not_name_what_waits(find: Find) -> None:
    """Also where it is one to which the waiting briefing refers."""
    files = {
        "briefs/a.yml": briefing(f"{HOUR}place: harbour\n"),
        "briefs/b.yml": briefing("place: harbour\n"),
        "briefs/entities/harbour.yml": entity("Puerto", "description: Lo dice [esto](a).\n"),
    }
    (finding,) = find(files).findings
    assert (finding.path.stem, finding.code) == ("harbour", "embargoed-reference")


def test_what_was_published_cannot_wait(find: Find) -> None:
    """By any id that it had."""
    lock = f"old {'0' * 32} 0\n"
    files = {"briefs/a.yml": briefing(f"{HOUR}aliases: [old]\n"), "briefs/published.lock": lock}
    (finding,) = find(files).findings
    assert (finding.code, finding.span.line) == ("published-removed", 4)


def test_readers_get_the_site_without_it_and_authors_all(read: Read, find: Find) -> None:
    """Nothing refers to what is not there; `published.lock` does not record it yet."""
    files = {
        "briefs/a.yml": briefing(f"{HOUR}related: [public]\nsources: [own]\n"),
        "briefs/public.yml": briefing(),
        "briefs/draft.yml": briefing("status: draft\nsources: [own]\n"),
        "briefs/other.yml": briefing("status: draft\nrelated: [draft]\n"),
        **source("own"),
    }
    find(files)
    shown = read({}, drafts=False)
    assert (shown.findings, [*shown.site.briefings], [*shown.site.sources]) == ([], ["public"], [])
    whole = read({})
    assert whole.findings == []
    assert {*whole.site.briefings} == {"a", "public", "draft", "other"}
    assert whole.site.briefings["a"].about.embargo == Instant.parse("2026-12-01T09:00-06:00")
    assert whole.site.briefings["public"].about.embargo is None
    assert [*published_now(whole.present)] == [("briefing", "public", "")]


def test_check_is_told_what_waits(find: Find) -> None:
    """The code is "embargoed", and a notice is no finding."""
    files = {"briefs/a.yml": briefing(f"{HOUR}sources: [own]\n"), **source("own")}
    notices = [*find(files).notices()]
    assert [(notice.code, notice.severity, notice.message) for notice in notices] == [
        ("embargoed", Severity.NOTICE, "`a` waits until 2026-12-01T09:00-06:00"),
        (
            "embargoed",
            Severity.NOTICE,
            "`own` waits as well: nothing that readers may see refers to it",
        ),
    ]


def test_a_clock_that_goes_back_hides_it_again(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a file is its hour, and not that it has passed."""
    store, files = Store(), {"briefs/a.yml": briefing(HOUR)}
    for now, waits in ((AT, set()), (AT - 1, {"a"}), (AT, set())):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now))
        assert held(find(files, store)) == waits


def test_a_store_that_only_reads_keeps_nothing(tmp_path: Path) -> None:
    """What is new can be had as long as it lives, and what was there too."""
    store = Store(tmp_path / "store")
    store.put("before", 1)
    store.close()
    store = Store(tmp_path / "store")
    store.only_read()
    store.put("new", 2)
    store.save()
    store.close()
    assert (store.get("before"), store.get("new")) == (1, 2)
    assert Store(tmp_path / "store").get("new") is None


@pytest.mark.parametrize(
    ("written", "es"),
    [
        ("2026-12-01T09:00-06:00", "1 de diciembre de 2026, 09:00 (UTC−6)"),
        ("2026-12-01T09:00:30+05:30", "1 de diciembre de 2026, 09:00 (UTC+5:30)"),
        ("2026-12-01T09:00Z", "1 de diciembre de 2026, 09:00 (UTC)"),
    ],
)
def test_a_moment_is_written_with_its_time_zone(written: str, es: str) -> None:
    """As its author wrote it, not as the machine has it."""
    assert format_moment(Instant.parse(written), "es") == es


def test_authors_see_the_mark_on_the_page_and_in_lists(read: Read, find: Find) -> None:
    """Readers never see it; a draft is a draft."""
    find({"briefs/a.yml": briefing(HOUR), "briefs/b.yml": briefing(f"{HOUR}status: draft\n")})
    site = read({}).site
    pages = {
        page.uri: page.markdown
        for page in render_site(
            site, Publication(name="Sitio", language="es"), Path("briefs")
        ).pages
    }
    mark = "**Embargado hasta el 1 de diciembre de 2026, 09"
    assert mark in pages["informes/a.md"]
    assert mark in pages["informes/index.md"]
    assert mark not in pages["informes/b.md"]


def test_a_store_keeps_nothing_of_a_reading_with_what_waits(
    read: Read, find: Find, tmp_path: Path
) -> None:
    """However large the reading, and whoever saves it."""
    find({"briefs/a.yml": briefing(HOUR)})
    store = Store(tmp_path / "store")
    assert [*read({}, store=store).site.briefings] == ["a"]
    store.close()
    assert Store(tmp_path / "store").keys() == {}


def test_pages_with_the_mark_are_made_again_after_the_hour(
    read: Read, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands for what pages and lists show of a briefing tells whether it waits."""
    find({"briefs/a.yml": briefing(HOUR)})
    before = read({}).site.briefings["a"].about
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(AT))
    after = read({}).site.briefings["a"].about
    assert before.digest != after.digest
    assert before.listed != after.listed


def test_a_file_beside_a_source_that_waits_is_no_finding_of_readers(read: Read, find: Find) -> None:
    """It would name the source."""
    find({"briefs/a.yml": briefing(f"{HOUR}sources: [own]\n"), **source("own")})
    assert read({"briefs/sources/own.TXT": "x"}, drafts=False).findings == []
    assert [finding.code for finding in read({}).findings] == ["bad-ending"]
