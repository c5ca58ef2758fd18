"""Documents of many shapes, each beside sentences that a reader sees in it, which its text must have.

`tests/documents/*.yml` name the documents: `sentences` stand in the text letter for letter, `not` in no
place of it; `omitted` and `altered` are all that was counted; `pages` say on which page words begin, `times`
when they are said, in seconds; other keys are facts that it states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import trafilatura  # noqa: F401 (what it imports looks whether there is IPv6, with a socket)
import yaml
from _pytest.mark import ParameterSet

from briefsite.authoring.documents.document import ReadDocument
from briefsite.authoring.documents.formats import format_of, read_document

FOLDER = Path(__file__).parents[1] / "documents"
FACTS = ("title", "author", "publisher", "published", "url", "lang", "licence")


def documents() -> Iterator[ParameterSet]:
    """Each document that is named, and what is expected of it."""
    for listed in sorted(FOLDER.glob("*.yml")):
        for name, expected in yaml.safe_load(listed.read_text("utf-8"))["documents"].items():
            yield pytest.param(name, expected, id=name)


def read(name: str) -> ReadDocument:
    """A document, read as the command reads it."""
    raw = (FOLDER / name).read_bytes()
    form = format_of(raw, name)
    assert form, "no document"
    return read_document(raw, form)


@pytest.mark.parametrize(("name", "expected"), [*documents()])
def test_the_text_of_a_document_has_what_a_reader_sees(
    name: str, expected: Mapping[str, Any]
) -> None:
    """Each sentence letter for letter, nothing of what is none of it, and all that is left out is counted."""
    document = read(name)
    assert [
        b.text for b in document.blocks if not b.text or b.text != b.text.strip() or "\n" in b.text
    ] == []
    text = f"\n{document.text}"
    assert [sentence for sentence in expected["sentences"] if sentence not in text] == []
    assert [words for words in expected.get("not", []) if words in text] == []
    for counted in ("omitted", "altered"):
        if counted in expected:
            assert dict(getattr(document, counted)) == expected[counted]
    pages = expected.get("pages", {})
    assert {words: document.places.page(document.text.index(words)) for words in pages} == pages
    times = expected.get("times", {})
    assert {words: document.places.time(document.text.index(words)) for words in times} == times
    stated = {name: fact.value for name in FACTS if (fact := getattr(document, name))}
    asked = {name: expected[name] for name in FACTS if name in expected}
    assert {name: stated.get(name) for name in asked} == asked


def test_each_document_of_the_folder_is_read() -> None:
    """None stands there without being tried."""
    named = {str(param.values[0]) for param in documents()}
    there = {path.name for path in FOLDER.iterdir() if path.suffix not in {".yml", ".py"}}
    assert there == named
