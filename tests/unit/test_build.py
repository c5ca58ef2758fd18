"""Building fast: from the cache, on all cores or beside MkDocs, the site is the same."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from briefsite.cache import progress
from briefsite.cache.store import Store, digest, remembered
from briefsite.mkdocs.skeleton import Skeletons, ThemePage
from briefsite.outputs.site_folder import Output
from briefsite.pages.python_markdown import Article, Heading

# The parts by themselves.


def test_a_value_is_made_once(tmp_path: Path) -> None:
    """And found by whoever opens the store next."""
    made = []
    for _ in range(2):
        store = Store(tmp_path / "store.sqlite")
        assert remembered(store, "key", lambda: made.append(1) or "value") == "value"
        store.save()
    assert made == [1]


def test_parts_of_a_digest_keep_their_borders() -> None:
    """`ab` and `c` are not `a` and `bc`."""
    assert digest("ab", "c") != digest("a", "bc")


def store_of_long_ago(path: Path, names: str) -> None:
    """A store that was used when the world was young, in the order of the names."""
    store = Store(path)
    for name in names:
        store.put(name, random.Random(name).randbytes(100))  # which cannot be compressed
    store.close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entry SET used = unicode(key)")


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    """When the store outgrows its limit, and a build has ended."""
    path = tmp_path / "store.sqlite"
    store_of_long_ago(path, "ab")
    store = Store(path, limit=300)
    store.put("c", random.Random("c").randbytes(100))
    store.save()
    assert {*Store(path).keys()} == {"a", "b", "c"}
    store.close()
    assert {*Store(path).keys()} == {"b", "c"}


def test_what_a_build_looks_for_counts_as_used(tmp_path: Path) -> None:
    """Even where nothing reads it, since the page that it is for stands already."""
    path = tmp_path / "store.sqlite"
    store_of_long_ago(path, "ab")
    store = Store(path, limit=300)
    assert store.missing(["a", "x"]) == {"x"}
    store.put("c", random.Random("c").randbytes(100))
    store.close()
    assert {*Store(path).keys()} == {"a", "c"}


def test_what_the_last_build_needed_stays_whatever_its_size(tmp_path: Path) -> None:
    """Or the next would begin by making it all again, and throw it out again."""
    path = tmp_path / "store.sqlite"
    store = Store(path, limit=300)
    for name in "abcdef":
        store.put(name, random.Random(name).randbytes(100))
    store.close()
    assert {*Store(path).keys()} == {*"abcdef"}


def test_a_store_of_a_former_version_is_begun_anew(tmp_path: Path) -> None:
    """It could not be read, and would take its room for ever."""
    path = tmp_path / "store.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE entry (key TEXT PRIMARY KEY, value BLOB, used INTEGER)")
        database.execute("INSERT INTO entry VALUES ('old', randomblob(100000), 1)")
    store = Store(path)
    store.put("key", b"value")
    store.close()
    assert Store(path).get("key") == b"value"
    assert path.stat().st_size < 100_000


def test_a_folder_that_may_not_be_written_is_done_without(tmp_path: Path) -> None:
    """The store then remembers only for as long as it lives."""
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "store.sqlite")
    store.put("key", b"value")
    store.save()
    assert store.get("key") == b"value"


def test_two_builds_share_a_store(tmp_path: Path) -> None:
    """Each finds what the other saved."""
    one, other = Store(tmp_path / "store.sqlite"), Store(tmp_path / "store.sqlite")
    one.put("a", b"1")
    other.put("b", b"2")
    one.save()
    other.save()
    assert (other.get("a"), one.get("b")) == (b"1", b"2")


@pytest.mark.parametrize(
    ("seconds", "is_terminal", "said"),
    [
        (0.1, False, ""),
        (6.0, False, "Pages: 1 of 4 (25%)\nPages: 3 of 4 (75%)\n"),
        (0.6, True, "\rPages: 2 of 4 (50%)\rPages: 3 of 4 (75%)\rPages: 4 of 4 (100%)\r\x1b[K"),
    ],
)
def test_long_work_says_how_far_it_is(
    seconds: float,
    is_terminal: bool,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing in the first second; then a line now and then, or one that counts on a terminal."""
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal)
    for _ in progress.counted("abcd", 4, "Pages"):
        clock[0] += seconds
    assert capsys.readouterr().err == said


