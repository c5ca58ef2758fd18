"""MkDocs builds of tiny sites, in a process of their own as users run them."""

from __future__ import annotations

import hashlib
import html
import json
import re
import time
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sites import (
    BRIEFING,
    CONFIG,
    briefsite,
    build,
    make_site,
    run,
    served_by_mkdocs,
    wait_for,
    write,
)

SOURCE = "''Se dragará el puerto'', dijo la alcaldesa.\n"
CITED = {
    "briefs/sources/acta.txt": SOURCE,
    "briefs/sources/acta.yml": f"title: Acta\nsha256: {hashlib.sha256(SOURCE.encode()).hexdigest()}\n",
    "briefs/puerto.yml": BRIEFING + "sources: [acta]\nquotes:\n  - text: Se dragará el puerto\n",
}


def page(site: Path, path: str) -> str:
    """The HTML of a built page."""
    return (site / "site" / path).read_text("utf-8")


def article(text: str) -> str:
    """What stands between `<article>` tags."""
    found = re.search(r"<article[^>]*>\s*(.*?)\s*</article>", text, re.DOTALL)
    assert found
    return found[1]


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_three_line_briefing_builds_without_a_warning(tmp_path: Path) -> None:
    """`title`, `date` and `summary` are enough."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    done = build(site, "--strict")
    assert (done.returncode, "WARNING" in done.stdout) == (0, False), done.stdout
    assert "<h1" in page(site, "informes/puerto/index.html")
    assert "<title>Puerto - Sitio</title>" in page(site, "informes/puerto/index.html")
    assert "Se draga el puerto" in page(site, "index.html")


def test_a_wrong_quotation_stops_the_build_and_the_old_site_stays(tmp_path: Path) -> None:
    """Nothing that a source does not hold is ever published."""
    site = make_site(tmp_path, CITED)
    assert build(site).returncode == 0
    before = tree(site / "site")
    write(site, {"briefs/puerto.yml": CITED["briefs/puerto.yml"].replace("puerto\n", "muelle\n")})
    done = build(site)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout
    assert "error[evidence-not-found]: these words do not stand in source `acta`" in done.stdout
    assert "--> briefs/puerto.yml:6:25" in done.stdout
    assert "you wrote:   Se dragará el >>muelle<<" in done.stdout
    assert "source says: Se dragará el >>puerto<<" in done.stdout
    assert tree(site / "site") == before


def test_errors_are_counted_in_the_files_that_have_some(tmp_path: Path) -> None:
    """Not in those that a build warns of."""
    files = {
        "briefs/puerto.yml": f"{BRIEFING}sumary: Otra\n",
        "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
        "briefs/muelle.yml": f"{BRIEFING}why_it_matters: Ana Ruiz Mateo habla.\n",
    }
    done = build(make_site(tmp_path, files))
    assert "warning[name-in-longer-name]" in done.stdout
    assert "1 error in 1 file; the site built before is untouched" in done.stdout


def test_a_site_has_our_icons_unless_it_has_its_own(tmp_path: Path) -> None:
    """In the tab and in the header."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    assert build(site).returncode == 0
    assert '<link rel="icon" href="assets/briefsite/favicon.svg">' in page(site, "index.html")
    assert '<span class="bs-logo"></span>' in page(site, "index.html")
    own = CONFIG.replace("font: false", "font: false, favicon: mine.png, logo: mine.svg")
    write(site, {"mkdocs.yml": own, "docs/mine.png": b"", "docs/mine.svg": "<svg/>"})
    assert build(site).returncode == 0
    assert "assets/briefsite/favicon.svg" not in page(site, "index.html")
    assert "bs-logo" not in page(site, "index.html")
    assert '<img src="mine.svg" alt=""' in page(site, "index.html")


def test_require_evidence_makes_a_bare_statement_an_error(tmp_path: Path) -> None:
    """A site can promise that every statement is proven."""
    config = CONFIG.replace("briefsite]", "briefsite: {require_evidence: true}]")
    files = {"mkdocs.yml": config, "briefs/puerto.yml": BRIEFING + "key_points: [{text: Uno.}]\n"}
    done = build(make_site(tmp_path, files))
    assert done.returncode == 1
    assert "error[missing-evidence]" in done.stdout


def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    """What did not change is not uploaded anew."""
    site = make_site(tmp_path, CITED)
    trees = []
    for _ in range(2):
        assert run("mkdocs", "build", cwd=site, SOURCE_DATE_EPOCH="1750000000").returncode == 0
        trees.append(tree(site / "site"))
    assert trees[0] == trees[1]


