"""The fast converter: what it converts equals Python-Markdown's, and anything else it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefsite.archive.text import Inline, Plain
from briefsite.pages import convert as converter
from briefsite.pages.convert import convert
from briefsite.pages.python_markdown import Article, Heading, reference


def rewritten(target: str) -> str:
    """Stands in for MkDocs; a mark at both ends, and a character that HTML has to escape."""
    return f'<{target}"&'


CONSTRUCTS = {
    "heading": "# Título",
    "heading with an id": "## Título { #aqui }",
    "heading that is a link": "### [Título](../a.md#b) { #c-1 }",
    "headings alike": "## Á\n\n## Á\n\n## A { #a-1 }\n\n## &#65;",
    "ids taken within and below": '## Uno\n\n<div id="uno" markdown>\n\n## Uno\n\n</div>',
    "id written below": "## A\n\n## B { #a }",
    "ids in raw HTML are not taken": '## Uno\n\n<p id="uno">x</p>\n\n<span id="uno"></span>x',
    "levels that skip": "### a\n\n# b\n\n##### c\n\n## d\n\n## e",
    "heading without letters": "## «»",
    "paragraph over two lines": "uno, [dos\ntres](x.md)\ncuatro",
    "blank lines": "\n\nuno\n\n\n\ndos\n\n\ntres\n",
    "tight list": "- uno\n- dos",
    "loose list": "- uno\n\n- dos\n\n- tres",
    "list half loose": "- a\n- b\n\n- c\n- d\n\n1. e",
    "list after a paragraph": "- a\n\nb\n\n- c",
    "numbered list": "1. uno<br>\n    dos\n1. tres",
    "quotation": "> «uno»\n\n> dos",
    "strong": "**Uno:** dos **tres**, cuatro **[cinco](x.md)**",
    "link with attributes": '[a](b.md#c){ .d .e title="f &#34;g" aria-label="h" }, i',
    "link in raw HTML": '<a href="b.md">a</a> [c](d.md)',
    "address": "Véase <https://example.org/a_b/?c=d>",
    "entities": "&#42;a&#42; &amp;amp; &lt;b&gt;",
    "inline HTML": '<time datetime="2025">a</time> <abbr title="a &#34;b">c</abbr><br>',
    "inline picture": '<svg width="1" aria-label="a"><circle r="5"/><text x="1%">b</text></svg>',
    "container": '<div class="b" data-item id="a" markdown>\n\ntexto\n\n- uno\n\n</div>',
    "attributes unescaped": '<div data-b="a &#34;&#38;lt;&#10;b" data-a="&#60;" markdown>\n\nx\n\n</div>',
    "empty container": "<div markdown>\n\n</div>",
    "nested containers": "<div markdown>\n<div markdown>\n\na\n\n</div>\n</div>\n\nb",
    "leaf": '<p class="a" markdown>uno [dos](x.md) **tres**</p>',
    "leaf in a container": "<div markdown>\n\na\n\n<p markdown>b</p>\n\nc\n\n</div>",
    "list of facts": "<dl markdown>\n<div markdown><dt>a &#38; <b>b</b></dt><dd markdown>[c](d)</dd></div>\n</dl>",
    "facts without Markdown": "<dl markdown>\n<div><dt>a</dt><dd>*b*</dd></div>\n</dl>",
    "raw HTML": "a\n\n<dl>\n<dt>a</dt>\n<dd>*b* [c](d)</dd>\n</dl>\n\nb",
    "raw HTML at the end": '<div class="a"><p>b<br>c</p></div>',
    "picture in parts": '<section><svg><clipPath id="a" clipPathUnits="b"><path d="M0 1"/></clipPath></svg></section>',
    "table in raw HTML": "<section>\n<table>\n<thead><tr><th>a</th></tr></thead><tbody>\n</tbody></table>\n</section>",
    "picture": "<figure><svg><title>a</title></svg><figcaption>b</figcaption></figure>\n\nc",
    "data for machines": '<script type="application/ld+json">{"a": "\\u003cb*c`"}</script>',
    "nothing": "\n",
}


@pytest.mark.parametrize("markdown", CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_constructs_of_templates_are_converted(markdown: str) -> None:
    """Each of them alone, and after a heading."""
    for text in (markdown, f"# a\n\n{markdown}\n"):
        assert convert(text, rewritten) == reference(text, rewritten)


REFUSED = {
    "emphasis": "a *b* c",
    "emphasis with underscores": "a _b_ c",
    "strong with underscores": "__a__",
    "strong within a word": "a**b**c",
    "strong that does not end": "**a",
    "strong around spaces": "** a **",
    "code": "`a`",
    "fenced code": "```\na\n```",
    "fenced code with tildes": "~~~\na\n~~~",
    "indented code": "    a",
    "backslash": "a \\* b",
    "line break": "a  \nb",
    "setext heading": "a\n===",
    "setext heading of level 2": "a\n---",
    "heading without a space": "#a",
    "heading closed": "# a #",
    "heading and text": "# a\nb",
    "heading of attributes alone": "# { #a }",
    "heading with a class": "# a { .b }",
    "label for the table of contents": '# a { data-toc-label="b" }',
    "table of contents": "[TOC]",
    "rule": "---",
    "rule of asterisks": "* * *",
    "list with asterisks": "* a",
    "list with plus signs": "+ a",
    "list from another number": "7. a",
    "list in a list": "- a\n    - b",
    "list in an item": "- - a",
    "paragraph in an item": "- a\n\n    b",
    "heading in an item": "- # a",
    "quotation in an item": "- > a",
    "heading in a quotation": "> # a",
    "quotation after a line": "a\n> b",
    "task": "- [ ] a",
    "reference": "[a][b]\n\n[b]: c.md",
    "short reference": "[a]\n\n[a]: b.md",
    "footnote": "a[^1]\n\n[^1]: b",
    "link with a title": '[a](b.md "c")',
    "link in angle brackets": "[a](<b c.md>)",
    "link in a link": "[[a](b.md)](c.md)",
    "link without a target": "[a]()",
    "link with strong text": "[**a**](b.md)",
    "link with an id": "[a](b.md){ #c }",
    "link with another target": '[a](b.md){ href="c" }',
    "link with a class in two ways": '[a](b.md){ .c class="d" }',
    "link with a colon list": "[a](b.md){: .c }",
    "image": "![a](b.png)",
    "image in HTML named": '<img name="a">',
    "address of mail": "<a@example.org>",
    "attributes of a paragraph": "a\n{ .b }",
    "table": "a | b\n- | -\nc | d",
    "abbreviation": "a\n\n*[a]: b",
    "comment": "<!-- a -->",
    "comment in text": "a <!-- b --> c",
    "processing instruction": "<?a?>",
    "declaration": "<!DOCTYPE a>",
    "character data": "<![CDATA[a]]>",
    "broken declaration": "a <![b",
    "ampersand": "a & b",
    "entity that does not end": "a &#42 b",
    "less than": "a < b",
    "greater than": "a > b",
    "tag that does not end": "a <b",
    "attribute without quotation marks": "<span class=a>b</span>",
    "attribute in apostrophes": "<span class='a'>b</span>",
    "attribute with a tag": '<span title="<p>">a</span>',
    "attribute with a link": '<span title="[a](b.md)">c</span>',
    "id with an entity": '<span id="a&#46;b"></span>',
    "id in capitals": '<span ID="a"></span>',
    "named anchor": '<a name="b">c</a>',
    "equals sign": 'a id="b"',
    "tag in capitals": "<DIV markdown>\n\na\n\n</DIV>",
    "block-level tag in capitals": "a <P>b</P>",
    "block-level tag in text": "a <div>b</div>",
    "block-level tag, empty": "<div/>",
    "block-level tag over two lines": '<div\nclass="a">b</div>',
    "element after text": "a<p markdown>b</p>",
    "elements side by side": "<div markdown>\n<p markdown>a</p><p markdown>b</p>\n</div>",
    "element not closed": "<div markdown>\n\na",
    "element closed twice": "<div markdown>\n\na\n\n</div>\n</div>",
    "elements crossed": "<div markdown>\n<section markdown>\n\na\n\n</div>\n</section>",
    "text after an element": "<div markdown>\n\na\n\n</div> b",
    "text on the line after raw HTML": "<div>a</div>\nb",
    "element in a leaf": "<p markdown><p markdown>a</p></p>",
    "element in a paragraph": "<div markdown>\n<p><dt>a</dt></p>\n</div>",
    "text between elements": "<div markdown>\n<div>a<div>b</div></div>\n</div>",
    "raw element in its like": "<div><div>a</div></div>",
    "raw element in its like, open": "<div><div>a</div>",
    "blank line in a leaf": "<p markdown>a\n\nb</p>",
    "another value of markdown": '<div markdown="1">\n\na\n\n</div>',
    "another element": "<table><tr><td>a</td></tr></table>",
    "preformatted": "<pre>a</pre>",
    "script in an element": "<div markdown>\n<script>a</script>\n</div>",
    "markup in a script": "<script>a<b</script>",
    "HTML heading": "<div markdown>\n<h2>a</h2>\n</div>",
    "tab": "a\tb",
    "carriage return": "a\r\nb",
    "placeholder": "a \x02wzxhzdk:0\x03",
    "space before text": "a\n\n b",
    "no-break space before text": "a\n\n\xa0b",
    "line of spaces": "a\n  \nb",
    "spaces at the end": "a\n    ",
    "line of spaces in raw HTML": "<p>a\n  \nb</p>",
}


@pytest.mark.parametrize("markdown", REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused(markdown: str) -> None:
    """Rather than guessed; where it stands in an element, it may mean something that is known."""
    assert convert(markdown, rewritten) is None
    assert convert(f"# a\n\n{markdown}\n\nb", rewritten) is None
    within = f"<div markdown>\n\n{markdown}\n\n</div>"
    article = convert(within, rewritten)
    assert article is None or article == reference(within, rewritten)


def test_another_python_markdown_is_not_second_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the version that the tests compare with is known."""
    monkeypatch.setattr(converter, "version", (3, 12, 0, "final", 0))
    assert convert("a", rewritten) is None


