"""The Jinja environment: what templates can call, and that all they print is escaped."""

from __future__ import annotations

import base64
import struct
import traceback
import zlib
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.meta import find_referenced_templates
from jinja2.nodes import Expr
from markupsafe import Markup, escape
from zxingcpp import BarcodeFormat, create_barcode

from briefsite.archive.models import leaves
from briefsite.archive.text import Inline, PlainInLanguage, direction
from briefsite.cache.store import digest
from briefsite.messages.diagnostics import Diagnostic, Span
from briefsite.messages.message import Message
from briefsite.pages.addresses import REGISTER
from briefsite.pages.amounts_in_words import amount, how_far
from briefsite.pages.context import Context
from briefsite.pages.embedding import embed_height
from briefsite.pages.formatting import (
    citation,
    finalize,
    format_date,
    format_list,
    format_moment,
    format_month,
    format_number,
    format_size,
    in_language,
    join_lines,
    language_name,
    language_named,
    quote_marks,
    written_in,
)
from briefsite.pages.originals import at_moment, in_original, locator, moment, pictured
from briefsite.pages.passages import (
    gist,
    paragraphs,
    quotation_attributes,
    quoted_language,
    quoted_words,
    speech,
    text_fragment,
    turns,
)
from briefsite.pages.pictures import (
    bars_picture,
    company,
    company_picture,
    ladder_picture,
    stack_picture,
    tile,
    tiles,
    timeline_picture,
)
from briefsite.pages.revisions import revisions
from briefsite.pages.sandbox import OwnLoader, Sandbox
from briefsite.pages.scoreboard import scoreboard
from briefsite.pages.versions import versions
from briefsite.site.site import BriefingPage

PAGE = ".md.jinja"
"""How the name of a template ends that makes pages; before it stands their kind."""

OF_TODAY = frozenset(["due", "due_words", "by_due"])
"""What templates can call that says another thing on another day."""