def test_drafts_stay_out_of_the_published_site(tmp_path: Path) -> None:
    """Neither a page nor a list names them."""
    site = make_site(
        tmp_path,
        {
            "briefs/puerto.yml": BRIEFING,
            "briefs/b.yml": BRIEFING.replace("P", "X") + "status: draft\n",
        },
    )
    assert build(site, "--strict").returncode == 0
    assert not (site / "site/informes/b").exists()
    assert "Xuerto" not in "".join(path.read_text() for path in site.glob("site/**/*.html"))


def test_the_navigation_holds_hubs_alone(tmp_path: Path) -> None:
    """With every page in it, site and build would grow with the square of their number."""
    site = make_site(tmp_path, {f"briefs/b{n}.yml": BRIEFING for n in range(3)})
    assert build(site, "--strict").returncode == 0
    menu = page(site, "informes/b1/index.html").partition('id="bs-menu"')[2].partition("</nav>")[0]
    nav = re.findall(r'<a href="([^"]*)"', menu)
    assert not [link for link in nav if "b2" in link or "b0" in link]
    assert "../" in nav


def test_a_page_links_to_the_yaml_it_is_made_from(tmp_path: Path) -> None:
    """The pencil opens what an author can edit."""
    config = CONFIG.replace(
        "plugins:", "repo_url: https://github.com/o/r\nedit_uri: edit/main/docs/\nplugins:"
    ).replace("font: false", "font: false, features: [content.action.edit]")
    site = make_site(tmp_path, {**CITED, "mkdocs.yml": config})
    assert build(site, "--strict").returncode == 0
    edit = 'href="https://github.com/o/r/edit/main/{}"'
    assert edit.format("briefs/puerto.yml") in page(site, "informes/puerto/index.html")
    assert edit.format("briefs/sources/acta.yml") in page(site, "fuentes/acta/index.html")
    assert edit.format("docs/index.md") in page(site, "index.html")
    assert "/edit/" not in page(site, "informes/index.html")


