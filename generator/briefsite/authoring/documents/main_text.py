"""Which part of a web page is the article, and what the rest is.

`trafilatura` says which paragraphs are; the smallest element with all of them is the article, and
within it all is kept but what is certainly something else. In doubt a text stays: what the archive
has too much can be seen, what it lacks cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree
from trafilatura import bare_extraction

from briefsite.archive.models import Kind
from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.documents.markup import BLOCKS, blocks_of, is_data_row, name_of, names
from briefsite.messages.message import Message


class MainText(NamedTuple):
    """The article of a page."""

    container: Any
    """The element with all of it."""

    omit: dict[Any, Kind]
    """What is not part of it, within that element and outside."""


def main_text(body: Any, title: str) -> MainText:
    """Find the article in the `<body>` of a page; `title` is what its head says of it.

    Raises DocumentError where two parts of the page could be it.
    """
    page = _Page(body)
    omit = {e: kind for e in body.iter(etree.Element) if (kind := _other(e, page))}
    omit |= _stray_articles(page, omit, title)
    chosen = _chosen(body, omit)
    stated = _stated(page, omit, chosen)
    container = _smallest(body, chosen) if stated is None else stated
    outside = [*_beside(container, body)]
    if stated is None:
        _refuse_rival(container, outside, omit, page)
    heading = _title_outside(container, page, omit)
    if heading is not None:
        container, outside = _with_title(container, heading, body)
    omit |= {e: "page-frame" for e in outside if e not in omit and page.words[e]}
    return MainText(container, omit)


class _Page:
    """What is asked again and again of the elements of a page."""

    def __init__(self, body: Any) -> None:
        self.body = body
        self.words: dict[Any, int] = {}
        """How many words stand in each element."""

        self.linked: dict[Any, int] = {}
        """How many of them in links to other pages."""

        for _, element in etree.iterwalk(body, events=("end",)):
            words, linked = _count(element.text), 0
            for child in element:
                words += self.words.get(child, 0) + _count(child.tail)
                linked += self.linked.get(child, 0)
            self.words[element] = words
            self.linked[element] = words if _leads_elsewhere(element) else linked
        self.titles = [title for title in body.iter("h1") if self.words[title] > self.linked[title]]
        """Titles of level 1 that lead nowhere, as the name of a site does."""

        self.with_title = {e for title in self.titles for e in (title, *title.iterancestors())}
        self.with_main = {e for main in body.iter("main") for e in (main, *main.iterancestors())}

    def share_of_links(self, element: Any) -> float:
        """How many of the words of an element stand in links to other pages, from 0 to 1."""
        if not self.words[element]:
            return 0
        if any(map(_leads_elsewhere, element.iterancestors("a"))):
            return 1
        return self.linked[element] / self.words[element]


def _count(text: str | None) -> int:
    return len(re.findall(r"\w+", text)) if text else 0


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext(etree.Element)).split())


def _leads_elsewhere(element: Any) -> bool:
    """Whether an element is a link to another page, not to a place in this one or to a file."""
    href = (element.get("href") or "").strip().lower() if name_of(element) == "a" else ""
    return bool(href) and not href.startswith(("#", "mailto:", "tel:")) and not _FILE.search(href)


_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|csv|zip|odt|ods|rtf|mp3|mp4)(?:[?#]|$)")


# What is certainly not of the article


def _other(element: Any, page: _Page) -> Kind | None:
    """What an element is, where it is certainly not of the article."""
    tag = name_of(element)
    if tag not in BLOCKS | _NAMED_INLINE or not page.words[element] or element in page.with_title:
        return None
    kind = _by_element(element, tag) or _by_name(element, page) or _by_words(element, tag, page)
    is_too_much = element in page.with_main or 2 * page.words[element] > page.words[page.body]
    return None if is_too_much and kind != "comments" else kind


_NAMED_INLINE = names("a amp-consent amp-sidebar amp-user-notification ins span")


def _by_element(element: Any, tag: str) -> Kind | None:
    if kind := _ROLES.get((element.get("role") or tag).lower()):
        return kind
    if element.get("aria-modal") == "true":
        return "banners"
    if tag == "td" and _is_menu(element):
        return "navigation"
    is_of_page = not any(name_of(e) in _WITH_FRAME for e in element.iterancestors())
    return "page-frame" if tag in {"header", "footer"} and is_of_page else None


_WITH_FRAME = names("article blockquote details dialog fieldset figure main section td")
"""Elements whose header and footer are their own, not those of the page."""


def _is_menu(cell: Any) -> bool:
    """Whether a column of a page that is set as a table holds links to other pages alone."""
    links = [link for link in cell.iter("a") if _leads_elsewhere(link)]
    text = re.sub(r"[\W_]", "", _text(cell))
    linked = re.sub(r"[\W_]", "", "".join(map(_text, links)))
    row = next(cell.iterancestors("tr"), None)
    return len(links) > 1 and text == linked and row is not None and not is_data_row(row)


_ROLES: dict[str, Kind] = {
    "alertdialog": "banners",
    "amp-consent": "banners",
    "amp-sidebar": "navigation",
    "amp-user-notification": "banners",
    "banner": "page-frame",
    "contentinfo": "page-frame",
    "dialog": "banners",
    "menubar": "navigation",
    "nav": "navigation",
    "navigation": "navigation",
    "search": "navigation",
}


class _Name(NamedTuple):
    """A name that sites give to what is no article."""

    words: str
    """A regular expression for a whole class or id."""

    kind: Kind
    most: int
    """How many words such an element has at most."""

    asks: bool = False
    """Whether it must have a button, a field or a link, as what asks a reader to do something."""

    links: bool = False
    """Whether half of it must be links to other pages."""


_NAMES = tuple(
    _Name(rf"(?:^|\s)(?:{name.words})(?=\s|$)", *name[1:])
    for name in (
        _Name(
            r"(?:[\w-]+-)?(?:cookies?|consent|consentimiento|gdpr|rgpd|lgpd|cookiebot|onetrust|didomi|cookielaw|einwilligung)(?:-[\w-]+)?",
            "banners", 400, asks=True,
        ),
        _Name(
            r"(?:[\w-]+-)?(?:newsletters?|suscripcion|suscribete|suscribirse|subscribe|subscription|inscricao|assine|abonnieren|abonnement|infolettre|popup|paywall|adblock)(?:-[\w-]+)?"
            "|boletin|boletin-(?:diario|semanal|noticias|suscripcion|form)",
            "banners", 120, asks=True,
        ),
        _Name(
            r"ads?|ad-(?:banner|box|container|slot|unit|wrapper)|advert\w*|adsbygoogle|google-ads?|publicidad|publicidade|publicite|werbung|anzeige|sponsored|sponsored-content",
            "banners", 60,
        ),
        _Name(
            r"(?:[\w-]+-)?(?:share|sharing|sharebar|sharedaddy|addtoany|addthis|compartir|comparte|compartilhar|compartilhe|partager|partage|teilen|rrss)(?:-[\w-]+)?"
            "|social|social-(?:bar|buttons|icons|links|media)|redes|redes-sociales|redes-sociais",
            "controls", 30, asks=True,
        ),
        _Name(
            r"(?:[\w-]+-)?(?:breadcrumbs?|migas|brotkrumen|pagination|paginacion|pager)(?:-[\w-]+)?|fil-ariane|ariane|skip-links?|skip-to-content|skip-nav",
            "navigation", 60, asks=True,
        ),
        _Name(
            r"(?:site|page)-(?:footer|header)|pie-(?:de-)?pagina|rodape|colophon|masthead|fusszeile",
            "page-frame", 150,
        ),
        _Name(
            r"(?:[\w-]+-)?(?:menu|navbar|navigation|navegacion|sidenav)(?:-[\w-]+)?",
            "navigation", 1000, links=True,
        ),
        _Name(
            r"comments|comments-area|comments-section|comment-list|comment-respond|comentarios|(?:seccion|lista|zona)-(?:de-)?comentarios|commentaires|kommentare|disqus|disqus-thread",
            "comments", 1_000_000,
        ),
        _Name(
            r"(?:[\w-]+-)?(?:related|relatedposts|relacionad[oa]s?|puede-interesar|te-interesa|mas-leid[oa]s?|mas-noticias|otras-noticias|ultimas-noticias|read-more|readmore|most-read|recommended|recommendations|recomendad[oa]s?|mais-lidas|leia-tambem|saiba-mais|lire-aussi|articles-lies|mehr-zum-thema|weitere-artikel|teasers?|outbrain|taboola|yarpp)(?:-[\w-]+)?",
            "teasers", 1000, links=True,
        ),
    )
)  # fmt: skip
"""In Spanish, English, Portuguese, French and German."""


def _by_name(element: Any, page: _Page) -> Kind | None:
    given = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not given.strip():
        return None
    given = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", given).lower().replace("_", "-").replace("--", "-")
    words, links = page.words[element], page.share_of_links(element)
    asks = next(element.iter("a", "button", "input"), element if name_of(element) == "a" else None)
    for name in _NAMES:
        fits = words <= name.most and (asks is not None or not name.asks)
        if fits and (links >= 0.5 or not name.links) and re.search(name.words, given):
            return name.kind
    return None


def _by_words(element: Any, tag: str, page: _Page) -> Kind | None:
    """Teasers: cards side by side, links under a heading that says so, and links to read on. Labels of advertisements."""
    if page.words[element] <= 3 and _ADVERTISEMENT.fullmatch(_text(element)):
        return "banners"
    links = page.share_of_links(element)
    if tag in _WITH_TITLE and _is_card(element, page):
        siblings = (
            *element.itersiblings(etree.Element),
            *element.itersiblings(etree.Element, preceding=True),
        )
        return "teasers" if any(_is_card(sibling, page) for sibling in siblings) else None
    if tag in {"aside", "li", "p"} and links >= 0.5 and page.words[element] <= 40:
        return "teasers" if _READ_ON.match(_text(element)) else None
    if tag in _WITH_TITLE | {"ul"} and links >= 0.5:
        before = element.getprevious() if tag == "ul" else None
        titles = (before, next(element.iterchildren(etree.Element), None))
        return "teasers" if any(_says_related(title) for title in titles) else None
    following = next(element.itersiblings(etree.Element), None)
    if following is not None and page.share_of_links(following) >= 0.5 and _says_related(element):
        return "teasers"
    return None


_WITH_TITLE = names("article aside div li section")


def _is_card(element: Any, page: _Page) -> bool:
    """Whether an element is a title that leads to another page, with a picture or a line beside it."""
    if name_of(element) not in _WITH_TITLE or page.words[element] > 60:
        return False
    titles = [*element.iter("h2", "h3", "h4", "h5")]
    return len(titles) == 1 and page.share_of_links(titles[0]) == 1


def _says_related(title: Any) -> bool:
    """Whether a title says that links to other pages follow."""
    return (
        title is not None and name_of(title) in _TITLES and bool(_RELATED.fullmatch(_text(title)))
    )


_TITLES = names("b h2 h3 h4 h5 h6 header p strong")

_ADVERTISEMENT = re.compile(
    r"(?:publicidad|anuncio|contenido\s+patrocinado|advertisement|sponsored(?:\s+content)?|publicidade|publicité|anzeige|werbung)\W*",
    re.IGNORECASE,
)
_READ_ON = re.compile(
    r"(?:lea|lee|leer|vea|ver|mira)\s+(?:también|además|más)\b|te\s+puede\s+interesar|le\s+puede\s+interesar|"
    r"read\s+(?:more|also|next)\b|see\s+also\b|related:|(?:leia|veja)\s+(?:também|mais)\b|saiba\s+mais|"
    r"(?:à\s+)?lire\s+aussi|lesen\s+sie\s+auch|mehr\s+zum\s+thema",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:(?:noticias?|artículos?|notas?|contenidos?|temas?|entradas?|publicaciones|información)\s+relacionad[oa]s?|relacionad[oa]s?|"
    r"(?:te|le|os)\s+(?:puede|podría|pueden)\s+(?:también\s+)?interesar|también\s+te\s+puede\s+interesar|(?:más|otras|últimas)\s+noticias|"
    r"lo\s+más\s+(?:leído|visto)|(?:lea|lee|leer)\s+(?:también|más)|related(?:\s+(?:articles?|posts?|stories|news|content))?|"
    r"more\s+(?:news|stories|on\s+this)|most\s+(?:read|popular)|read\s+(?:more|also|next)|you\s+may\s+also\s+like|recommended|"
    r"(?:notícias|artigos|conteúdos?)\s+relacionad[oa]s|(?:leia|veja)\s+(?:também|mais)|mais\s+(?:lidas|notícias)|"
    r"articles?\s+(?:liés|associés)|(?:à\s+)?lire\s+aussi|sur\s+le\s+même\s+sujet|mehr\s+zum\s+thema|weitere\s+(?:artikel|meldungen)|lesen\s+sie\s+auch)\s*:?",
    re.IGNORECASE,
)


def _stray_articles(page: _Page, omit: dict[Any, Kind], title: str) -> dict[Any, Kind]:
    """Each `<article>` beside the one with the title of the page."""
    articles = [a for a in page.body.iter("article") if not _is_within(a, {*omit}, "article")]
    titled = [article for article in articles if article in page.with_title]
    if len(titled) > 1:  # whole articles, one after another
        named = [a for a in titled if any(_text(h1) in title for h1 in a.iter("h1") if _text(h1))]
        long = [article for article in titled if page.words[article] >= _LONG]
        if len(named) != 1 and len(long) > 1:
            raise DocumentError(_two(long[0], long[1], omit))
        titled = named
    if len(titled) != 1:
        return {}
    return {
        article: "teasers"
        for article in articles
        if article is not titled[0] and page.words[article] and _is_whole(article)
    }


def _is_whole(article: Any) -> bool:
    """Whether an `<article>` has a title or a link of its own; else it goes on with the one before."""
    return next(article.iter("h1", "h2", "h3", "h4", "h5", "h6", "a"), None) is not None


_LONG = 40
"""Words that are an article, rather than a teaser of one."""


def _is_within(element: Any, these: set[Any], tag: str) -> bool:
    return element in these or any(e in these or name_of(e) == tag for e in element.iterancestors())


# What is of it


def _chosen(body: Any, omit: dict[Any, Kind]) -> dict[Any, int]:
    """The innermost blocks that `trafilatura` takes for the article, and how long each is.

    All blocks where it finds none.
    """
    copied = deepcopy(body)
    for element, twin in zip([*body.iter()], [*copied.iter()], strict=True):
        if element in omit:
            tail = twin.tail
            twin.clear()
            twin.tag, twin.tail = "span", tail
        elif twin.tag == "form":
            twin.tag = "div"
    page = etree.Element("html")
    page.append(copied)
    html = etree.tostring(page, method="html", encoding="unicode")
    found = bare_extraction(html, favor_recall=True, include_comments=False)
    text = re.sub(r"\W", "", str(found.text)) if found is not None else ""  # type: ignore[union-attr]
    leaves = dict(_leaves(body, omit))
    chosen = {leaf: len(words) for leaf, words in leaves.items() if words in text}
    long = {leaf: length for leaf, length in chosen.items() if length > _TELLING}
    return long or chosen or {leaf: len(words) for leaf, words in leaves.items()}


_TELLING = 20
"""Letters of a paragraph that stands in no other place by chance."""


def _leaves(body: Any, omit: dict[Any, Kind]) -> Iterator[tuple[Any, str]]:
    """The innermost blocks with words, and their letters."""
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element in omit:
            walk.skip_subtree()
        elif name_of(element) in BLOCKS:
            own = [element.text or ""]
            for child in element:
                if name_of(child) and name_of(child) not in BLOCKS:
                    own += child.itertext(etree.Element)
                own.append(child.tail or "")
            if words := re.sub(r"\W", "", "".join(own)):
                yield element, words


def _stated(page: _Page, omit: dict[Any, Kind], chosen: dict[Any, int]) -> Any | None:
    """The element that the page itself says is the article, where half of what was chosen is in it."""
    for tag in ("article", "main"):
        found = [e for e in page.body.iter(tag) if not _is_within(e, {*omit}, tag)]
        if len(found) == 1:
            inside = [
                n
                for leaf, n in chosen.items()
                if leaf is found[0] or found[0] in leaf.iterancestors()
            ]
            if 2 * sum(inside) >= sum(chosen.values()):
                return found[0]
    return None


def _smallest(body: Any, chosen: dict[Any, int]) -> Any:
    """The smallest element that holds all that was chosen."""
    common = body
    ways = [[*reversed([leaf, *leaf.iterancestors()])] for leaf in chosen]
    for steps in zip(*ways, strict=False):
        if any(step is not steps[0] for step in steps):
            break
        common = steps[0]
    while name_of(common) not in _CONTAINERS:
        common = common.getparent()
    return common


_CONTAINERS = names("article body center div form html main section table td")


def _beside(inner: Any, outer: Any) -> Iterator[Any]:
    """The outermost elements within another that neither hold an element nor stand in it."""
    while inner is not outer:
        above = inner.getparent()
        yield from (
            element for element in above.iterchildren(etree.Element) if element is not inner
        )
        inner = above


def _title_outside(container: Any, page: _Page, omit: dict[Any, Kind]) -> Any | None:
    """The title of the page, where it stands before the element with the article."""
    if container in page.with_title:
        return None
    goes_on = name_of(container) == "article" and not _is_whole(container)
    other = "" if goes_on else "article"
    free = (title for title in page.titles if not _is_within(title, {*omit}, other))
    return next(free, None)


def _with_title(container: Any, title: Any, body: Any) -> tuple[Any, list[Any]]:
    """An element around an article and its title, and what stands in it and the page but not between."""
    around = {*title.iterancestors()}
    common = next(element for element in container.iterancestors() if element in around)
    start, end = (
        next(e for e in (one, *one.iterancestors()) if e.getparent() is common)
        for one in (title, container)
    )
    children = [*common.iterchildren(etree.Element)]
    first, last = sorted((children.index(start), children.index(end)))
    beside = [*children[:first], *children[last + 1 :]]
    return common, [*_beside(common, body), *_beside(container, end), *beside]


def _refuse_rival(container: Any, outside: list[Any], omit: dict[Any, Kind], page: _Page) -> None:
    """Refuse a page another part of which has as many words, and could be the article as well."""
    for other in outside:
        is_long = page.words[other] >= max(page.words[container], _LONG)
        if is_long and other not in omit and page.share_of_links(other) < 0.3:
            raise DocumentError(_two(container, other, omit))


def _two(one: Any, other: Any, omit: dict[Any, Kind]) -> Message:
    first, second = (
        " ".join(" ".join(block.text for block in blocks_of(part, omit=omit).blocks).split()[:8])
        for part in (one, other)
    )
    return Message(
        "two parts of this page could be the article: «{one}…» and «{other}…»; archive the text of the one you mean",
        one=first,
        other=second,
    )
