"""Text is not markup: what authors type is what readers see, in every place of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib import import_module

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from briefsite.archive.text import Inline, Plain, is_link_target, is_page_id, is_web_address
from briefsite.messages.diagnostics import INVISIBLE

EXTENSIONS = [
    *("attr_list", "md_in_html", "tables", "toc", "smarty", "footnotes", "abbr", "def_list"),
    *("admonition", "sane_lists", "wikilinks", "meta"),
    *("pymdownx.magiclink", "pymdownx.emoji", "pymdownx.snippets", "pymdownx.tilde"),
    *("pymdownx.caret", "pymdownx.mark", "pymdownx.keys", "pymdownx.critic", "pymdownx.betterem"),
    *("pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.details", "pymdownx.tasklist"),
    *("pymdownx.tabbed", "pymdownx.inlinehilite", "pymdownx.arithmatex", "pymdownx.progressbar"),
]
OPTIONS = {
    "pymdownx.magiclink": {
        "repo_url_shorthand": True,
        "social_url_shorthand": True,
        "user": "user",
        "repo": "repo",
    },
    "pymdownx.snippets": {"check_paths": False},
}

PLACES = {
    "a paragraph": "Antes {} después.",
    "a paragraph of its own": "{}",
    "a list item": "- {}\n- otro",
    "a quotation": "> {}",
    "a table cell": "| a | b |\n|---|---|\n| {} | c |",
    "a heading": "# {}",
    "an attribute": 'Antes <span title="{}">después</span>.',
    "an attribute of a block": '<div title="{}">después</div>',
    "the text of a link": "[{}](otra.md)",
    "strong text": "**{}**",
    "a block of HTML": '<div markdown>\n\n<p class="a" markdown>{}</p>\n\n</div>',
    "a definition": "Palabra\n\n:   {}",
}

HOSTILE = [
    *("<script>alert(1)</script>", "</p></div>", "<!-- ", "<![CDATA[", "<![", "<?php", "&lt;b&gt;", "&amp;"),
    *("&#60;b&#62;", "&copy", "&", "<", ">", '"', "'", '" onclick="x', "' onclick='x", "`<b>`"),
    *("[x](javascript:alert(1))", "[x](data:text/html,<b>)", "[x][y]", "[x]: https://example.org"),
    *("![x](https://example.org/x.png)", "[[x]]", "[[a|b]]", "[^1]", "[^1]: nota", "[TOC]", "[ ] x"),
    *("[" * 50, "](" * 20, "[a](b[c](d)e)", "https://example.org/", "<https://example.org/>"),
    *("www.example.org", "user@example.org", "@user", "#123", "user/repo#1", "mailto:x@example.org"),
    *("{: onclick=alert(1)}", "{ .x onclick=y }", "{#id}", "{{ x }}", "{% include 'x' %}", "{# x #}"),
    *("--8<-- 'pyproject.toml'", '--8<-- "pyproject.toml"', ";--8<--", "-8<- x", "*[HTML]: x"),
    *("26. de septiembre", "1) uno", "- uno", "* uno", "+ uno", "# uno", "## uno ##", "> uno"),
    *("    code", "\tcode", "``` python", "~~~", "---", "***", "===", "a\n===", "| a | b |", "a | b"),
    *("|---|", ": uno", "!!! note", "??? note", '=== "tab"', "/// note", ":smile:", "++ctrl++"),
    *("~~x~~", "~x~", "^^x^^", "^x^", "==x==", "{++x++}", "{--x--}", "{~~a~>b~~}", "{>>x<<}"),
    *("*x*", "**x**", "_x_", "__x__", "***x***", "snake_case_name", "a*b*c", "\\*x\\*", "\\", "`x`"),
    *("(c)", "(tm)", "+/-", "-->", "<--", "1/2", "c/o", "=/=", "...", "--", "''x''"),
    *("$x$", "$$x$$", "\\(x\\)", "[=50%]", '[=50% "x"]', "`#!python x`", "HTML", "a: b", "título: x"),
    *("línea uno\nlínea dos", "a  \nb", "a\r\n\r\nb", "\u00a0x", " x ", "«x»", "–—‑", "😀", "wzxhzdk:0"),
]  # fmt: skip

TEXTS = st.one_of(
    st.lists(st.sampled_from([*HOSTILE, " ", "a", "1", "\n"]), max_size=5).map("".join),
    st.text(max_size=20),
).map(lambda text: INVISIBLE.sub("", text))
"""Control and bidirectional characters never come this far: `load` refuses them."""


@cache
def converter() -> Markdown:
    """Python-Markdown with every extension that could find a meaning in a text."""
    return Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)


class Shape(HTMLParser):
    """What a page holds: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        """Parse a page."""
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.order: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        kept = {name: folded(value or "") for name, value in attributes}
        if tag == "h1":
            kept.pop("id", None)  # made from the text
        self.tags.append((tag, kept))
        self.order.append(f"<{tag} {kept}>")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a tag."""
        self.tags.append((f"/{tag}", {}))
        self.order.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data
        self.order += data

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.tags.append(("comment", {"": data}))

    def handle_decl(self, decl: str) -> None:
        """Note a declaration."""
        self.tags.append(("declaration", {"": decl}))

    def unknown_decl(self, data: str) -> None:
        """Note a section such as CDATA."""
        self.tags.append(("declaration", {"": data}))

    def handle_pi(self, data: str) -> None:
        """Note an instruction."""
        self.tags.append(("instruction", {"": data}))


def shape(markdown: str) -> Shape:
    """What a Markdown page holds."""
    return Shape(converter().reset().convert(markdown))


def folded(text: str) -> str:
    """A text with its white space folded, as browsers show it."""
    return " ".join(text.split())


# Plain


@pytest.mark.parametrize("place", PLACES)
def test_plain_text_shows_as_typed(place: str) -> None:
    """Every character shows as typed, whatever it means to Markdown, its extensions or HTML."""
    for text in HOSTILE:
        check_as_typed(PLACES[place], text)


@given(st.sampled_from(sorted(PLACES)), TEXTS)
@settings(max_examples=600)
def test_any_plain_text_shows_as_typed(place: str, text: str) -> None:
    """So does any other text, in any of the places."""
    check_as_typed(PLACES[place], text)


def check_as_typed(template: str, text: str) -> None:
    """The page with the text differs from the page with a harmless word in that word alone."""
    text = text.strip()  # as fields are
    if not text:
        return
    harmless, hostile = (
        shape(template.format("inocuo")),
        shape(template.format(Plain(text).__html__())),
    )
    typed = folded(text)
    assert folded(hostile.text) == folded(harmless.text.replace("inocuo", typed))
    assert hostile.tags == [
        (tag, {name: value.replace("inocuo", typed) for name, value in attributes.items()})
        for tag, attributes in harmless.tags
    ]


@pytest.mark.parametrize("text", ["1st", "el 2nd Amendment", "3rd, 4th y 21st"])
def test_ordinal_numbers_show_as_typed(text: str) -> None:
    """Not even what has no punctuation, and means something to `smartsymbols`, is markup."""
    check_as_typed("{}", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_shows_as_typed_in_html(text: str) -> None:
    """So it does where no Markdown is read: in `<title>` and `<meta>`."""
    escaped = Plain(text).__html__()
    title = Shape(f'<title>{escaped}</title><meta content="{escaped}">')
    assert folded(title.text) == folded(text)
    assert title.tags == [("title", {}), ("/title", {}), ("meta", {"content": folded(text)})]
    assert not re.search(r"[<>\"']", escaped)


def test_the_extensions_are_at_work() -> None:
    """The properties above would notice: unescaped, most hostile texts show as something else."""
    changed = [
        text
        for text in HOSTILE
        if len(text) < 40
        and (shape(text).tags[:1] + shape(text).tags[2:], folded(shape(text).text))
        != ([("p", {})], folded(text))
    ]
    assert len(changed) > len(HOSTILE) / 2


@pytest.mark.parametrize("name", EXTENSIONS)
def test_the_extensions_are_there(name: str) -> None:
    """None of the extensions is missing from the tests."""
    import_module(name if "." in name else f"markdown.extensions.{name}")


# Inline

LINK = '<a href="https://example.org/">{}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("sin nada", "sin nada"),
        ("*uno* y **dos**", "<em>uno</em> y <strong>dos</strong>"),
        ("_uno_ y __dos__", "<em>uno</em> y <strong>dos</strong>"),
        ("***uno***", "<em><strong>uno</strong></em>"),
        ("`uno < dos`", "<code>uno &lt; dos</code>"),
        ("`[uno](dos)`", "<code>[uno](dos)</code>"),
        ("[uno](https://example.org/)", LINK.format("uno")),
        ("[*uno*](https://example.org/)", LINK.format("<em>uno</em>")),
        (
            "[a](https://example.org/?a=b&c=_d_)",
            '<a href="https://example.org/?a=b&amp;c=_d_">a</a>',
        ),
        ("[uno](mailto:a@example.org)", '<a href="mailto:a@example.org">uno</a>'),
        ("[uno](dos-3)", '<a href="id:dos-3">uno</a>'),
        ("[[uno] dos](tres)", '<a href="id:tres">[uno] dos</a>'),
        ("[*uno* `dos`](tres)", '<a href="id:tres"><em>uno</em> <code>dos</code></a>'),
        ("\\*uno\\*", "*uno*"),
        ("uno_dos_tres", "uno_dos_tres"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("línea\nsiguiente", "línea siguiente"),
    ],
)
def test_emphasis_code_and_links_have_a_meaning(text: str, html: str) -> None:
    """Emphasis, code and links become what they are in Markdown."""
    assert shape(Inline(text).__html__()).order == Shape(f"<p>{html}</p>").order


INERT = [
    *("<b>uno</b>", "<script>alert(1)</script>", "<img src=x onerror=y>", "<!-- uno -->", "&lt;b&gt;", "&amp;"),
    *("![uno](https://example.org/x.png)", "![uno](dos)", "![uno][dos]", "<https://example.org/>"),
    *("https://example.org/", "www.example.org", "a@example.org", "uno{: onclick=dos}", "{{ uno }}"),
    *("{% uno %}", "--8<-- 'pyproject.toml'", "[[uno]]", "[^1]", "[uno]", "[uno][dos]", ":smile:", "~~uno~~"),
    *("==uno==", "++ctrl++", "# uno", "- uno", "26. de septiembre", "> uno", "| a | b |", "1. uno", "''uno''"),
]  # fmt: skip


@pytest.mark.parametrize("text", INERT)
def test_everything_else_shows_as_typed(text: str) -> None:
    """HTML, images, attribute lists, snippets and the syntax of extensions are inert."""
    page = shape(Inline(text).__html__())
    assert folded(page.text) == text
    assert page.tags == [("p", {}), ("/p", {})]


@pytest.mark.parametrize("text", ["*uno* ![dos](tres)", "![*uno*](dos)", "[![uno](dos)](tres)"])
def test_images_are_no_links(text: str) -> None:
    """What begins with an exclamation mark is an image, and no page leads to it."""
    assert "dos" not in Inline(text).links()


@pytest.mark.parametrize(
    "target",
    [
        *("javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:x", "data:text/html,x", "vbscript:x"),
        *("file:///etc/passwd", "//example.org/", "/etc", "../x", "x.md", "#x", "?x", "", "id:x"),
        *("https:", "https://", "https:///x", "http:example.org", "https://user@example.org/"),
        *("https://user:secret@example.org/", "https://[::1", "ftp://example.org/", "https://a:b/"),
        *("mailto:", "mailto:a", "mailto:a@b", "mailto:a@example.org?cc=b@example.org", "Dos", "dos_tres"),
        "https://example.org\\@evil.example/",
    ],
)  # fmt: skip
def test_links_lead_nowhere_else(target: str) -> None:
    """Targets are http, https, mailto or a page of the site; others show their text alone."""
    assert not is_link_target(target)
    page = shape(Inline(f"[uno](<{target}>)").__html__())
    assert "a" not in [tag for tag, _ in page.tags]


@pytest.mark.parametrize(
    "target",
    [
        *("https://example.org", "http://example.org:80/a?b=c#d", "HTTPS://EXAMPLE.ORG/", "https://[::1]/"),
        *("https://es.wikipedia.org/wiki/Misión", "https://example.org/a_(b)", "mailto:a.b+c@example.org"),
        *("dos", "dos-3", "3"),
    ],
)  # fmt: skip
def test_links_lead_to_the_web_to_mail_and_to_pages(target: str) -> None:
    """Good targets become links."""
    assert is_link_target(target)
    ((tag, attributes), *_) = [
        entry for entry in shape(Inline(f"[uno](<{target}>)").__html__()).tags if entry[0] == "a"
    ]
    assert tag == "a"
    assert attributes["href"].removeprefix("id:")


@pytest.mark.parametrize(
    ("text", "is_id"),
    [
        ("a", True),
        ("a-1", True),
        ("2025", True),
        ("-a", False),
        ("a-", False),
        ("a--b", False),
        ("A", False),
        ("á", False),
        ("a_b", False),
        ("a/b", False),
        ("", False),
        ("a\n", False),
        ("٣", False),
    ],
)
def test_ids_are_lower_case_letters_digits_and_hyphens(text: str, is_id: bool) -> None:
    """An id is made of lower-case letters, digits and single hyphens between them."""
    assert is_page_id(text) is is_id


def test_links_are_listed_as_written() -> None:
    """Bad targets too, so that they can be reported."""
    text = Inline("[a](b) *[c](javascript:d)* `[e](f)` [g](https://example.org/) ![h](i)")
    assert text.links() == ["b", "javascript:d", "https://example.org/"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("*uno* **dos** `tres`", "uno dos tres"),
        ("[uno](dos)", "uno"),
        ("<b> & &amp;", "<b> & &amp;"),
        ("\\*uno\\*", "*uno*"),
        ("uno\n  dos", "uno dos"),
    ],
)
def test_plain_is_the_text_without_its_markup(text: str, plain: str) -> None:
    """For descriptions and search."""
    assert Inline(text).plain() == plain
    assert type(Inline(text).plain()) is Plain


INLINE_TEXTS = st.lists(
    st.sampled_from(
        [
            *HOSTILE,
            *INERT,
            "*",
            "**",
            "_",
            "`",
            "``",
            "[",
            "]",
            "(",
            ")",
            "](",
            "](a)",
            "](https://b.org)",
            "](javascript:x)",
            "\\",
            " ",
            "a",
            "!",
            "<",
            ">",
        ]
    ),
    max_size=8,
).map(lambda parts: INVISIBLE.sub("", "".join(parts)))


def tags_of(page: Shape) -> Iterator[str]:
    """The tags of a page; fails for attributes other than safe targets."""
    for tag, attributes in page.tags:
        assert set(attributes) <= {"href"}
        if tag == "a":
            target = attributes["href"]
            assert is_web_address(target) or is_link_target(target.removeprefix("id:"))
        yield tag.removeprefix("/")


@given(INLINE_TEXTS)
@settings(max_examples=600)
@example("*a [b*](c)")
@example("`a` [`b`](c) ![d](e)")
@example("[a](https://b.org/*c*_d_)")
@example("[a](https://b.org/&quot;onclick=x)")
def test_nothing_but_emphasis_code_and_links_comes_out(text: str) -> None:
    """Whatever the text: no other tags, no attributes but safe targets, and the text as typed."""
    inline = Inline(text)
    page = shape(f"x {inline.__html__()} x")
    assert set(tags_of(page)) <= {"p", "em", "strong", "code", "a"}
    assert folded(page.text) == folded(f"x {inline.plain()} x")