def test_the_sitemap_has_the_dates_of_the_briefings(tmp_path: Path) -> None:
    """Search engines learn when a briefing changed, not when the site was built."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    assert build(site).returncode == 0
    entry = page(site, "sitemap.xml").partition("informes/puerto/</loc>")[2]
    assert entry.strip().startswith("<lastmod>2025-05-01</lastmod>")


def test_a_hand_written_page_at_a_generated_address_is_an_error(tmp_path: Path) -> None:
    """Neither page silently replaces the other."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING, "docs/informes/puerto.md": "# X\n"})
    done = build(site)
    assert done.returncode == 1
    assert "error[page-exists]" in done.stdout
    assert "--> briefs/puerto.yml:1:1" in done.stdout
    assert "error[page-exists]" in briefsite("check", cwd=site).stdout
    assert "the other is docs/informes/puerto.md; rename one of the two" in done.stdout


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A typo in `briefs_dir` is not an empty site."""
    done = build(make_site(tmp_path, {}))
    assert done.returncode == 1
    assert "there is no folder briefs" in done.stdout


def test_addresses_without_folders_work_too(tmp_path: Path) -> None:
    """`use_directory_urls: false` makes a site that opens from a disk."""
    site = make_site(tmp_path, {**CITED, "mkdocs.yml": CONFIG + "use_directory_urls: false\n"})
    done = build(site, "--strict")
    assert done.returncode == 0, done.stdout
    assert 'href="../fuentes/acta.html#p1"' in page(site, "informes/puerto.html")


def test_the_tree_builds_without_our_plugin(tmp_path: Path) -> None:
    """`briefsite render` writes a docs folder that any engine can build."""
    site = make_site(
        tmp_path,
        {**CITED, "docs/metodo.md": "# M\n", "briefs/entities/v.yml": "name: V\ntype: place\n"},
    )
    assert build(site, "--strict").returncode == 0
    assert briefsite("render", "--out", tmp_path / "plain/docs", cwd=site).returncode == 0
    config = (
        "site_name: Sitio\nmarkdown_extensions: [attr_list, md_in_html]\n"
        "validation: {links: {anchors: warn}, nav: {omitted_files: ignore}}\n"
    )
    write(tmp_path / "plain", {"mkdocs.yml": config})
    done = build(tmp_path / "plain", "--strict")
    assert done.returncode == 0, done.stdout
    assert "<h1" in (tmp_path / "plain/site/informes/puerto/index.html").read_text()
    assert (tmp_path / "plain/site/fuentes/acta.txt").read_text() == SOURCE

    themed = config + "theme: {name: material, language: es, font: false}\n"
    write(tmp_path / "plain", {"mkdocs.yml": themed})
    assert build(tmp_path / "plain", "--strict").returncode == 0
    for path in ("informes/puerto/index.html", "fuentes/acta/index.html", "entidades/v/index.html"):
        plain = (tmp_path / "plain/site" / path).read_text()
        assert article(plain) == article(page(site, path))


HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<javascript:alert(1)> https://evil.example www.evil.example a@evil.example",
    "*a* **b** _c_ `d` ~~e~~ ==f== ^g^ ++h++",
    "26. de septiembre",
    "# not a heading",
    "- not a list",
    "> not a quotation",
    "a | b | c",
    "[[wiki]] [^1] *[ABBR]: x",
    "{{ 7*7 }} {% raw %} {# x #}",
    '--8<-- "mkdocs.yml" ;--8<--',
    "{: onclick=alert(1) } { .x #y }",
    "&lt;b&gt; &amp; &copy; &#60;",
    "<!-- x --> <![CDATA[x]]> <? x ?> <!x",
    "!!! note",
    "\\*a\\* \\\\ \\",
    "'single' \"double\" -- --- ... (c) (tm) :smile:",
    "$x$ \\(x\\) $$y$$",
    "=== --- *** 1",
    "a__b__c a*b*c ``x`` ```y",
]


class _Words(HTMLParser):
    """Collects the elements and the text of a page's article."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        links = [str(value) for name, value in attrs if name in ("href", "src")]
        links = [link for link in links if not link.startswith("data:image/png;")]  # the QR code
        assert not [link for link in links if link.startswith(("javascript:", "data:"))]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_text_is_not_markup(tmp_path: Path) -> None:
    """Whatever an author types shows as typed, in title, body, metadata and search alike."""
    files: dict[str, str | bytes] = {}
    for number, text in enumerate(HOSTILE):
        quoted = json.dumps(text)
        files[f"briefs/h{number}.yml"] = (
            f"title: {quoted}\ndate: 2025-01-01\nsummary: s\nparticipants: [{{who: e{number}}}]\n"
            f"date_note: {quoted}\ncorrections: [{{date: 2025-02-01, note: n, was: {quoted}}}]\n"
        )
        files[f"briefs/entities/e{number}.yml"] = (
            f"name: {quoted}\ntype: place\ncountry: {quoted}\n"
        )
    config = CONFIG + (
        "markdown_extensions: [admonition, footnotes, abbr, def_list, smarty, tables,"
        " pymdownx.magiclink, pymdownx.snippets, pymdownx.tilde, pymdownx.caret, pymdownx.mark,"
        " pymdownx.critic, pymdownx.keys, pymdownx.smartsymbols, pymdownx.superfences,"
        " pymdownx.betterem, pymdownx.details, pymdownx.arithmatex]\n"
    )
    site = make_site(tmp_path, {**files, "mkdocs.yml": config})
    done = build(site, "--strict")
    assert done.returncode == 0, done.stdout
    for number, text in enumerate(HOSTILE):
        source = page(site, f"informes/h{number}/index.html")
        source, blocks = re.subn(r'<script type="application/ld\+json">[^<>]*</script>', "", source)
        assert blocks == 1  # a block of data can hold any text but what would end it
        words = _Words()
        words.feed(article(source))
        # Title, note, entity (at a glance and among the participants), correction, two citations.
        assert words.text.count(text) == 7, (text, words.text)
        assert words.elements <= {
            *("article", "h1", "h2", "p", "a", "time", "span", "div", "ul", "li"),
            *("button", "img", "aside", "dl", "dt", "dd", "b", "br"),
        }
        head = source.partition("</head>")[0]
        (title,) = re.findall(r"<title>(.*?)</title>", head, re.DOTALL)
        assert html.unescape(title) == f"{text} - Sitio"
        (shared,) = re.findall(r'og:title" content="([^"]*)"', head)
        assert html.unescape(shared) == text
        assert "<script>alert" not in source
        assert "onerror=" not in html.unescape(head).replace(text, "")


def test_an_english_site_is_english_throughout(tmp_path: Path) -> None:
    """Interface and addresses follow the language of the theme."""
    config = CONFIG.replace("language: es", "language: en").replace(
        "[index.md, informes/index.md, entidades/index.md, fuentes/index.md]",
        "[index.md, briefings/index.md, commitments/index.md, timeline/index.md]",
    )
    files = {name: text for name, text in CITED.items() if "puerto" not in name}
    files["briefs/harbour.yml"] = (
        "title: Harbour\ndate: 2025-05-01\nsummary: s\nlang: en\nsources: [acta]\n"
        "commitments: [{id: dredge, text: Dredge}]\nkey_points: [{text: t, evidence: dijo la}]\n"
    )
    site = make_site(tmp_path, {**files, "mkdocs.yml": config})
    done = build(site, "--strict")
    assert done.returncode == 0, done.stdout
    words = page(site, "briefings/harbour/index.html")
    assert '<html lang="en"' in words
    for text in ("The point", "Key points", "not stated", "May 1, 2025", "1 min read"):
        assert text in words
    spanish = {"Lo esencial", "Compromisos", "Fuentes", "sin plazo", "Búsqueda", "Cómo citar"}
    everything = "".join(path.read_text() for path in (site / "site").rglob("*.html"))
    assert not [text for text in spanish if text in everything]
    assert (site / "site/commitments/harbour/dredge/index.html").exists()


