"""Cards for other sites: a quotation, a commitment or a scoreboard at an address of its own, to be framed.

A card is one HTML file with its style inside, and asks for nothing else. Its article is made from a
template, as pages are, with the macros that the pages use: it says what the page says, and no more. Its
style is `embed.css`, and those rules of the site's own style sheet that it needs. Beside it stands what
oEmbed (https://oembed.com) is to know of it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.models import Quote
from briefsite.archive.text import Plain
from briefsite.cache.store import digest
from briefsite.messages.diagnostics import Diagnostic
from briefsite.outputs.output_context import as_json, one_line
from briefsite.pages.addresses import DocsPath, SitePath, embed_below, web_path
from briefsite.pages.convert import convert
from briefsite.pages.dependencies import Parts
from briefsite.pages.embedding import WIDTH, Embedded, embed_height, frame
from briefsite.pages.formatting import load_words
from briefsite.pages.planning import PlannedPage
from briefsite.pages.publication import Publication
from briefsite.pages.python_markdown import reference
from briefsite.pages.rendering import Plan, SitePlan, key_of
from briefsite.site.site import BriefingPage, CommitmentPage, Statement

CACHE_AGE = 86_400
"""Seconds for which others may keep what oEmbed told them: a day, since promises move."""

_ASSETS = Path(__file__).parent.parent / "theme" / "common" / "assets" / "briefsite"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Embed(NamedTuple):
    """A card."""

    page: DocsPath
    """The page that it is of."""

    uri: SitePath
    """The file in the built site: `informes/x/cita-1/embed/index.html`."""

    number: int
    """Of a quotation; 0 for what the page as a whole is about."""

    title: str
    height: int
    """In pixels, where it is `WIDTH` wide."""

    key: str
    """Stands for all that its article is made from."""

    edition: str = ""
    """As that of `Publication`."""

    @property
    def description(self) -> SitePath:
        """The file for oEmbed."""
        return SitePath(self.uri.replace("index.html", "oembed.json"))


def all_embeds(plan: Plan, parts: Mapping[DocsPath, Parts]) -> Iterator[Embed]:
    """The cards of a site; `parts` is what each of its pages is made from."""
    for planned in plan.pages:
        for number, shown in _shown(planned):
            card = _card(planned, number, shown, plan)
            depends = {**parts[planned.uri], **plan.own_parts(card)}
            if isinstance(shown, Statement):  # of which briefings show but the title
                depends["its source"] = plan.site.sources[shown.passages[0].source].digest
            yield Embed(
                page=planned.uri,
                uri=SitePath(f"{web_path(card.uri)}index.html"),
                number=number,
                title=one_line(card.title),
                height=embed_height(shown),
                key=digest(card.uri, key_of(depends)),
                edition=planned.edition,
            )


def _shown(planned: PlannedPage) -> Iterator[tuple[int, Embedded]]:
    """What of a page has a card, by number."""
    if isinstance(planned.subject, BriefingPage):
        yield from ((quote.number, quote) for quote in planned.subject.of(Quote))
    elif isinstance(planned.subject, CommitmentPage):
        yield 0, planned.subject
    elif planned.scored:
        yield 0, planned.scored


def _card(planned: PlannedPage, number: int, shown: Embedded, plan: Plan) -> PlannedPage:
    """A card as a page to be made, which is in no list of pages."""
    title, anchor = planned.title, ""
    context: Mapping[str, object]
    match shown:
        case Statement():
            kind, context, anchor = "quotation", {"statement": shown}, plan.addresses.anchor(shown)
            title = f"{planned.title} ({plan.words['short'][shown.field]} {number})"
        case CommitmentPage():
            kind, context = "commitment", {"commitment": shown}
        case _:
            kind, context = "scoreboard", {"page": planned.uri, "name": title}
            title = f"{planned.title}{plan.words['colon']} {plan.words['scoreboard']}"
    uri = DocsPath(embed_below(planned.uri, anchor).replace("/index.html", ".md"))
    return replace(planned, kind=f"embed_{kind}", uri=uri, title=Plain(title), context=context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embeds:
    """Makes the cards of a site."""

    plan: Callable[[], SitePlan]
    publication: Publication
    url_of: Callable[[DocsPath], str]
    """The address of a page in the built site."""

    accent: str
    """The accent colour of the site, as CSS writes it; empty where it has none of its own."""

    def key(self, embed: Embed) -> str:
        """Stands for all that a card is made from."""
        return digest(embed.key, self.url_of(DocsPath("a/b.md")), self.accent)

    def make(self, embed: Embed) -> bytes | Diagnostic:
        """The HTML of a card; an error in the site's own template is a finding."""
        plan = self.plan().editions[embed.edition]
        planned = plan.by_uri[embed.page]
        card = _card(planned, embed.number, dict(_shown(planned))[embed.number], plan)
        page = plan.make(card)
        if isinstance(page, Diagnostic):
            return page
        here, folder = posixpath.dirname(embed.uri), posixpath.dirname(card.uri)

        def rewrite(target: str) -> str:
            path, mark, anchor = target.partition("#")
            if ":" in path or not path:
                return target
            url = self.url_of(DocsPath(posixpath.normpath(posixpath.join(folder, path))))
            way = posixpath.relpath(f"/{url}", f"/{here}") + ("/" if url.endswith("/") else "")
            return f"{way}{mark}{anchor}"

        article = convert(page.markdown, rewrite) or reference(page.markdown, rewrite)
        return self._document(embed, article.html).encode("utf-8", errors="xmlcharrefreplace")

    def describe(self, embed: Embed) -> bytes:
        """What oEmbed is to know of a card, where the site has an address."""
        address = self.publication.address
        url = address(f"{posixpath.dirname(embed.uri)}/")
        told = {
            "version": "1.0",
            "type": "rich",
            "title": embed.title,
            "provider_name": self.publication.name,
            "provider_url": address(""),
            "cache_age": CACHE_AGE,
            "html": frame(url, embed.title, embed.height),
            "width": WIDTH,
            "height": embed.height,
        }
        return as_json(told).encode()

    def _document(self, embed: Embed, article: str) -> str:
        name, language = self.publication.name, load_words(self.publication.language)["code"]
        links = ""
        if self.publication.url:
            page = self.publication.address(self.url_of(embed.page).removeprefix("./"))
            told = self.publication.address(embed.description)
            links = (
                f'<link rel="canonical" href="{escape(page)}">'
                f'<link rel="alternate" type="application/json+oembed" href="{escape(told)}" '
                f'title="{escape(embed.title)}">'
            )
        accent = f":root{{--bs-accent-base:{escape(self.accent)}}}" if self.accent else ""
        return (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
            f'<title>{escape(embed.title)} - {escape(name)}</title>{links}<base target="_blank">'
            f"<style>{_style(frozenset(_classes_in(article)))}{accent}</style></head>"
            f'<body><main class="bs-page bs-embedded">{article}</main>'
            "</body></html>\n"
        )