def test_links_are_rewritten_once_in_the_order_of_the_page() -> None:
    """Raw HTML keeps its links; those of Markdown and bare addresses go through MkDocs."""
    markdown = '[a](b.md){ title="c" } <a href="d.md">e</a>\n\n- [f](g.md#h) <https://i.example/>'
    seen: list[str] = []
    article = convert(markdown, lambda target: seen.append(target) or f"../{target}")
    assert article
    assert article.links == tuple(seen) == ("b.md", "g.md#h", "https://i.example/")
    assert article.html.startswith('<p><a href="../b.md" title="c">a</a> <a href="d.md">e</a></p>')


def test_an_article_says_what_a_page_needs() -> None:
    """Its title, its table of contents, and what can be linked to."""
    markdown = '# A &#38; [b](c.md)\n\n## D { #e }\n\n<p id="f">g</p>\n\n- <span id="h"></span>i'
    assert convert(markdown, str) == Article(
        html='<h1 id="a-b">A &#38; <a href="c.md">b</a></h1>\n<h2 id="e">D</h2>\n'
        '<p id="f">g</p>\n\n<ul>\n<li><span id="h"></span>i</li>\n</ul>',
        toc=(Heading("A &#38; b", "a-b", 1, (Heading("D", "e", 2),)),),
        title="A &#38; b",
        anchors=frozenset(["a-b", "e", "f", "h"]),
        links=("c.md",),
    )


