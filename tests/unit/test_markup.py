"""HTML to the paragraphs that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.documents.markup import blocks_of, tree_of


def blocks(html: str) -> list[str]:
    """The blocks of a page in Spanish."""
    return [block.text for block in blocks_of(tree_of(html), lang="es").blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>32<sup><a href='#n'>1</a></sup> presas</p>", ["32 presas"]),
        ("<p>32<sup>1</sup> y 7<sup>2</sup></p>", ["32 y 7"]),
        ("<p>10<sup>6</sup>, 15<sup>50</sup>, m<sup>2</sup></p>", ["10⁶, 15⁵⁰, m²"]),
        ("<p>presas<sup>9</sup>y agua.<sup>*</sup></p>", ["presas y agua."]),
        ("<p>1.<sup>er</sup> 3<sup>a</sup> n.<sup>o</sup></p>", ["1.ᵉʳ 3ª n.º"]),
        ("<p>CO<sub>2</sub> x<sub>i</sub></p>", ["CO₂ xi"]),
        ("<p>2 <sup>1</sup>/<sub>2</sub></p>", ["2 ¹/₂"]),
        ("<p>La tasa<sup>1</sup></p><p>x</p><p><sup>1</sup> Anual</p>", ["La tasa", "[1] Anual", "x"]),
        ("<p>El ¹⁴C; <sup>14</sup>C, <sup>238</sup><sub>92</sub>U</p>", ["El ¹⁴C; ¹⁴C, ²³⁸₉₂U"]),
        ("<p>3,<sup>99</sup> €, siglo XIX<sup>e</sup></p>", ["3,⁹⁹ €, siglo XIXᵉ"]),
        ("<p>Lo dicen varios.<sup>3-5</sup></p>", ["Lo dicen varios."]),
        ("<p>32<span class=superscript>1</span> y 4<span class=footnote-mark>2</span></p>", ["32 y 4"]),
        ("<p>32<span style='vertical-align:.4em'>1</span></p>", ["32"]),
        ("<p>32<a class=footnote-ref href='#x'>1</a></p><li id=x>Nota", ["32", "[1] Nota"]),
        ("<p>32<a href='#nota-1'>1</a></p><li id=nota-1>Nota", ["32", "[1] Nota"]),
        ("<p id=a>32<a href='#b'><sup>1</sup></a></p><p id=b>Nota de <a href='#a'>1</a></p>", ["32", "[1] Nota de 1"]),
        ("<p>Nota <a href='#nota-1'>1</a>, art.<a href='#art5'>5</a></p><p id=nota-1>x", ["Nota 1, art.5", "x"]),
        (
            "<p>32<a name=a href='#b'><sup>1</sup></a></p><p><a name=b href='#a'>1</a>Nota</p>",
            ["32", "[1] Nota"],
        ),
        (
            "<p>A<sup><a href='#a' id='b'>1</a></sup></p><p>x</p><li id='a'>Nota <a href='#b'>↩</a></li>",
            ["A", "[1] Nota", "x"],
        ),
    ],
)  # fmt: skip
def test_a_superscript_joins_no_figure_and_no_word(html: str, expected: list[str]) -> None:
    """Marks of notes are left out, and their notes follow; all else stands as superscripts."""
    assert blocks(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>32¹ presas, 10³ l, 5 m²</p><p>¹ Nota</p>", ["32 presas, 10³ l, 5 m²", "[1] Nota"]),
        ("<p>32⁽¹⁾ presas</p><p>⁽¹⁾ Nota</p>", ["32 presas", "[1] Nota"]),
        ("<p>32¹ presas</p>", ["32¹ presas"]),
        ("<p><b>300</b>* y 7**</p><p>* A</p><p>** B</p>", ["300 y 7", "[*] A", "[**] B"]),
        ("<p>Es *muy* caro, 3*4, p*** a*</p><p>** A</p>", ["Es *muy* caro, 3*4, p*** a*", "** A"]),
        ("<p>Es *muy* caro</p><p>* A</p>", ["Es *muy* caro", "* A"]),
    ],
)
def test_a_typed_mark_is_one_where_a_note_opens_with_it(html: str, expected: list[str]) -> None:
    """Exponents, emphasis, products and letters left out stay as they are."""
    assert blocks(html) == expected


def test_a_long_text_of_entities_is_read_whole() -> None:
    """It is parted in the tree, and in one piece again in its block; a script is never parted."""
    tree = tree_of(f"<p>{'&amp;b ' * 6000}</p><script>{'&amp;b<' * 6000}</script>")
    assert [block.text for block in blocks_of(tree).blocks] == [("&b " * 6000).strip()]
    assert len(tree.find(".//p")) > 0
    assert len(tree.find(".//script")) == 0


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>pri<wbr>mero<br>y se&shy;gundo<br><br>tercero</p>", ["primero y segundo", "tercero"]),
        ("a<div>b</div>c<!-- d -->e", ["a", "b", "ce"]),
        ("<ol start=3><li>a<li>b</ol><ul><li>c</ul>", ["3. a", "4. b", "c"]),
        ("<table><tr><th>a<th>b<tr><td><p>c</p><p>d</p><td>e</table>", ["a\tb", "c d\te"]),
        ("<table><tr><td><h2>a</h2><p>b</p><td>c</table>", ["a", "b", "c"]),
        ("<dl><dt>a<dd>b</dl><pre>c\nd</pre>", ["a", "b", "c", "d"]),
        ("<p>a<img src=x>b <button>c</button></p>", ["a b"]),
        ("<p>el plazo<del> acaba</del><ins>termina</ins></p>", ["el plazo termina"]),
        ("<p>pre<s>s</s><ins>z</ins></p>", ["prez"]),
        ("<p hidden>a</p><p style='display: none'>b</p><p aria-hidden=true>c</p>d", ["d"]),
    ],
)  # fmt: skip
def test_a_block_is_what_a_reader_sees_as_one(html: str, expected: list[str]) -> None:
    """Blocks never run together, and what is left out never joins what stood around it."""
    assert blocks(html) == expected


@pytest.mark.parametrize(
    ("html", "expected", "added"),
    [
        ("<p>Dijo <q>a <q>b</q></q></p>", ["Dijo «a “b”»"], 2),
        ("<p lang=en>Said <q>a <q>b</q></q></p>", ["Said “a ‘b’”"], 2),
        ("<blockquote><p>a<p>«b»</blockquote>", ["«a»", "«b»"], 1),
        ("<blockquote><p>a</p><cite>Luis</cite></blockquote>", ["«a»", "Luis"], 1),
        ("<blockquote>a «b» c<footer>— Ana</footer></blockquote>", ["“a «b» c”", "— Ana"], 1),
    ],
)  # fmt: skip
def test_quotations_have_the_marks_of_their_language(
    html: str, expected: list[str], added: int
) -> None:
    """Those that browsers draw, and those of a quotation set apart, each pair counted."""
    assert blocks(html) == expected
    assert blocks_of(tree_of(html), lang="es").altered == {"quotation-marks": added}


def test_what_is_left_out_is_counted_by_kind() -> None:
    """Outermost elements, each once; decoration does not count."""
    html = "<select><option>a</select><input type=hidden><img alt=''><img alt=b><iframe></iframe><s>c <s>d</s></s><p hidden>e</p>f"
    assert blocks_of(tree_of(html)).omitted == {
        "controls": 1, "pictures": 1, "embedded": 1, "deleted": 1, "hidden": 1,
    }  # fmt: skip


def trees(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements around texts, any within any."""
    tags = [
        "p",
        "div",
        "b",
        "span",
        "li",
        "td",
        "table",
        "h2",
        "q",
        "blockquote",
        "a",
        "section",
        "cite",
    ]
    tag = st.sampled_from(tags)
    return st.builds(
        lambda tag, parts: f"<{tag}> {' '.join(parts)} </{tag}>", tag, st.lists(inner, max_size=4)
    )


@given(st.recursive(st.from_regex(r"[a-z]{3,6}", fullmatch=True), trees, max_leaves=20))
def test_no_word_is_lost_and_none_joined(html: str) -> None:
    """The words of any tree are those of its text."""
    tree = tree_of(html)
    read = " ".join(block.text for block in blocks_of(tree).blocks)
    assert sorted("".join(c if c.isalpha() else " " for c in read).split()) == sorted(
        " ".join(tree.itertext()).split()
    )


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>"])
def test_elements_deeper_than_any_reader_shows_are_refused(tag: str) -> None:
    """They end in a message, not in a crash."""
    with pytest.raises(DocumentError, match="512"):
        tree_of(tag * 100_000)


@pytest.mark.parametrize(
    "html", ["<p>a &#1;&#12;b\x0c\x01", "<p>a b<!-- c", f"<p title='{'x' * 2_000_000}'>a b"]
)
def test_hostile_pages_end_in_a_text(html: str) -> None:
    """Control characters, comments without end, attributes of any length."""
    assert blocks(html) == ["a b"]