_CLASSES = re.compile(r'\bclass="([^"]*)"')
_CLASS = re.compile(r"\.([a-z][\w-]*)")
_NOT = re.compile(r":not\([^()]*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LAYER = re.compile(r"^@layer (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"^  ([^\s@}][^{}]*)\{([^{}]*)\}", re.MULTILINE)
"""A rule that stands in a layer and in nothing else, and so holds for all media."""

_LAYERS = ("ground", "text", "parts", "columns")
"""Those of the style sheet that cards have; of the ground only what is named in it."""


def _classes_in(article: str) -> Iterator[str]:
    for names in _CLASSES.findall(article):
        yield from names.split()


@cache
def _rules() -> Mapping[str, Sequence[tuple[frozenset[str], str]]]:
    """The rules of each layer of the site's style sheet, each with the classes that it names."""
    sheet = _COMMENT.sub("", (_ASSETS / "briefsite.css").read_text("utf-8"))
    return {
        layer: [
            (frozenset(_CLASS.findall(_NOT.sub("", selectors))), _short(f"{selectors}{{{rule}}}"))
            for selectors, rule in _RULE.findall(rules)
            if layer != "ground" or selectors.strip() == ":root"
        ]
        for layer, rules in _LAYER.findall(sheet)
        if layer in _LAYERS
    }


@cache
def _style(classes: frozenset[str]) -> str:
    """The style of a card in which these classes occur."""
    around = {"bs-page"}  # stands around every article
    layers = (
        (layer, "".join(rule for named, rule in rules if named <= around or named & classes))
        for layer, rules in _rules().items()
    )
    own = _COMMENT.sub("", (_ASSETS / "embed.css").read_text("utf-8"))
    return "".join([*(f"@layer {layer}{{{rules}}}" for layer, rules in layers), _short(own)])


def _short(css: str) -> str:
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()