def test_a_site_is_written_aside_and_put_in_place(tmp_path: Path) -> None:
    """New files replace old ones, a folder may take the place of a file, and the rest goes."""
    site, store = tmp_path / "site", Store()
    (site / "old").mkdir(parents=True)
    (site / "old/page.html").write_text("old")
    (site / "name").write_text("a file where a folder is wanted")
    (site / ".nojekyll").write_text("")
    output = Output.open(site, store)
    (output.aside / "style.css").write_text("css")
    pages = {"name/index.html": "1", "index.html": "2"}
    output.make(pages, lambda path: path.encode())
    published = output.publish(pages)
    assert (published.written, published.removed) == (3, 1)
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert found == {"style.css", "name/index.html", "index.html", ".nojekyll"}
    output = Output.open(site, store)
    output.make(pages, lambda path: b"never asked for")
    published = output.publish(pages)
    assert (published.written, published.removed) == (0, 1)


def test_what_is_hidden_in_a_site_stays(tmp_path: Path) -> None:
    """A checkout in the site folder is not ours, not even its empty folders; what a build hides is placed."""
    site = tmp_path / "site"
    (site / ".git/refs/tags").mkdir(parents=True)
    output = Output.open(site, Store())
    output.write(".well-known/security.txt", b"Contact: mailto:x@example.org")
    output.make({"index.html": "1"}, lambda path: path.encode())
    output.publish({"index.html": "1"})
    assert (site / ".git/refs/tags").is_dir()
    assert (site / ".well-known/security.txt").is_file()


def theme(page: ThemePage) -> str:
    """A page as a theme might write it, with all ways of escaping."""
    title = str(page.meta["title"])
    toc = "".join(f'<a href="#{h.id}">{h.title}</a>' for h in page.article.toc)
    return (
        f"<title>{Markup(title).striptags()}</title><meta content='{Markup.escape(title)}'>"
        f"<h6>{Markup.escape(Markup(title).striptags())}</h6>{toc}{page.article.html}"
        f"{page.meta.get('linked_data', '')}"
    )


def page_of(title: str, content: str, *headings: str) -> ThemePage:
    toc = tuple(Heading(f"<i>{name}</i>", name, 2) for name in headings)
    article = Article(content, toc, None, frozenset(), ())
    return ThemePage(uri="a/b.md", place="a", article=article, meta={"title": title})


def test_a_filled_skeleton_is_what_the_theme_would_have_written() -> None:
    """Values are escaped, stripped or left as they are, as the theme does to each."""
    skeletons = Skeletons(theme)
    for page in (
        page_of("Uno", "<p>x</p>", "a", "b"),
        page_of("A &amp; <b>B</b> &lt;i&gt;", "<p>\\1 & {} %s</p>", "c", "d"),
        page_of("Otra forma", "", "una"),
    ):
        assert skeletons.fill(page) == theme(page)


def test_a_theme_is_asked_once_for_each_shape() -> None:
    """Whatever the names of the values are; and once more for the marks."""
    asked = []

    def counting(page: ThemePage) -> str:
        asked.append(page)
        return theme(page)

    skeletons = Skeletons(counting)
    pages = [page_of(f"Título {number}", "<p>x</p>", "a") for number in range(50)]
    for page in pages:
        skeletons.fill(replace(page, meta={**page.meta, "linked_data": "{}", "card_title": "x"}))
    assert len(asked) == 2


def test_a_theme_that_does_something_else_to_a_value_is_asked_each_time() -> None:
    """A shape is filled only where its first page came out the same."""

    def shouting(page: ThemePage) -> str:
        return str(page.meta["title"]).upper() + page.article.html

    skeletons = Skeletons(shouting)
    assert [skeletons.fill(page_of(name, "")) for name in ("uno", "dos")] == ["UNO", "DOS"]