def make_environment(context: Context, templates: Path | None = None) -> Environment:
    """Make the environment for one site.

    `templates` is the folder of the site's own, which run in a sandbox; without it there are only
    ours, which need none and take half the time.
    """
    ours = PackageLoader("briefsite", "templates")
    kind = _Sandbox if templates else _Environment
    environment = kind(
        loader=ChoiceLoader([OwnLoader(templates), ours]) if templates else ours,
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    site, publication, words = context.site, context.publication, context.words
    addresses, locale = context.addresses, context.locale

    def attributes(language: str | None, within: str | None = None) -> Markup:
        return in_language(language, within or locale)

    def with_language(value: object, language: str | None, within: str | None = None) -> object:
        return written_in(value, language, within or locale)

    def public_url(briefing: BriefingPage) -> str | None:
        return publication.address(addresses.place(briefing)) if publication.url else None

    def cite(briefing: BriefingPage, language: str) -> str:
        record, url = briefing.record, public_url(briefing)
        return citation(publication.name, record.title, record.date, url, language)

    environment.globals |= {
        "t": words,
        "colon": Markup(words["colon"]),
        "site": site,
        "publication": publication,
        "uri": addresses.uri,
        "anchor": addresses.anchor,
        "text_uri": lambda source, retrieved=None: Markup(
            f"/{addresses.text_of(source, retrieved)}"
        ),
        "register_uri": lambda: Markup(f"/{REGISTER}"),
        "hub_uri": lambda kind: Markup(f"/{addresses.hub(kind)}"),
        "year_uri": lambda kind, year: Markup(f"/{addresses.year(kind, year)}"),
        "commitments_by_uri": lambda facet, value: Markup(
            f"/{addresses.commitments_by(facet, value)}"
        ),
        "public_url": public_url,
        "citation": cite,
        "embed_uri": lambda target: Markup(f"/{addresses.embed_of(target)}"),
        "embed_height": embed_height,
        "pdf_uri": lambda briefing: Markup(f"/{addresses.pdf_of(briefing)}"),
        "qr_code": lambda address: qr_code(address, words["qr_code"]),
        "due": context.due,
        "due_words": context.due_words,
        "content_hash": lambda briefing: briefing.about.content,
        "updated": lambda briefing: briefing.updated,
        "quoted_words": quoted_words,
        "speech": lambda statement: speech(statement, words),
        "gist": lambda statement: gist(statement, words),
        "quotation_attributes": lambda statement, within=None: quotation_attributes(
            site, statement, within or locale
        ),
        "quoted_language": lambda statement: quoted_language(site, statement),
        "in_language": attributes,
        "language_name": lambda code: language_name(code, locale),
        "language_named": lambda code: language_named(code, locale),
        "is_partly_translated": is_partly_translated,
        "direction": direction,
        "paragraphs": lambda source: paragraphs(source, words),
        "turns": lambda source: turns(source, words),
        "locator": lambda passage: locator(passage, words),
        "moment": moment,
        "in_original": lambda source, passage: in_original(source, passage, addresses, words),
        "at_moment": lambda url, seconds: at_moment(url, int(seconds)),
        "pictured": pictured,
        "picture_uri": lambda passage: Markup(f"/{addresses.picture_of(passage)}"),
        "original_uri": lambda source: Markup(f"/{addresses.original_of(source)}"),
        "file_size": lambda path: format_size(path.stat().st_size, locale),
        "text_fragment": text_fragment,
        "versions": versions,
        "revisions": lambda briefing: revisions(briefing, context),
        "revisions_uri": lambda briefing: Markup(f"/{addresses.revisions_of(briefing)}"),
        "grouped": lambda items, key: grouped(items, key, environment.getattr),
        "reading_minutes": reading_minutes,
        "amount": lambda value, target, is_bare=False: amount(
            value, target, words, is_bare=is_bare
        ),
        "rung": lambda commitment, statement: commitment.rung(statement),
        "how_far": lambda value, target: how_far(value, target, words),
        "ladder_picture": lambda commitment: ladder_picture(site, commitment, words),
        "timeline_picture": lambda entity: timeline_picture(entity, words),
        "offices": site.offices,
        "contradicts": site.contradicts,
        "contradicted_by": site.contradicted_by,
        "company": lambda entity: company(site, entity),
        "company_picture": lambda entity: company_picture(site, entity, words),
        "scoreboard": lambda promises: scoreboard(promises, context),
        "bars_picture": lambda kind, name, rows: bars_picture(kind, name, rows, words),
        "stack_picture": lambda months: stack_picture(months, words),
        "tiles": tiles,
        "tile": tile,
    }
    environment.filters |= {
        "date": lambda day: format_date(day, locale),
        "moment": lambda moment: format_moment(moment, locale),
        "number": lambda number: format_number(number, locale),
        "by_due": context.by_due,
        "listed": lambda items: format_list(items, locale),
        "month": partial(format_month, locale=locale),
        "link": addresses.link,
        "topic": context.topic,
        "lines": join_lines,
        "written_in": with_language,
        "markdown": Markup,
        "quoted": lambda value: quote_marks(value, words["quoted"]),
    }
    return environment


def own_templates(environment: Environment, folder: Path | None) -> dict[str, str]:
    """The kinds of pages in which the site's own templates have a part, each with their digest."""
    if folder is None:
        return {}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    contents = ((str(path.relative_to(folder)), path.read_bytes()) for path in files)
    whole = digest(*(part for content in contents for part in content))

    @cache
    def is_own(name: str | None) -> bool:
        if name is None:  # the template works the name out
            return True
        assert environment.loader
        try:
            text, path, _ = environment.loader.get_source(environment, name)
        except TemplateSyntaxError:  # of ours there is none that cannot be read
            return True
        if path and Path(path).is_relative_to(folder):
            return True
        return any(map(is_own, find_referenced_templates(environment.parse(text))))

    names = environment.list_templates(filter_func=lambda name: name.endswith(PAGE))
    return {name.removesuffix(PAGE): whole for name in names if is_own(name)} if files else {}


class _Generator(CodeGenerator):
    """Leaves all escaping to `finalize`: one call for a value in the place of four."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class _Environment(Environment):
    code_generator_class = _Generator


class _Sandbox(Sandbox):
    code_generator_class = _Generator


WORDS_A_MINUTE = 220
"""What an adult reads of expository text (Brysbaert 2019: 238 in English, less in Spanish)."""


def reading_minutes(briefing: BriefingPage) -> int:
    """How long it takes to read a briefing, at least a minute."""
    texts = [value for _, value in leaves(briefing.record) if isinstance(value, Inline)]
    quotations = [quote.text for quote in briefing.record.quotes]
    words = sum(len(text.split()) for text in (*texts, *quotations))
    return max(1, round(words / WORDS_A_MINUTE))


def is_partly_translated(briefing: BriefingPage) -> bool:
    """Whether some texts of a translation are those of the original."""
    record = briefing.record
    texts = (value for _, value in leaves(record) if isinstance(value, Inline | PlainInLanguage))
    return any(text.lang for text in texts)


QR_SCALE = 4
"""Pixels of the side of a module: few viewers of PDF files smooth edges that are as sharp."""


_DIGITS = bytes(b"0"[0] + value // 255 for value in range(256))
"""The binary digit of a pixel, by its value."""


def qr_code(address: str, label: str) -> Markup:
    """A QR code as an image within the page; `label` says what it is.

    The quiet zone that scanners ask for is part of it. It is for paper, and so black and white; as PNG
    it takes 0.5 KB, a quarter of what it takes as SVG.
    """
    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="L")
    drawn: Any = code.to_image(scale=QR_SCALE, add_quiet_zones=True)
    height, width = drawn.shape
    image = base64.b64encode(_png(bytes(drawn), height, width)).decode()
    name = escape(label.format(address))
    return Markup(f'<img alt="{name}" src="data:image/png;base64,{image}">')


def _png(pixels: bytes, height: int, width: int) -> bytes:
    """An image of pixels that are 0 or 255, black or white, as PNG of one bit a pixel (ISO 15948).

    Rows come in runs of `QR_SCALE` that are the same.
    """
    spare = -width % 8
    size = (width + spare) // 8
    bits = pixels.translate(_DIGITS)
    rows = [
        (b"\0" + (int(bits[start : start + width], 2) << spare).to_bytes(size, "big")) * QR_SCALE
        for start in range(0, height * width, width * QR_SCALE)
    ]
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


MEND_TEMPLATE = Message("mend the template, or delete it to have the one that comes with briefsite")


def template_finding(error: Exception, templates: Path | None) -> Diagnostic | None:
    """The finding for an error in one of the site's own templates; None for one of ours."""
    if templates is None:
        return None
    place: tuple[str | None, int | None] = (None, None)
    if isinstance(error, TemplateSyntaxError):
        place = (error.filename, error.lineno)
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(templates):
                place = (frame.filename, frame.lineno)
    if not place[0] or not Path(place[0]).is_relative_to(templates):
        return None
    return Diagnostic(
        code="template-error",
        message=Message("{kind}: {why}", kind=type(error).__name__, why=error),
        path=Path(place[0]),
        span=Span(line=place[1] or 1),
        help=MEND_TEMPLATE,
    )


def grouped(
    items: Iterable[Any], key: str, attribute: Callable[[Any, str], Any] = getattr
) -> list[tuple[Any, list[Any]]]:
    """Group items by a dotted attribute, groups in the order of their first items."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        value = item
        for name in key.split("."):
            value = attribute(value, name)
        groups.setdefault(value, []).append(item)
    return [*groups.items()]
