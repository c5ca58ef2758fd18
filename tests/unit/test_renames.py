"""A renamed file keeps its old addresses, by `aliases` or `former_ids`."""

from __future__ import annotations

import pytest

from briefsite.archive.models import Briefing
from briefsite.archive.references import references_of, with_ids
from briefsite.archive.text import Inline
from conftest import Read
from sites import BRIEFING


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"briefs/viejo.yml": BRIEFING}, ["the former id `viejo` is taken"]),
        (
            {"briefs/entities/viejo.yml": "name: V\ntype: place\n"},
            ["the former id `viejo` is taken"],
        ),
        ({"briefs/b.yml": BRIEFING + "aliases: [viejo]\n"}, ["the former id `viejo` is taken"]),
        ({"briefs/b.yml": BRIEFING + "aliases: [otro]\n"}, []),
    ],
)
def test_a_former_id_leads_to_one_page_alone(
    files: dict[str, str], found: list[str], read: Read
) -> None:
    """One that another file has, or had, is an error."""
    reading = read({"briefs/a.yml": BRIEFING + "aliases: [viejo]\n", **files})
    assert [
        finding.message for finding in reading.findings if finding.code == "alias-taken"
    ] == found


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Abrió [el puerto](viejo).", "Abrió [el puerto](nuevo)."),
        ("[a](viejo) y [b](<viejo>) y [c]( viejo )", "[a](nuevo) y [b](<nuevo>) y [c]( nuevo )"),
        ("[*el* puerto](viejo)", "[*el* puerto](nuevo)"),
        ("[viejo](viejo-puerto) y [viejo](https://example.org/viejo)", None),
        ("viejo, (viejo), `[a](viejo)`", None),
        (r"\[a](viejo) \[b\](viejo)", None),
        ("`[a](viejo)` y [b](viejo)", None),
    ],
)
def test_links_in_a_text_lead_elsewhere_and_its_words_stay(text: str, changed: str | None) -> None:
    """Where code has the same characters as a link, the whole text stays as it was written."""
    assert Inline(text).with_links_to({"viejo": "nuevo"}) == (changed or text)


FULL = {
    "title": "a",
    "date": "2025",
    "summary": "[a](a) `a`",
    "place": "a",
    "sources": ["a", "b"],
    "evidence": {"text": "a", "source": "a"},
    "participants": [{"who": "a", "evidence": [{"text": "a", "source": "a"}]}],
    "key_points": [{"text": "[a](a)"}],
    "quotes": [{"text": "a", "source": "a", "speaker": "a", "evidence": "a"}],
    "objectives": [{"text": "a", "evidence": {"text": "a", "source": "a"}}],
    "commitments": [{"id": "a", "text": "a", "by": ["a", "b"], "with": ["a"]}],
    "updates": [{"commitment": "a/a", "date": "2025", "status": "met", "text": "a"}],
    "claims": [{"by": "a", "text": "a"}],
    "assessments": [{"text": "[a](a)", "basis": "[a](a)"}],
    "unknowns": ["[a](a)"],
    "related": ["a"],
    "topics": ["a"],
    "aliases": ["a"],
}
"""A briefing that refers to `a` wherever it may; its texts, topics and own ids are `a` as well."""


def test_a_file_with_other_ids_refers_to_no_former_one() -> None:
    """All that is a reference changes, and nothing else: words, topics, ids of its own."""
    briefing = Briefing.model_validate(FULL)
    now = with_ids(briefing, {"a": "z"})
    before = [(where, name) for where, name, _ in references_of(briefing)]
    assert [(where, name) for where, name, _ in references_of(now)] == [
        (where, {"a": "z"}.get(name, name)) for where, name in before
    ]
    assert now.updates[0].commitment == "z/a"
    assert (now.title, now.topics, now.aliases, now.commitments[0].id) == ("a", ("a",), ("a",), "a")
    assert with_ids(now, {"z": "a"}) == briefing
