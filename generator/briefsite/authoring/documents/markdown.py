"""Markdown, as CommonMark has it, with tables, strike-through and notes.

It is set as HTML and read as a web page is, so that HTML within it goes by the same rules.
"""

from __future__ import annotations

import re
from html import escape
from importlib.metadata import version
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from briefsite.authoring.documents.characters import decoded_text
from briefsite.authoring.documents.document import DocumentError, Fact, ReadDocument
from briefsite.authoring.documents.markup import blocks_of, tree_of
from briefsite.authoring.documents.page_facts import day_of, language_code
from briefsite.messages.message import Message


def read(raw: bytes) -> ReadDocument:
    """Read a text in Markdown. Raises DocumentError where it is not UTF-8, or holds no words."""
    fields, text = _front_matter(re.sub("\r\n?", "\n", decoded_text(raw)))
    facts = {
        name: Fact(value, f"{key}:")
        for name, (key, write) in _FIELDS.items()
        if (value := write(fields.get(key, "")))
    }
    root = tree_of(_as_html(text))
    for picture in root.iter("img"):
        picture.attrib.pop("alt", None)  # all Markdown has one, and most are empty
    lang = facts.get("lang")
    markup = blocks_of(root, lang=lang.value if lang else None)
    if not markup.blocks:
        raise DocumentError(Message("this text has no words"))
    if markup.heading:
        level = int(markup.heading.found_in[2])
        facts.setdefault("title", Fact(markup.heading.value, "#" * level))
    return ReadDocument(
        blocks=markup.blocks,
        format="md",
        read_by=f"markdown-it-py {version('markdown-it-py')}",
        omitted=markup.omitted,
        altered=markup.altered,
        title=facts.get("title"),
        author=facts.get("author"),
        published=facts.get("published"),
        lang=facts.get("lang"),
        url=facts.get("url"),
    )


def _words(value: Any) -> str:
    """The value of a field in words; several with commas between."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_FIELDS = {
    "title": ("title", _words),
    "author": ("author", _words),
    "published": ("date", lambda value: day_of(_words(value)) or ""),
    "lang": ("lang", lambda value: language_code(_words(value)) or ""),
    "url": ("url", lambda value: _words(value) if re.match("https?://", _words(value)) else ""),
}
"""What a document says of itself, the field of its front matter, and what is made of that."""


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields between two lines `---` at the beginning, and the text after them."""
    found = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL)
    if not found:
        return {}, text
    try:
        fields = yaml.load(found[1], yaml.CBaseLoader)  # texts alone  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        raise DocumentError(
            Message(
                "what stands between the lines `---` at the beginning is no YAML; correct or delete it"
            )
        ) from None
    return (fields, text[found.end() :]) if isinstance(fields, dict) else ({}, text)


def _as_html(text: str) -> str:
    notes, rest = _notes(text)
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.inline.ruler.before("link", "note", _note_mark)
    env = {"notes": notes, "order": {}}
    body = reader.render(rest, env)
    ends = (
        f'<div id="{escape(_anchor(label))}">{reader.render(words, env)}</div>'
        for label, words in notes.items()
    )
    return "".join([body, *ends])


def _notes(text: str) -> tuple[dict[str, str], str]:
    """The notes of a text, `[^1]: words`, by label, and the text without them."""
    notes: dict[str, str] = {}
    rest: list[str] = []
    fence = label = ""
    for line in text.split("\n"):
        begun = None if fence else re.match(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)", line)
        goes_on = label and (not line.strip() or re.match(r" {4}|\t", line))
        if begun:
            label = begun[1]
            notes[label] = begun[2]
        elif goes_on or (label and _goes_on(notes[label], line)):
            notes[label] += "\n" + re.sub(r"^(?: {4}|\t)", "", line)
        else:
            label = ""
            mark = re.match(r" {0,3}(```+|~~~+)", line)
            if mark and (not fence or line.strip().startswith(fence)):
                fence = "" if fence else mark[1]
            rest.append(line)
    return notes, "\n".join(rest)


def _goes_on(note: str, line: str) -> bool:
    """Whether a line without an indent goes on with the paragraph before it."""
    return bool(note.rpartition("\n")[2].strip()) and not re.match(
        r"\s{0,3}(?:#|>|[-*+]\s|\d+[.)]\s|```|~~~|\|)", line
    )


def _note_mark(state: StateInline, silent: bool) -> bool:
    """`[^1]`, where there is such a note; notes are numbered as they are referred to."""
    found = re.compile(r"\[\^([^\]\s]+)\]").match(state.src, state.pos)
    if not found or found[1] not in state.env["notes"]:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        order = state.env["order"]
        number = order.setdefault(found[1], len(order) + 1)
        token.content = f'<sup><a href="#{escape(_anchor(found[1]))}">{number}</a></sup>'
    state.pos = found.end()
    return True


def _anchor(label: str) -> str:
    return f"note-{label}"
