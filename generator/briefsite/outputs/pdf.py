"""Briefings as PDF for paper and for screen readers (PDF/UA-1), made by WeasyPrint.

A PDF is made from the Markdown of the page and a stylesheet of its own, `paper.css`. The extra `pdf`
brings WeasyPrint (https://weasyprint.org), which needs the system's Pango.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from markdown import Markdown

from briefsite import __version__
from briefsite.archive.text import Inline
from briefsite.cache.store import code_digest, digest
from briefsite.messages.message import Message
from briefsite.outputs.extras import MissingExtraError, missing, versions
from briefsite.pages.publication import Publication
from briefsite.pages.python_markdown import EXTENSIONS
from briefsite.pages.rendering import Page
from briefsite.site.site import BriefingPage

PAPERS = ("a4", "letter")
"""Sizes of paper."""

TYPE_SIZES = (8.3, 7.6)
"""Sizes of the type, in points. The second is taken where that saves a page."""

_STYLES = Path(__file__).parent.parent / "theme" / "common" / "assets" / "briefsite" / "paper.css"
_SYSTEM_LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def make_pdf(page: Page, briefing: BriefingPage, publication: Publication, paper: str) -> bytes:
    """One briefing as PDF, on one of `PAPERS`.

    Raises MissingExtraError where WeasyPrint cannot be used.
    """
    weasyprint = load_weasyprint()
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data", "file"))  # nothing from elsewhere
    html = weasyprint.HTML(string=_document(page, briefing, publication), url_fetcher=fetcher)
    fonts = weasyprint.text.fonts.FontConfiguration()
    styles = weasyprint.CSS(filename=_STYLES, font_config=fonts, url_fetcher=fetcher)
    fewest = None
    for size in TYPE_SIZES:
        sizes = weasyprint.CSS(string=f"@page {{ size: {paper} }} html {{ font-size: {size}pt }}")
        document = html.render(font_config=fonts, stylesheets=[styles, sizes])
        if fewest is None or len(document.pages) < len(fewest.pages):
            fewest = document
        if len(document.pages) == 1:
            break
    assert fewest is not None
    pdf: bytes = fewest.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def pdf_key(page: str, publication: Publication) -> str:
    """Stands for all that a PDF is made from, of which `page` stands for the page.

    Raises MissingExtraError where WeasyPrint is missing.
    """
    return digest("pdf", code_digest(), versions("weasyprint", "pdf"), page, publication.digest)


def load_weasyprint() -> Any:
    """WeasyPrint; raises MissingExtraError where it, or a library of the system, is not there."""
    try:
        import weasyprint
    except ImportError:
        raise missing("weasyprint", "pdf") from None
    except OSError as error:
        raise MissingExtraError(
            Message(
                "WeasyPrint does not find a library of the system ({why}); "
                "on Debian or Ubuntu: sudo apt-get install {libraries}",
                why=str(error).splitlines()[0],
                libraries=_SYSTEM_LIBRARIES,
            )
        ) from None
    return weasyprint


def _document(page: Page, briefing: BriefingPage, publication: Publication) -> str:
    """The page as HTML of its own: the words of the briefing, and what a PDF says of itself."""
    record = briefing.record
    text = page.markdown.removeprefix("---\n").partition("---\n")[2]  # without the front matter
    article = Markdown(extensions=[*EXTENSIONS]).convert(text)
    links = _with_public_links(article, page.uri, publication.url)
    described = {
        "author": publication.name,
        "description": Inline(record.summary).plain(),
        "keywords": ", ".join(record.topics),
        "dcterms.created": str(record.date),
        "generator": f"briefsite {__version__}",
    }
    meta = "".join(
        f'<meta name="{name}" content="{escape(content)}">' for name, content in described.items()
    )
    return (
        f'<!doctype html><html lang="{record.lang}"><head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title>{meta}</head><body>"
        f'<p class="bs-masthead">{escape(publication.name)}</p>'
        f"<main>{_with_spaces_inside(links)}</main></body></html>"
    )


_PAGE_LINK = re.compile(r' href="([^":#]*)\.md(#[^"]*)?"')


def _with_public_links(html: str, uri: str, site_url: str | None) -> str:
    """Lead links to pages of the site to their public addresses; without one, they are mere text."""
    folder = f"{(site_url or '').rstrip('/')}/{uri.rpartition('/')[0]}/"

    def rewrite(link: re.Match[str]) -> str:
        path, anchor = link.groups("")
        target = urljoin(folder, f"{path}/".removesuffix("index/"))
        return f' href="{target}{anchor}"' if site_url else ""

    return _PAGE_LINK.sub(rewrite, html)


_SPACE_BEFORE_INLINE = re.compile(r" ((?:<(?:a|abbr|code|em|span|strong|time)\b[^>]*>)+)")


def _with_spaces_inside(html: str) -> str:
    """Move a space before an inline element into it.

    Where text before an element fits a line but for its last space, WeasyPrint 70 puts only the
    first word of the text on that line.
    """
    return _SPACE_BEFORE_INLINE.sub(r"\1 ", html)