def test_the_words_of_an_image_stand_for_it_in_a_title() -> None:
    """As in MkDocs; only hand-written pages have images."""
    assert reference("# ![a](b.png) c", str).title == "a c"


def test_named_anchors_of_hand_written_pages_are_known() -> None:
    """As in MkDocs, which checks links to them."""
    assert reference('<a name="b"></a><i name="c"></i>', str).anchors == {"b"}


# What authors type: letters, and every sign that means something to Markdown or HTML.
TYPED = st.text(st.sampled_from("aé1 .:#*_`~[](){}<>!|=+-&;'\"/\\\n«»\xa0"), max_size=12).map(
    lambda text: f"x{text}y"
)


def escaped(text: str) -> str:
    return Plain(text).__html__()


PLAIN = TYPED.map(escaped)
FIELD = st.one_of(PLAIN, TYPED.map(lambda text: Inline(text).__html__()))
ID = st.from_regex(r"[a-z]{1,2}(-[0-9])?", fullmatch=True)
TARGET = st.sampled_from(["../a.md", "b.md#c-1", "#d", "https://example.org/?e=f"])
ATTRIBUTES = st.builds('{{ .bs-a title="{}" }}'.format, PLAIN)
LINK = st.builds("[{}]({}){}".format, FIELD, TARGET, st.one_of(st.just(""), ATTRIBUTES))
PIECE = st.one_of(
    FIELD,
    LINK,
    st.builds('<a href="{}">{}</a>'.format, PLAIN, FIELD),
    st.builds('<span id="{}"></span>'.format, ID),
    st.builds('<abbr title="{}">{}</abbr>'.format, PLAIN, PLAIN),
    st.builds(" **{}** ".format, st.one_of(FIELD, LINK)),
    st.sampled_from([" · ", ": ", "<br>", "<https://example.org/a_b/>"]),
)
WORDS = st.builds("x{}".format, st.lists(PIECE, min_size=1, max_size=4).map("".join))
BLOCK = st.one_of(
    WORDS,
    st.builds("{} {}".format, st.sampled_from(["#", "##", "####"]), WORDS),
    st.builds("## {} {{ #{} }}".format, WORDS, ID),
    st.builds("> {}".format, WORDS),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda items: "- " + "\n- ".join(items)),
    st.builds("1. {}<br>\n    {}".format, WORDS, WORDS),
    st.builds('<p class="{}" markdown>{}</p>'.format, PLAIN, WORDS),
    st.builds(
        "<dl markdown>\n<div markdown><dt>{}</dt><dd markdown>{}</dd></div>\n</dl>".format,
        PLAIN,
        WORDS,
    ),
    st.builds("<dl markdown>\n<div><dt>{}</dt><dd>{}</dd></div>\n</dl>".format, PLAIN, FIELD),
)
RAW = st.builds('<p class="a" id="{}">{}</p>'.format, ID, PLAIN)


