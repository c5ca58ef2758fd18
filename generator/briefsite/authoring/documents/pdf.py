"""PDF: the text of its pages by their geometry, what the document says of itself, and what cannot be read.

A PDF is a picture made of letters. Where they do not say which letters they are, or where two ways of
reading a page do not give the same ones, it is refused: a text that nobody wrote must not be archived.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import pypdfium2

from briefsite.archive.models import Kind
from briefsite.authoring.documents.document import Block, DocumentError, Fact, ReadDocument
from briefsite.authoring.documents.pdf_frame import (
    Note,
    body_size,
    leave_out_margins,
    leave_out_running,
    take_notes,
)
from briefsite.authoring.documents.pdf_hyphens import known_words
from briefsite.authoring.documents.pdf_layout import in_reading_order
from briefsite.authoring.documents.pdf_lines import Page, letters, read_page
from briefsite.authoring.documents.pdf_text import Paragraph, Writer, paragraphs_of
from briefsite.messages.message import Message

MAX_PAGES = 5000


def read(raw: bytes) -> ReadDocument:
    """The text of a PDF.

    Raises DocumentError for one that is damaged, that asks for a password, that is too long, that holds
    no text, or of which the letters are in doubt.
    """
    document = _opened(raw)
    try:
        return _read(document)
    except pypdfium2.PdfiumError as error:
        raise _damaged(error) from None
    finally:
        document.close()


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _ENCRYPTED:
            raise DocumentError(
                Message("this PDF asks for a password; save a copy without one, and archive that")
            ) from None
        raise _damaged(error) from None
    if len(document) > MAX_PAGES:
        document.close()
        raise DocumentError(
            Message(
                "this PDF has more than {pages} pages; save the part that you need as a PDF of its own",
                pages=MAX_PAGES,
            )
        )
    return document


_ENCRYPTED = {pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY}


def _damaged(error: pypdfium2.PdfiumError) -> DocumentError:
    return DocumentError(
        Message(
            "this PDF is damaged: {why}; save it anew from the program that made it", why=str(error)
        )
    )


def _read(document: pypdfium2.PdfDocument) -> ReadDocument:
    pages = [read_page(document, index) for index in range(len(document))]
    _refuse_unreadable(pages)
    body = body_size(pages)
    leave_out_running(pages, body)
    known = known_words(line.text for page in pages for line in page.lines)
    notes: dict[int, list[Note]] = {}
    last: Note | None = None
    for page in pages:
        notes[page.number] = take_notes(page, body, last)
        last = notes[page.number][-1] if notes[page.number] else None
    if len(pages) == 1:
        leave_out_margins(pages[0], body)
    parts = [
        (page.number, part) for page in pages for part in in_reading_order(page.lines, page.rules)
    ]
    writer = Writer(known, notes)
    written = [*writer.blocks(paragraphs_of(parts, body))]
    blocks = [block for block, _ in written if block.text]
    _refuse_doubtful(pages, blocks, writer.left_out)
    omitted = writer.omitted + _pictures(pages) + _annotations(document)
    for page in pages:
        omitted += page.omitted
    return ReadDocument(
        blocks=blocks,
        format="pdf",
        read_by=f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO}",
        title=_title(document, written, body),
        author=_stated(document, "Author", _NOBODY),
        lang=_language(document),
        omitted=dict(omitted),
        altered=dict(writer.altered),
        warnings=[*_warnings(pages)],
    )


def _refuse_unreadable(pages: Sequence[Page]) -> None:
    """Refuse a scan, and fonts that do not say which letters they draw."""
    found = sum(page.letters.total() for page in pages)
    unread, signs = (sum(of) for of in zip(*((p.unread, p.signs) for p in pages), strict=True))
    if unread > 0.002 * found or signs > max(20, 0.15 * found):
        raise DocumentError(
            Message(
                "the letters of this PDF have no meaning beside their shape, so its text cannot be had; "
                "run `ocrmypdf --force-ocr --language spa in.pdf out.pdf` and archive that"
            )
        )
    if found < 2:
        raise DocumentError(
            Message(
                "this PDF holds pictures and no text, as scans do; "
                "run `ocrmypdf --language spa in.pdf out.pdf` and archive that"
            )
        )


def _refuse_doubtful(
    pages: Sequence[Page], blocks: Sequence[Block], left_out: Mapping[int, Counter[str]]
) -> None:
    """Refuse a text that has not the letters of each page, as pdfium by itself reads it."""
    texts: dict[int, list[str]] = defaultdict(list)
    current = 0
    for block in blocks:
        ends = sorted(block.pages)
        for start, end in zip([0, *ends], [*ends, len(block.text)], strict=True):
            current = block.pages.get(start, current)
            texts[current].append(block.text[start:end])
    for page in pages:
        ours = letters("".join(texts[page.number])) + page.left_out + left_out[page.number]
        differing = ((ours - page.letters) + (page.letters - ours)).total()
        if differing > 2 + 0.004 * page.letters.total():
            raise DocumentError(
                Message(
                    "two ways of reading page {page} of this PDF differ in {letters} letters; "
                    "save it anew from the program that made it, or archive its text alone",
                    page=page.number,
                    letters=differing,
                )
            )


def _pictures(pages: Sequence[Page]) -> Counter[Kind]:
    """Pictures, but for those that each page has in the same place."""
    on = Counter(picture for page in pages for picture in {*page.pictures})
    scans = sum(page.is_recognised for page in pages)
    count = sum(
        1
        for page in pages
        for picture in page.pictures
        if len(pages) == 1 or on[picture] < len(pages)
    )
    return Counter({"pictures": max(0, count - scans)})


def _annotations(document: pypdfium2.PdfDocument) -> Counter[Kind]:
    """Comments and fields of forms, which stand over the text."""
    raw, found = pypdfium2.raw, Counter[Kind]()
    for page in document:
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind == raw.FPDF_ANNOT_WIDGET:
                found["controls"] += 1
            elif kind in _COMMENTS:
                found["comments"] += 1
        page.close()
    return found


_COMMENTS = {
    getattr(pypdfium2.raw, f"FPDF_ANNOT_{name}")
    for name in ("TEXT", "FREETEXT", "HIGHLIGHT", "UNDERLINE", "SQUIGGLY", "STRIKEOUT", "STAMP", "CARET",
                 "INK", "FILEATTACHMENT", "SOUND")
}  # fmt: skip


def _stated(document: pypdfium2.PdfDocument, name: str, default: str) -> Fact | None:
    """What the document says of itself under a name, but for what programs put there."""
    value = " ".join(document.get_metadata_value(name).replace("\0", "").split())
    if not re.search(r"[^\W\d_]{2}", value) or re.fullmatch(rf"(?i)\W*(?:{default})\W*", value):
        return None
    return Fact(value, f"PDF {name}")


_UNTITLED = (
    r"untitled.*|anonymous|sin t[íi]tulo.*|unspecified|microsoft (?:word|powerpoint|excel) - .*|about:blank|print"
    r"|(?:document|documento|presentaci[óo]n|presentation|libro|book|slide|diapositiva)[ _-]?\d*"
    r"|powerpoint presentation|presentaci[óo]n de powerpoint"
    r"|(?:https?|file)://.*|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|pptx?|xlsx?|html?|txt|tex|dvi|pmd|fm|cdr|ai)"
)
_NOBODY = (
    r"anonymous|an[óo]nimo|unknown|desconocido|unspecified|user|usuario|usuari|admin(?:istrat?or|istrador)?"
    r"|microsoft(?: office)?(?: user)?|usuario de (?:microsoft office|windows)|windows user|owner|hp|dell|lenovo"
    r"|.*\b(?:word|acrobat|indesign|libreoffice|writer|reportlab|python-docx)\b.*|pc\d*|root|equipo|user ?\d+"
)


def _title(
    document: pypdfium2.PdfDocument,
    written: Sequence[tuple[Block, Paragraph | None]],
    body: float,
) -> Fact | None:
    if stated := _stated(document, "Title", _UNTITLED):
        return stated
    first = [(b, p) for b, p in written if p is not None and p.page == 1 and p.row is None]
    largest = max((p.lines[0].size for _, p in first), default=0)
    for block, paragraph in first:
        is_large = paragraph.lines[0].size > max(0.97 * largest, 1.1 * body)
        if is_large and len(block.text) < 200 and re.search(r"[^\W\d_]{2}", block.text):
            return Fact(block.text.replace("\t", " "), "largest type on page 1")
    return None


def _language(document: pypdfium2.PdfDocument) -> Fact | None:
    raw = pypdfium2.raw
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    units = (ctypes.c_ushort * (length // 2))()
    raw.FPDFCatalog_GetLanguage(document, units, length)
    value = bytes(units).decode("utf-16-le", "ignore").strip("\0 ").replace("_", "-")
    return (
        Fact(value, "/Lang") if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value) else None
    )


_MARGINAL = 200
"""Up to how many characters stand sideways in margins."""


def _warnings(pages: Sequence[Page]) -> Iterator[Message]:
    if recognised := [page.number for page in pages if page.is_recognised]:
        yield Message(
            "the text of {count} pages was recognised in pictures of them, from page {first}; "
            "compare what you quote with the page itself",
            count=len(recognised),
            first=recognised[0],
        )
    if turned := [page.number for page in pages if page.sideways > _MARGINAL]:
        yield Message(
            "much of page {page} stands sideways and is left out; archive that page as a PDF of its own",
            page=turned[0],
        )
    if unread := [page.number for page in pages if page.unread]:
        yield Message(
            "page {page} has letters of which the PDF does not say what they are; compare what you quote with it",
            page=unread[0],
        )
