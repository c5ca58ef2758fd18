"""E-mail messages: the words of the sender, and the earlier messages that they quote."""

from __future__ import annotations

import platform
import re
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.errors import CloseBoundaryNotFoundDefect
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, NamedTuple, cast

from webencodings import lookup

from briefsite.archive.models import Kind
from briefsite.authoring.documents.characters import decoded_page
from briefsite.authoring.documents.document import Block, DocumentError, Fact, ReadDocument
from briefsite.authoring.documents.markup import Markup, blocks_of, tree_of, visible
from briefsite.messages.message import Message


def read(raw: bytes) -> ReadDocument:
    """Read a message. Raises DocumentError where it is encrypted, and where its characters are in doubt."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
    except RecursionError:
        raise DocumentError(
            Message("this message holds too many others, one in another; archive its text alone")
        ) from None
    omitted: Counter[Kind] = Counter()
    parts = [*_texts(message, omitted)]
    found = [_markup(part) for part in parts]
    blocks = tuple(block for markup in found for block in markup.blocks)
    if not blocks:
        raise DocumentError(Message("this message has no text"))
    if any(part.get_content_type() == "text/html" for part in parts):
        omitted["pictures"] = 0  # they are counted where they stand
    for markup in found:
        omitted += markup.omitted
    ends_early = any(
        isinstance(defect, CloseBoundaryNotFoundDefect)
        for part in message.walk()
        for defect in part.defects
    )
    return ReadDocument(
        blocks=blocks,
        format="eml",
        read_by=f"Python {platform.python_version()}",
        **_facts(message)._asdict(),
        omitted=omitted,
        altered=sum((markup.altered for markup in found), Counter()),
        warnings=[Message("this message ends early: parts of it can be missing")]
        if ends_early
        else [],
    )


class _Facts(NamedTuple):
    """What the head of a message says."""

    title: Fact | None
    author: Fact | None
    published: Fact | None
    lang: Fact | None


def _facts(message: EmailMessage) -> _Facts:
    subject, sender, date = (_header(message, name) for name in ("subject", "from", "date"))
    names = [_text(one.display_name) for one in getattr(sender, "addresses", ())]
    sent = getattr(date, "datetime", None)
    language = _text(_header(message, "content-language") or "").partition(",")[0].strip()
    return _Facts(
        title=_fact(_text(subject or ""), "Subject"),
        author=_fact(next(filter(None, names), ""), "From"),
        published=_fact(sent.date().isoformat() if sent else "", "Date"),
        lang=_fact(language, "Content-Language"),
    )


def _fact(value: str, found_in: str) -> Fact | None:
    return Fact(value, found_in) if value else None


def _header(message: EmailMessage, name: str) -> Any:
    """A field of the head; None where it is missing or broken."""
    try:
        return message[name]
    except (ValueError, LookupError, AttributeError, OverflowError):  # of fields that are broken
        return None


def _text(header: str) -> str:
    """The words of a field; nothing where its characters were lost."""
    raw = str(header).encode("utf-8", "surrogateescape")  # letters that stand there as they are
    text = raw.decode("utf-8", "replace")
    return "" if "\ufffd" in text else visible(text).strip()


def _texts(part: EmailMessage, omitted: Counter[Kind]) -> Iterator[EmailMessage]:
    """The parts of a message that are its text."""
    kind = part.get_content_type()
    if kind in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        raise DocumentError(
            Message(
                "this message is encrypted; save it decrypted from the program that can read it"
            )
        )
    if kind == "multipart/alternative":
        yield from _alternative(part, omitted)
    elif part.is_multipart() and kind.startswith("multipart/"):
        for inner in part.iter_parts():
            yield from _texts(cast("EmailMessage", inner), omitted)
    elif part.get_content_disposition() != "attachment" and kind in {"text/plain", "text/html"}:
        yield part
    elif part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment":
        omitted["pictures"] += 1
    else:
        omitted["attachments"] += 1


def _alternative(part: EmailMessage, omitted: Counter[Kind]) -> Iterator[EmailMessage]:
    """One of several forms of a text: the plain one, but where it only says that there is another."""
    forms: list[tuple[list[EmailMessage], Counter[Kind]]] = []
    for inner in part.iter_parts():
        count: Counter[Kind] = Counter()
        if texts := [*_texts(cast("EmailMessage", inner), count)]:
            forms.append((texts, count))
    if not forms:
        return
    words = [sum(map(_words, texts)) for texts, _ in forms]
    plain = next(
        (i for i, form in enumerate(forms) if form[0][0].get_content_type() == "text/plain"), 0
    )
    chosen = plain if 2 * words[plain] >= max(words) else words.index(max(words))
    texts, _ = forms[chosen]
    for _, count in forms:
        omitted.update(count)
    yield from texts


def _words(part: EmailMessage) -> int:
    return sum(len(block.text.split()) for block in _markup(part).blocks)


def _markup(part: EmailMessage) -> Markup:
    """What a part holds."""
    text = _decoded(part)
    if part.get_content_type() == "text/html":
        body = tree_of(text).find("body")
        if body is None:
            raise DocumentError(Message("this message has no text"))
        for quoted in body.iter("blockquote"):  # an earlier message, not somebody's words
            quoted.tag = "div"
        return blocks_of(body)
    is_flowed = part.get_param("format", "") == "flowed"
    joins = part.get_param("delsp", "") == "yes"
    lines = _unfolded(text, "" if joins else " ") if is_flowed else _unwrapped(text)
    shown = [visible(line).strip() for line in lines]
    return Markup(
        blocks=tuple(Block(line) for line in shown if line.strip("> ")),
        heading=None,
        omitted=Counter(),
        altered=Counter(),
    )


def _decoded(part: EmailMessage) -> str:
    """The text of a part. Raises DocumentError where how it is coded is unknown, or not as it says."""
    raw = cast("bytes", part.get_payload(decode=True))
    stated = part.get_content_charset()
    if stated is None and part.get_content_type() == "text/html":
        return decoded_page(raw)
    encoding = lookup(stated or "utf-8")
    if encoding is None or any("Base64" in type(defect).__name__ for defect in part.defects):
        raise DocumentError(
            Message(
                "the characters of this message are in {encoding}, which is unknown, or they are damaged; save it anew, or archive its text alone",
                encoding=stated or "base64",
            )
        )
    codec = "utf-8" if stated in {"us-ascii", None} else encoding.codec_info.name
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        raise DocumentError(
            Message(
                "the characters of this message are not {encoding}, as it says; save it anew, or archive its text alone",
                encoding=stated or "us-ascii",
            )
        ) from None


# Plain text


def _quoted(line: str) -> tuple[str, str]:
    """A line without the marks of quoted messages before it, and these: `>> `."""
    match = re.match(r"((?:> ?)*)(.*)", line)
    assert match is not None
    depth = match[1].count(">")
    return match[2], ">" * depth + " " if depth else ""


def _unfolded(text: str, space: str) -> Iterator[str]:
    """The paragraphs of a text with `format=flowed`, as RFC 3676 has it."""
    held: str | None = None
    marks = ""
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(">"))
        words, own = line[depth:].removeprefix(" "), ">" * depth + " " if depth else ""
        if held is not None and own != marks:
            yield marks + held
            held = None
        joined = words if held is None else held + words
        marks = own
        if words.endswith(" ") and words != "-- ":
            held = joined if space else joined[:-1]
        else:
            yield marks + joined
            held = None
    if held is not None:
        yield marks + held


def _unwrapped(text: str) -> Iterator[str]:
    """The paragraphs of a text whose lines were broken where the next word had no room."""
    lines = [_quoted(line.rstrip()) for line in text.splitlines()]
    width = max(
        (len(marks + line) for line, marks in lines if len(marks + line) <= _WIDEST), default=0
    )
    held = ""
    for index, (line, marks) in enumerate(lines):
        held = f"{held} {line.strip()}" if held else marks + line
        following, own = lines[index + 1] if index + 1 < len(lines) else ("", "")
        first = following.split(" ", 1)[0]
        goes_on = (
            width >= _NARROWEST
            and line.strip()
            and own == marks
            and first
            and not re.match(r"[-*•]$|\d{1,2}[.)]$", first)
            and width < len(marks + line) + 1 + len(first)
        )
        if not goes_on or len(marks + line) > _WIDEST:
            yield held
            held = ""


_WIDEST, _NARROWEST = 80, 60
"""Characters of the lines of a text that was broken."""
