"""Where pages, moments and broken words stand in an archived text: `<id>.places`."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefsite.archive.places import Places, PlacesError, clock, read_places, write_places
from briefsite.cache.file_digests import ChangedError, FileDigests
from briefsite.cache.store import Store
from briefsite.messages.diagnostics import as_text
from conftest import Read, record_of

TEXT = "Uno dos.\n\nTres cuatro.\n"


def test_places_are_written_as_lines_and_columns() -> None:
    """As editors count them, so that a person can look them up."""
    places = Places(pages=((0, 1), (15, 2)), times=((10, 192.5),), hyphens=(18,))
    assert write_places(places, TEXT) == (
        "1:1 page 1\n3:1 time 00:03:12.500\n3:6 page 2\n3:9 hyphen\n"
    )


@given(st.text("ab\n", max_size=60), st.data())
def test_what_was_written_is_read_back(text: str, data: st.DataObject) -> None:
    """Whatever the text, its end included."""
    offsets = st.integers(0, len(text))
    places = Places(
        pages=tuple(sorted(data.draw(st.lists(st.tuples(offsets, st.integers(1, 9)))))),
        times=tuple(sorted(data.draw(st.lists(st.tuples(offsets, st.integers(0, 90_000)))))),
        hyphens=tuple(sorted(data.draw(st.lists(offsets)))),
    )
    assert read_places(write_places(places, text), text) == places


@pytest.mark.parametrize(
    "line",
    ["1:1 página 1", "0:1 page 1", "1:0 page 1", "9:1 page 1", "1:99 page 1", "1:1 page 0",
     "1:1 time 3:12", "1:1 time 00:61:00", "page 1", "1:1 page 1 x", "1:1  hyphen"],
)  # fmt: skip
def test_a_line_that_is_no_place_is_refused_by_its_number(line: str) -> None:
    """Comments and empty lines count."""
    with pytest.raises(PlacesError) as caught:
        read_places(f"# páginas\n\n{line}\n", TEXT)
    assert caught.value.args == (3,)


def test_a_passage_has_the_page_that_began_before_it() -> None:
    """Before the first page that is stated, none is known."""
    places = Places(pages=((5, 2), (15, 3)))
    assert [places.page(at) for at in (0, 5, 14, 15, 99)] == [None, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "00:00:00"), (3723.25, "01:02:03.250"), (59.9996, "00:01:00")]
)
def test_moments_have_hours_minutes_and_seconds(seconds: float, written: str) -> None:
    """And a fraction only where there is one."""
    assert clock(seconds) == written


# Beside a source

PAGES = "1:1 page 1\n3:1 page 2\n"


def archive(
    places: str | None, *, recorded: str | None = PAGES, original: bool = False
) -> dict[str, str]:
    """A source with places, and with a document that is missing."""
    record = record_of(TEXT, "Acta")
    if recorded is not None:
        record += f"places_sha256: {hashlib.sha256(recorded.encode()).hexdigest()}\n"
    if original:
        record += f"original: {{format: pdf, sha256: {'0' * 64}, read_by: pypdfium2 5}}\n"
    files = {"briefs/sources/acta.txt": TEXT, "briefs/sources/acta.yml": record}
    return files if places is None else {**files, "briefs/sources/acta.places": places}


def test_a_source_knows_its_pages(read: Read) -> None:
    """As its record says which file of places is meant."""
    reading = read(archive(PAGES))
    assert reading.findings == []
    assert reading.site.sources["acta"].places.pages == ((0, 1), (10, 2))


@pytest.mark.parametrize(
    ("files", "finding"),
    [
        (archive(None), "error[source-incomplete]: the file `acta.places` is missing"),
        (archive("1:1 page 1\n"), "error[hash-mismatch]: `acta.places` is not the file"),
        (archive(PAGES, recorded=None), "error[hash-mismatch]: `acta.places` is not the file"),
        (
            archive("1:1 page 1\n7:1 page 2\n", recorded="1:1 page 1\n7:1 page 2\n"),
            "error[unreadable-file]: cannot be read: line 2 is no place in `acta.txt`",
        ),
        (archive(PAGES, original=True), "error[source-incomplete]: the file `acta.pdf` is missing"),
        (
            {**archive(PAGES, original=True), "briefs/sources/acta.pdf": "x"},
            "error[hash-mismatch]: `acta.pdf` is not the file that was recorded here",
        ),
    ],
)
def test_files_beside_a_source_are_the_recorded_ones(
    files: dict[str, str], finding: str, read: Read
) -> None:
    """What is missing, another than recorded, or unreadable is a finding."""
    reading = read(files)
    (text,) = [as_text([found], reading.shown.get) for found in reading.findings]
    assert text.startswith(finding)


def test_what_was_read_once_is_read_where_somebody_asks_for_it(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that is as it was is not opened, nor the file of its places; a new text is looked at."""
    store, opened = Store(), list[str]()
    content = FileDigests.content
    monkeypatch.setattr(
        FileDigests,
        "content",
        lambda self, path, limit: (opened.append(Path(path).name), content(self, path, limit))[1],
    )
    assert "acta" in read(archive(PAGES), store=store).site.sources
    assert {"acta.txt", "acta.places"} <= {*opened}
    opened.clear()
    reading = read({}, store=store)
    source = reading.site.sources["acta"]
    assert (reading.findings, opened) == ([], [])
    assert (source.received, source.places.pages) == (TEXT, ((0, 1), (10, 2)))
    assert opened == ["acta.txt"]
    changed = read({"briefs/sources/acta.txt": "Otro.\n"}, store=store)
    assert [finding.code for finding in changed.findings] == ["hash-mismatch"]


def test_who_keeps_a_reading_has_the_texts_as_they_were(read: Read) -> None:
    """An editor goes on while files change beneath it; a build says that one did."""
    read(archive(PAGES))
    time.sleep(0.1)  # or the files are as new as the clock of the disk, and read again
    store = Store()
    before = FileDigests(store, Path("briefs"))
    read({}, store=store, digests=before)
    before.save()
    held, opened = (
        read({}, store=store, digests=FileDigests(store, Path("briefs")), holds_texts=holds_texts)
        for holds_texts in (True, False)
    )
    Path("briefs/sources/acta.txt").unlink()
    assert held.site.sources["acta"].received == TEXT
    with pytest.raises(ChangedError, match=r"acta\.txt changed"):
        _ = opened.given.texts.received("acta")


def test_places_are_not_kept_for_others_that_were_recorded(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may be replaced between two looks at it."""
    store, later = Store(), "1:1 page 7\n"
    files = archive(PAGES)
    with monkeypatch.context() as between:
        between.setattr(
            FileDigests, "sha256", lambda *_: hashlib.sha256(PAGES.encode()).hexdigest()
        )
        read({**files, "briefs/sources/acta.places": later}, store=store)
    assert read(files, store=store).given.archive.places["acta"].pages == ((0, 1), (10, 2))