def test_the_policy_allows_the_scripts_of_the_theme_and_no_others(tmp_path: Path) -> None:
    """A script that got into a page in spite of all would still not run."""
    site = make_site(
        tmp_path, {"briefs/puerto.yml": BRIEFING, "docs/x.md": "<script>evil()</script>\n"}
    )
    assert build(site).returncode == 0
    for path in ("index.html", "informes/puerto/index.html", "404.html", "x/index.html"):
        source = page(site, path)
        (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', source)
        scripts = re.findall(r"<script>(.*?)</script>", source, re.DOTALL)
        hashes = {s: b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts}
        assert scripts
        assert [s for s in scripts if hashes[s] not in policy] == (
            ["evil()"] if path == "x/index.html" else []
        )


def test_serve_shows_saved_edits_and_survives_a_broken_file(tmp_path: Path) -> None:
    """An author may save a file half-way: the rest of the site stays up, and the log says why."""
    draft = BRIEFING.replace("Puerto", "Borrador") + "status: draft\n"
    site = make_site(
        tmp_path, {"briefs/a.yml": BRIEFING, "briefs/b.yml": BRIEFING, "briefs/d.yml": draft}
    )
    with served_by_mkdocs(site) as (address, server):
        text = wait_for(f"{address}informes/a/", "Puerto")
        assert "livereload" in text
        assert "Content-Security-Policy" not in text
        wait_for(f"{address}informes/d/", "Borrador")
        write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Faro")})
        wait_for(f"{address}informes/a/", "Faro")
        write(site, {"briefs/a.yml": "title: [x\n"})
        wait_for(f"{address}informes/a/", "404")
        wait_for(f"{address}informes/b/", "Puerto")
        wait_for((site / "serve.log").as_uri(), "error[yaml-syntax]")
        write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Muelle")})
        wait_for(f"{address}informes/a/", "Muelle")
        assert server.poll() is None


def test_serve_leaves_out_the_pages_of_a_broken_template(tmp_path: Path) -> None:
    """Whoever writes a template sees its error in the log, and the page when it is mended."""
    template = "briefs/templates/briefing.md.jinja"
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, template: "# {{ title }} 1\n"})
    with served_by_mkdocs(site) as (address, _):
        wait_for(f"{address}informes/a/", "Puerto 1")
        write(site, {template: "# {{ title\n"})
        wait_for(f"{address}informes/a/", "404")
        wait_for((site / "serve.log").as_uri(), "error[template-error]")
        write(site, {template: "# {{ title }} 2\n"})
        wait_for(f"{address}informes/a/", "Puerto 2")


def test_serve_makes_the_search_index_once(tmp_path: Path) -> None:
    """An author waits for the page, not for a search that nobody uses meanwhile; the log says so."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    with served_by_mkdocs(site) as (address, _):
        wait_for(f"{address}informes/a/", "Puerto")
        entry = wait_for(f"{address}pagefind/pagefind-entry.json", "languages")
        write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Faro")})
        wait_for(f"{address}informes/a/", "Faro")
        assert wait_for(f"{address}pagefind/pagefind-entry.json", "languages") == entry
        assert (site / "serve.log").read_text().count("Search stays as it is now") == 1


HOST = """\
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config

for number in range(2):
    config = load_config("mkdocs.yml")
    if "startup" in sys.argv:
        config.plugins.on_startup(command="build", dirty=False)
    build(config)
    print(f"after build {number + 1}")
print("the end")
"""
CLICK_HOST = """\
import click

@click.command()
@click.argument("words", nargs=-1)
def build(words):
    exec(compile(open("host.py").read(), "host.py", "exec"))

build()
"""


@pytest.mark.parametrize("host", ["host.py", "click_host.py"])
@pytest.mark.parametrize("startup", [[], ["startup"]])
@pytest.mark.parametrize("environment", [{}, {"BRIEFSITE_SHARD": "1/2"}])
def test_a_program_that_calls_mkdocs_goes_on(
    host: str, startup: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    """Only the `mkdocs` command ends early: in any other program all builds are whole."""
    files = {"host.py": HOST, "click_host.py": CLICK_HOST, "briefs/a.yml": BRIEFING}
    site = make_site(tmp_path, {**files, "briefs/b.yml": BRIEFING})
    time.sleep(0.1)  # so that nothing was written within the same tick as the build
    done = run(host.removesuffix(".py"), *startup, cwd=site, **environment)
    assert (done.returncode, done.stdout.split("\n")[-4:]) == (
        0,
        ["after build 1", "after build 2", "the end", ""],
    ), done.stdout
    assert {"a", "b"} <= {path.name for path in (site / "site/informes").iterdir()}