def together(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(blocks, min_size=1, max_size=4).map("\n\n".join)


def boxed(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        '<div id="{}" data-a="{}" markdown>\n\n{}\n\n</div>'.format, ID, PLAIN, together(blocks)
    )


PAGE = together(st.one_of(RAW, st.recursive(BLOCK, boxed, max_leaves=6)))


@given(PAGE)
def test_whatever_authors_type_is_converted_as_by_python_markdown(page: str) -> None:
    """Fields are escaped, so no character of theirs can make a page be refused."""
    assert convert(page, rewritten) == reference(page, rewritten)


SNIPPET = st.one_of(
    st.sampled_from([*REFUSED.values(), *CONSTRUCTS.values()]),
    st.sampled_from(["\n", "\n\n", " ", "    ", "**", "](a)", "</div>", "<dt>", "<p markdown>"]),
    TYPED,
)


@given(PAGE, st.lists(st.tuples(st.floats(0, 1), SNIPPET), min_size=1, max_size=3))
def test_hostile_markdown_is_refused_or_converted_as_by_python_markdown(
    page: str, snippets: list[tuple[float, str]]
) -> None:
    """Wherever it stands in a page: never is anything else made of it."""
    for where, snippet in snippets:
        place = round(where * len(page))
        page = page[:place] + snippet + page[place:]
    article = convert(page, rewritten)
    assert article is None or article == reference(page, rewritten)
